import type { VersionNumber } from "../options.ts";
import { REPR } from "./brand.ts";
import { isGlobal, isTuple } from "./guards.ts";
import type { PyGlobal, PyObject, PyOperation } from "./opaque.ts";
import type { ReprParts } from "./repr-frames.ts";
import { escapeName, strRepr } from "./str-repr.ts";

/** The functions among Python's builtins; every other name there but four is a class. */
const BUILTIN_FUNCTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(
	(
		"__build_class__ __import__ abs aiter all anext any ascii bin breakpoint callable chr compile delattr dir " +
		"divmod eval exec format getattr globals hasattr hash hex id input isinstance issubclass iter len locals max " +
		"min next oct open ord pow print repr round setattr sorted sum vars"
	).split(" "),
);
const BUILTIN_CONSTANTS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"None",
	"True",
	"False",
	"Ellipsis",
	"NotImplemented",
]);

/** Modules of the operating system, whose lower-case names are all built-in functions. */
const SYSTEM_MODULES: ReadonlySet<string> = /* @__PURE__ */ new Set(["os", "posix", "nt"]);

/**
 * What Python shows for a class or function. Only the name is known here, so outside of the modules named
 * above it is taken for a class: a function's text has its address in it and could never be right.
 */
export function globalRepr(value: PyGlobal, version: VersionNumber): string {
	const { module, qualname } = value;
	if (module === "builtins") {
		if (BUILTIN_CONSTANTS.has(qualname)) return qualname;
		if (BUILTIN_FUNCTIONS.has(qualname)) return `<built-in function ${qualname}>`;
		return `<class '${escapeName(qualname, version)}'>`;
	}
	if (SYSTEM_MODULES.has(module) && /^[a-z]+$/.test(qualname)) return `<built-in function ${qualname}>`;
	return `<class '${escapeName(String(value), version)}'>`;
}

/** Helpers that are handed the class of what they make, and what else they are handed. */
const RECONSTRUCTOR = /^copy_?reg\._reconstructor$/;
const NEWOBJ = /^copy_?reg\.__newobj(?:_ex)?__$/;

/** The call that stands for an object: the name, unless what is called has none, and its labelled arguments. */
export interface ObjectCall {
	readonly name: string | undefined;
	readonly parts: readonly (readonly [label: string, value: unknown])[];
}

/** The parts of what {@link objectRepr} shows. */
export function objectCall(value: PyObject, version: VersionNumber): ObjectCall {
	const { callable } = value;
	const called = value.pyClass ?? callable;
	const parts: [string, unknown][] = [];
	const argument = (label: string, item: unknown): void => {
		parts.push([label, item]);
	};
	for (const item of shownArguments(value, isGlobal(callable) ? String(callable) : "")) argument("", item);
	for (const [name, item] of value.kwargs) argument(label(name, version), item);
	for (const operation of value.operations) showOperation(operation, argument, version);
	return { name: isGlobal(called) ? escapeName(String(called), version) : undefined, parts };
}

/**
 * What is shown for the instance of an unknown class: the call that would make it, with everything that
 * was done to it since among the arguments. Python itself would show what the class's own method says.
 */
export function objectRepr(value: PyObject, version: VersionNumber): ReprParts {
	const { name, parts: call } = objectCall(value, version);
	const parts: unknown[] = name === undefined ? ["", value.callable] : [];
	let text = `${name ?? ""}(`;
	for (const [label, item] of call) {
		parts.push(text + label, item);
		text = ", ";
	}
	parts.push(call.length === 0 ? `${text})` : ")");
	return { parts, recursive: `${name ?? ""}(...)` };
}

function shownArguments(value: PyObject, helper: string): readonly unknown[] {
	const args = [...value.args];
	if (NEWOBJ.test(helper)) return args.slice(1);
	// (class, base, state of the base): a bare instance has `object` and None.
	if (RECONSTRUCTOR.test(helper)) return args.length === 3 && args[2] === null ? [] : args.slice(2);
	return args;
}

function showOperation(
	operation: PyOperation,
	argument: (label: string, item: unknown) => void,
	version: VersionNumber,
): void {
	switch (operation.op) {
		case "append":
		case "add":
			argument("*", operation.items);
			break;
		case "setItem":
			argument("**", entriesView(operation.items));
			break;
		case "call":
			argument("call=", [operation.callable, operation.args]);
			break;
		case "build":
			showState(operation.state, argument, version);
			break;
	}
}

/** Entries shown as a dict without being one: keys may come twice, or be of a kind that no dict takes. */
function entriesView(entries: readonly (readonly [unknown, unknown])[]): { [REPR](): ReprParts } {
	const parts: unknown[] = [];
	for (const [key, item] of entries) parts.push(parts.length === 0 ? "{" : ", ", key, ": ", item);
	parts.push(parts.length === 0 ? "{}" : "}");
	return { [REPR]: () => ({ parts }) };
}

/** Attributes by name where the state is a dict (or dict and slots) of names; else the state as it is. */
function showState(state: unknown, argument: (label: string, item: unknown) => void, version: VersionNumber): void {
	const dicts = isTuple(state) && state.length === 2 ? [...state] : [state];
	const attributes: [string, unknown][] = [];
	for (const part of dicts) {
		if (part === null && dicts.length === 2) continue;
		const entries = namedEntries(part);
		if (entries === undefined) {
			argument("state=", state);
			return;
		}
		for (const entry of entries) attributes.push(entry);
	}
	for (const [name, item] of attributes) argument(label(name, version), item);
}

function namedEntries(state: unknown): [string, unknown][] | undefined {
	if (state instanceof Map) {
		const entries = [...(state as Map<unknown, unknown>)];
		return entries.every((entry): entry is [string, unknown] => typeof entry[0] === "string") ? entries : undefined;
	}
	if (typeof state !== "object" || state === null || Array.isArray(state)) return undefined;
	const prototype: unknown = Object.getPrototypeOf(state);
	return prototype === Object.prototype || prototype === null ? Object.entries(state) : undefined;
}

function label(name: string, version: VersionNumber): string {
	return /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name) ? `${name}=` : `${strRepr(name, version)}=`;
}
