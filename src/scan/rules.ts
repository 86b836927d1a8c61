/** The arguments that a call must have, as the list says it: `0=str|builtins.int;n<=2`. */

import type { Constants } from "../pickletools/trace/constants.ts";
import { Container, Extension, Import, Persistent, Result, thingsIn, type Value } from "../pickletools/trace/values.ts";
import { listed } from "./names.ts";
import type { StateKeys } from "./state-keys.ts";

/** One demand on the arguments of a call. */
export type Rule =
	| { readonly kind: "argument"; readonly index: number; readonly allowed: readonly Allowed[] }
	| { readonly kind: "most"; readonly count: number }
	| { readonly kind: "no-references" }
	| { readonly kind: "no-objects" }
	| { readonly kind: "nested"; readonly index: number }
	/** The argument is the state of an object. */
	| { readonly kind: "state"; readonly index: number }
	/** No texts, and nothing but what a module has, anywhere in the arguments. */
	| { readonly kind: "only"; readonly start: string }
	/** Everything in the argument is a name that starts so. */
	| { readonly kind: "within"; readonly index: number; readonly start: string };

/** The values that one argument may have. */
type Allowed =
	| { readonly kind: "name"; readonly path: string }
	/** Names that start and end so, with letters, digits and underscores between. */
	| { readonly kind: "pattern"; readonly start: string; readonly end: string }
	| { readonly kind: "result"; readonly path: string }
	| { readonly kind: "text"; readonly text: string | undefined }
	| { readonly kind: "number" }
	| { readonly kind: "none" };

/** Reads the rules of a row of the list. */
export function parseRules(text: string): readonly Rule[] {
	if (text === "") return [];
	return text.split(";").map((part): Rule => {
		if (part === "refs=none") return { kind: "no-references" };
		if (part === "noobj") return { kind: "no-objects" };
		if (part.startsWith("n<=")) return { kind: "most", count: Number(part.slice(3)) };
		if (part.startsWith("only=")) return { kind: "only", start: part.slice(5) };
		const within = /^(\d)<(.+)$/.exec(part);
		if (within !== null) return { kind: "within", index: Number(within[1]), start: within[2] as string };
		const equals = part.indexOf("=");
		const index = Number(part.slice(0, equals));
		if (!Number.isInteger(index) || equals < 1) throw new TypeError(`not a rule for arguments: ${part}`);
		const alternatives = part.slice(equals + 1);
		if (alternatives === "state") return { kind: "state", index };
		if (alternatives === "nested") return { kind: "nested", index };
		return { kind: "argument", index, allowed: alternatives.split("|").map(parseAllowed) };
	});
}

function parseAllowed(text: string): Allowed {
	if (text === "str") return { kind: "text", text: undefined };
	if (text === "num") return { kind: "number" };
	if (text === "none") return { kind: "none" };
	if (text.startsWith("str:")) return { kind: "text", text: listed(text.slice(4)) };
	if (text.startsWith("res:")) return { kind: "result", path: listed(text.slice(4)) };
	const star = text.indexOf("*");
	if (star !== -1) return { kind: "pattern", start: text.slice(0, star), end: text.slice(star + 1) };
	return { kind: "name", path: listed(text) };
}

/** The facts of the values that a rule has to know. */
export interface Values {
	readonly constants: Constants;
	readonly stateKeys: StateKeys;
	/** All names that a value represents, as they are listed; none for what is not a name. */
	namesOf(value: Value): readonly string[];
}

/**
 * Looks at the arguments of a call.
 *
 * @returns which argument breaks a rule and how, or undefined
 */
export function broken(rules: readonly Rule[], args: Container, values: Values): string | undefined {
	for (const rule of rules) {
		const wrong = breaks(rule, args, values);
		if (wrong !== undefined) return wrong;
	}
	return undefined;
}

function breaks(rule: Rule, args: Container, values: Values): string | undefined {
	switch (rule.kind) {
		case "most":
			return args.count > rule.count ? `more than ${rule.count} arguments` : undefined;
		case "no-references": {
			const things = thingsIn(args);
			if (things === undefined) return "too many arguments to tell";
			return things.some(
				(thing) => thing instanceof Import || thing instanceof Extension || thing instanceof Persistent,
			)
				? "an import among the arguments"
				: undefined;
		}
		case "no-objects":
			return isRaw(args, values) ? holdsObjects(args, values) : undefined;
		case "nested":
			return args.count > rule.index ? undefined : `argument ${rule.index} is missing`;
		case "state": {
			const state = args.items[rule.index];
			const key = state === undefined ? undefined : values.stateKeys.oddKey(state, true);
			return key === undefined ? undefined : `a state sets ${key}`;
		}
		case "only":
			return onlyOf(rule.start, args, values);
		case "within": {
			const value = args.items[rule.index];
			const things = value === undefined ? [] : thingsIn(value);
			const fine = things?.every((thing) => values.namesOf(thing).some((name) => name.startsWith(rule.start)));
			return fine === true && (value instanceof Container || things?.length === 1)
				? undefined
				: `argument ${rule.index} holds something else`;
		}
		case "argument": {
			// An argument that is left out is the default of the function; the first rarely has one.
			if (args.count <= rule.index) {
				const may = rule.index > 0 || rule.allowed.some(({ kind }) => kind === "none" || kind === "text");
				return may ? undefined : "no arguments";
			}
			const value = args.items[rule.index];
			if (value === undefined) return "too many arguments to tell";
			return rule.allowed.some((allowed) => fits(allowed, value, values))
				? undefined
				: `argument ${rule.index} is ${describe(value, values)}`;
		}
	}
}

function fits(allowed: Allowed, value: Value, values: Values): boolean {
	const { constants } = values;
	switch (allowed.kind) {
		case "none":
			return constants.kindOf(value) === "none";
		case "number": {
			const kind = constants.kindOf(value);
			return kind === "int" || kind === "float" || kind === "bool";
		}
		case "text": {
			const kind = constants.kindOf(value);
			if (kind !== "str" && kind !== "bytes") return false;
			return allowed.text === undefined || listed(constants.textOf(value) ?? "") === allowed.text;
		}
		case "result":
			return value instanceof Result && values.namesOf(value.callable).includes(allowed.path);
		case "name":
			return values.namesOf(value).includes(allowed.path);
		case "pattern":
			return values.namesOf(value).some((name) => {
				if (!name.startsWith(allowed.start) || !name.endsWith(allowed.end)) return false;
				return /^[\w.]+$/.test(name.slice(allowed.start.length, name.length - allowed.end.length));
			});
	}
}

/** sympy evaluates texts, so that there may be none, nor anything that could become one. */
function onlyOf(start: string, args: Container, values: Values): string | undefined {
	const open: Value[] = [args];
	let steps = 0;
	for (let value = open.pop(); value !== undefined; value = open.pop()) {
		if (steps++ > 4096) return "too many arguments to tell";
		if (value instanceof Container) {
			if (value.count > value.items.length) return "too many arguments to tell";
			open.push(...value.items);
			continue;
		}
		const kind = values.constants.kindOf(value);
		if (kind === "str" || kind === "bytes" || kind === "bytearray") return "a string, which would be evaluated";
		if (kind !== undefined) continue;
		const of =
			value instanceof Result
				? value.callable instanceof Import && value.origin instanceof Import
					? value.origin
					: value.callable
				: value;
		if (!values.namesOf(of).some((name) => name.startsWith(start))) return describe(value, values);
	}
	return undefined;
}

/** The description of an argument, in a few words. */
export function describe(value: Value, values: Values): string {
	const names = values.namesOf(value);
	if (names.length > 0) return names[0] as string;
	if (value instanceof Container) return `a ${value.kind}`;
	if (value instanceof Result) return "the result of a call";
	if (value instanceof Persistent) return "an object known by an id";
	const kind = values.constants.kindOf(value);
	const text = kind === "str" ? values.constants.textOf(value, 100) : undefined;
	if (text !== undefined) return JSON.stringify(text);
	return kind === undefined ? "not in the pickle" : `of type ${kind}`;
}

/** Whether the data that a dtype is for is bytes; an array or a plain object holds its own. */
function isRaw(args: Container, values: Values): boolean {
	return args.items.some((value) => isRawData(value, values));
}
function isRawData(value: Value, values: Values): boolean {
	const kind = values.constants.kindOf(value);
	if (kind !== undefined) return kind === "bytes" || kind === "str" || kind === "bytearray";
	if (value instanceof Container) return false;
	if (!(value instanceof Result)) return true;
	const names = values.namesOf(value.callable);
	return !names.some((name) => name === "numpy.dtype" || name.endsWith("multiarray._reconstruct"));
}

/** Whether the state of an array has a dtype of objects and raw bytes for its items. */
export function rawObjects(state: Value, values: Values): boolean {
	if (!(state instanceof Container) || state.kind !== "tuple") return false;
	// (version, shape, dtype, is_fortran, data); before version 1 without the first.
	const data = state.items[state.items.length - 1];
	if (data === undefined || !isRawData(data, values)) return false;
	return holdsObjects(state, values) !== undefined;
}

/** Whether some dtype among arguments has a field of objects, whose raw bytes numpy would take for pointers. */
function holdsObjects(args: Container, values: Values): string | undefined {
	const open: Value[] = [args];
	const seen = new Set<Result>();
	for (let value = open.pop(); value !== undefined; value = open.pop()) {
		const things = thingsIn(value);
		if (things === undefined || seen.size > 4096) return "too many fields to tell";
		for (const thing of things) {
			if (!(thing instanceof Result) || seen.has(thing)) continue;
			seen.add(thing);
			const isType = values.namesOf(thing.callable).includes("numpy.dtype");
			if (isType) {
				const first = thing.args instanceof Container ? thing.args.items[0] : undefined;
				const code = first === undefined ? undefined : values.constants.textOf(first, 256);
				if (first !== undefined && values.namesOf(first).some((name) => /^(builtins|__builtin__)\.object$/.test(name)))
					return "a dtype of objects over raw bytes";
				if (code !== undefined && /O|obj/i.test(code)) return "a dtype of objects over raw bytes";
			}
			open.push(thing.args);
			if (thing.state !== undefined) open.push(thing.state);
		}
	}
	return undefined;
}
