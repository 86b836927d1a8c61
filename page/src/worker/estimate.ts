/** The cost of reading a pickle, guessed from its beginning before it is tried. */
import { findOperand, newSpan, type OperandSize, SIZES } from "../../../src/pickletools/trace/operand-sizes.ts";
import type { Estimate } from "../shared/types.ts";

/** A pickle below this is read without asking. */
export const SMALL = 192 * 2 ** 20;
/** How much of it is looked at. */
const SAMPLE = 4 * 2 ** 20;
/** Heap that a worker of a browser has, with what is needed besides. */
const HEAP = 2.6 * 2 ** 30;
/** Bytes of arrays, which are outside of the heap. */
const OUTSIDE = 6 * 2 ** 30;
/** Operands above this are kept as they are, outside of the heap. */
const BIG = 4096;

/** Estimated heap of what an opcode makes, besides its operand. */
const COSTS: Readonly<Record<string, number>> = {
	EMPTY_DICT: 260,
	DICT: 260,
	EMPTY_LIST: 72,
	LIST: 72,
	EMPTY_SET: 260,
	FROZENSET: 260,
	TUPLE: 88,
	TUPLE1: 88,
	TUPLE2: 88,
	TUPLE3: 96,
	REDUCE: 200,
	NEWOBJ: 240,
	NEWOBJ_EX: 240,
	OBJ: 240,
	INST: 240,
	BINFLOAT: 28,
	FLOAT: 28,
	BINGET: 10,
	LONG_BINGET: 10,
	BININT: 10,
	BININT1: 10,
	BININT2: 10,
	LONG1: 24,
	BUILD: 80,
};
const STRINGS = /UNICODE|STRING|BYTES/;

/** Says whether a pickle will fit, from its first bytes and its size. */
export function estimate(head: Uint8Array, size: number): Estimate {
	const place = newSpan();
	let [heap, outside, at] = [0, 0, 0];
	while (at < head.length) {
		const operand: OperandSize | undefined = SIZES[head[at] as number];
		if (operand === undefined) break;
		const broken = findOperand(head, at, operand, place);
		const length = broken === undefined ? place.to - place.from : declared(head, at, operand);
		if (length === undefined) break;
		heap += COSTS[operand.name] ?? 0;
		if (STRINGS.test(operand.name)) {
			if (length > BIG) outside += length;
			else heap += 36 + length;
		}
		at = broken === undefined ? place.next : at + 1 + operand.header + length;
	}
	const covered = Math.max(1, Math.min(at, size));
	const share = size / covered;
	const estimated = { bytes: size, heap: heap * share + outside * share };
	return { ...estimated, fits: heap * share < HEAP && outside * share < OUTSIDE };
}

/** The length that an operand says it has, where it goes beyond the sample. */
function declared(head: Uint8Array, at: number, { counted, header }: OperandSize): number | undefined {
	if (!counted || at + 1 + header > head.length) return undefined;
	let length = 0;
	for (let i = header; i > 0; i--) length = length * 256 + (head[at + i] as number);
	return length;
}

/** The part of a blob that is looked at. */
export async function estimateOf(blob: Blob): Promise<Estimate> {
	return estimate(new Uint8Array(await blob.slice(0, SAMPLE).arrayBuffer()), blob.size);
}
