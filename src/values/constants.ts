import { INSPECT, KEY, type KeyParts, TYPE } from "./brand.ts";

/** A singleton of Python's builtins that has no JavaScript counterpart. */
export class PyConstant {
	/** Its name in `builtins`. */
	readonly name: string;

	constructor(name: string) {
		this.name = name;
	}
	get [TYPE](): string {
		return this.name === "Ellipsis" ? "ellipsis" : "NotImplementedType";
	}
	/** Another copy's constant is equal. */
	[KEY](): KeyParts {
		return { tag: this[TYPE], parts: [] };
	}
	toJSON(): string {
		return this.name;
	}
	toString(): string {
		return this.name;
	}
	[INSPECT](): string {
		return this.name;
	}
}

/** Python's `...`. */
export const Ellipsis: PyConstant = /* @__PURE__ */ Object.freeze(new PyConstant("Ellipsis"));

/** Python's `NotImplemented`. */
export const NotImplemented: PyConstant = /* @__PURE__ */ Object.freeze(new PyConstant("NotImplemented"));
