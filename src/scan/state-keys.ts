import type { Constants } from "../pickletools/trace/constants.ts";
import { Container, Result, type Value, WATCHED } from "../pickletools/trace/values.ts";

/** Attributes that change what an object is or does. Libraries have other names with two underscores in their states. */
const ODD: ReadonlySet<string> = /* @__PURE__ */ new Set(
	(
		"class new init call reduce reduce_ex setstate getattr getattribute setattr delattr code globals builtins del bases " +
		"mro subclasshook init_subclass set_name instancecheck subclasscheck getstate getinitargs getnewargs getnewargs_ex"
	)
		.split(" ")
		.map((name) => `__${name}__`),
);
/** Methods that APPENDS and ADDITEMS would call on the object. */
const CALLED: ReadonlySet<string> = /* @__PURE__ */ new Set(["append", "extend", "add"]);

/**
 * Finds a key in a state that sets what no writer sets, or has a library run what its value says.
 *
 * @param state what BUILD is given
 * @returns the key, or words for keys that cannot be told
 */
export function oddKey(state: Value, constants: Constants): string | undefined {
	if (state instanceof Container && state.kind === "tuple" && state.count === 2) {
		const slots = state.items[1] as Value;
		// The second is set attribute by attribute, so that any special name would be obeyed.
		if (slots instanceof Container && slots.kind === "dict" && slots.rare.dunders !== undefined)
			return slots.rare.dunders[0];
	}
	return oddIn(state, constants);
}

/** How many values of a state are looked at. */
const EFFORT = 4096;

function oddIn(state: Value, constants: Constants): string | undefined {
	if (state instanceof Container) {
		if (state.kind === "dict") return oddInDict(state, constants);
		// Pairs are as good as a dict to whatever updates itself by them.
		for (const item of state.items) {
			if (!(item instanceof Container)) continue;
			const [key] = item.items;
			const odd =
				item.kind === "dict" ? oddInDict(item, constants) : key === undefined ? undefined : oddText(key, constants);
			if (odd !== undefined) return odd;
		}
		return undefined;
	}
	if (!(state instanceof Result)) return undefined;
	const open: Value[] = [state.args];
	for (let steps = 0, value = open.pop(); value !== undefined && steps < EFFORT; value = open.pop(), steps++) {
		if (value instanceof Container) open.push(...value.items);
		else if (value instanceof Result) open.push(value.args);
		else {
			const odd = oddText(value, constants);
			if (odd !== undefined) return odd;
		}
	}
	return undefined;
}

function oddText(value: Value, constants: Constants): string | undefined {
	const text = constants.kindOf(value) === "str" ? constants.textOf(value, 64) : undefined;
	return text !== undefined && (ODD.has(text) || WATCHED.has(text)) ? text : undefined;
}

function oddInDict(state: Container, constants: Constants): string | undefined {
	const odd = state.rare.dunders?.find((key) => ODD.has(key));
	if (odd !== undefined) return odd;
	// A key that is not a constant may be an instance of a subclass of str.
	if (state.rare.computed) return "an attribute whose name is computed";
	for (const [key, value] of state.rare.watched ?? []) {
		if (key !== "_parse_arg_template") return key;
		const text = constants.textOf(value);
		if (text === undefined || !isArgumentTemplate(text)) return key;
	}
	return undefined;
}

/** Whether a state replaces a method that filling the object would call. */
export function replacesFilling(state: Value, constants: Constants): string | undefined {
	if (state instanceof Container && state.kind === "tuple") {
		for (const part of state.items) {
			const found = part instanceof Container && part.kind === "dict" ? replacesFilling(part, constants) : undefined;
			if (found !== undefined) return found;
		}
		return undefined;
	}
	if (!(state instanceof Container) || state.kind !== "dict") return undefined;
	if (state.count > state.items.length) return "more attributes than are kept";
	for (let i = 0; i < state.items.length; i += 2) {
		const text = constants.textOf(state.items[i] as Value, 16);
		if (text !== undefined && CALLED.has(text)) return text;
	}
	return undefined;
}

/**
 * Whether a string is the code that scipy makes for the arguments of a distribution, and runs when the distribution is read:
 * three functions that return their arguments, whatever those are called.
 */
function isArgumentTemplate(text: string): boolean {
	const lines = text.split("\n").map((line) => line.trim());
	const shapes = /^def _parse_args\(self, ([\w, ]*?) ?(loc=0, scale=1|loc=0)\):$/.exec(lines[1] ?? "");
	if (shapes === null) return false;
	const [, given = "", locations = ""] = shapes;
	if (!given.split(",").every((name) => /^ *(?:[A-Za-z_]\w*)? *$/.test(name))) return false;
	const out = locations === "loc=0" ? "loc, 1" : "loc, scale";
	const wanted = [
		"",
		`def _parse_args(self, ${given} ${locations}):`,
		`return (${given}), ${out}`,
		"",
		`def _parse_args_rvs(self, ${given} ${locations}, size=None):`,
		`return self._argcheck_rvs(${given} ${out}, size=size)`,
		"",
		`def _parse_args_stats(self, ${given} ${locations}, moments='mv'):`,
		`return (${given}), ${out}, moments`,
		"",
	];
	const plain = (all: readonly string[]): string => all.join("\n").replaceAll(" ", "");
	return plain(lines) === plain(wanted);
}
