import { pythonLength } from "../bytes/text-length.ts";
import { IndexError, LimitError, PyTypeError, ValueError } from "../errors.ts";
import { checkOptions, parsePythonVersion } from "../options.ts";
import { floatRepr } from "../values/float-repr.ts";
import { isByteArray } from "../values/guards.ts";
import { intRepr } from "../values/int-repr.ts";
import { MAP_ENTRIES } from "../values/map-entries.ts";
import { type TextLimits, textLimits } from "../values/repr-limits.ts";
import { addByteArrayRepr, addBytesRepr, addPieces, addStrRepr } from "../values/str-repr.ts";
import { TextBuilder } from "../values/text-builder.ts";
import { float8, floatnl, type ReadContext } from "./arguments.ts";
import { openSource, type PickleInput } from "./byte-source.ts";
import { scan } from "./genops.ts";
import type { OpcodeInfo } from "./opcode-info.ts";
import { SplitText } from "./split-text.ts";
import { markobject, type StackObject } from "./stack-objects.ts";

/** The entries of a memo as `dis` knows it: for each number the kind of object noted under it. */
export type DisMemo = Map<number | string, StackObject>;

/** Options of {@link dis}; the first four are Python's parameters. */
export interface DisOptions {
	/** Where the text goes, piece by piece, instead of into the result. */
	readonly out?: { write(text: string): unknown };
	/** The memo, filled in passing: give the same `Map` again for pickles that share one. @defaultValue a new one */
	readonly memo?: DisMemo;
	/** How many blanks each open mark indents. @defaultValue 4 */
	readonly indentLevel?: number;
	/** From 1 on: a short description is on each line, from about this column on. @defaultValue 0 */
	readonly annotate?: number;
	/** The Python whose text is wanted. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** `text`: how long the text may be, also where it goes to `out`; `digits`: the most digits of an int. */
	readonly limits?: TextLimits;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"out",
	"memo",
	"indentLevel",
	"annotate",
	"pythonVersion",
	"limits",
]);

/** An error of {@link dis}: it carries the text up to where it happened, as Python has printed it by then. */
export interface DisError extends Error {
	/** The text before the error; empty when it went to `out`. */
	readonly output: string;
}

/**
 * Shows a pickle opcode by opcode, as text, and checks that its stack, marks and memo make sense. Nothing is
 * run. Python's `pickletools.dis`.
 *
 * @param data the bytes, or an object with `read(n)` and `readline()`
 * @param options see {@link DisOptions}
 * @returns the text, every line with its newline; empty when it goes to `out`
 * @throws AttributeError (`argument`) for what is not a source; ValueError and others with Python's message for a
 *   pickle that is none, as a {@link DisError} whose `output` is what was printed by then; LimitError when the
 *   text gets longer than `limits.text`
 * @example
 * ```ts
 * import { pickle, pickletools } from "brine";
 * console.log(pickletools.dis(pickle.dumps([1, "a"]), { annotate: 30 }));
 * ```
 */
export function dis(data: PickleInput, options?: DisOptions | null): string {
	checkOptions("dis", options, OPTIONS);
	const indent = whole("indentLevel", options?.indentLevel ?? 4);
	const annotate = whole("annotate", options?.annotate ?? 0);
	const version = parsePythonVersion(options?.pythonVersion);
	const limits = textLimits(options?.limits, version);
	const context = { version, digits: limits.digits, split: true };
	const text = new TextBuilder(limits.text);
	const out = options?.out;
	let written = 0;
	const print = (piece: string): void => {
		if (out == null) {
			text.add(piece);
			return;
		}
		written += piece.length;
		if (written > limits.text) throw new LimitError("text", limits.text);
		out.write(piece);
	};
	try {
		const source = openSource(data);
		const machine = new Disassembler(options?.memo ?? new Map(), version < 31400);
		const layout = new Layout(indent, annotate, context, limits.text);
		let highest = -1;
		for (const { opcode, arg, pos } of scan(source, context)) {
			highest = Math.max(highest, opcode.proto);
			if (pos !== undefined) print(`${String(pos).padStart(5)}: `);
			const depth = machine.depth;
			const problem = machine.look(opcode, arg as number | bigint | boolean | null);
			print(layout.line(opcode, arg, depth, machine.message));
			if (problem !== undefined)
				throw new ValueError(problem, { code: "disassemble", offset: pos, opcode: opcode.name });
			machine.step(opcode, pos);
		}
		print(`highest protocol among opcodes = ${highest}\n`);
		machine.end();
	} catch (error) {
		if (error instanceof Error) Object.defineProperty(error, "output", { value: text.toString(), configurable: true });
		throw error;
	}
	return text.toString();
}

function whole(name: string, value: unknown): number {
	if (typeof value === "number" && Number.isInteger(value)) return Math.min(value, 2 ** 20);
	throw new PyTypeError(`${name} must be an integer, not ${String(value)}`, { code: "option" });
}

/** Slots of the stack, and entries of a memo, that are kept; V8 survives little more. */
const MOST_SLOTS = 2 ** 26;
const MOST_ENTRIES = MAP_ENTRIES - 1;

const PUTS: ReadonlySet<string> = /* @__PURE__ */ new Set(["PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"]);
const GETS: ReadonlySet<string> = /* @__PURE__ */ new Set(["GET", "BINGET", "LONG_BINGET"]);

/** The stack, marks and memo of a pickle by the kinds of objects alone. */
class Disassembler {
	readonly #stack: StackObject[] = [];
	/** Where the open marks stand in the stream. */
	readonly #marks: (number | undefined)[] = [];
	readonly #memo: DisMemo;
	/** Before 3.14 a number of the memo was used once, and a missing mark was told twice. */
	readonly #strict: boolean;
	/** The text after the argument on this opcode's line. */
	message: string | undefined;
	#pops = 0;
	#after: readonly StackObject[] = [];

	constructor(memo: DisMemo, strict: boolean) {
		this.#memo = memo;
		this.#strict = strict;
	}
	/** How many marks are open. */
	get depth(): number {
		return this.#marks.length;
	}

	/** Finds out what an opcode will do; returns what is wrong with it, which is told after its line is printed. */
	look(opcode: OpcodeInfo, arg: number | bigint | boolean | null): string | undefined {
		const before = opcode.stackBefore;
		this.message = undefined;
		this.#pops = before.length;
		this.#after = opcode.stackAfter;
		let problem: string | undefined;
		const takesMark = before.includes(markobject);
		if (takesMark || (opcode.name === "POP" && this.#top === markobject)) {
			if (this.#marks.length > 0) this.#popMark(takesMark ? before.indexOf(markobject) : 0);
			else {
				problem = "no MARK exists on stack";
				if (this.#strict) this.message = problem;
			}
		}
		if (PUTS.has(opcode.name)) return this.#put(arg) ?? problem;
		if (GETS.has(opcode.name)) return this.#get(arg) ?? problem;
		return problem;
	}
	get #top(): StackObject | undefined {
		return this.#stack[this.#stack.length - 1];
	}
	/** Takes everything down to the topmost mark at once. */
	#popMark(pops: number): void {
		const at = this.#marks.pop();
		this.message = at === undefined ? "(MARK at unknown opcode offset)" : `(MARK at ${at})`;
		for (;;) {
			const top = this.#stack.pop();
			if (top === markobject) break;
			// An opcode that knows no marks took the mark for an object: CPython fails here, in these words.
			if (top === undefined) throw new IndexError("list index out of range", { code: "mark" });
		}
		this.#pops = pops;
	}
	#put(arg: number | bigint | boolean | null): string | undefined {
		if (arg === null) this.message = `(as ${this.#memo.size})`;
		const key = arg === null ? this.#memo.size : memoKey(arg);
		const top = this.#top;
		if (this.#strict && this.#memo.has(key)) return `memo key ${shown(arg)} already defined`;
		if (top === undefined) return "stack is empty -- can't store into memo";
		if (top === markobject) return "can't store markobject in the memo";
		if (this.#memo.size >= MOST_ENTRIES) throw new LimitError("memo", MOST_ENTRIES);
		this.#memo.set(key, top);
		return undefined;
	}
	#get(arg: number | bigint | boolean | null): string | undefined {
		const found = this.#memo.get(memoKey(arg ?? 0));
		if (found === undefined) return `memo key ${shown(arg)} has never been stored into`;
		this.#after = [found];
		return undefined;
	}

	/** Does to the stack what the opcode does. */
	step(opcode: OpcodeInfo, pos: number | undefined): void {
		if (this.#stack.length < this.#pops) {
			throw new ValueError(`tries to pop ${this.#pops} items from stack with only ${this.#stack.length} items`, {
				code: "stack",
				offset: pos,
				opcode: opcode.name,
			});
		}
		this.#stack.length -= this.#pops;
		if (this.#after.includes(markobject)) this.#marks.push(pos);
		for (const item of this.#after) this.#stack.push(item);
		if (this.#stack.length > MOST_SLOTS) throw new LimitError("stack", MOST_SLOTS);
	}
	/** Checks what STOP leaves. */
	end(): void {
		if (this.#stack.length === 0) return;
		const names = new TextBuilder();
		for (const { name } of this.#stack) names.add(names.length === 0 ? name : `, ${name}`);
		throw new ValueError(`stack not empty after STOP: [${names.toString()}]`, { code: "stack" });
	}
}

/** Python compares memo numbers as ints; bigints are texts here, since V8 hashes them by their low bits only. */
function memoKey(arg: number | bigint | boolean): number | string {
	return typeof arg === "bigint" ? String(arg) : Number(arg);
}

function shown(arg: number | bigint | boolean | null): string {
	if (arg === null) return "None";
	return typeof arg === "boolean" ? (arg ? "True" : "False") : String(arg);
}

/** Opcodes whose argument is a `str` of Python 2: since 3.14 it is shown in ASCII. */
const STRINGS: ReadonlySet<string> = /* @__PURE__ */ new Set(["STRING", "BINSTRING", "SHORT_BINSTRING"]);

/** How a line is laid out. */
class Layout {
	readonly #indent: string;
	readonly #annotate: number;
	readonly #context: ReadContext;
	readonly #textLimit: number;
	/** The column of the last description; further ones keep to it as far as it is reasonable. */
	#column: number;

	constructor(indent: number, annotate: number, context: ReadContext, textLimit: number) {
		this.#indent = " ".repeat(Math.max(0, indent));
		this.#annotate = annotate;
		this.#column = annotate;
		this.#context = context;
		this.#textLimit = textLimit;
	}

	line(opcode: OpcodeInfo, arg: unknown, depth: number, message: string | undefined): string {
		const code = opcode.code.charCodeAt(0);
		const shownCode = code < 0x80 ? opcode.code : `\\x${code.toString(16)}`;
		let line = `${shownCode.padEnd(4)} ${this.#indentation(depth)}${opcode.name}`;
		if (arg !== null || message !== undefined) {
			if (opcode.name.length < 10) line += " ".repeat(10 - opcode.name.length);
			if (arg !== null) line += ` ${this.#argument(opcode, arg)}`;
			if (message !== undefined) line += ` ${message}`;
		}
		return this.#annotate === 0 ? `${line}\n` : `${this.#described(opcode, line)}\n`;
	}
	#indentation(depth: number): string {
		if (depth * this.#indent.length > this.#textLimit) throw new LimitError("text", this.#textLimit);
		return this.#indent.repeat(depth);
	}

	#argument(opcode: OpcodeInfo, arg: unknown): string {
		const { version, digits } = this.#context;
		switch (typeof arg) {
			case "number":
				return opcode.arg === float8 || opcode.arg === floatnl ? floatRepr(arg) : String(arg);
			case "bigint":
				return intRepr(arg, digits, version);
			case "boolean":
				return arg ? "True" : "False";
		}
		const text = new TextBuilder(this.#textLimit);
		if (typeof arg === "string") {
			addStrRepr(arg, version >= 31400 && STRINGS.has(opcode.name) ? undefined : version, text);
		} else if (arg instanceof SplitText) addPieces(arg.pieces, version, text);
		else if (isByteArray(arg)) addByteArrayRepr(arg, version, text);
		else addBytesRepr(arg as Uint8Array, text);
		return text.toString();
	}

	#described(opcode: OpcodeInfo, line: string): string {
		// Columns are characters, as Python counts them.
		const length = pythonLength(line);
		const padding = length < this.#column ? " ".repeat(this.#column - length) : "";
		this.#column = Math.max(length, this.#column);
		if (this.#column > 50) this.#column = this.#annotate;
		return `${line}${padding} ${summary(opcode)}`;
	}
}

/** The first line of an opcode's description. */
function summary({ doc }: OpcodeInfo): string {
	const newline = doc.indexOf("\n");
	return newline === -1 ? doc : doc.slice(0, newline);
}
