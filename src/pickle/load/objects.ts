/** Opcodes that name classes, make objects and give them state. This is the only way from data to code. */

import { decodeText } from "../../bytes/codecs.ts";
import { INCOMPLETE } from "../../bytes/reader.ts";
import { decodeUtf8Strict } from "../../bytes/utf8.ts";
import { PyTypeError, UnpicklingError } from "../../errors.ts";
import { PyGlobal, PyObject, PyPersistentId, type PyVia } from "../../values/opaque.ts";
import { PyTuple, tupleFrom } from "../../values/tuple.ts";
import { typeName, typeNameInC } from "../../values/type-name.ts";
import type { Answer } from "../machine.ts";
import { BINGET, GET, LONG_BINGET, POP } from "../opcodes.ts";
import { readAfter } from "./after-build.ts";
import { OBJECT, TABLE } from "./costs.ts";
import { checkItems, record } from "./items.ts";
import type { Loader } from "./loader.ts";
import { readTwoLines } from "./operands.ts";
import { checkedState, dictEntries, refuseState } from "./states.ts";

/** A keyword is kept in a table and in a pair. */
const KEYWORD = 2;
const NO_KEYWORDS: ReadonlyMap<string, unknown> = /* @__PURE__ */ new Map();

/**
 * Makes the object that Python would make by calling a class or function. Only a registry entry can run
 * code here; everything else becomes an inert object that remembers what it was made from.
 */
export function construct(
	m: Loader,
	via: PyVia,
	callable: unknown,
	args: PyTuple,
	kwargs: ReadonlyMap<string, unknown> = NO_KEYWORDS,
): unknown {
	m.charge(OBJECT);
	if (callable instanceof PyGlobal) {
		const made = registered(m, via, callable, args, kwargs);
		if (made !== undefined) return made;
	} else if (callable instanceof PyObject) {
		const parts = args.length === 0 ? partialParts(m, callable) : undefined;
		const made =
			parts === undefined
				? calledTwice(m, via, callable, args, kwargs)
				: registered(m, "NEWOBJ_EX", parts.callable, parts.args, parts.kwargs);
		if (made !== undefined) return made;
	}
	return kwargs === NO_KEYWORDS
		? new PyObject({ via, callable, args })
		: new PyObject({ via, callable, args, kwargs: [...kwargs] });
}

/** Classes whose `__new__` takes any arguments and looks at none. */
const NEW_IGNORES: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"builtins:bytearray",
	"builtins:set",
	"collections:Counter",
	"collections:OrderedDict",
	"collections:defaultdict",
	"collections:deque",
]);

/** The value that the registry entry of a class or function makes, if there is one and it takes the arguments. */
function registered(
	m: Loader,
	via: PyVia,
	callable: PyGlobal,
	args: PyTuple,
	kwargs: ReadonlyMap<string, unknown>,
): unknown {
	const { entry, isSpecial } = m.knownOf(callable);
	if (entry?.load === undefined) return undefined;
	// The bytes that it may copy, so that one list cannot be copied a million times for a few bytes each.
	const isLarge = !(isSpecial && entry.charges === true) && m.chargeArguments(args);
	const context = m.context(callable, via);
	context.maker = undefined;
	const isNew = via === "NEWOBJ" || via === "NEWOBJ_EX";
	const made: unknown =
		isNew && args.length > 0 && NEW_IGNORES.has(context.name)
			? entry.load(new PyTuple(), NO_KEYWORDS, context)
			: entry.load(args, kwargs, context);
	if (made === undefined) return undefined;
	if (made instanceof Map || made instanceof Set) m.charge(TABLE + m.dicts.keyCost());
	if (isLarge) checkItems(m, made);
	// A function that is handed a class has had the entry of that make it.
	const maker = context.maker ?? entry;
	m.remember(made, maker);
	if ((isSpecial || maker !== entry) && maker.refuses === true)
		m.keepRecipe(made as object, { via, callable, args, kwargs: [...kwargs] });
	return made;
}

/** The value that an entry makes of a call of what another call returned. */
function calledTwice(
	m: Loader,
	via: PyVia,
	callable: PyObject,
	args: PyTuple,
	kwargs: ReadonlyMap<string, unknown>,
): unknown {
	const first = callable.callable;
	const entry = first instanceof PyGlobal ? m.knownOf(first).entry : undefined;
	if (entry?.loadCall === undefined) return undefined;
	if (entry.charges !== true) m.chargeArguments(args);
	const made: unknown = entry.loadCall(callable, args, kwargs, m.context(first as PyGlobal, via));
	if (made !== undefined) m.remember(made, entry);
	return made;
}

/**
 * The parts of `functools.partial(cls.__new__, cls, *args, **kwargs)`, which is how protocols 2 and 3 write what
 * protocol 4 has NEWOBJ_EX for; undefined for any other object.
 */
function partialParts(
	m: Loader,
	partial: PyObject,
): { readonly callable: PyGlobal; readonly args: PyTuple; readonly kwargs: Map<string, unknown> } | undefined {
	const { callable, operations, state } = partial;
	if (!(callable instanceof PyGlobal) || callable.qualname !== "partial" || operations.length !== 1) return undefined;
	if (callable.module !== "functools" || !(state instanceof PyTuple) || !isNew(state[0])) return undefined;
	const [, given, keywords] = state;
	if (!(given instanceof PyTuple) || !(given[0] instanceof PyGlobal)) return undefined;
	m.chargeCopy(given);
	m.chargeCopy(keywords, KEYWORD);
	const args = new PyTuple(given.length - 1);
	for (let i = 1; i < given.length; i++) args[i - 1] = given[i];
	const kwargs = new Map<string, unknown>();
	for (const [key, value] of dictEntries(keywords) ?? []) {
		if (typeof key !== "string") return undefined;
		kwargs.set(key, value);
	}
	return { callable: given[0], args, kwargs };
}
/** Whether something is the `__new__` of a class: a dotted name, or a call of `getattr`. */
function isNew(value: unknown): boolean {
	if (value instanceof PyGlobal) return value.qualname.endsWith(".__new__");
	if (!(value instanceof PyObject) || !(value.callable instanceof PyGlobal)) return false;
	return value.callable.qualname === "getattr" && value.args[1] === "__new__";
}

export function loadGlobal(m: Loader): Answer {
	const lines = readTwoLines(m.reader);
	if (lines === undefined) return true;
	const [module, name] = lines;
	m.push(m.findClass(decodeUtf8Strict(module, 0, module.length), decodeUtf8Strict(name, 0, name.length)));
	return undefined;
}

export function loadStackGlobal(m: Loader): Answer {
	// Up to 3.10 a name that is not there is no str.
	const lacks = m.version < 31100 && m.sp - 2 < m.fence;
	const name = lacks ? undefined : m.pop();
	const module = lacks ? undefined : m.pop();
	if (typeof name !== "string" || typeof module !== "string") {
		throw new UnpicklingError("STACK_GLOBAL requires str", { code: "global" });
	}
	m.push(m.findClass(module, name));
	return undefined;
}

export function loadReduce(m: Loader): Answer {
	const args = m.pop();
	const callable = m.pop();
	if (!(args instanceof PyTuple)) throw new PyTypeError("argument list must be a tuple", { code: "construct" });
	checkCallable(callable);
	m.push(construct(m, "REDUCE", callable, args));
	return undefined;
}

/** A name, an inert object or what a persistent id represents may be callable for all we know; anything else is not. */
function mayBeCalled(value: unknown): boolean {
	return value instanceof PyGlobal || value instanceof PyObject || value instanceof PyPersistentId;
}
function checkCallable(callable: unknown): void {
	if (!mayBeCalled(callable)) {
		throw new PyTypeError(`'${typeNameInC(callable)}' object is not callable`, { code: "construct" });
	}
}

function checkClass(opcode: string, callable: unknown, args: unknown): asserts args is PyTuple {
	const fail = (what: string, value: unknown): never => {
		throw new UnpicklingError(`${opcode} ${what}, not ${typeNameInC(value)}`, { code: "construct" });
	};
	if (!mayBeCalled(callable)) fail("class argument must be a type", callable);
	if (!(args instanceof PyTuple)) fail("args argument must be a tuple", args);
}

/** The order and the words of CPython up to 3.9. */
function checkClassOld(callable: unknown, args: unknown): void {
	const isTuple = args instanceof PyTuple;
	if (isTuple && mayBeCalled(callable)) return;
	const message = isTuple ? "NEWOBJ class argument isn't a type object" : "NEWOBJ expected an arg tuple.";
	throw new UnpicklingError(message, { code: "construct" });
}

export function loadNewObj(m: Loader): Answer {
	const args = m.pop();
	const callable = m.pop();
	if (m.version < 31000) checkClassOld(callable, args);
	checkClass("NEWOBJ", callable, args);
	m.push(construct(m, "NEWOBJ", callable, args));
	return undefined;
}

export function loadNewObjEx(m: Loader): Answer {
	const given = m.pop();
	const args = m.pop();
	const callable = m.pop();
	checkClass("NEWOBJ_EX", callable, args);
	m.chargeCopy(given, KEYWORD);
	const entries = dictEntries(given);
	if (entries === undefined) {
		throw new UnpicklingError(`NEWOBJ_EX kwargs argument must be a dict, not ${typeNameInC(given)}`, {
			code: "construct",
		});
	}
	const kwargs = new Map<string, unknown>();
	for (const [key, value] of entries) {
		if (typeof key !== "string") throw new PyTypeError("keywords must be strings", { code: "construct" });
		kwargs.set(key, value);
	}
	m.push(construct(m, "NEWOBJ_EX", callable, args, kwargs));
	return undefined;
}

/** INST: the class in two lines, the arguments down to the mark. */
export function loadInst(m: Loader): Answer {
	// CPython looks for the mark before it reads the lines.
	if (m.marks.length === 0) m.popMark();
	const lines = readTwoLines(m.reader, asciiLine);
	if (lines === undefined) return true;
	const [module, name] = lines;
	const from = m.popMark();
	const callable = m.findClass(asciiLine(module), asciiLine(name));
	const args = argsFrom(m, from);
	m.sp = from;
	m.push(construct(m, "INST", callable, args));
	return undefined;
}

/** A name of INST: unlike those of GLOBAL they are ASCII. */
function asciiLine(bytes: Uint8Array, from = 0, to = bytes.length): string {
	return decodeText(bytes.subarray(from, to), "ascii", "strict");
}

export function loadObj(m: Loader): Answer {
	const from = m.popMark();
	if (m.sp - from < 1) throw m.underflow();
	const callable = m.stack[from];
	checkCallable(callable);
	const args = argsFrom(m, from + 1);
	m.sp = from;
	m.push(construct(m, "OBJ", callable, args));
	return undefined;
}

function argsFrom(m: Loader, from: number): PyTuple {
	return tupleFrom(m.stack.slice(from, m.sp));
}

/** BUILD: sets the state on top on the object below it. */
export function loadBuild(m: Loader): Answer {
	if (m.sp - 2 < m.fence) throw m.underflow();
	const state = m.pop();
	const target = m.stack[m.sp - 1];
	if (target instanceof PyObject || target instanceof PyGlobal) {
		record(m, target, { op: "build", state });
		return undefined;
	}
	const entry = m.entryOf(target);
	if (entry?.setState !== undefined) {
		const cost = m.chargeCopy(state);
		const context = m.context(undefined, "REDUCE");
		const { stateSchema } = entry;
		const given: unknown = stateSchema == null ? state : checkedState(stateSchema, state);
		const taken = entry.setState(target, given, context);
		if (taken === false && entry.refuses === true) {
			record(m, m.refused(target as object), { op: "build", state });
			return undefined;
		}
		if (cost > m.limits.items) checkItems(m, target);
		const following = entry.readAfter?.(target, context);
		if (following !== undefined) readAfter(m, following);
		return undefined;
	}
	refuseState(target, state);
	return undefined;
}

/** POP of a call's result, the sixth part of a reduce tuple: it belongs to its first argument, which is on top again. */
export function popResult(m: Loader): Answer {
	const marks = m.marks;
	if (marks.length > 0 && marks[marks.length - 1] === m.sp) {
		m.popMark();
		return undefined;
	}
	const dropped = m.sp > m.fence ? m.stack[m.sp - 1] : undefined;
	const target = m.sp - 2 >= m.fence ? m.stack[m.sp - 2] : undefined;
	const isSetter =
		dropped instanceof PyObject && dropped.via === "REDUCE" && dropped.args.length > 0 && dropped.args[0] === target;
	if (isSetter && (target instanceof PyObject || target instanceof PyGlobal)) {
		recordCall(m, target, dropped);
	} else if (dropped instanceof PyObject) {
		// An object that was made while its own arguments were is dropped too, and what was made first is fetched instead.
		const fetched = fetchedNext(m);
		if (fetched === WAITING) return INCOMPLETE;
		if (fetched !== AT_END && !isKept(dropped, fetched)) {
			if (isSetter && typeof target === "object" && target !== null) throw unknownSetter(dropped, target);
			const [first] = dropped.args;
			// dill sets a cell of a closure by a call while other values are in between.
			if (dropped.via === "REDUCE" && (first instanceof PyObject || first instanceof PyGlobal))
				recordCall(m, first, dropped);
			else m.drop(dropped);
		}
	}
	m.pop();
	return undefined;
}

function recordCall(m: Loader, target: PyObject | PyGlobal, { callable, args }: PyObject): void {
	m.chargeCopy(args);
	record(m, target, { op: "call", callable, args: tupleFrom(args.slice(1)) });
}

/** POP_MARK: the objects above the mark are dropped. */
export function popToMark(m: Loader): Answer {
	const fetched = fetchedNext(m);
	if (fetched === WAITING) return INCOMPLETE;
	const from = m.popMark();
	for (let at = from; at < m.sp; at++) {
		const value = m.stack[at];
		// Of anything else than a tuple nobody asks whether it is in what is fetched: a frozenset, as Python writes it.
		const isElsewhere = fetched instanceof PyTuple ? fetched[at - from] !== value : fetched === undefined;
		if (value instanceof PyObject && isElsewhere) m.drop(value);
	}
	m.sp = from;
	return undefined;
}

/**
 * Whether a dropped object is in what is fetched instead: an object or a tuple that was made while its own parts were is
 * made twice, and the second one is dropped. A call that is dropped before anything else is fetched is one of its own.
 */
function isKept(dropped: PyObject, fetched: unknown): boolean {
	if (fetched instanceof PyTuple) return fetched.slice(0, MOST_POPS).includes(dropped);
	return isTwin(fetched, dropped);
}

const AT_END: unique symbol = Symbol("at end");
/** The reader has said how much it lacks. */
const WAITING: unique symbol = Symbol("waiting");

/** A tuple whose parts are dropped one after the other is looked through as long as it has no more than these. */
const MOST_POPS = 64;

/** The value that is fetched from the memo after this and further POPs; undefined when there is no such value. */
function fetchedNext(m: Loader): unknown {
	const { end, bytes, final } = m.reader;
	let { pos } = m.reader;
	const more = (count: number): typeof WAITING => {
		m.reader.lack(pos - m.reader.pos + count);
		return WAITING;
	};
	while (pos < end && bytes[pos] === POP && pos - m.reader.pos < MOST_POPS) pos++;
	if (pos >= end) return final ? AT_END : more(1);
	const opcode = bytes[pos] as number;
	let index: number | undefined;
	if (opcode === GET) {
		const newline = bytes.subarray(pos, Math.min(end, pos + MOST_DIGITS)).indexOf(0x0a);
		if (newline < 0 && pos + MOST_DIGITS > end && !final) return more(end - pos + 1);
		if (newline > 0) index = Number(String.fromCharCode(...bytes.subarray(pos + 1, pos + newline)));
	} else if (opcode === BINGET || opcode === LONG_BINGET) {
		const size = opcode === BINGET ? 1 : 4;
		if (pos + size >= end) return final ? AT_END : more(size + 1);
		for (let i = size; i > 0; i--) index = (index ?? 0) * 256 + (bytes[pos + i] as number);
	}
	return index === undefined ? undefined : (m.memoized(index) ?? undefined);
}

/** A memo's index as text is no longer than this, with its opcode and newline. */
const MOST_DIGITS = 22;

/** Whether an object was made by the same call as another. Anything but an inert object may be made anew for each call. */
function isTwin(value: unknown, { callable, args }: PyObject): boolean {
	if (!(value instanceof PyObject) || value.callable !== callable || value.args.length !== args.length) return false;
	return args.every((argument, i) => argument === value.args[i] || !(argument instanceof PyObject));
}

/** Without it a part of what the pickle says of a value would be lost. */
function unknownSetter({ callable }: PyObject, target: object): UnpicklingError {
	const name = callable instanceof PyGlobal ? String(callable) : typeName(callable);
	return new UnpicklingError(`cannot give '${typeName(target)}' its state: '${name}' is not registered`, {
		code: "build",
	});
}
