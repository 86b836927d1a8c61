import { isPlainObject, KEY, type KeyParts, OUTLINE, PLAIN, RECORD, REPR, TYPE } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { jsonView } from "../../values/json-view.ts";
import { PyGlobal } from "../../values/opaque.ts";
import type { Outline, OutlinePart } from "../../values/outline.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { sharedPlace } from "../../values/shared-parts.ts";
import { entriesOf } from "../arguments.ts";
import type { TypeEntry } from "../registry.ts";
import { attributesToSet, instanceOf, refuseState } from "./instance.ts";
import { callParts, PyStdValue } from "./value.ts";

/** Python's `collections.ChainMap`: several dicts seen as one, the first that has a key wins. */
export class PyChainMap extends PyStdValue {
	/** The dicts, the one that is written to first; a ChainMap among them is seen as its own dicts. */
	maps: unknown[];
	/** Attributes that were set on the instance; mostly none. */
	readonly attributes: Map<string, unknown> = new Map();

	/** @param maps the dicts. Default: one that is empty */
	constructor(maps: readonly unknown[] = [new PyDict()]) {
		super();
		this.maps = [...maps];
	}
	/** The value of a key in the first dict that has it. */
	get(key: unknown): unknown {
		return this.toDict().get(key);
	}
	/** All keys with the values that are seen; what is in a map that only its class can read is not there. */
	toDict(): PyDict {
		const made = new PyDict();
		const maps = this.#opened();
		for (let i = maps.length - 1; i >= 0; i--) {
			for (const [key, value] of entriesOf(maps[i]) ?? []) made.set(key, value);
		}
		return made;
	}
	/** The maps with those of each ChainMap in its place; one that is in itself is opened once. */
	#opened(): unknown[] {
		const maps: unknown[] = [];
		const seen = new Set<unknown>();
		const todo: unknown[] = [this];
		while (todo.length > 0) {
			const map = todo.pop();
			if (!(map instanceof PyChainMap)) {
				maps.push(map);
				continue;
			}
			if (seen.has(map)) continue;
			seen.add(map);
			for (let i = map.maps.length - 1; i >= 0; i--) todo.push(map.maps[i]);
		}
		return maps;
	}
	get [TYPE](): "collections.ChainMap" {
		return "collections.ChainMap";
	}
	[KEY](): KeyParts {
		const shown = (): PyDict => this.toDict();
		const layers = this.#opened().filter((map): map is object => map instanceof Map || isPlainObject(map));
		return {
			tag: "collections.ChainMap",
			layers,
			hashable: false,
			get parts() {
				return [shown()];
			},
		};
	}
	override [REPR](): ReprParts {
		return { parts: callParts("ChainMap", this.maps), recursive: "..." };
	}
	/** @internal The things that the dict it shows would not have: attributes, and maps that only their class can read. */
	[OUTLINE](): Outline | undefined {
		if (this.attributes.size === 0 && this.#opened().every((map) => entriesOf(map) !== undefined)) return undefined;
		const parts: OutlinePart[] = this.maps.map((value) => ({ kind: "argument", value }));
		for (const [name, value] of this.attributes) parts.push({ kind: "attribute", name, value });
		return { className: "collections.ChainMap", parts };
	}
	/** @internal */
	[RECORD](known: Map<unknown, unknown>, most: number): object | undefined {
		return sharedPlace([PyChainMap, ...this.#opened(), this.attributes.size > 0 && this], known, most);
	}
	[PLAIN](): PyDict {
		return this.toDict();
	}
	/**
	 * The dict of `toDict()`; its values are plain too. With attributes or maps that only their class can read
	 * `{ $class, $args, …attributes }`.
	 *
	 * @throws ValueError (`circular`), RecursionError (`depth`) or LimitError (`limit`) as `toJSON` of a dict
	 */
	toJSON(): unknown {
		return jsonView(this);
	}
}

const CHAIN_MAP = /* @__PURE__ */ new PyGlobal("collections", "ChainMap");

/** No arguments, then the maps among the attributes. */
export const chainMapType: TypeEntry<PyChainMap> = {
	names: ["collections:ChainMap"],
	type: PyChainMap,
	load: (args) => (args.length === 0 ? new PyChainMap() : undefined),
	setState: (target, state, { textAsBytes }) => {
		const { maps, attributes } = target;
		for (const [name, value] of attributesToSet("ChainMap", state, textAsBytes)) {
			if (name !== "maps") attributes.set(name, value);
			else target.maps = Array.isArray(value) ? (value as unknown[]) : refuseState("ChainMap");
		}
		if (target.maps === maps) refuseState("ChainMap");
	},
	reduce: (value, protocol) => {
		const state = new Map<string, unknown>([["maps", value.maps], ...value.attributes]);
		return instanceOf(CHAIN_MAP, protocol, state);
	},
};
