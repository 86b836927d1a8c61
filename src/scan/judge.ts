import { isHelper } from "../pickletools/trace/cold-ops.ts";
import type { TraceListener, TraceMachine } from "../pickletools/trace/machine.ts";
import { Tracer } from "../pickletools/trace/tracer.ts";
import {
	Container,
	type Extension,
	Import,
	type Persistent,
	Result,
	thingsIn,
	type Value,
} from "../pickletools/trace/values.ts";
import { attributeName } from "./attributes.ts";
import { helpedArguments, withoutFirst } from "./helped-arguments.ts";
import { skipArray } from "./joblib-arrays.ts";
import { type CallArguments, NameJudge } from "./name-judge.ts";
import type { Entry, UseKind } from "./name-list.ts";
import { type Name, path } from "./names.ts";
import { oddPartial } from "./partial-state.ts";
import { isNumber, isStorageId, legacyClass, storageSize } from "./persistent-ids.ts";
import { describe, rawObjects } from "./rules.ts";

const GETATTR: ReadonlySet<string> = /* @__PURE__ */ new Set(["builtins.getattr", "__builtin__.getattr"]);

const MOST_STORAGES = 1_000_000;

/** Judges what a pickle does, opcode by opcode, by the list. */
export class Judge extends NameJudge implements TraceListener {
	/** Whether anything was done that makes these bytes a pickle. */
	effects = false;
	/** Whether a name was imported that Python could import, or something else was done. */
	acts = false;
	/** Whether raw bytes of an array were passed over. */
	skipped = false;
	/** Sizes of torch's storages by key. */
	readonly storages = new Map<string, number>();
	/** Classes of what a call of `partial(C.__new__, C)` makes. */
	readonly #classes = new WeakMap<Result, Import>();
	/** Attributes of a state that filling the object would call. */
	readonly #replaced = new WeakMap<Result, string>();
	/** Arguments whose imports were judged. */
	readonly #seen = new WeakSet<Container>();

	// The events of the tracer

	import(made: Import, machine: TraceMachine): void {
		this.machine = machine;
		this.effects = true;
		if (made.module === undefined || made.name === undefined) {
			this.#acts(machine);
			this.observe("suspicious", "computed-name", "the name of an import is computed by the pickle", {
				operation: "import",
			});
			return;
		}
		const name = { module: made.module, name: made.name };
		const standing = this.standing(name, machine.protocol);
		if (standing.kind !== "odd" || !/[^\w.]/.test(made.module)) this.#acts(machine);
		this.imported(made, name, standing);
	}
	reference(made: Import, machine: TraceMachine): void {
		this.machine = machine;
		this.use(made, "ref");
	}
	extension(made: Extension, machine: TraceMachine): void {
		this.machine = machine;
		this.effects = true;
		const why = `the extension code ${made.extension} is of a name that only the reader's table has`;
		this.observe("suspicious", "extension-code", why, { operation: "extension", argument: String(made.extension) });
	}
	call(made: Result, machine: TraceMachine): void {
		this.machine = machine;
		this.#acts(machine);
		const { callable, args } = made;
		this.#markUsed(args);
		const name = this.nameOf(callable);
		const isGetattr = name !== undefined && !made.constructs && GETATTR.has(path(name));
		if (!(args instanceof Container) || args.kind !== "tuple") {
			this.observe("suspicious", "arguments", "the arguments of a call are not a tuple", {
				...name,
				operation: "call",
			});
			if (!(args instanceof Container)) {
				this.#callee(made, name);
				return;
			}
		}
		if (isGetattr) {
			this.#attribute(made, args);
			return;
		}
		this.#callee(made, name);
	}
	/** The callee. */
	#callee(made: Result, name: Name | undefined): void {
		const { callable, args } = made;
		const kind: UseKind = made.constructs ? "new" : "call";
		if (name !== undefined && (callable instanceof Import || callable instanceof Result)) {
			this.use(callable, kind, made);
		} else if (callable instanceof Result) {
			this.#callResult(callable, made);
		} else {
			const cls = legacyClass(callable, this.constants);
			if (cls !== undefined) this.use(cls, kind, made);
			else this.observe("suspicious", "call-of-unknown", `calls ${describe(callable, this)}`, { operation: kind });
		}
		this.#arguments(made, args);
	}
	/** Imports among the arguments are kept or called by what gets them. */
	#arguments(made: Result, args: Value): void {
		if (!(args instanceof Container)) return;
		const helped = made.callable instanceof Import && isHelper(made.callable) ? args.items[0] : undefined;
		if (helped !== undefined) this.#helped(helped, made);
		// One tuple may be the arguments of many calls.
		if (this.#seen.has(args)) return;
		this.#seen.add(args);
		const ruled = this.#ruledArguments(made.callable);
		for (const [index, value] of args.items.entries()) {
			if (value instanceof Import && value !== helped && !ruled.has(index)) this.use(value, "ref", made);
		}
		// A value deeper in the arguments is handed over too.
		for (const value of thingsIn(args) ?? []) {
			if (value instanceof Import && !args.items.includes(value)) this.use(value, "ref", made);
		}
		if (args.rare.lost) this.observe("suspicious", "arguments", "too many arguments to tell", { operation: "call" });
	}
	/** Arguments that the list has a rule for need no right of their own. */
	#ruledArguments(callable: Value): ReadonlySet<number> {
		const entry = this.entryOf(callable);
		return new Set(entry?.rules.flatMap((rule) => (rule.kind === "argument" ? [rule.index] : [])) ?? []);
	}
	/** The class that a helper of `copyreg` makes an instance of. */
	#helped(cls: Value, made: Result): void {
		if (this.nameOf(cls) !== undefined) this.use(cls as Import, "new", made, helpedArguments(made));
		else if (cls instanceof Result) this.#callResult(cls, made);
		else
			this.observe("suspicious", "call-of-unknown", `makes an instance of ${describe(cls, this)}`, {
				operation: "new",
			});
	}
	/** Calling what a call returned. */
	#callResult(callable: Result, made: Result): void {
		const name = this.nameOf(callable.callable);
		const entry = this.entryOf(callable.callable);
		if (entry?.kinds.has("call-result") === true && callable.args instanceof Container) {
			const first = callable.args.items[0];
			// pandas 1.3 writes its blocks so.
			if (first !== undefined && this.namesOf(first).includes("pandas.core.internals.blocks.new_block")) return;
			// Protocols 2 and 3 have no opcode for __new__ with keywords: partial(C.__new__, C, …)().
			const given = first === undefined ? undefined : this.#madeByNew(callable, first);
			const bare = made.args instanceof Container && made.args.count === 0;
			if (given !== undefined && bare) {
				this.use(given.cls, "new", made, given);
				this.#classes.set(made, given.cls);
				return;
			}
		}
		const of = name === undefined ? "a call" : path(name);
		this.observe("suspicious", "call-of-result", `calls what ${of} returned`, {
			...name,
			operation: "call-result",
		});
	}
	/** The class `C` of `partial(B.__new__)` with the state `(B.__new__, (C, …), …)`, and what its `__new__` is given. */
	#madeByNew(partial: Result, method: Value): (CallArguments & { readonly cls: Import }) | undefined {
		const name = this.nameOf(method);
		const { state } = partial;
		if (name?.name.endsWith(".__new__") !== true || !(state instanceof Container) || state.kind !== "tuple")
			return undefined;
		const [again, args, keywords] = state.items;
		const cls = args instanceof Container ? args.items[0] : undefined;
		if (again !== method || !(cls instanceof Import)) return undefined;
		const kwargs = keywords !== undefined && this.constants.kindOf(keywords) === "none" ? undefined : keywords;
		return { cls, args: withoutFirst(args as Container), kwargs };
	}
	/** `getattr(Class, "name")` is the name `Class.name`. */
	#attribute(made: Result, args: Container): void {
		const found = attributeName(args, this, (value) => this.nameOf(value));
		if (typeof found === "string") {
			this.observe("suspicious", "attribute", found, { module: "builtins", name: "getattr", operation: "call" });
			this.#arguments(made, args);
			return;
		}
		this.resolved.set(made, found.name);
		// As partial(C.__new__) keeps it; to call it by itself is odd.
		const owner = args.items[0] === undefined ? undefined : this.entryOf(args.items[0]);
		if (found.name.name.endsWith(".__new__") && owner !== undefined && isFreelyMade(owner)) {
			this.list(path(found.name), "ref");
			return;
		}
		const standing = this.options.list.standing(found.name);
		const full = path(found.name);
		this.list(full, "ref");
		if (standing.kind === "own") {
			this.observe(found.private ? "suspicious" : "unknown", "attribute", `takes the attribute ${full}`, {
				...found.name,
				operation: "ref",
			});
		} else if (standing.kind === "library") {
			const why = `takes the attribute ${full}, which is not on the list`;
			this.observe("suspicious", "attribute", why, { ...found.name, operation: "ref" });
		} else this.judgeName(found.name, standing, "ref");
	}

	build(target: Value, state: Value, machine: TraceMachine): void {
		this.machine = machine;
		this.#acts(machine);
		this.#onResult(target, "build");
		const isListed =
			target instanceof Result && target.origin !== undefined && this.entryOf(target.origin) !== undefined;
		// The state of a partial names its function again.
		const isPartial = target instanceof Result && this.namesOf(target.callable).includes("functools.partial");
		const part = isPartial && state instanceof Container ? state.items[3] : state;
		const key = part === undefined ? undefined : this.stateKeys.oddKey(part, isListed);
		if (key !== undefined) {
			const name = target instanceof Result ? this.nameOf(target.origin as Value) : undefined;
			// A formula of statsmodels is Python that is evaluated as the model is read.
			const isFormula = key.startsWith("restore_");
			this.observe(
				isFormula ? "unknown" : "suspicious",
				isFormula ? "never-safe" : "state-key",
				`a state sets ${key}`,
				{
					...name,
					operation: "build",
					argument: key,
				},
			);
		}
		if (!(target instanceof Result)) return;
		const replaced = this.stateKeys.replacesFilling(state);
		if (replaced !== undefined) this.#replaced.set(target, replaced);
		const made = target.callable instanceof Import && target.origin instanceof Import ? target.origin : target.callable;
		const [name] = this.namesOf(made);
		if (name === "numpy.dtype" && (target.builds > 1 || target.used)) {
			const why = "changes a dtype after it was used, so that numpy would read numbers as pointers";
			this.observe("suspicious", "state-again", why, { module: "numpy", name: "dtype", operation: "build" });
		}
		if (isPartial) {
			const wrong = oddPartial(target, this);
			if (wrong !== undefined)
				this.observe("suspicious", "partial-state", wrong, {
					module: "functools",
					name: "partial",
					operation: "build",
				});
		}
		if (name?.endsWith(".ndarray") === true || name?.endsWith("multiarray._reconstruct") === true) {
			if (rawObjects(state, this)) {
				const why = "an array of objects is given raw bytes, which numpy would take for pointers";
				this.observe("suspicious", "array-data", why, { operation: "build" });
			}
		}
		if (name === "joblib.numpy_pickle.NumpyArrayWrapper" && this.options.joblib) {
			this.skipped = true;
			const wrong = skipArray(state, this, machine, (from) => this.#nestedPickle(from, machine));
			if (wrong !== undefined) this.observe("suspicious", "array-data", wrong, { operation: "build" });
		}
	}
	fill(target: Value, kind: "append" | "add" | "setItem", items: Container, machine: TraceMachine): void {
		this.machine = machine;
		this.#acts(machine);
		this.#onResult(target, kind === "add" ? "additems" : kind === "setItem" ? "setitem" : "append");
		const replaced = target instanceof Result && kind !== "setItem" ? this.#replaced.get(target) : undefined;
		if (replaced !== undefined) {
			const why = `items are given to an object whose state may have replaced what takes them: ${replaced}`;
			this.observe("suspicious", "state-key", why, { operation: kind, argument: replaced });
		}
		if (kind !== "setItem" || !(target instanceof Result)) return;
		this.stateKeys.noteItems(target, items);
		if (target.given) this.stateFilled(items, machine);
	}
	/** Objects whose `__setstate__` keeps the very dict see what is put into it later. */
	stateFilled(state: Container, machine: TraceMachine): void {
		this.machine = machine;
		const key = this.stateKeys.oddKey(state, true);
		if (key === undefined) return;
		const why = `a state sets ${key} after it was given to an object`;
		this.observe("suspicious", "state-key", why, { operation: "build", argument: key });
	}
	/** Something is given to what a call returned; to an import itself nothing may be. */
	#onResult(target: Value, kind: UseKind): void {
		if (target instanceof Result) {
			const { origin, callable } = target;
			// A helper of copyreg makes an instance of the class that it is given.
			const of =
				this.#classes.get(target) ?? (callable instanceof Import && origin instanceof Import ? origin : callable);
			const legacy = legacyClass(of, this.constants);
			if (this.nameOf(of) !== undefined) this.use(of as Import, kind);
			else if (legacy !== undefined) this.use(legacy, kind);
			else
				this.observe("suspicious", "acts-on-unknown", "adds items or a state to an unknown object", {
					operation: kind,
				});
			return;
		}
		const name = this.nameOf(target);
		const what = name === undefined ? describe(target, this) : path(name);
		this.observe("suspicious", "acts-on-import", `adds items or a state to ${what} itself`, {
			...name,
			operation: kind,
		});
	}
	persistent(made: Persistent, machine: TraceMachine): void {
		this.machine = machine;
		this.effects = true;
		const cls = legacyClass(made, this.constants);
		if (cls !== undefined) {
			this.use(cls, "ref");
			return;
		}
		if (this.options.numbered && isNumber(made, machine)) return;
		const type = isStorageId(made, this.constants);
		if (type !== undefined) {
			this.#storage(made, type);
			this.use(type, "ref");
			return;
		}
		this.observe("suspicious", "persistent-id", "an object is asked for by an id that torch does not write", {
			operation: "persistent",
		});
	}
	/** Observations how many bytes a storage has in a legacy file. */
	#storage(made: Persistent, type: Import): void {
		const [, , key, , count] = (made.id as Container).items as Value[];
		const name = this.constants.textOf(key as Value) ?? String(this.constants.intOf(key as Value));
		if (this.storages.size < MOST_STORAGES)
			this.storages.set(name, storageSize(type, this.constants.intOf(count as Value)));
	}
	halt(): boolean {
		return !this.acts || this.options.strict;
	}

	/** Something is done, unless no reader gets here. */
	#acts(machine: TraceMachine): void {
		this.effects = true;
		if (machine.haltedAt === undefined) this.acts = true;
	}

	/** Bytes that torch would load as a file. */
	protected loads(value: Value | undefined, full: string): void {
		const bytes = value === undefined ? undefined : this.#bytesOf(value);
		if (bytes === undefined) {
			const why = `${full} loads bytes that cannot be looked at`;
			this.observe("suspicious", "argument", why, { operation: "call" });
		} else this.options.nested(bytes, (this.machine as TraceMachine).at);
	}
	/** Follows the pickle of an array of objects, and returns where it ends. */
	#nestedPickle(from: number, machine: TraceMachine): number | undefined {
		const judge = new Judge(machine.bytes, { ...this.options, observations: this.observations, joblib: false });
		const tracer = new Tracer(machine.bytes, judge, { limits: machine.limits });
		tracer.run(from);
		return tracer.stopped && tracer.error === undefined ? tracer.end : undefined;
	}
	#bytesOf(value: Value): Uint8Array | undefined {
		const kind = this.constants.kindOf(value);
		if (kind === "bytes" || kind === "bytearray" || kind === "str") {
			const operand = this.constants.operandOf(value);
			const isBytes = kind !== "str" || [0x54, 0x55].includes(this.constants.codeOf(value) as number);
			return isBytes ? operand : latin1(this.constants.textOf(value, Number.POSITIVE_INFINITY));
		}
		// Protocols 0 to 2 write bytes as text that is encoded.
		if (!(value instanceof Result) || !this.namesOf(value.callable).includes("_codecs.encode")) return undefined;
		const text = value.args instanceof Container ? value.args.items[0] : undefined;
		return text === undefined ? undefined : latin1(this.constants.textOf(text, Number.POSITIVE_INFINITY));
	}
	/** A state that comes later changes what was handed on. */
	#markUsed(args: Value): void {
		if (args instanceof Container && this.#seen.has(args)) return;
		for (const thing of thingsIn(args, 256) ?? []) if (thing instanceof Result) thing.used = true;
	}
}

/** Whether `__new__` of a listed class may be kept: it has no rules, or a partial of it is how keywords are written. */
function isFreelyMade({ kinds, rules }: Entry): boolean {
	return kinds.has("new") && (rules.length === 0 || kinds.has("keywords"));
}

function latin1(text: string | undefined): Uint8Array | undefined {
	if (text === undefined) return undefined;
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code > 0xff) return undefined;
		bytes[i] = code;
	}
	return bytes;
}
