/** Objects written through a reduction, and inert objects written back as they were read. */
import { PicklingError } from "../../errors.ts";
import type { Reduction } from "../../registry/types.ts";
import { PyGlobal, type PyObject, type PyOperation } from "../../values/opaque.ts";
import { isPlainObject } from "../../values/brand.ts";
import { PyTuple, tupleFrom } from "../../values/tuple.ts";
import { typeName } from "../../values/type-name.ts";
import * as op from "../opcodes.ts";
import { EntriesTask, saveTuple } from "./containers.ts";
import { ItemsTask } from "./items.ts";
import type { Saver, Task } from "./saver.ts";

/** One thing to write, and under which note an error in it is reported. */
type Piece =
	| { readonly value: unknown; readonly note: string; readonly path: string; readonly owner?: object }
	| { readonly emit: (p: Saver) => void }
	| { readonly task: (p: Saver) => Task };

/** Pieces in a row. */
class PiecesTask implements Task {
	readonly #pieces: readonly Piece[];
	#next = 0;

	constructor(pieces: readonly Piece[]) {
		this.#pieces = pieces;
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
		return piece !== undefined && "note" in piece ? piece.note : "";
	}
	step(p: Saver): boolean {
		while (this.#next < this.#pieces.length) {
			const piece = this.#pieces[this.#next++] as Piece;
			if ("emit" in piece) {
				piece.emit(p);
			} else if ("task" in piece) {
				p.tasks.push(piece.task(p));
				return false;
			} else if (piece.owner === undefined ? !p.save(piece.value) : !saveArgs(p, piece.value as PyTuple, piece.owner)) {
				return false;
			}
		}
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
 * @returns false: the work is on the task stack
 */
export function saveReduction(p: Saver, reduction: Reduction, owner: object | undefined): false {
	checkReduction(reduction);
	const name = owner === undefined ? "object" : typeName(owner);
	const note = (what: string): { note: string } => ({ note: `when serializing ${name} ${what}` });
	const pieces: Piece[] = constructionPieces(p, reduction, note);
	if (owner !== undefined) {
		pieces.push({
			emit: () => {
				const index = p.objects.get(owner);
				if (index === undefined) {
					p.memoize(owner);
				} else {
					// The object stands in its own arguments: they have written it already.
					p.out.u8(op.POP);
					p.get(index);
				}
			},
		});
	}
	const { items, entries, state, stateSetter } = reduction;
	if (items !== undefined && items !== null) pieces.push({ task: () => new ItemsTask(items, `${name} `) });
	if (entries !== undefined && entries !== null) pieces.push({ task: () => new EntriesTask(entries, -1, false) });
	if (state !== undefined && state !== null) pieces.push(...statePieces(owner, state, stateSetter, note));
	p.tasks.push(new PiecesTask(pieces));
	return false;
}

function checkReduction(reduction: Reduction): void {
	const { callable, args } = reduction;
	const isName = typeof callable === "string" && callable.includes(":");
	if (!isName && (typeof callable !== "object" || callable === null)) {
		throw new PicklingError(
			`first item of the tuple returned by __reduce__ must be callable, not ${typeName(callable)}`,
			{ code: "reduce" },
		);
	}
	if (!Array.isArray(args)) {
		throw new PicklingError(`second item of the tuple returned by __reduce__ must be a tuple, not ${typeName(args)}`, {
			code: "reduce",
		});
	}
}

function constructionPieces(
	p: Saver,
	reduction: Reduction,
	note: (what: string) => { note: string },
	inert?: PyObject,
): Piece[] {
	const callable = callableOf(reduction.callable);
	const kwargs = reduction.kwargs ?? [];
	const args = reduction.args instanceof PyTuple ? reduction.args : tupleFrom(reduction.args);
	const owner = inert?.args === args ? { owner: inert } : {};
	const emit = (opcode: number): Piece => ({ emit: () => p.out.u8(opcode) });
	const via = reduction.via ?? "REDUCE";
	if (via === "NEWOBJ_EX" && p.protocol >= 4) {
		return [
			{ value: callable, path: "", ...note("class") },
			{ value: args, path: ".args", ...note("__new__ arguments"), ...owner },
			{ value: new Map(kwargs), path: ".kwargs", ...note("__new__ arguments") },
			emit(op.NEWOBJ_EX),
		];
	}
	if (via === "NEWOBJ_EX" && kwargs.length > 0) return partialPieces(p, callable, args, kwargs, note);
	if ((via === "NEWOBJ" || via === "NEWOBJ_EX") && p.protocol >= 2) {
		return [
			{ value: callable, path: "", ...note("class") },
			{ value: args, path: ".args", ...note("__new__ arguments"), ...owner },
			emit(op.NEWOBJ),
		];
	}
	const isCall = via === "REDUCE";
	return [
		{ value: isCall ? callable : new PyGlobal("copyreg", "__newobj__"), path: "", ...note("reconstructor") },
		{
			value: isCall ? args : tupleFrom([callable, ...args]),
			path: ".args",
			...note("reconstructor arguments"),
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
	note: (what: string) => { note: string },
): Piece[] {
	const constructor = new Reduced({ callable: "builtins:getattr", args: [callable, "__new__"] });
	const partial = new Reduced({
		callable: "functools:partial",
		args: [constructor],
		state: tupleFrom([constructor, tupleFrom([callable, ...args]), new Map(kwargs), null]),
	});
	return [
		{ value: partial, path: "", ...note("reconstructor") },
		{ value: tupleFrom([]), path: "", note: "" },
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

function statePieces(
	owner: object | undefined,
	state: unknown,
	stateSetter: unknown,
	note: (what: string) => { note: string },
): Piece[] {
	const value: Piece = { value: state, path: "", ...note("state") };
	if (stateSetter === undefined || stateSetter === null) return [value, { emit: (p) => p.out.u8(op.BUILD) }];
	return [
		{ value: callableOf(stateSetter), path: "", ...note("state setter") },
		{ value: owner, path: "", note: "" },
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

/** An inert object: made as it was made, then everything that was done to it, in order. */
export function saveInert(p: Saver, object: PyObject): false {
	const { via } = object;
	if (via === "INST" || via === "OBJ") return saveOldInstance(p, object);
	const note = (what: string): { note: string } => ({ note: `when serializing ${typeName(object)} ${what}` });
	const reduction: Reduction = { via, callable: object.callable as object, args: freshArgs(object), kwargs: object.kwargs };
	p.tasks.push(saveOperations(object, object.operations));
	p.tasks.push(new PiecesTask([...constructionPieces(p, reduction, note, object), memoPiece(p, object)]));
	return false;
}

/**
 * The arguments, where `copyreg._reconstructor` gets a list, dict or set to copy: CPython makes that one anew
 * for each object, so it must not be shared by way of the memo, where a cycle would find it unfinished.
 */
function freshArgs(object: PyObject): readonly unknown[] {
	const { callable, args } = object;
	if (args.length !== 3 || !(callable instanceof PyGlobal) || callable.qualname !== "_reconstructor") return args;
	const [type, base, content] = args;
	if (Array.isArray(content) && !(content instanceof PyTuple)) return [type, base, [...content]];
	if (content instanceof Map) return [type, base, new Map(content)];
	return isPlainObject(content) ? [type, base, { ...content }] : args;
}

function memoPiece(p: Saver, object: object): Piece {
	return {
		emit: () => {
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

/** An instance of a Python 2 class: MARK, class, arguments, OBJ; in protocol 0 the class comes last, with INST. */
function saveOldInstance(p: Saver, object: PyObject): false {
	const { callable } = object;
	const args: Piece[] = object.args.map((value, i) => ({ value, path: `.args[${i}]`, note: "" }));
	const mark: Piece = { emit: () => p.out.u8(op.MARK) };
	const pieces: Piece[] =
		p.protocol === 0 && callable instanceof PyGlobal && !callable.qualname.includes(".")
			? [mark, ...args, { emit: () => saveInst(p, callable) }]
			: [mark, { value: callable, path: "", note: "" }, ...args, { emit: () => p.out.u8(op.OBJ) }];
	p.tasks.push(saveOperations(object, object.operations));
	p.tasks.push(new PiecesTask([...pieces, memoPiece(p, object)]));
	return false;
}
function saveInst(p: Saver, callable: PyGlobal): void {
	p.out.u8(op.INST);
	p.out.utf8(`${callable.module}\n${callable.qualname}\n`);
}

/** What was done to an inert object or name, one operation after the other. */
export function saveOperations(target: object, operations: readonly PyOperation[]): Task {
	const name = typeName(target);
	const pieces: Piece[] = [];
	for (const operation of operations) {
		switch (operation.op) {
			case "build":
				pieces.push({ value: operation.state, path: "", note: `when serializing ${name} state` });
				pieces.push({ emit: (p) => p.out.u8(op.BUILD) });
				break;
			case "append":
				pieces.push({ task: () => new ItemsTask(operation.items, `${name} `) });
				break;
			case "setItem":
				pieces.push({ task: () => new EntriesTask(operation.items, -1, false) });
				break;
			case "add":
				pieces.push({ task: () => new ItemsTask(operation.items, `${name} `, op.ADDITEMS) });
				break;
			case "call":
				pieces.push(...callPieces(target, operation.callable, operation.args));
				break;
		}
	}
	return new PiecesTask(pieces);
}

/** `callable(target, *args)`, and its result dropped. */
function callPieces(target: object, callable: unknown, args: readonly unknown[]): Piece[] {
	const all = [target, ...args];
	const short = all.length <= 3;
	return [
		{ value: callable, path: "", note: "" },
		...(short ? [] : [{ emit: (p: Saver) => p.out.u8(op.MARK) }]),
		...all.map((value) => ({ value, path: "", note: "" })),
		{
			emit: (p) => {
				// CPython uses TUPLE2 here at every protocol.
				p.out.u8(short ? ([0, op.TUPLE1, op.TUPLE2, op.TUPLE3][all.length] as number) : op.TUPLE);
				p.out.u8(op.REDUCE);
				p.out.u8(op.POP);
			},
		},
	];
}
