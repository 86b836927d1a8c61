import { Writer } from "../bytes/writer.ts";
import { PyTypeError, ValueError } from "../errors.ts";
import { checkOptions, parsePythonVersion, type VersionNumber } from "../options.ts";
import { type BytesLike, bytesOf } from "../pickle/loads.ts";
import { BINGET, BINPUT, FRAME, GET, LONG_BINGET, LONG_BINPUT, MEMOIZE, PUT } from "../pickle/opcodes.ts";
import { checkFunction } from "../pickle/options.ts";
import { type TextLimits, textLimits } from "../values/repr-limits.ts";
import type { ReadContext } from "./arguments.ts";
import { BytesSource } from "./byte-source.ts";
import { type PickleOp, scan } from "./genops.ts";

/** Options of {@link optimize}. */
export interface OptimizeOptions {
	/** The Python whose bytes are wanted. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** `digits`: the most digits of an int in decimal. @defaultValue 4300 */
	readonly limits?: TextLimits;
	/** Called from time to time with the part of the work that is done, from 0 to 1. @defaultValue none */
	readonly progress?: ((done: number) => void) | null;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["pythonVersion", "limits", "progress"]);

/**
 * A pickle of the same value without the memo entries that nothing refers to, hence shorter and quicker to
 * read. Python's `pickletools.optimize`.
 *
 * @param data the bytes; what is after STOP is left away
 * @param options see {@link OptimizeOptions}
 * @returns new bytes, the same that Python returns; doing it again changes nothing more
 * @throws ValueError and others with Python's message for a pickle that is none
 * @example
 * ```ts
 * import { pickle, pickletools } from "brine";
 * const small = pickletools.optimize(pickle.dumps(["a", "b"]));
 * ```
 */
export function optimize(data: BytesLike, options?: OptimizeOptions | null): Uint8Array<ArrayBuffer> {
	checkOptions("optimize", options, OPTIONS);
	const version = parsePythonVersion(options?.pythonVersion);
	const { digits } = textLimits(options?.limits, version);
	const context: ReadContext = { version, digits };
	const bytes = bytesOf(data);
	const progress = options?.progress;
	checkFunction("progress", progress);
	// There are two passes over all.
	let done = 0;
	const worked = (count: number): void => {
		done += count;
		progress?.(done / (2 * bytes.length));
	};
	const { used, protocol, headerEnd } = survey(bytes, context, worked);
	const highest = version < 30800 ? 4 : 5;
	if (protocol > highest) throw new ValueError(`pickle protocol must be <= ${highest}`, { code: "protocol" });
	const out = new Writer(bytes.length);
	out.raw(bytes.subarray(0, headerEnd));
	rewrite(bytes, context, used, protocol, headerEnd, new FrameBuilder(out, protocol, version), worked);
	return out.join();
}

/** Opcodes after which it is told how far a pass has come. */
const STEP = 1 << 12;

/** A memo number as a key; bigints are texts, since V8 hashes them by their low bits only. */
type Key = number | string;

function keyOf(arg: unknown): Key {
	return typeof arg === "bigint" ? String(arg) : Number(arg);
}

/** The effect of an opcode on the memo, and the number it uses. */
type Use = { readonly kind: "put" | "get"; readonly key: Key } | undefined;

/** Follows the numbers of the memo; MEMOIZE takes as number how many different ones there were. */
class Numbers {
	/** All numbers below this one have been used, as writers do. */
	#dense = 0;
	/** Those used besides. */
	readonly #sparse = new Table<true>();

	use(name: string, arg: unknown): Use {
		switch (name) {
			case "PUT":
			case "BINPUT":
			case "LONG_BINPUT":
				return this.#put(keyOf(arg));
			case "MEMOIZE":
				return this.#put(this.#dense + this.#sparse.size);
			case "GET":
			case "BINGET":
			case "LONG_BINGET":
				return { kind: "get", key: keyOf(arg) };
			default:
				return undefined;
		}
	}
	#put(key: Key): Use {
		if (key === this.#dense) {
			do this.#dense++;
			while (this.#sparse.delete(this.#dense));
		} else if (typeof key !== "number" || key > this.#dense || key < 0) {
			this.#sparse.set(key, true);
		}
		return { kind: "put", key };
	}
}

/** A `Map` in sixteen parts, since V8's holds no more than 2^24 entries. */
class Table<V> {
	readonly #parts: Map<Key, V>[] = Array.from({ length: 16 }, () => new Map<Key, V>());
	size = 0;

	#part(key: Key): Map<Key, V> {
		return this.#parts[typeof key === "number" ? key & 15 : 0] as Map<Key, V>;
	}
	get(key: Key): V | undefined {
		return this.#part(key).get(key);
	}
	set(key: Key, value: V): void {
		const part = this.#part(key);
		this.size -= part.size;
		part.set(key, value);
		this.size += part.size;
	}
	delete(key: Key): boolean {
		if (!this.#part(key).delete(key)) return false;
		this.size--;
		return true;
	}
}

interface Survey {
	/** The numbers that are referred to. */
	readonly used: Table<true>;
	/** The highest protocol that PROTO or a reference asks for. */
	readonly protocol: number;
	/** Where the PROTO opcode that the pickle starts with ends; 0 without one. */
	readonly headerEnd: number;
}

/** The first pass: which entries of the memo are needed. */
function survey(bytes: Uint8Array, context: ReadContext, worked: (count: number) => void): Survey {
	const used = new Table<true>();
	const numbers = new Numbers();
	let protocol = 0;
	let headerEnd = 0;
	for (const { opcode, arg, pos } of told(new BytesSource(bytes), context, worked)) {
		const use = numbers.use(opcode.name, arg);
		if (use?.kind === "get") {
			used.set(use.key, true);
			protocol = Math.max(protocol, opcode.proto);
		} else if (opcode.name === "PROTO") {
			protocol = Math.max(protocol, arg as number);
			if (pos === 0) headerEnd = 2;
		}
	}
	return { used, protocol, headerEnd };
}

/** The opcodes of a pass, of which it is told from time to time how far it has come. */
function* told(
	source: BytesSource,
	context: ReadContext,
	worked: (count: number) => void,
): Generator<PickleOp, void, undefined> {
	let done = 0;
	let count = 0;
	for (const op of scan(source, context)) {
		yield op;
		if (++count % STEP !== 0) continue;
		worked(source.position - done);
		done = source.position;
	}
	worked(source.position - done);
}

/** The second pass: copies every opcode but frames and entries of the memo that are not needed. */
function rewrite(
	bytes: Uint8Array,
	context: ReadContext,
	used: Table<true>,
	protocol: number,
	headerEnd: number,
	out: FrameBuilder,
	worked: (count: number) => void,
): void {
	const source = new BytesSource(bytes);
	const numbers = new Numbers();
	const renamed = new Table<number>();
	let next = 0;
	for (const { opcode, arg, pos = 0 } of told(source, context, worked)) {
		const use = numbers.use(opcode.name, arg);
		if (use === undefined) {
			if (opcode.name !== "FRAME" && pos >= headerEnd) out.opcode(bytes.subarray(pos, source.position));
		} else if (use.kind === "get") {
			out.opcode(getBytes(renamed.get(use.key), protocol));
		} else if (used.get(use.key) === true) {
			renamed.set(use.key, next);
			out.opcode(putBytes(next++, protocol));
		}
	}
	out.end();
}

function putBytes(index: number, protocol: number): Uint8Array {
	if (protocol >= 4) return Uint8Array.of(MEMOIZE);
	return memoBytes(index, protocol, BINPUT, LONG_BINPUT, PUT);
}

function getBytes(index: number | undefined, protocol: number): Uint8Array {
	if (index === undefined && protocol >= 1) {
		// A reference before its entry. CPython compares its None with 256; in protocol 0 it writes `gNone`.
		throw new PyTypeError("'<' not supported between instances of 'NoneType' and 'int'", { code: "memo" });
	}
	return memoBytes(index, protocol, BINGET, LONG_BINGET, GET);
}

function memoBytes(
	index: number | undefined,
	protocol: number,
	short: number,
	long: number,
	decimal: number,
): Uint8Array {
	if (index === undefined || protocol === 0) {
		const text = `${String.fromCharCode(decimal)}${index ?? "None"}\n`;
		return Uint8Array.from(text, (char) => char.charCodeAt(0));
	}
	if (index < 256) return Uint8Array.of(short, index);
	const bytes = new Uint8Array(5);
	bytes[0] = long;
	new DataView(bytes.buffer).setUint32(1, index, true);
	return bytes;
}

/** A frame is closed when it has this many bytes. */
const FRAME_TARGET = 65536;

/** Puts opcodes into frames as CPython's pickler does from protocol 4 on. */
class FrameBuilder {
	readonly #out: Writer;
	readonly #frame: Writer | undefined;
	/** Fewer bytes get no frame; 3.6 framed everything. */
	readonly #least: number;
	/** Whether an opcode beyond the target is outside of frames, as since 3.7. */
	readonly #largeOutside: boolean;

	constructor(out: Writer, protocol: number, version: VersionNumber) {
		this.#out = out;
		this.#frame = protocol >= 4 ? new Writer() : undefined;
		this.#least = version < 30700 ? 0 : 4;
		this.#largeOutside = version >= 30700;
	}
	opcode(bytes: Uint8Array): void {
		const frame = this.#frame;
		if (frame === undefined) {
			this.#out.raw(bytes);
			return;
		}
		const outside = this.#largeOutside && bytes.length > FRAME_TARGET;
		if (outside || frame.pos >= FRAME_TARGET) this.#commit(frame);
		(outside ? this.#out : frame).raw(bytes);
	}
	#commit(frame: Writer): void {
		if (frame.pos >= this.#least) this.#out.u8u64(FRAME, frame.pos);
		this.#out.raw(frame.bytes.subarray(0, frame.pos));
		frame.pos = 0;
	}
	end(): void {
		if (this.#frame !== undefined && this.#frame.pos > 0) this.#commit(this.#frame);
	}
}
