import { UnpicklingError } from "../../errors.ts";
import { PyGlobal } from "../../values/opaque.ts";
import type { Reduction } from "../types.ts";

const OBJECT: PyGlobal = /* @__PURE__ */ new PyGlobal("builtins", "object");

/**
 * How Python writes an instance of a plain class: `NEWOBJ` and a state, in protocols 0 and 1 by way of
 * `copyreg._reconstructor`.
 */
export function instanceOf(cls: PyGlobal, protocol: number, state: unknown): Reduction {
	if (protocol >= 2) return { via: "NEWOBJ", callable: cls, args: [], state };
	return { callable: "copyreg:_reconstructor", args: [cls, OBJECT, null], state };
}

/** For a state that no reducer writes for a type of ours: it has no place to keep it. */
export function refuseState(type: string): never {
	throw new UnpicklingError(`state is not one that ${type} writes`, { code: "build" });
}
