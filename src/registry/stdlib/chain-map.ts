import { KEY, type KeyParts, OUTLINE, PLAIN, RECORD, REPR, TYPE } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { jsonView } from "../../values/json-view.ts";
import { PyGlobal } from "../../values/opaque.ts";
import type { Outline, OutlinePart } from "../../values/outline.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { sharedPlace } from "../../values/shared-parts.ts";
import type { TypeEntry } from "../registry.ts";
import { ChainLayers, merged } from "./chain-layers.ts";
import { attributesToSet, instanceOf, refuseState } from "./instance.ts";
import { callParts, PyStdValue } from "./value.ts";

/** Layers up to which two ChainMaps with the same ones have one record; beyond that only those with the same list of maps. */
const MOST_COMPARED = 64;

const mapsOf = (value: unknown): readonly unknown[] | undefined =>
	value instanceof PyChainMap ? value.maps : undefined;

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
		return merged(this.#layers().of(this.maps));
	}
	#layers(known?: Map<unknown, unknown>, most?: number): ChainLayers {
		return ChainLayers.of(mapsOf, known, most);
	}
	get [TYPE](): "collections.ChainMap" {
		return "collections.ChainMap";
	}
	/** @internal The same layers for each ChainMap of a comparison that has the same list of maps. */
	[KEY](known?: Map<unknown, unknown>): KeyParts {
		const shown = (): PyDict => this.toDict();
		return {
			tag: "collections.ChainMap",
			layers: this.#layers(known).of(this.maps),
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
	[OUTLINE](known?: Map<unknown, unknown>, most?: number): Outline | undefined {
		if (this.attributes.size === 0 && this.#layers(known, most).isDictsOnly(this.maps)) return undefined;
		const parts: OutlinePart[] = this.maps.map((value) => ({ kind: "argument", value }));
		for (const [name, value] of this.attributes) parts.push({ kind: "attribute", name, value });
		return { className: "collections.ChainMap", parts };
	}
	/** @internal */
	[RECORD](known: Map<unknown, unknown>, most: number): object | undefined {
		const layers = this.#layers(known, most);
		if (this.attributes.size > 0 || !layers.isDictsOnly(this.maps)) return undefined;
		const given = layers.of(this.maps);
		return sharedPlace([PyChainMap, ...(given.length > MOST_COMPARED ? [this.maps] : given)], known, most);
	}
	/** @internal The dict that it shows; the very one where only one has something in it. */
	[PLAIN](known?: Map<unknown, unknown>, most?: number): object {
		return this.#layers(known, most).shown(this.maps);
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
