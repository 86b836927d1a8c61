/** How a path to a value is written, and how CPython's notes quote a key. */
import { brandOf } from "../../values/brand.ts";
import { PyGlobal, type PyObject } from "../../values/opaque.ts";
import { repr } from "../../values/repr.ts";
import { typeName } from "../../values/type-name.ts";
import type { SaveMachine, Task } from "./machine.ts";

/** A property, an index or any other key, as it would be written in code. */
export function keyPath(key: unknown): string {
	if (typeof key === "string") return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
	return `[${keyRepr(key)}]`;
}

/** How notes call the type of an object: in full, but for what is built in. */
export function notedName(p: SaveMachine, object: object | undefined): string {
	if (object === undefined) return "object";
	const brand = brandOf(object);
	if (brand === "object") {
		const type = (object as PyObject).pyClass ?? (object as PyObject).callable;
		if (!(type instanceof PyGlobal)) return "object";
		return type.module === "builtins" || type.module === "__main__" ? type.qualname : String(type);
	}
	const name =
		brand ??
		p.registry
			.byValue(object)
			?.names[0].replace(/^(builtins|__main__):/, "")
			.replace(":", ".");
	return name ?? typeName(object);
}

/** Python's `repr` of a key. */
export function keyRepr(key: unknown): string {
	try {
		return repr(key);
	} catch {
		// A note must never hide the error it is about.
		return "…";
	}
}

/** The notes of CPython about an error in the last of some tasks, innermost first. */
export function* notesOf(tasks: readonly Task[]): Generator<string> {
	for (let i = tasks.length - 1; i >= 0; i--) {
		const { note, wholeNote = "" } = tasks[i] as Task;
		yield note;
		yield wholeNote;
	}
}
