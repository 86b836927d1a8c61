import type { VersionNumber } from "../options.ts";
import { REPR } from "./brand.ts";
import type { Outline, OutlinePart } from "./outline.ts";
import type { ReprParts } from "./repr-frames.ts";
import { escapeName, strRepr } from "./str-repr.ts";
import { tupleFrom } from "./tuple.ts";

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

/** The name of a class or function. */
export interface GlobalName {
	readonly module: string;
	readonly qualname: string;
}

/**
 * The text that Python shows for a class or function. Only the name is known here, so outside of the modules named
 * above it is taken for a class: a function's text has its address in it and could never be right.
 */
export function globalRepr(value: GlobalName, version: VersionNumber): string {
	const { module, qualname } = value;
	if (module === "builtins") {
		if (BUILTIN_CONSTANTS.has(qualname)) return qualname;
		if (BUILTIN_FUNCTIONS.has(qualname)) return `<built-in function ${qualname}>`;
		return `<class '${escapeName(qualname, version)}'>`;
	}
	if (SYSTEM_MODULES.has(module) && /^[a-z]+$/.test(qualname)) return `<built-in function ${qualname}>`;
	return `<class '${escapeName(`${module}.${qualname}`, version)}'>`;
}

/** The call that represents an object: the name, unless what is called has none, and its labelled arguments. */
export interface ObjectCall {
	readonly name: string | undefined;
	readonly parts: readonly (readonly [label: string, value: unknown])[];
}

/** The call that an outline is shown as. */
export function outlineCall({ className, parts }: Outline, version: VersionNumber): ObjectCall {
	const computed = parts.some(({ kind }) => kind === "callable");
	const shown = parts.flatMap((part) => labelled(part, version));
	return { name: computed ? undefined : escapeName(className, version), parts: shown };
}

/**
 * The text for the instance of an unknown class: the call that would make it, with everything that
 * was done to it since among the arguments. Python itself would show what the class's own method says.
 */
export function outlineRepr(outline: Outline, version: VersionNumber): ReprParts {
	const { name, parts: call } = outlineCall(outline, version);
	const callable = outline.parts.find((part): part is OutlinePart & { kind: "callable" } => part.kind === "callable");
	const parts: unknown[] = name === undefined ? ["", callable?.value] : [];
	let text = `${name ?? ""}(`;
	for (const [label, item] of call) {
		parts.push(text + label, item);
		text = ", ";
	}
	parts.push(call.length === 0 ? `${text})` : ")");
	return { parts, recursive: `${name ?? ""}(...)` };
}

function labelled(part: OutlinePart, version: VersionNumber): (readonly [label: string, value: unknown])[] {
	switch (part.kind) {
		case "argument":
			return [["", part.value]];
		case "keyword":
		case "attribute":
			return [[label(part.name, version), part.value]];
		case "state":
			return [["state=", part.value]];
		case "items":
			return [["*", Array.isArray(part.items) ? part.items : [...part.items]]];
		case "entries":
			return [["**", new EntriesView(part.entries)]];
		case "call":
			return [["call=", [part.callable, tupleFrom(part.args)]]];
		case "callable":
			return [];
	}
}

/** Entries shown as a dict without being one: keys may come twice, or be of a kind that no dict takes. */
export class EntriesView {
	readonly entries: readonly (readonly [unknown, unknown])[];
	constructor(entries: Iterable<readonly [unknown, unknown]>) {
		this.entries = [...entries];
	}
	[REPR](): ReprParts {
		const parts: unknown[] = [];
		for (const [key, item] of this.entries) parts.push(parts.length === 0 ? "{" : ", ", key, ": ", item);
		parts.push(parts.length === 0 ? "{}" : "}");
		return { parts };
	}
}

function label(name: string, version: VersionNumber): string {
	return /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name) ? `${name}=` : `${strRepr(name, version)}=`;
}
