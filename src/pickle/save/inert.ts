/** Inert objects and names, written back as they were read. */

import { PicklingError } from "../../errors.ts";
import type { Reduction } from "../../registry/registry.ts";
import { isPlainObject, SYNCHRONIZE } from "../../values/brand.ts";
import { PyGlobal, type PyObject, type PyOperation } from "../../values/opaque.ts";
import { PyFrozenSet } from "../../values/set.ts";
import { PyTuple, tupleFrom } from "../../values/tuple.ts";
import * as op from "../opcodes.ts";
import { saveLine } from "./global-line.ts";
import { ItemsTask } from "./items.ts";
import type { SaveMachine, Task } from "./machine.ts";
import { callOf, memoizeOnce, type Piece, PiecesTask, ReductionTask } from "./objects.ts";

/** An inert object: made as it was made, then everything that was done to it, in order. */
export function saveInert(p: SaveMachine, object: PyObject): boolean {
	// One of another copy of this package may have no such method.
	object[SYNCHRONIZE]?.();
	for (const key in object) if (!FIELDS.has(key)) throw notWritten(key);
	const { via } = object;
	let { operations } = object;
	p.enter(object);
	if (via === "INST" || via === "OBJ") {
		const memoize = (): void => {
			if (memoizeOnce(p, object)) operations = [];
		};
		const pieces: Piece[] = [...oldPieces(p, object), { emit: memoize }];
		if (operations.length > 0) pieces.push({ task: () => saveOperations(p, object, operations, false) });
		return p.start(new PiecesTask(p, pieces, object, true));
	}
	const reduction: Reduction = {
		via,
		callable: object.callable as object,
		args: freshArgs(p, object),
		kwargs: object.kwargs,
		state: soleState(operations),
	};
	const call = callOf(p, reduction, object);
	const Task = hasContainers(p, object.args) ? CopyingTask : ReductionTask;
	const isWhole = operations.length === 0 || reduction.state !== null;
	const task = new Task(p, reduction, call, object, isWhole);
	if (isWhole) return p.start(task);
	const rest = (): Task => saveOperations(p, object, task.isAgain ? [] : operations, false);
	return p.start(new PiecesTask(p, [{ task: () => task }, { task: rest }], object, true));
}

/** The properties of an inert object. */
const FIELDS: ReadonlySet<string> = /* @__PURE__ */ new Set(["via", "callable", "args", "kwargs", "operations"]);

function notWritten(key: string): PicklingError {
	return new PicklingError(`property '${key.slice(0, 100)}' of an inert object is not written: use attributes.set()`, {
		code: "unpicklable",
	});
}

/** The state, when having got it is all that was done to an object; otherwise null. */
function soleState(operations: readonly PyOperation[]): unknown {
	const first = operations.length === 1 ? operations[0] : undefined;
	return first?.op === "build" ? first.state : null;
}

/** Which inert objects a saver is in the arguments of, as far as these hold a list, dict or set; and how often. */
const begun = /* @__PURE__ */ new WeakMap<SaveMachine, WeakMap<object, number>>();

/** Writes an object that may stand within its own arguments. */
class CopyingTask extends ReductionTask {
	override step(p: SaveMachine): boolean {
		let done = true;
		try {
			done = super.step(p);
			return done;
		} finally {
			if (done) begun.get(p)?.delete(this.owner as object);
		}
	}
}

/**
 * The arguments with lists, dicts and sets that an object within its own arguments can be made from. CPython's
 * reducers make those anew each time; the ones that are being written further out would be found in the memo,
 * unfinished. One that holds the object itself was unfinished indeed.
 */
function freshArgs(p: SaveMachine, object: PyObject): readonly unknown[] {
	const { callable, args } = object;
	if (!hasContainers(p, args)) return args;
	// This one gets its content to copy, and CPython hands it a new one for each object.
	const isCopier = args.length === 3 && callable instanceof PyGlobal && callable.qualname === "_reconstructor";
	if (isCopier) {
		for (const arg of args) if (isContainer(arg)) countCopy(p, arg);
		return tupleFrom(args.map(copied));
	}
	const counts = begun.get(p) ?? new WeakMap<object, number>();
	begun.set(p, counts);
	const times = counts.get(object) ?? 0;
	counts.set(object, times + 1);
	const isUnfinished = times !== 1 || args.some((arg) => isContainer(arg) && holds(arg, object));
	return isUnfinished ? args : tupleFrom(args.map(copied));
}
/** Bytes of memory that each item counts for when it is written again: as many as its tagged form takes. */
const ITEM_AGAIN = 256;
/** The same for a stream, whose memo holds the copies. */
const ITEM_HELD = 32;

/** Counts content that many objects have: in Python each has its own. */
function countCopy(p: SaveMachine, content: object): void {
	p.copied ??= new Set();
	if (p.copied.has(content)) p.again(ITEM_AGAIN * sizeOf(content), ITEM_HELD * sizeOf(content));
	else p.copied.add(content);
}
function sizeOf(content: object): number {
	if (Array.isArray(content)) return content.length;
	return content instanceof Map || content instanceof Set ? content.size : Object.keys(content).length;
}

/** Whether long argument lists hold containers: many objects may share one. */
const looked = /* @__PURE__ */ new WeakMap<SaveMachine, WeakMap<PyTuple, boolean>>();
/** Arguments up to this many are looked at each time. */
const FEW = 16;

function hasContainers(p: SaveMachine, args: PyTuple): boolean {
	if (args.length <= FEW) return args.some(isContainer);
	const known = looked.get(p) ?? new WeakMap<PyTuple, boolean>();
	looked.set(p, known);
	const found = known.get(args) ?? args.some(isContainer);
	known.set(args, found);
	return found;
}
function isContainer(value: unknown): value is object {
	if (Array.isArray(value)) return !(value instanceof PyTuple);
	return value instanceof Map || value instanceof Set || isPlainObject(value);
}
function holds(container: object, object: object): boolean {
	const isTable = container instanceof Map || container instanceof Set;
	const held: unknown[] = isTable ? [...container].flat() : Object.values(container);
	return held.includes(object);
}
function copied(value: unknown): unknown {
	if (!isContainer(value)) return value;
	if (Array.isArray(value)) return [...(value as unknown[])];
	if (value instanceof Map) return new Map(value);
	if (value instanceof PyFrozenSet) return value;
	return value instanceof Set ? new Set(value) : { ...value };
}

/** An instance of a Python 2 class: MARK, class, arguments, OBJ; in protocol 0 the class comes last, with INST. */
function oldPieces(p: SaveMachine, object: PyObject): Piece[] {
	const { callable } = object;
	const args: Piece[] = object.args.map((value, i) => ({ value, path: `.args[${i}]`, what: "" }));
	const mark: Piece = { emit: () => p.out.u8(op.MARK) };
	return p.protocol === 0 && callable instanceof PyGlobal && !callable.qualname.includes(".")
		? [mark, ...args, { emit: () => saveLine(p, op.INST, callable.module, callable.qualname) }]
		: [mark, { value: callable, path: "", what: "" }, ...args, { emit: () => p.out.u8(op.OBJ) }];
}

/**
 * The operations on an inert object or name, one after the other.
 *
 * @param isWhole whether an error is noted for the object as a whole too
 */
export function saveOperations(
	p: SaveMachine,
	target: object,
	operations: readonly PyOperation[],
	isWhole: boolean,
): Task {
	const pieces: Piece[] = [];
	for (const operation of operations) {
		switch (operation.op) {
			case "build":
				pieces.push({ value: operation.state, path: "", what: "state" });
				pieces.push({ emit: () => p.out.u8(op.BUILD) });
				break;
			case "call":
				for (const piece of callPieces(target, operation.callable, operation.args)) pieces.push(piece);
				break;
			default:
				pieces.push({ task: () => new ItemsTask(p, operation.items, target, ADDS[operation.op]) });
		}
	}
	return new PiecesTask(p, pieces, target, isWhole);
}

/** The opcodes by which items and entries come to an object. */
const ADDS = { append: op.APPENDS, setItem: op.SETITEMS, add: op.ADDITEMS } as const;

/** `callable(target, *args)`, and its result dropped. */
function callPieces(target: object, callable: unknown, args: readonly unknown[]): Piece[] {
	const all = [target, ...args];
	const short = all.length <= 3;
	return [
		{ value: callable, path: "", what: "" },
		...(short ? [] : [{ emit: (p: SaveMachine) => p.out.u8(op.MARK) }]),
		...all.map((value) => ({ value, path: "", what: "" })),
		{
			emit: (p) => {
				// CPython uses TUPLE2 here at every protocol.
				p.out.u8(short ? ([0, op.TUPLE1, op.TUPLE2, op.TUPLE3][all.length] as number) : op.TUPLE);
				p.out.u8u8(op.REDUCE, op.POP);
			},
		},
	];
}
