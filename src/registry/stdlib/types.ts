import { DEFAULT_VERSION, type VersionNumber } from "../../options.ts";
import { KEY, type KeyParts, PLAIN, REPR, TYPE } from "../../values/brand.ts";
import { compareText } from "../../values/compare-text.ts";
import { jsonView } from "../../values/json-view.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import type { TypeEntry } from "../registry.ts";
import { attributesToSet } from "./instance.ts";
import { keywordParts, PyStdValue } from "./value.ts";

/**
 * Python's `types.SimpleNamespace`: attributes and nothing else.
 *
 * @example
 * ```ts
 * import { PyNamespace } from "brine/types";
 * new PyNamespace([["a", 1]]).attributes.get("a"); // 1
 * ```
 */
export class PyNamespace extends PyStdValue {
	/** The attributes by name, in order. */
	readonly attributes: Map<string, unknown>;

	/** @param attributes names and values, in order */
	constructor(attributes?: Iterable<readonly [string, unknown]>) {
		super();
		this.attributes = new Map(attributes);
	}
	get [TYPE](): "types.SimpleNamespace" {
		return "types.SimpleNamespace";
	}
	[KEY](): KeyParts {
		return { tag: "types.SimpleNamespace", parts: [this.attributes], hashable: false };
	}
	override [REPR](version: VersionNumber = DEFAULT_VERSION): ReprParts {
		// Up to 3.8 the names are sorted.
		const sorted = version < 30900 ? [...this.attributes].sort(([a], [b]) => compareText(a, b)) : this.attributes;
		return { parts: keywordParts("namespace(", sorted, ")"), recursive: "namespace(...)" };
	}
	[PLAIN](): Map<string, unknown> {
		return this.attributes;
	}
	/**
	 * The attributes as an object; what is in them is plain too.
	 *
	 * @throws ValueError (`circular`), RecursionError (`depth`) or LimitError (`limit`) as `toJSON` of a dict
	 */
	toJSON(): unknown {
		return jsonView(this);
	}
}

/** No arguments, then the attributes as state, also when there are none. */
export const namespaceType: TypeEntry<PyNamespace> = {
	names: ["types:SimpleNamespace"],
	type: PyNamespace,
	load: (args) => (args.length === 0 ? new PyNamespace() : undefined),
	setState: (target, state, { textAsBytes }) => {
		for (const [name, value] of attributesToSet("SimpleNamespace", state, textAsBytes))
			target.attributes.set(name, value);
	},
	reduce: (value) => ({ callable: "types:SimpleNamespace", args: [], state: value.attributes }),
};
