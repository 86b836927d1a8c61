/** Objects written through a reduction, and inert objects written back as they were read. */
import { PicklingError } from "../../errors.ts";
import type { Reduction } from "../../registry/types.ts";
import { PyGlobal, type PyObject } from "../../values/opaque.ts";
import { PyTuple, tupleFrom } from "../../values/tuple.ts";
import { typeName } from "../../values/type-name.ts";
import * as op from "../opcodes.ts";
import { EntriesTask } from "./dicts.ts";
import { ItemsTask } from "./items.ts";
import { notedName } from "./path.ts";
import type { Saver, Task } from "./saver.ts";
import { saveTuple } from "./sequences.ts";

/** One thing to write, and what of the object it is, as notes say it; the empty text is nothing worth a note. */
export type Piece =
	| { readonly value: unknown; readonly what: string; readonly path: string; readonly owner?: object }
	| { readonly emit: (p: Saver) => void }
	| { readonly task: (p: Saver) => Task };

/** Pieces of an object in a row. */
export class PiecesTask implements Task {
	readonly #saver: Saver;
	readonly #pieces: readonly Piece[];
	readonly #subject: object | undefined;
	readonly #isWhole: boolean;
	#next = 0;

	/**
	 * @param subject the object that the pieces are of
	 * @param isWhole whether an error in them is noted for the object as a whole too
	 */
	constructor(saver: Saver, pieces: readonly Piece[], subject: object | undefined, isWhole: boolean) {
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
	step(p: Saver): boolean {
		while (this.#next < this.#pieces.length) {
			const piece = this.#pieces[this.#next++] as Piece;
			if ("emit" in piece) {
				piece.emit(p);
			} else if ("task" in piece) {
				if (!p.start(piece.task(p))) return false;
			} else if (piece.owner === undefined ? !p.save(piece.value) : !saveArgs(p, piece.value as PyTuple, piece.owner)) {
				return false;
			}
		}
		if (this.#isWhole) p.leave(this.#subject as object);
		return true;
	}
}

/** The arguments of an inert object: the tuple that stood in the stream, unless CPython made another. */
function saveArgs(p: Saver, args: PyTuple, owner: object): boolean {
	const { persistentId, reducerOverride, dispatchTable } = p.options;
	const isHooked = persistentId !== undefined || reducerOverride !== undefined || dispatchTable !== undefined;
	if (isHooked || p.fast || p.objects.get(args) !== undefined) return p.save(args);
	p.framer.boundary();
	return saveTuple(p, args, owner);
}

/** A callable of a reduction as the object that is written. */
function callableOf(callable: unknown): unknown {
	if (typeof callable !== "string") return callable;
	const colon = callable.indexOf(":");
	return new PyGlobal(callable.slice(0, colon), callable.slice(colon + 1));
}

/**
 * Writes a reduction as CPython's `save_reduce`: the call, the memo, the items, the state.
 *
 * @param owner the object that is being written; undefined for one that the memo is not to know
 * @param isWhole false for the built-in types that CPython writes so without asking a reducer
 * @returns true when it is complete
 */
export function saveReduction(p: Saver, reduction: Reduction, owner: object | undefined, isWhole = true): boolean {
	const pieces: Piece[] = [];
	const noted = isWhole && owner !== undefined;
	if (noted) p.enter(owner);
	const task = new PiecesTask(p, pieces, owner, noted);
	// On the stack while it is checked, so that an error is noted for it.
	p.tasks.push(task);
	checkReduction(p, reduction);
	p.tasks.pop();
	pieces.push(...constructionPieces(p, reduction));
	if (owner !== undefined) pieces.push(memoPiece(owner));
	const { items, entries, state, stateSetter } = reduction;
	if (items !== undefined && items !== null) pieces.push({ task: () => new ItemsTask(p, items, owner) });
	if (entries !== undefined && entries !== null) {
		pieces.push({ task: () => new EntriesTask(entries, -1, false, undefined, () => notedName(p, owner)) });
	}
	if (state !== undefined && state !== null) pieces.push(...statePieces(owner, state, stateSetter));
	return p.start(task);
}

/** Refuses what is neither a name nor a reduction. */
export function refuseReduction(p: Saver, reduced: unknown, value: object): never {
	p.tasks.push(new PiecesTask(p, [], value, true));
	const not = p.version < 31400 ? "" : `, not ${typeName(reduced)}`;
	throw new PicklingError(`__reduce__ must return a string or tuple${not}`, { code: "reduce" });
}

/** Refuses parts that are none of a reduction, in the words of the Python version. */
function checkReduction(p: Saver, reduction: Reduction): void {
	const { callable, args, items, entries, stateSetter } = reduction;
	const part = p.version < 31400 ? "element" : "item";
	const fail = (which: string, must: string, value: unknown): never => {
		throw new PicklingError(`${which} of the tuple returned by __reduce__ must be ${must}${value}`, { code: "reduce" });
	};
	const not = (value: unknown): string => `, not ${typeName(value)}`;
	const notNew = (value: unknown): string => (p.version < 31400 ? "" : not(value));
	if (!isCallable(callable)) fail("first item", "callable", notNew(callable));
	if (!Array.isArray(args)) fail("second item", "a tuple", notNew(args));
	if (!isIterable(items)) fail(`fourth ${part}`, "an iterator", not(items));
	if (!isIterable(entries)) fail(`fifth ${part}`, "an iterator", not(entries));
	if (stateSetter !== undefined && stateSetter !== null && !isCallable(stateSetter)) {
		fail(`sixth ${part}`, p.version < 31400 ? "a function" : "callable", not(stateSetter));
	}
}
/** A name, or an object that may stand for something that can be called. */
function isCallable(value: unknown): boolean {
	return typeof value === "string" ? value.includes(":") : typeof value === "object" && value !== null;
}
function isIterable(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === "function";
}

export function constructionPieces(p: Saver, reduction: Reduction, inert?: PyObject): Piece[] {
	const callable = callableOf(reduction.callable);
	const kwargs = reduction.kwargs ?? [];
	const args = reduction.args instanceof PyTuple ? reduction.args : tupleFrom(reduction.args);
	const owner = inert?.args === args ? { owner: inert } : {};
	const emit = (opcode: number): Piece => ({ emit: () => p.out.u8(opcode) });
	const via = reduction.via ?? "REDUCE";
	if (via === "NEWOBJ_EX" && p.protocol >= 4) {
		return [
			{ value: callable, path: "", what: "class" },
			{ value: args, path: ".args", what: "__new__ arguments", ...owner },
			{ value: new Map(kwargs), path: ".kwargs", what: "__new__ arguments" },
			emit(op.NEWOBJ_EX),
		];
	}
	if (via === "NEWOBJ_EX" && kwargs.length > 0) return partialPieces(p, callable, args, kwargs);
	if ((via === "NEWOBJ" || via === "NEWOBJ_EX") && p.protocol >= 2) {
		return [
			{ value: callable, path: "", what: "class" },
			{ value: args, path: ".args", what: "__new__ arguments", ...owner },
			emit(op.NEWOBJ),
		];
	}
	const isCall = via === "REDUCE";
	return [
		{ value: isCall ? callable : new PyGlobal("copyreg", "__newobj__"), path: "", what: "reconstructor" },
		{
			value: isCall ? args : tupleFrom([callable, ...args]),
			path: ".args",
			what: "reconstructor arguments",
			...(isCall ? owner : {}),
		},
		emit(op.REDUCE),
	];
}

/** Keyword arguments before protocol 4: `functools.partial(cls.__new__, cls, *args, **kwargs)()`. */
function partialPieces(
	p: Saver,
	callable: unknown,
	args: readonly unknown[],
	kwargs: readonly (readonly [string, unknown])[],
): Piece[] {
	const constructor = new Reduced({ callable: "builtins:getattr", args: [callable, "__new__"] });
	const partial = new Reduced({
		callable: "functools:partial",
		args: [constructor],
		state: tupleFrom([constructor, tupleFrom([callable, ...args]), new Map(kwargs), null]),
	});
	return [
		{ value: partial, path: "", what: "reconstructor" },
		{ value: tupleFrom([]), path: "", what: "" },
		{ emit: () => p.out.u8(op.REDUCE) },
	];
}

/** @internal A stand-in for an object that Python would make on the way; written through its reduction. */
export class Reduced {
	readonly reduction: Reduction;
	constructor(reduction: Reduction) {
		this.reduction = reduction;
	}
}

function statePieces(owner: object | undefined, state: unknown, stateSetter: unknown): Piece[] {
	const value: Piece = { value: state, path: "", what: "state" };
	if (stateSetter === undefined || stateSetter === null) return [value, { emit: (p) => p.out.u8(op.BUILD) }];
	return [
		{ value: callableOf(stateSetter), path: "", what: "state setter" },
		{ value: owner, path: "", what: "" },
		value,
		{
			emit: (p) => {
				p.out.u8(op.TUPLE2);
				p.out.u8(op.REDUCE);
				p.out.u8(op.POP);
			},
		},
	];
}

/** Puts the object that was just made in the memo, unless it stands in its own arguments: they have written it already. */
export function memoPiece(object: object): Piece {
	return {
		emit: (p) => {
			const index = p.objects.get(object);
			if (index === undefined) {
				p.memoize(object);
			} else {
				p.out.u8(op.POP);
				p.get(index);
			}
		},
	};
}
