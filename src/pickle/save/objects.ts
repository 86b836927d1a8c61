/** Objects written through a reduction, and inert objects written back as they were read. */
import { PicklingError } from "../../errors.ts";
import type { Reduction } from "../../registry/registry.ts";
import { UninternedString } from "../../registry/uninterned.ts";
import { TYPE } from "../../values/brand.ts";
import { PyGlobal, type PyObject } from "../../values/opaque.ts";
import { PyTuple, tupleFrom } from "../../values/tuple.ts";
import { typeName } from "../../values/type-name.ts";
import * as op from "../opcodes.ts";
import { writeAfter } from "./after-build.ts";
import { ItemsTask } from "./items.ts";
import type { SaveMachine, Task } from "./machine.ts";
import { notedName } from "./path.ts";
import { saveTuple } from "./sequences.ts";

/** One thing to write, and what of the object it is, as notes say it; the empty text is nothing worth a note. */
export type Piece =
	| { readonly value: unknown; readonly what: string; readonly path: string }
	| { readonly emit: (p: SaveMachine) => void }
	| { readonly task: (p: SaveMachine) => Task };

/** Pieces of an object in a row. */
export class PiecesTask implements Task {
	readonly #saver: SaveMachine;
	readonly #pieces: readonly Piece[];
	readonly #subject: object | undefined;
	readonly #isWhole: boolean;
	#next = 0;

	/**
	 * @param subject the object that the pieces are of
	 * @param isWhole whether an error in them is noted for the object as a whole too
	 */
	constructor(saver: SaveMachine, pieces: readonly Piece[], subject: object | undefined, isWhole: boolean) {
		this.#saver = saver;
		this.#pieces = pieces;
		this.#subject = subject;
		this.#isWhole = isWhole;
	}
	get #current(): Piece | undefined {
		return this.#pieces[this.#next - 1];
	}
	get path(): string {
		const piece = this.#current;
		return piece !== undefined && "path" in piece ? piece.path : "";
	}
	get note(): string {
		const piece = this.#current;
		const what = piece !== undefined && "what" in piece ? piece.what : "";
		return what === "" ? "" : `when serializing ${notedName(this.#saver, this.#subject)} ${what}`;
	}
	get wholeNote(): string {
		return this.#isWhole ? `when serializing ${notedName(this.#saver, this.#subject)} object` : "";
	}
	step(p: SaveMachine): boolean {
		while (this.#next < this.#pieces.length) {
			const piece = this.#pieces[this.#next++] as Piece;
			if ("emit" in piece) {
				piece.emit(p);
			} else if ("task" in piece) {
				if (!p.start(piece.task(p))) return false;
			} else if (!p.save(piece.value)) {
				return false;
			}
		}
		if (this.#isWhole) p.leave(this.#subject as object);
		return true;
	}
}

/**
 * The arguments of a call: a tuple that was made for it, or that of an inert object, which stood in the stream; there
 * CPython made another each time.
 */
function saveArgs(p: SaveMachine, { args, owner, isFresh }: Pick<Call, "args" | "owner" | "isFresh">): boolean {
	if (owner === undefined && !isFresh) return p.save(args);
	const { persistentId, reducerOverride, dispatchTable } = p.options;
	const isHooked = persistentId !== undefined || reducerOverride !== undefined || dispatchTable !== undefined;
	if (isHooked || p.fast || (!isFresh && p.objects.get(args) !== undefined)) return p.save(args);
	p.framer.boundary();
	return saveTuple(p, args, owner, isFresh);
}

/**
 * Writes a reduction as CPython's `save_reduce`: the call, the memo, the items, the state.
 *
 * @param owner the object that is being written; undefined for one that the memo is not to know
 * @param isWhole false for the built-in types that CPython writes so without asking a reducer
 * @returns true when it is complete
 */
export function saveReduction(
	p: SaveMachine,
	reduction: Reduction,
	owner: object | undefined,
	isWhole = true,
): boolean {
	const noted = isWhole && owner !== undefined;
	if (noted) p.enter(owner);
	const wrong = reductionError(p, reduction);
	if (wrong !== undefined) {
		// On the stack, so that the error is noted for the object.
		p.tasks.push(new PiecesTask(p, [], owner, noted));
		throw wrong;
	}
	return p.start(new ReductionTask(p, reduction, callOf(p, reduction), owner, noted));
}

/**
 * A reduction: the call, the memo, then what was done to the object.
 *
 * @internal
 */
export class ReductionTask implements Task {
	readonly #saver: SaveMachine;
	readonly #reduction: Reduction;
	readonly #call: Call;
	/** The object that is being written. */
	readonly owner: object | undefined;
	readonly #isWhole: boolean;
	/** How many parts have been begun. */
	#begun = 0;
	/** Whether the memo had the object when it had been made: its own arguments led to it and have written it whole. */
	isAgain = false;

	constructor(saver: SaveMachine, reduction: Reduction, call: Call, owner: object | undefined, isWhole: boolean) {
		this.#saver = saver;
		this.#reduction = reduction;
		this.#call = call;
		this.owner = owner;
		this.#isWhole = isWhole;
	}
	get path(): string {
		return ["", "", ".args", ".kwargs"][this.#begun] ?? "";
	}
	get note(): string {
		const { callableNote, argsNote } = this.#call;
		// A state setter has notes of its own.
		const state = this.#reduction.stateSetter == null ? "state" : "";
		const what = ["", callableNote, argsNote, argsNote, "", "", state][this.#begun] ?? "";
		return what === "" ? "" : `when serializing ${notedName(this.#saver, this.owner)} ${what}`;
	}
	get wholeNote(): string {
		return this.#isWhole ? `when serializing ${notedName(this.#saver, this.owner)} object` : "";
	}
	step(p: SaveMachine): boolean {
		const call = this.#call;
		const owner = this.owner;
		const { items, entries, state, stateSetter } = this.#reduction;
		for (;;) {
			switch (this.#begun++) {
				case 0:
					if (!p.save(call.callable)) return false;
					break;
				case 1:
					if (!saveArgs(p, call)) return false;
					break;
				case 2:
					if (call.kwargs !== undefined && !p.save(call.kwargs)) return false;
					break;
				case 3:
					p.out.u8(call.opcode);
					if (owner !== undefined) {
						if (call.isFlat) p.memoize(owner);
						else this.isAgain = memoizeOnce(p, owner);
						// As CPython in C; pickle.py would do all of it to the object once more.
						if (this.isAgain) return true;
					}
					if (items !== undefined && items !== null && !p.start(new ItemsTask(p, items, owner, op.APPENDS)))
						return false;
					break;
				case 4:
					if (entries === undefined || entries === null) break;
					if (!p.start(new ItemsTask(p, entries, owner, op.SETITEMS))) return false;
					break;
				case 5:
					if (state === undefined || state === null) break;
					if (stateSetter === undefined || stateSetter === null) {
						if (!p.save(state)) return false;
					} else if (!p.start(new PiecesTask(p, setterPieces(p, owner, state, stateSetter), owner, false))) {
						return false;
					}
					break;
				default:
					if (state !== undefined && state !== null && (stateSetter === undefined || stateSetter === null)) {
						p.out.u8(op.BUILD);
						if (this.#reduction.after !== undefined) writeAfter(p, this.#reduction.after);
					}
					if (this.#isWhole) p.leave(owner as object);
					return true;
			}
		}
	}
}

/** Refuses what is neither a name nor a reduction. */
export function refuseReduction(p: SaveMachine, reduced: unknown, value: object): never {
	p.tasks.push(new PiecesTask(p, [], value, true));
	const not = p.version < 31400 ? "" : `, not ${typeName(reduced)}`;
	throw new PicklingError(`__reduce__ must return a string or tuple${not}`, { code: "reduce" });
}

/** The error of parts that are none of a reduction, in the words of the Python version. */
function reductionError(p: SaveMachine, reduction: Reduction): PicklingError | undefined {
	const { callable, args, items, entries, state, stateSetter, after } = reduction;
	const part = p.version < 31400 ? "element" : "item";
	const error = (which: string, must: string, value: unknown, always = true): PicklingError => {
		const not = always || p.version >= 31400 ? `, not ${typeName(value)}` : "";
		return new PicklingError(`${which} of the tuple returned by __reduce__ must be ${must}${not}`, { code: "reduce" });
	};
	if (!isCallable(callable)) return error("first item", "callable", callable, false);
	if (!Array.isArray(args)) return error("second item", "a tuple", args, false);
	if (!isIterable(items)) return error(`fourth ${part}`, "an iterator", items);
	if (!isIterable(entries)) return error(`fifth ${part}`, "an iterator", entries);
	if ((stateSetter ?? null) !== null && !isCallable(stateSetter)) {
		return error(`sixth ${part}`, p.version < 31400 ? "a function" : "callable", stateSetter);
	}
	if (after !== undefined && ((state ?? null) === null || (stateSetter ?? null) !== null)) {
		return new PicklingError("what follows a BUILD needs a state", { code: "reduce" });
	}
	return undefined;
}
/** A name, or an object that may stand for something that can be called. */
function isCallable(value: unknown): boolean {
	return typeof value === "string" ? value.includes(":") : typeof value === "object" && value !== null;
}
function isIterable(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === "function";
}

/** The call that makes an object. */
interface Call {
	readonly callable: unknown;
	readonly args: PyTuple;
	/** The object whose own arguments these are, not a tuple made for the call. */
	readonly owner: object | undefined;
	/** Whether the tuple was made for this call and nothing else has it. */
	readonly isFresh: boolean;
	/** Whether the arguments hold nothing that could hold the object. */
	readonly isFlat: boolean;
	readonly kwargs: ReadonlyMap<string, unknown> | undefined;
	readonly opcode: number;
	/** How notes call the two. */
	readonly callableNote: string;
	readonly argsNote: string;
}

/** @param inert the object that the arguments were read for, if they were */
export function callOf(p: SaveMachine, reduction: Reduction, inert?: PyObject): Call {
	const callable = p.named(reduction.callable);
	const isFresh = !(reduction.args instanceof PyTuple);
	const args = isFresh ? tupleFrom(reduction.args) : (reduction.args as PyTuple);
	const owner = inert?.args === args ? inert : undefined;
	const isFlat = isFresh && isFlatTuple(args);
	const via = reduction.via ?? "REDUCE";
	const kwargs = reduction.kwargs ?? [];
	const isReduce = via === "REDUCE";
	const call: { -readonly [part in keyof Call]: Call[part] } = {
		callable,
		args,
		owner,
		isFresh,
		isFlat,
		kwargs: undefined,
		opcode: isReduce ? op.REDUCE : op.NEWOBJ,
		callableNote: isReduce ? "reconstructor" : "class",
		argsNote: isReduce ? "reconstructor arguments" : "__new__ arguments",
	};
	if (isReduce) return call;
	if (via === "NEWOBJ_EX" && p.protocol >= 4) {
		call.opcode = op.NEWOBJ_EX;
		call.isFlat = false;
		call.kwargs = new Map(kwargs);
		return call;
	}
	if (via === "NEWOBJ_EX" && p.protocol >= 2) return partialCall(callable, args, kwargs);
	if (via === "NEWOBJ_EX") {
		const all = tupleFrom([callable, args, new Map(kwargs)]);
		return standIn(new PyGlobal("copyreg", "__newobj_ex__"), all, "reconstructor arguments");
	}
	if (p.protocol >= 2) return call;
	return standIn(new PyGlobal("copyreg", "__newobj__"), tupleFrom([callable, ...args]), "reconstructor arguments");
}

/** A call that is written in the place of the one that was asked for. */
function standIn(callable: unknown, args: PyTuple, argsNote: string): Call {
	return {
		callable,
		args,
		owner: undefined,
		isFresh: true,
		isFlat: false,
		kwargs: undefined,
		opcode: op.REDUCE,
		callableNote: "reconstructor",
		argsNote,
	};
}

function isFlatTuple(args: PyTuple): boolean {
	for (let i = 0; i < args.length; i++) {
		const value = args[i];
		if (typeof value !== "object" || value === null) continue;
		if (!(value instanceof UninternedString) && !(value instanceof Uint8Array)) return false;
	}
	return true;
}

/** Keyword arguments in protocols 2 and 3: `functools.partial(cls.__new__, cls, *args, **kwargs)()`. */
function partialCall(
	callable: unknown,
	args: readonly unknown[],
	kwargs: readonly (readonly [string, unknown])[],
): Call {
	// A class of Python has a function there, which is a name.
	const constructor =
		callable instanceof PyGlobal
			? new PyGlobal(callable.module, `${callable.qualname}.__new__`)
			: new Reduced({ callable: "builtins:getattr", args: [callable, "__new__"] });
	const partial = new Reduced({
		callable: "functools:partial",
		args: [constructor],
		state: tupleFrom([constructor, tupleFrom([callable, ...args]), new Map(kwargs), null]),
	});
	return standIn(partial, tupleFrom([]), "");
}

/** @internal A stand-in for an object that Python would make on the way; written through its reduction. */
export class Reduced {
	readonly reduction: Reduction;
	constructor(reduction: Reduction) {
		this.reduction = reduction;
	}
	/** For notes, which name what Python would make. */
	get [TYPE](): string {
		return String(this.reduction.callable).replace(":", ".");
	}
}

/** A function that gets the object and its state, and whose result is dropped. */
function setterPieces(p: SaveMachine, owner: object | undefined, state: unknown, stateSetter: unknown): Piece[] {
	return [
		{ value: p.named(stateSetter), path: "", what: "state setter" },
		{ value: owner, path: "", what: "" },
		{ value: state, path: "", what: "state" },
		{
			emit: () => {
				p.out.u8(op.TUPLE2);
				p.out.u8u8(op.REDUCE, op.POP);
			},
		},
	];
}

/**
 * Puts the object that was just made in the memo, unless it is in its own arguments: they have written it already.
 *
 * @returns whether they have
 */
export function memoizeOnce(p: SaveMachine, object: object): boolean {
	const index = p.objects.get(object);
	if (index === undefined) {
		p.memoize(object);
		return false;
	}
	p.out.u8(op.POP);
	p.get(index);
	return true;
}
