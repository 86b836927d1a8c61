import { checkOptions } from "../options.ts";
import { dumps } from "../pickle/dumps.ts";
import type { Limits } from "../pickle/limits.ts";
import { loads } from "../pickle/loads.ts";
import { defaultRegistry } from "../registry/default.ts";
import { Registry } from "../registry/registry.ts";
import { readTagged } from "./reader.ts";
import type { Json } from "./types.ts";
import { writeTagged } from "./writer.ts";

/** Options of {@link toTagged}. */
export interface ToTaggedOptions {
	/** The types that are written, as for `dumps`. @defaultValue `defaultRegistry` */
	readonly registry?: Registry;
	/** The limits of the work, as for `loads`. */
	readonly limits?: Limits;
}

/** Options of {@link fromTagged}. */
export interface FromTaggedOptions {
	/** The types that may be made, as for `loads`; all others stay inert. @defaultValue `defaultRegistry` */
	readonly registry?: Registry;
	/** As for `loads`. @defaultValue `"exact"`, in which nothing is lost */
	readonly mode?: "plain" | "exact";
	/** The limits of the work, as for `loads`. */
	readonly limits?: Limits;
}

const TO_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["registry", "limits"]);
const FROM_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["registry", "mode", "limits"]);

/**
 * The tagged form of a value: JSON that keeps every type, class, number, byte, shared object and cycle, so that
 * {@link fromTagged} returns an equal value. `docs/tagged-json.md` describes the form.
 *
 * @param value any value that `pickle.dumps` takes
 * @param options see {@link ToTaggedOptions}
 * @returns objects, arrays, strings, numbers, booleans and null, for `JSON.stringify` or `json.dumps`; those of a deep
 *   value are as deep, which `JSON.stringify` may refuse and `json.dumps` does not
 * @throws what `pickle.dumps` throws for a value that it cannot write, and LimitError
 * @example
 * ```ts
 * import { PyDict, toTagged, tuple } from "brine";
 * JSON.stringify(toTagged(new PyDict([["at", tuple(1, 2.5)], ["big", 2n ** 70n]])));
 * // {"at":{"$tuple":[1,2.5]},"big":{"$int":"1180591620717411303424"}}
 * ```
 */
export function toTagged(value: unknown, options?: ToTaggedOptions | null): Json {
	checkOptions("toTagged", options, TO_OPTIONS);
	const registry = options?.registry ?? defaultRegistry;
	// A pickle that is read without any type has nothing in it but built-in and inert values.
	const inert = loads(dumps(value, { registry, protocol: 5, ...limitsOf(options) }), {
		mode: "exact",
		registry: new Registry([], registry.extensions),
		persistentLoad: "keep",
		...limitsOf(options),
	});
	return writeTagged(inert);
}

/**
 * The value of a tagged form; the inverse of {@link toTagged}.
 *
 * @param tagged what `toTagged` returned, or what `JSON.parse` or `json.loads` makes of its text
 * @param options see {@link FromTaggedOptions}
 * @returns the value, as `pickle.loads` would return it
 * @throws ValueError (`json-value`) for what is not tagged JSON; what `pickle.loads` throws
 * @example
 * ```ts
 * import { fromTagged, pickle } from "brine";
 * const value = fromTagged(JSON.parse('{"when": {"$datetime": "2024-02-29T12:30:00"}}'));
 * pickle.dumps(value); // loads in Python as {'when': datetime.datetime(2024, 2, 29, 12, 30)}
 * ```
 */
export function fromTagged(tagged: unknown, options?: FromTaggedOptions | null): unknown {
	checkOptions("fromTagged", options, FROM_OPTIONS);
	const { registry = defaultRegistry, mode = "exact" } = options ?? {};
	const bytes = dumps(readTagged(tagged), { registry, protocol: 5, ...limitsOf(options) });
	return loads(bytes, { mode, registry, persistentLoad: "keep", ...limitsOf(options) });
}

function limitsOf(options: { readonly limits?: Limits } | null | undefined): { readonly limits?: Limits } {
	return options?.limits === undefined ? {} : { limits: options.limits };
}
