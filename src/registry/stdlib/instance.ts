import { UnpicklingError } from "../../errors.ts";
import { isDict } from "../../values/inert-outline.ts";
import { PyGlobal } from "../../values/opaque.ts";
import { PyTuple } from "../../values/tuple.ts";
import { attributesOf } from "../arguments.ts";
import type { Reduction } from "../registry.ts";

const OBJECT: PyGlobal = /* @__PURE__ */ new PyGlobal("builtins", "object");

/**
 * How Python writes an instance of a plain class: `NEWOBJ` and a state, in protocols 0 and 1 by way of
 * `copyreg._reconstructor`.
 */
export function instanceOf(cls: PyGlobal, protocol: number, state: unknown): Reduction {
	if (protocol >= 2) return { via: "NEWOBJ", callable: cls, args: [], state };
	return { callable: "copyreg:_reconstructor", args: [cls, OBJECT, null], state };
}

/**
 * The attributes that BUILD sets on an object with `__dict__` and no `__setstate__`: those of a dict, or of a pair of
 * dicts, where None is none.
 *
 * @throws UnpicklingError (`build`) in CPython's words for what is not a dict, in ours for keys that are not names
 */
export function attributesToSet(type: string, state: unknown, asBytes: boolean | undefined): [string, unknown][] {
	const isPair = state instanceof PyTuple && state.length === 2;
	let made: [string, unknown][] = [];
	for (const [part, what] of isPair
		? ([
				[state[0], "state"],
				[state[1], "slot state"],
			] as const)
		: ([[state, "state"]] as const)) {
		if (part === null) continue;
		if (!isDict(part)) throw new UnpicklingError(`${what} is not a dictionary`, { code: "build" });
		made = made.concat([...(attributesOf(part, asBytes) ?? refuseState(type))]);
	}
	return made;
}

/** For a state that no reducer writes for a type of ours: it has no place to keep it. */
export function refuseState(type: string): never {
	throw new UnpicklingError(`state is not one that ${type} writes`, { code: "build" });
}
