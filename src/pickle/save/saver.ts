import { Writer } from "../../bytes/writer.ts";
import { LimitError, OverflowError, PyError, PyTypeError } from "../../errors.ts";
import { explainStack } from "../../explain-stack.ts";
import type { VersionNumber } from "../../options.ts";
import type { DumpContext, Registry } from "../../registry/registry.ts";
import type { UninternedString } from "../../registry/uninterned.ts";
import { addNotes, joinPath } from "../../values/error-place.ts";
import { PyFloat } from "../../values/numbers.ts";
import { PyGlobal } from "../../values/opaque.ts";
import { splitName } from "../../values/py-name.ts";
import type { FullLimits } from "../limits.ts";
import * as op from "../opcodes.ts";
import { makeBuffer } from "../pickle-buffer.ts";
import { saveObject } from "./dispatch.ts";
import { ObjectMemo } from "./fast/object-memo.ts";
import { saveOwned } from "./fast/owned.ts";
import { HASHED, StringMemo } from "./fast/string-memo.ts";
import { Framer } from "./framing.ts";
import type { SaveMachine, Task } from "./machine.ts";
import { Memo } from "./memo.ts";
import { saveBigInt, saveBool, saveFloat, saveNumber } from "./numbers.ts";
import { OpenObjects } from "./open-objects.ts";
import { notesOf } from "./path.ts";
import { savePersistentId } from "./persistent.ts";
import { isQuiet, type SaverOptions } from "./saver-options.ts";
import { writeText } from "./strings.ts";

/** How deep tasks run inside of each other; few enough for any call stack. */
const MOST_NESTED = 32;
/** How many pickles may be within each other; each is written by a saver of its own. */
const MOST_PICKLES = 64;

/** The pickling machine: no recursion, so that depth is bounded by memory alone. */
export class Saver implements SaveMachine {
	readonly out: Writer;
	readonly framer: Framer;
	readonly protocol: number;
	readonly version: VersionNumber;
	readonly fixImports: boolean;
	readonly registry: Registry;
	readonly limits: FullLimits;
	readonly options: SaverOptions;
	/** The facts that reducers may know. */
	readonly context: DumpContext;
	/** Without memo: nothing is shared, cycles are errors. */
	fast = false;
	/** Whether nothing of the caller runs while a value is written, and all reducers are our own. */
	readonly isQuiet: boolean;
	/** Objects that are in the memo, by identity. */
	readonly objects: ObjectMemo;
	/** Strings that are in the memo, by equality. */
	readonly strings: StringMemo = new StringMemo();
	/** Classes and functions that are in the memo, by name. */
	readonly globals: Memo<string> = new Memo();
	/** Classes and functions of reductions, by name. */
	readonly #named = new Map<string, PyGlobal>();
	/** Values that are written in the place of others. */
	replaced: Map<object, unknown> | undefined;
	/** Contents of objects that were copied for one of them. */
	copied: Set<object> | undefined;
	/** The last long int, which may come again. */
	lastLong: { readonly value: bigint; readonly bytes: Uint8Array } | undefined;
	/** How many entries the memo has. */
	memoSize = 0;
	readonly tasks: Task[] = [];
	readonly #hooked: boolean;
	readonly #leavesAreFree: boolean;
	readonly #shareStrings: boolean;
	/** Containers and objects being written in fast mode, and how often. */
	readonly #open: OpenObjects = new OpenObjects();
	/** How many tasks are running inside of each other instead of waiting on the stack. */
	#nested = 0;
	readonly #mostNested: number;
	/** Bytes of memory for what came again and again. */
	#again = 0;
	readonly #streaming: boolean;
	/** Running tasks that an error has passed through, innermost first. */
	#trail: Task[] = [];

	/** @param careful whether the caller's code is known to change what is written */
	constructor(options: SaverOptions, streaming: boolean, careful = false) {
		this.options = options;
		this.isQuiet = !streaming && isQuiet(options);
		this.#streaming = streaming;
		this.objects = new ObjectMemo(this.isQuiet && !careful);
		this.out = new Writer();
		this.framer = new Framer(this.out, streaming, options.version < 30700);
		this.protocol = options.protocol;
		this.version = options.version;
		this.fixImports = options.fixImports && options.protocol < 3;
		this.registry = options.registry;
		this.limits = options.limits;
		this.context = Object.freeze({
			version: options.version,
			protocol: options.protocol,
			nested: (options.nesting ?? 0) > 0,
			buffer: makeBuffer,
		});
		this.#hooked = options.persistentId !== undefined;
		this.#leavesAreFree = !this.#hooked && options.protocol >= 2 && options.limits.depth === Number.POSITIVE_INFINITY;
		this.#shareStrings = options.shareStrings === "all";
		// A stream must be able to stop anywhere and wait for its sink, so there all tasks stand on the stack.
		this.#mostNested = streaming ? 0 : MOST_NESTED;
	}

	/** A saver for a pickle within this one: the same options, and nothing else in common. */
	nest(protocol: number): Saver {
		const nesting = (this.options.nesting ?? 0) + 1;
		if (nesting > MOST_PICKLES) throw new LimitError("depth", MOST_PICKLES);
		return new Saver({ ...this.options, bufferCallback: undefined, protocol, nesting }, false);
	}

	/** Starts a pickle; {@link run} goes on with it. */
	begin(value: unknown): void {
		if (this.tasks.length > 0) this.tasks.length = 0;
		this.#nested = 0;
		this.#again = 0;
		this.copied = undefined;
		this.lastLong = undefined;
		if (this.fast) this.#open.clear();
		if (this.protocol >= 2) {
			this.out.u8u8(op.PROTO, this.protocol);
			if (this.protocol >= 4) this.framer.begin();
		}
		this.guard(() => this.save(value));
	}

	/**
	 * Runs a task, or puts it on the stack to be run.
	 *
	 * PERF(bench: nested, records): small containers are run at once, inside of each other down to a fixed depth; only
	 * what is deeper waits on the stack. Half the time of a stack alone, and still no recursion on data.
	 *
	 * @returns true when it is complete; otherwise it is on the stack, below what it waits for
	 */
	start(task: Task): boolean {
		const { tasks } = this;
		if (tasks.length + this.#nested >= this.limits.depth) throw new LimitError("depth", this.limits.depth);
		if (this.#nested >= this.#mostNested) {
			tasks.push(task);
			return false;
		}
		const below = tasks.length;
		this.#nested++;
		let done: boolean;
		try {
			done = task.step(this);
		} catch (error) {
			this.#trail.push(task);
			throw error;
		}
		this.#nested--;
		if (!done) tasks.splice(below, 0, task);
		return done;
	}
	/**
	 * Writes until the pickle is complete, or until `pause` complete bytes wait to be taken.
	 *
	 * @returns true when the pickle is complete
	 */
	run(pause: number = Number.POSITIVE_INFINITY): boolean {
		const { tasks, out } = this;
		if (tasks.length > 0) {
			this.guard(() => {
				for (let task = tasks.at(-1); task !== undefined && out.flushed < pause; task = tasks.at(-1)) {
					if (task.step(this)) tasks.pop();
				}
			});
		}
		if (tasks.length > 0) return false;
		this.objects.verify();
		this.out.u8(op.STOP);
		this.framer.end();
		return true;
	}

	/** Runs work; an error gets the path to the value and, from 3.14 on, CPython's notes. */
	guard<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			if (error instanceof PyError && error.path === undefined) {
				const tasks = [...this.tasks, ...this.#trail.reverse()];
				error.path = joinPath(tasks.length, (i) => (tasks[i] as Task).path);
				if (this.version >= 31400) addNotes(error, notesOf(tasks));
				explainStack(error);
			}
			this.#trail = [];
			this.#nested = 0;
			throw error;
		}
	}

	/**
	 * Writes a value, or starts to.
	 *
	 * @returns true when the value is complete, false when a task for it is now on top of the stack
	 */
	save(value: unknown): boolean {
		this.framer.boundary();
		if (this.#hooked) {
			const id = this.options.persistentId?.(value);
			if (id !== undefined && id !== null) return savePersistentId(this, id);
		}
		return this.write(value);
	}
	/** Whether a container may write its own leaves: nobody wants to see each value, and no depth is counted. */
	get leavesAreFree(): boolean {
		return this.#leavesAreFree && !this.fast;
	}
	/** Writes a value that holds nothing and cannot fail; false for any other. A container asks {@link leavesAreFree} first. */
	saveLeaf(value: unknown): boolean {
		this.framer.boundary();
		if (typeof value === "string") this.saveText(value);
		else if (typeof value === "number") saveNumber(this, value);
		else if (value === null) this.out.u8(op.NONE);
		else if (typeof value === "boolean") saveBool(this, value);
		else if (value instanceof PyFloat) saveFloat(this, value.value);
		else return false;
		return true;
	}
	/** As {@link save}, without asking the `persistentId` hook. */
	write(value: unknown): boolean {
		if (this.saveLeaf(value)) return true;
		if (typeof value === "bigint") {
			saveBigInt(this, value);
			return true;
		}
		// Nothing else is an object: null is a leaf.
		if (typeof value !== "object")
			throw new PyTypeError(`cannot pickle '${typeof value}' object`, { code: "unpicklable" });
		const index = this.objects.get(value as object);
		if (index === undefined) return this.saveNew(value as object);
		this.get(index);
		return true;
	}
	/** Writes an object that is not in the memo, or starts to. */
	saveNew(value: object): boolean {
		return saveObject(this, value);
	}

	/** Writes what a reducer of ours has made and nothing else has, if it holds nothing; else false. */
	saveOwned(value: unknown): boolean {
		return saveOwned(this, value);
	}
	/**
	 * A string that is shared with itself alone, and not in the memo yet.
	 *
	 * @param isOnly whether it comes only once, and need not be found
	 */
	saveFresh(fresh: UninternedString, isOnly = false): void {
		const { text } = fresh;
		// Characters below U+0100 are one object each in CPython too.
		if (text.length < 2 && text < "\u0100") {
			this.saveText(text);
			return;
		}
		if (!this.fast && !isOnly) this.objects.set(fresh, this.memoSize);
		this.#newText(text);
	}

	/** A string: fetched from the memo when an equal one is there. */
	saveText(text: string): void {
		if (this.fast || !this.#shareStrings) {
			this.#newText(text);
			return;
		}
		if (this.strings.wasNewShort && text.length <= HASHED && this.protocol > 0) {
			this.#saveShort(text);
			return;
		}
		const index = this.strings.find(text, this.memoSize);
		if (index === -1) this.#newText(text);
		else this.get(index);
	}
	/** A string of a few characters, written as it is hashed, and left there when it is new. */
	#saveShort(text: string): void {
		const { out, strings } = this;
		out.reserve(5 + 3 * HASHED);
		const { bytes, pos } = out;
		const from = pos + (this.protocol >= 4 ? 2 : 5);
		const index = strings.findHashed(text, strings.hashInto(text, bytes, from), this.memoSize);
		if (index !== -1) {
			this.get(index);
		} else if (strings.wasNewShort) {
			out.pos = strings.end;
			bytes[pos] = from === pos + 2 ? op.SHORT_BINUNICODE : op.BINUNICODE;
			// Of 32 characters the length is one byte, and the rest of a longer field is zero.
			bytes[pos + 1] = out.pos - from;
			for (let at = pos + 2; at < from; at++) bytes[at] = 0;
			this.put();
		} else {
			this.#newText(text);
		}
	}
	/** A key: shared also when only keys are. */
	saveKey(key: string): void {
		this.framer.boundary();
		if (this.fast || this.options.shareStrings === "none") {
			this.saveText(key);
			return;
		}
		const index = this.strings.findKey(key, this.memoSize);
		if (index === -1) this.#newText(key);
		else this.get(index);
	}
	#newText(text: string): void {
		writeText(this, text);
		if (!this.fast) this.put();
	}

	/** The class or function of a reduction: for a name the object that represents it. */
	named(callable: unknown): unknown {
		if (typeof callable !== "string") return callable;
		const known = this.#named.get(callable);
		if (known !== undefined) return known;
		const global = new PyGlobal(...splitName(callable));
		this.#named.set(callable, global);
		return global;
	}

	/** Writes the opcode that fetches a memo entry. */
	get(index: number): void {
		const { out } = this;
		if (this.protocol === 0) out.ascii(`g${index}\n`);
		else out.sized(op.BINGET, op.LONG_BINGET, index);
	}
	/** Writes the opcode that stores the top of the stack under the next index. */
	put(): void {
		const index = this.memoSize++;
		const { out } = this;
		if (index >= this.limits.memo) throw new LimitError("memo", this.limits.memo);
		if (this.protocol >= 4) out.u8(op.MEMOIZE);
		else if (this.protocol === 0) out.ascii(`p${index}\n`);
		else out.sized(op.BINPUT, op.LONG_BINPUT, index);
	}
	/** Puts an object in the memo. */
	memoize(value: object): void {
		if (this.fast) return;
		this.objects.set(value, this.memoSize);
		this.put();
	}
	/** Lets go of the value and of all that was written; what is left is as a new saver of the same options. */
	clear(): void {
		this.clearMemo();
		if (this.tasks.length > 0) this.tasks.length = 0;
		this.out.clear();
		if (this.#named.size > 0) this.#named.clear();
	}
	clearMemo(): void {
		this.objects.clear();
		this.strings.clear();
		this.globals.clear();
		this.replaced = undefined;
		this.memoSize = 0;
	}

	/** In fast mode, notes that a container or object is being written; a cycle would never end. */
	enter(value: object): void {
		if (this.fast) this.#open.enter(value);
	}
	leave(value: object): void {
		if (this.fast) this.#open.leave(value);
	}

	again(bytes: number, held = 0): void {
		this.#again += this.#streaming ? held : bytes;
		const { memory } = this.limits;
		if (this.#again <= memory) return;
		const sink = this.#streaming ? "" : ", or write to a sink with dump()";
		throw new LimitError("memory", memory, {}, `raise it with { limits: { memory: … } }${sink}`);
	}
	overflow(message: string): never {
		throw new OverflowError(message, { code: "encode" });
	}
}
