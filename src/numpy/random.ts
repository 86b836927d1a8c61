/** numpy's random generators, as data: nothing here draws a number. */
import type { PyName, TypeEntry } from "../registry/registry.ts";

import { isPlainObject, OUTLINE, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { PyGlobal } from "../values/opaque.ts";
import type { Outline } from "../values/outline.ts";
import { repr } from "../values/repr.ts";
import { PyTuple } from "../values/tuple.ts";

/** The kind of a random generator. */
export type RandomKind = "RandomState" | "Generator" | "BitGenerator" | "SeedSequence";

/**
 * A `RandomState`, `Generator`, bit generator or `SeedSequence` of numpy: its state, which cannot be drawn from here.
 *
 * @example
 * ```ts
 * import { NPRandom, registry } from "brine/numpy";
 * import { loads } from "brine/pickle";
 * const data = new TextEncoder().encode("cnumpy.random._pickle\n__generator_ctor\n(VPCG64\ntR}Vstate\nI1\nsb.");
 * const generator = loads(data, { registry }) as NPRandom;
 * console.log(generator.kind, generator.bitGenerator, generator.state); // Generator PCG64 { state: 1 }
 * ```
 */
export class NPRandom extends MemoSlot {
	/** The kind. */
	declare readonly kind: RandomKind;
	/** The state that Python writes for it, as the version that wrote it has it. */
	declare readonly state: unknown;
	/** @internal The function that makes it, and its arguments. */
	declare readonly callable: PyName;
	declare readonly args: PyTuple;

	constructor(kind: RandomKind, callable: PyName, args: PyTuple, state: unknown = null) {
		super();
		this.kind = kind;
		this.callable = callable;
		this.args = args;
		this.state = state;
	}
	/** The algorithm, such as `"MT19937"` or `"PCG64"`; undefined for a `SeedSequence`. */
	get bitGenerator(): string | undefined {
		const [first] = this.args as readonly unknown[];
		if (first instanceof NPRandom) return first.bitGenerator;
		if (this.kind === "SeedSequence") return undefined;
		if (first instanceof PyGlobal) return first.qualname;
		return typeof first === "string" ? first : "MT19937";
	}
	get [TYPE](): string {
		return `numpy.random.${this.kind}`;
	}
	[OUTLINE](): Outline {
		const parts = this.args.map((value) => ({ kind: "argument", value }) as const);
		return { className: this[TYPE], parts: [...parts, { kind: "state", value: this.state }] };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	/** The text of `repr()`. */
	override toString(): string {
		return repr(this);
	}
}

/** The functions that make them, by name, and what they make. */
const KINDS: Readonly<Record<string, RandomKind>> = {
	"numpy.random:__RandomState_ctor": "RandomState",
	"numpy.random._pickle:__randomstate_ctor": "RandomState",
	"numpy.random._pickle:__generator_ctor": "Generator",
	"numpy.random._pickle:__bit_generator_ctor": "BitGenerator",
	"numpy.random.bit_generator:__pyx_unpickle_SeedSequence": "SeedSequence",
	"numpy.random._bit_generator:__pyx_unpickle_SeedSequence": "SeedSequence",
};

/** Whether an argument is one that numpy's reducers write. */
function isArgument(value: unknown): boolean {
	const isOwn = value instanceof PyGlobal && value.module.startsWith("numpy.random.");
	return isOwn || value instanceof NPRandom || value === null || /^(number|string)$/.test(typeof value);
}

/** All of them, written back as they were read. */
export const randomType: TypeEntry<NPRandom> = {
	names: /* @__PURE__ */ Object.keys(KINDS) as [PyName, ...PyName[]],
	type: NPRandom,
	refuses: true,
	load: (args, kwargs, { name }) => {
		if (args.length > 3 || kwargs.size > 0 || !args.every(isArgument)) return undefined;
		return new NPRandom(KINDS[name] as RandomKind, name, args);
	},
	setState: (random, state) => {
		if (!(isPlainObject(state) || state instanceof Map || state instanceof PyTuple)) return false;
		(random as { state: unknown }).state = state;
		return true;
	},
	reduce: ({ callable, args, state }) => ({ callable, args, ...(state === null ? {} : { state }) }),
};

/** `_ufunc_reconstruct(module, name)`: until numpy 1.18 a universal function was written so; it is a name. */
export const ufuncType: TypeEntry<PyGlobal> = {
	names: ["numpy.core:_ufunc_reconstruct"],
	load: (args) => {
		const [module, name] = args;
		const isKnown = typeof module === "string" && /^numpy(\.core\.\w{1,40})?$/.test(module);
		if (args.length !== 2 || !isKnown || typeof name !== "string" || !/^\w{1,40}$/.test(name)) return undefined;
		return new PyGlobal("numpy", name);
	},
};
