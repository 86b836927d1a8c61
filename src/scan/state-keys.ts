import type { Constants } from "../pickletools/trace/constants.ts";
import { Container, Import, Result, type Value, WATCHED } from "../pickletools/trace/values.ts";

/** Methods that Python, its readers or numpy look up on an object, old classes of Python 2 on the instance itself. */
const ODD: ReadonlySet<string> = /* @__PURE__ */ new Set(
	(
		"class new init call reduce reduce_ex setstate getattr getattribute setattr delattr code globals builtins del bases " +
		"mro subclasshook init_subclass set_name instancecheck subclasscheck getstate getinitargs getnewargs getnewargs_ex " +
		"repr str bytes format unicode hash bool nonzero lt le eq ne gt ge cmp coerce len length_hint getitem setitem delitem " +
		"getslice setslice delslice missing iter next reversed contains get set delete prepare mro_entries class_getitem add " +
		"sub mul matmul div truediv floordiv mod divmod pow lshift rshift and xor or radd rsub rmul rmatmul rdiv rtruediv " +
		"rfloordiv rmod rdivmod rpow rlshift rrshift rand rxor ror iadd isub imul imatmul idiv itruediv ifloordiv imod ipow " +
		"ilshift irshift iand ixor ior neg pos abs invert complex int long float oct hex index round trunc floor ceil enter " +
		"exit buffer release_buffer fspath copy deepcopy dir sizeof array array_interface array_struct array_priority " +
		"array_ufunc array_function array_wrap array_prepare array_finalize array_namespace cuda_array_interface dlpack " +
		"dlpack_device torch_function"
	)
		.split(" ")
		.map((name) => `__${name}__`),
);
/** Special names that libraries have in the states of their objects. */
const USUAL: ReadonlySet<string> = /* @__PURE__ */ new Set(
	"doc name qualname module wrapped dict annotations orig_class notes cause context suppress_context traceback version"
		.split(" ")
		.map((name) => `__${name}__`),
);
/** Methods that APPENDS and ADDITEMS would call on the object. */
const CALLED: ReadonlySet<string> = /* @__PURE__ */ new Set(["append", "extend", "add"]);
/** Methods of plain names that constructors call on what they are given. */
const ASKED: ReadonlySet<string> = /* @__PURE__ */ new Set(
	"keys items values get pop update lower upper replace strip split encode decode read readline readinto".split(" "),
);

function isSpecial(key: string): boolean {
	return key.length > 4 && key.startsWith("__") && key.endsWith("__");
}
/** Whether a state of a library's object has a key that no library writes. */
function isForeign(key: string): boolean {
	return isSpecial(key) && !USUAL.has(key) && !/^__(?:pydantic|networkx|sklearn)_/.test(key);
}

/** How many values of a state are looked at. */
const EFFORT = 4096;

/** Finds keys in states that set what no writer sets, or have a library run what their value says. */
export class StateKeys {
	readonly #constants: Constants;
	/** Odd keys in the arguments of calls, which are looked through once; null for none. */
	readonly #inCalls = new WeakMap<Result, string | null>();
	/** Odd keys among items that the results of calls were given. */
	readonly #inItems = new WeakMap<Result, string>();

	constructor(constants: Constants) {
		this.#constants = constants;
	}

	/** Notes the items that the result of a call is given, which may become a state. */
	noteItems(target: Result, items: Container): void {
		const key = this.#inDict(items, true);
		if (key !== undefined) this.#inItems.set(target, key);
	}

	/**
	 * Finds an odd key.
	 *
	 * @param state what BUILD is given
	 * @param isListed whether it is for an object of a library, of which it is known what keys it writes
	 * @returns the key, or words for keys that cannot be told
	 */
	oddKey(state: Value, isListed: boolean): string | undefined {
		if (state instanceof Container && state.kind === "tuple" && state.count === 2) {
			const slots = state.items[1] as Value;
			// The second is set attribute by attribute, so that any special name would be obeyed.
			if (slots instanceof Container && slots.kind === "dict" && slots.rare.dunders !== undefined)
				return slots.rare.dunders[0];
		}
		if (state instanceof Result) return this.#inResult(state);
		if (!(state instanceof Container)) return undefined;
		if (state.kind === "dict") return this.#inDict(state, isListed);
		// Pairs are as good as a dict to whatever updates itself by them.
		for (const item of state.items) {
			const odd =
				item instanceof Result
					? this.#inResult(item)
					: item instanceof Container
						? this.#inPart(item, isListed)
						: undefined;
			if (odd !== undefined) return odd;
		}
		return undefined;
	}
	#inPart(item: Container, isListed: boolean): string | undefined {
		if (item.kind === "dict") return this.#inDict(item, isListed);
		const [key] = item.items;
		return key === undefined ? undefined : this.#inText(key);
	}
	/** A dict or another mapping that a call made. */
	#inResult(state: Result): string | undefined {
		const given = this.#inItems.get(state);
		if (given !== undefined) return given;
		let found = this.#inCalls.get(state);
		if (found === undefined) {
			found = this.#inArguments(state) ?? null;
			this.#inCalls.set(state, found);
		}
		return found ?? undefined;
	}
	#inArguments(state: Result): string | undefined {
		const open: Value[] = [state.args];
		for (let steps = 0, value = open.pop(); value !== undefined && steps < EFFORT; value = open.pop(), steps++) {
			if (value instanceof Container) {
				const odd = value.kind === "dict" ? this.#inDict(value, false) : undefined;
				if (odd !== undefined) return odd;
				open.push(...value.items);
				if (value.rare.more !== undefined) open.push(...value.rare.more);
			} else if (value instanceof Result) open.push(value.args);
			else {
				const odd = this.#inText(value);
				if (odd !== undefined) return odd;
			}
		}
		return undefined;
	}
	#inText(value: Value): string | undefined {
		const text = this.#constants.kindOf(value) === "str" ? this.#constants.textOf(value, 64) : undefined;
		return text !== undefined && (ODD.has(text) || WATCHED.has(text)) ? text : undefined;
	}
	#inDict(state: Container, isListed: boolean): string | undefined {
		const odd = state.rare.dunders?.find((key) => ODD.has(key) || (isListed && isForeign(key)));
		if (odd !== undefined) return odd;
		// A key that is not a constant may be an instance of a subclass of str.
		if (state.rare.computed) return "an attribute whose name is computed";
		for (const [key, value] of state.rare.watched ?? []) {
			if (key !== "_parse_arg_template") return key;
			const text = this.#constants.textOf(value);
			if (text === undefined || !isArgumentTemplate(text)) return key;
		}
		return state.plain ? undefined : this.#replacedMethod(state);
	}
	/** A method that constructors ask for, replaced by a function. */
	#replacedMethod(state: Container): string | undefined {
		const { items } = state;
		for (let i = 1; i < items.length; i += 2) {
			const value = items[i] as Value;
			const isFunction =
				value instanceof Import ||
				(value instanceof Result && value.callable instanceof Import && CLOSURES.has(value.callable.name ?? ""));
			if (!isFunction) continue;
			const key = this.#constants.textOf(items[i - 1] as Value, 16);
			if (key !== undefined && ASKED.has(key)) return key;
		}
		return undefined;
	}

	/** A method that filling the object would call, and that its state may replace. */
	replacesFilling(state: Value): string | undefined {
		if (state instanceof Result) return "a mapping that a call made";
		if (!(state instanceof Container)) return undefined;
		if (state.kind === "tuple") {
			for (const part of state.items) {
				const isMapping = part instanceof Result || (part instanceof Container && part.kind === "dict");
				const found = isMapping ? this.replacesFilling(part) : undefined;
				if (found !== undefined) return found;
			}
			return undefined;
		}
		if (state.kind !== "dict") return undefined;
		if (state.count > state.items.length) return "more attributes than are kept";
		for (let i = 0; i < state.items.length; i += 2) {
			const text = this.#constants.textOf(state.items[i] as Value, 16);
			if (text !== undefined && CALLED.has(text)) return text;
		}
		return undefined;
	}
}
/** Calls that return functions. */
const CLOSURES: ReadonlySet<string> = /* @__PURE__ */ new Set(["partial", "getattr", "methodcaller"]);

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
