/** The disassembly by line number: every 64th opcode is remembered, those between are found from there. */
import { shortRepr } from "../../../src/cli/tree-node.ts";
import { visibleLine } from "../../../src/cli/visible.ts";
import { BytesSource } from "../../../src/pickletools/byte-source.ts";
import { opcodeOf } from "../../../src/pickletools/opcode-info.ts";
import { findOperand, newSpan, type OperandSize, SIZES } from "../../../src/pickletools/trace/operand-sizes.ts";
import type { OpRow } from "../shared/types.ts";

const EVERY = 64;
/** Operands longer than this are shown by their first bytes. */
const LONG = 400;
/** Opcodes that take what is above the last mark. */
const MARKED = new Set([
	"APPENDS",
	"SETITEMS",
	"ADDITEMS",
	"LIST",
	"TUPLE",
	"DICT",
	"FROZENSET",
	"POP_MARK",
	"INST",
	"OBJ",
]);
const STOP = 0x2e;
const MARK = 0x28;

/** By byte: what an opcode does to the depth. */
const STEPS: Int8Array = (() => {
	const steps = new Int8Array(256);
	for (let code = 0; code < 256; code++) if (MARKED.has(SIZES[code]?.name ?? "")) steps[code] = -1;
	steps[MARK] = 1;
	return steps;
})();

/** Where the opcodes of a pickle are. */
export class Opcodes {
	/** How many there are. */
	readonly count: number;
	readonly error: { readonly offset: number; readonly message: string } | undefined;
	readonly #bytes: Uint8Array;
	readonly #offsets: Uint32Array;
	readonly #depths: Uint32Array;
	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		let offsets = new Uint32Array(1 << 12);
		let depths = new Uint32Array(1 << 12);
		const place = newSpan();
		let [at, count, depth] = [0, 0, 0];
		while (at < bytes.length) {
			const code = bytes[at] as number;
			const operand: OperandSize | undefined = SIZES[code];
			if (operand === undefined) {
				// The end of the last line is not a pickle.
				if (count > 0 && isLineEnd(bytes, at)) break;
				this.error = { offset: at, message: `opcode 0x${code.toString(16).padStart(2, "0")}` };
				break;
			}
			if (count % EVERY === 0) {
				const i = count / EVERY;
				if (i === offsets.length) {
					offsets = grown(offsets);
					depths = grown(depths);
				}
				offsets[i] = at;
				depths[i] = depth;
			}
			count++;
			const broken = findOperand(bytes, at, operand, place);
			if (broken !== undefined) {
				this.error = { offset: at, message: broken };
				break;
			}
			depth = code === STOP ? 0 : Math.max(0, depth + (STEPS[code] as number));
			at = place.next;
		}
		this.count = count;
		this.#offsets = offsets.subarray(0, Math.ceil(count / EVERY));
		this.#depths = depths.subarray(0, Math.ceil(count / EVERY));
		const last = bytes[bytes.length - 1];
		if (
			this.error === undefined &&
			count > 0 &&
			at >= bytes.length &&
			last !== STOP &&
			!isLineEnd(bytes, bytes.length - 1)
		)
			this.error = { offset: bytes.length, message: "pickle exhausted before seeing STOP" };
	}

	/** Lines of the disassembly. */
	rows(from: number, to: number): OpRow[] {
		const rows: OpRow[] = [];
		const start = Math.floor(from / EVERY);
		if (start >= this.#offsets.length) return rows;
		const place = newSpan();
		let at = this.#offsets[start] as number;
		let depth = this.#depths[start] as number;
		for (let index = start * EVERY; index < Math.min(to, this.count); index++) {
			const code = this.#bytes[at] as number;
			const operand = SIZES[code] as OperandSize;
			const broken = findOperand(this.#bytes, at, operand, place);
			const end = broken === undefined ? place.next : this.#bytes.length;
			const inner = Math.max(0, depth + (STEPS[code] as number));
			if (index >= from) {
				const info = opcodeOf(code);
				rows.push({
					index,
					offset: at,
					end,
					depth: code === MARK ? depth : inner,
					name: operand.name,
					code: info?.code ?? "",
					arg: broken === undefined ? this.#argument(at, place.from, place.to) : broken,
					doc: info?.doc.split("\n\n")[0]?.replace(/\s+/g, " ") ?? "",
					isBroken: broken !== undefined || this.error?.offset === at,
				});
			}
			depth = code === STOP ? 0 : inner;
			at = end;
		}
		return rows;
	}
	#argument(at: number, from: number, to: number): string {
		const info = opcodeOf(this.#bytes[at] as number);
		if (info === undefined || info.arg === null) return "";
		if (to - from > LONG) {
			const text = shortRepr(this.#bytes.slice(from, from + 40));
			return `${visibleLine(text)} … ${(to - from).toLocaleString("en")} bytes`;
		}
		const source = new BytesSource(this.#bytes);
		source.position = at + 1;
		try {
			return visibleLine(shortRepr(info.arg.reader(source, { version: 31400, digits: 4300 })));
		} catch (error) {
			return visibleLine(error instanceof Error ? error.message : String(error));
		}
	}
	/** The line of a byte. */
	lineAt(offset: number): number {
		let [low, high] = [0, this.#offsets.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#offsets[middle] as number) <= offset) low = middle;
			else high = middle - 1;
		}
		const rows = this.rows(low * EVERY, (low + 1) * EVERY);
		const found = rows.findIndex(({ end }) => offset < end);
		return found === -1 ? Math.max(0, this.count - 1) : low * EVERY + found;
	}
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
	const larger = new Uint32Array(array.length * 2);
	larger.set(array);
	return larger;
}
function isLineEnd(bytes: Uint8Array, at: number): boolean {
	const left = bytes.length - at;
	return bytes[bytes.length - 1] === 10 && (left === 1 || (left === 2 && bytes[at] === 13));
}
