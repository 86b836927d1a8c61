import { typedSizeError } from "../../../bytes/string-size.ts";
import { decodeUtf8 } from "../../../bytes/utf8.ts";
import { EOFError, LimitError } from "../../../errors.ts";
import { kept } from "../../../kept.ts";
import { exactFloat } from "../../../values/numbers.ts";
import { PyGlobal } from "../../../values/opaque.ts";
import { blankItems, cut, MOST_ITEMS } from "../../../values/parts.ts";
import { PyTuple, tupleFrom } from "../../../values/tuple.ts";
import { DISPATCH, opcodeName } from "../../dispatch.ts";
import { readOn } from "../after-build.ts";
import { CONTAINER, EMPTY_TUPLE, FIRST_SLOTS, floatCost, SLOT, TEXT, WHOLE_FLOAT, wholeCost } from "../costs.ts";
import { leaveFrame, readError, unknownOpcode } from "../framing.ts";
import { setItems } from "../items.ts";
import type { Loader } from "../loader.ts";
import { LEAST_ENCODED } from "./encoded.ts";
import { readFloats } from "./floats.ts";
import { PendingList } from "./pending.ts";

/**
 * Runs the machine over the bytes that are there.
 *
 * @returns true at STOP, false when the reader lacks bytes; the opcode that lacked them starts at the
 *   reader's position, and nothing of it has happened
 * @throws PyError with `offset` and `opcode`
 */
export function run(m: Loader): boolean {
	if (m.reading === undefined) {
		const done = runOpcodes(m);
		if (m.reading === undefined) return done;
	}
	return readOn(m, runOpcodes);
}

/** As {@link run}; false also when an entry has something to read between the opcodes. */
function runOpcodes(m: Loader): boolean {
	const r = m.reader;
	try {
		for (;;) {
			if (m.encoded !== undefined && !m.encoded(step)) return false;
			// A frame that is enforced is walked one opcode at a time.
			if (m.frameEnd === Number.POSITIVE_INFINITY) while (hot(m));
			if (r.pos >= r.end) break;
			const answer = step(m);
			if (answer !== undefined) return answer;
		}
		m.at = r.pos;
		if (r.final) throw new EOFError("Ran out of input", { code: "eof" });
		r.lack(1);
		return false;
	} catch (error) {
		throw m.located(readError(m, typedSizeError(error)), r.base + m.at, opcodeName(r.bytes[m.at] as number));
	}
}

/** One opcode by its handler: true at STOP, false when bytes lack, undefined to go on. */
function step(m: Loader): boolean | undefined {
	const r = m.reader;
	const at = r.pos;
	const start = r.base + at;
	m.at = at;
	const handler = DISPATCH[r.bytes[r.pos++] as number];
	if (handler === undefined) throw unknownOpcode(r.bytes[at] as number);
	if (handler(m) === true) {
		// The handler looked for its operands after the opcode byte.
		r.pos = at;
		r.wanted++;
		return false;
	}
	if (r.base + r.pos > m.frameEnd) leaveFrame(m, at, start);
	if (!m.stopped) return undefined;
	if (m.reading !== undefined) {
		m.stopped = false;
		return false;
	}
	m.completeLists();
	m.settleRefused();
	m.result = m.dicts.replaceConverted(m.result, (change) => m.mapMemo(change));
	return true;
}

/** The loop is entered anew after so many bytes, as long as V8 has not compiled it for good, which takes many. */
const SHORT_TURN = 64;
const MANY_BYTES = 4194304;

/**
 * The opcodes that nearly all pickles are made of, as long as their operands are there and nothing about
 * them is special; returns before the first one that needs its handler.
 *
 * PERF(bench: ints, records, nested, tuple-rows, floats): reader, stack and fence in local variables take half
 * the time of a handler call for each opcode. Every case does what the handler in `dispatch.ts` does; the property
 * test in `loop.test.ts` compares the two.
 *
 * @returns whether it is to be called again at once; else the next opcode needs its handler
 */
function hot(m: Loader): boolean {
	const r = m.reader;
	const { bytes, view, end } = r;
	const { stack, memo, marks, exact, dicts } = m;
	let { pos } = r;
	let { sp, fence, budget } = m;
	/** A batch that is not on the stack: the next opcode is its APPENDS. */
	let row: unknown[] | undefined;
	// Each opcode pushes one value at most, so that up to here the stack's limit cannot be met.
	const safeEnd = Math.min(end, pos + m.limits.stack - sp);
	// PERF(bench: message): V8 compiles a loop that runs on a second time, to be entered half-way, and later enters that at each call.
	const pause = Math.min(safeEnd, pos + (kept.read > MANY_BYTES ? MANY_BYTES : SHORT_TURN));
	const dictCost = dicts.cost;
	const memoLimit = m.sparse === undefined ? m.limits.memo : 0;
	while (pos < pause || row !== undefined) {
		const at = pos++;
		switch (bytes[at]) {
			case 0x4b: // BININT1
				if (pos >= end) break;
				stack[sp++] = bytes[pos++];
				continue;
			case 0x4d: // BININT2
				if (end - pos < 2) break;
				stack[sp++] = (bytes[pos] as number) | ((bytes[pos + 1] as number) << 8);
				pos += 2;
				continue;
			case 0x4a: // BININT
				if (end - pos < 4) break;
				stack[sp++] = view.getInt32(pos, true);
				pos += 4;
				continue;
			case 0x4e: // NONE
				stack[sp++] = null;
				continue;
			case 0x88: // NEWTRUE
				stack[sp++] = true;
				continue;
			case 0x89: // NEWFALSE
				stack[sp++] = false;
				continue;
			case 0x47: {
				// BINFLOAT
				if (end - pos < 8) break;
				const value = view.getFloat64(pos, false);
				const kept = exact ? exactFloat(value) : value;
				stack[sp++] = kept;
				budget -= floatCost(kept);
				pos += 8;
				continue;
			}
			case 0x8c: {
				// SHORT_BINUNICODE
				const length = bytes[pos] as number;
				if (pos >= end || end - pos <= length || (budget -= length + TEXT) < 0) break;
				// Where an error would be.
				m.at = at;
				stack[sp++] = decodeUtf8(bytes, pos + 1, pos + 1 + length);
				pos += 1 + length;
				continue;
			}
			case 0x58: {
				// BINUNICODE
				if (end - pos < 4) break;
				const length = view.getUint32(pos, true);
				// Bytes of a call may be decoded without their text.
				if (length >= LEAST_ENCODED && stack[sp - 1] instanceof PyGlobal) break;
				if (end - pos - 4 < length || (budget -= length + TEXT) < 0) break;
				m.at = at;
				stack[sp++] = decodeUtf8(bytes, pos + 4, pos + 4 + length);
				pos += 4 + length;
				continue;
			}
			case 0x94: // MEMOIZE
				if (sp <= fence || memo.size >= memoLimit) break;
				memo.push(stack[sp - 1]);
				continue;
			case 0x71: // BINPUT
				if (pos >= end || sp <= fence || bytes[pos] !== memo.size || memo.size >= memoLimit) break;
				memo.push(stack[sp - 1]);
				pos++;
				continue;
			case 0x72: // LONG_BINPUT
				if (end - pos < 4 || sp <= fence || memo.size >= memoLimit) break;
				if (view.getUint32(pos, true) !== memo.size) break;
				memo.push(stack[sp - 1]);
				pos += 4;
				continue;
			case 0x68: {
				// BINGET
				if (pos >= end || (bytes[pos] as number) >= memo.size) break;
				const value = memo.get(bytes[pos] as number);
				if (sp === fence && pos + 1 < end && bytes[pos + 1] === 0x68 && typeof value === "object" && value !== null) {
					row = fetchBatch(m, at, fence, safeEnd, budget);
					if (row !== undefined) {
						pos = at + 2 * row.length;
						continue;
					}
				}
				stack[sp++] = fetched(m, value);
				pos++;
				continue;
			}
			case 0x6a: {
				// LONG_BINGET
				if (end - pos < 4) break;
				const index = view.getUint32(pos, true);
				if (index >= memo.size) break;
				const value = memo.get(index);
				stack[sp++] = fetched(m, value);
				pos += 4;
				continue;
			}
			case 0x28: // MARK
				if (marks.length >= m.limits.stack) break;
				marks.push(sp);
				fence = sp;
				continue;
			case 0x5d: {
				// EMPTY_LIST
				if ((budget -= CONTAINER) < 0) break;
				const next = pos + 6 < end ? pos + putLength(bytes, view, pos, memo.size) : pos;
				if (bytes[next] === 0x28 && memo.size < memoLimit && marks.length < m.limits.stack && next < end) {
					const most = Math.min(m.limits.stack, budget / (exact ? SLOT + WHOLE_FLOAT : SLOT));
					const floats = bytes[next + 1] === 0x47 && !m.framesEnforced ? readFloats(r, next, most, exact) : undefined;
					const list = floats?.items ?? new PendingList(sp, next > pos ? memo.size : Number.POSITIVE_INFINITY);
					if (next > pos) memo.push(list);
					stack[sp++] = list;
					if (floats === undefined) {
						marks.push(sp);
						fence = sp;
						pos = next + 1;
					} else {
						budget -= SLOT * floats.items.length;
						if (floats.whole) budget -= wholeCost(floats.items);
						pos = r.pos;
					}
					continue;
				}
				stack[sp++] = [];
				continue;
			}
			case 0x7d: // EMPTY_DICT
				if ((budget -= dictCost) < 0) break;
				stack[sp++] = dicts.make();
				continue;
			case 0x29: // EMPTY_TUPLE
				if ((budget -= EMPTY_TUPLE) < 0) break;
				stack[sp++] = m.emptyTuple();
				continue;
			case 0x85: // TUPLE1
			case 0x86: // TUPLE2
			case 0x87: {
				// TUPLE3
				const length = (bytes[at] as number) - 0x84;
				const from = sp - length;
				if (from < fence || (budget -= CONTAINER + SLOT * length) < 0) break;
				stack[from] = tupleFrom(stack, from, sp);
				sp = from + 1;
				continue;
			}
			case 0x74: {
				// TUPLE
				if (marks.length === 0 || stack[fence - 1] instanceof PendingList) break;
				const length = sp - fence;
				if ((budget -= CONTAINER + SLOT * length) < 0) break;
				stack[fence] = tupleFrom(stack, fence, sp);
				sp = fence + 1;
				marks.pop();
				fence = marks.length === 0 ? 0 : (marks[marks.length - 1] as number);
				continue;
			}
			case 0x61: {
				// APPEND
				const list = stack[sp - 2];
				if (sp - 2 < fence || !isList(list) || list.length >= m.limits.stack) break;
				if ((budget -= list.length === 0 ? FIRST_SLOTS : SLOT) < 0) break;
				list.push(stack[--sp]);
				continue;
			}
			case 0x65: {
				// APPENDS
				const list = stack[fence - 1];
				const below = marks.length < 2 ? 0 : (marks[marks.length - 2] as number);
				if (list instanceof PendingList && fence > below) {
					const count = row?.length ?? sp - fence;
					if (list.length + count > m.limits.stack || (budget -= SLOT * count) < 0) break;
					const part = row ?? cut(stack, fence, sp);
					row = undefined;
					sp = fence;
					if (pos < end && bytes[pos] === 0x28 && list.takes(count)) {
						// The mark of the next batch is where this one's stood.
						list.add(part);
						pos++;
						if (list.batches === undefined) m.offer(list, part);
						if (list.batches) {
							r.pos = pos;
							m.sp = sp;
							m.fence = fence;
							m.budget = budget;
							m.at = at;
							list.batches.read();
							({ pos } = r);
							({ sp, fence, budget } = m);
						}
						continue;
					}
					const made = list.join(part);
					if (list.index < memo.size && memo.get(list.index) === list) memo.set(list.index, made);
					stack[fence - 1] = made;
					marks.pop();
					fence = below;
					continue;
				}
				if (marks.length === 0 || fence <= below || !isList(list)) break;
				if ((budget -= SLOT * (sp - fence)) < 0 || list.length + sp - fence > m.limits.stack) break;
				if (list.length === 0) budget -= FIRST_SLOTS;
				for (let i = fence; i < sp; i++) list.push(stack[i]);
				sp = fence;
				marks.pop();
				fence = below;
				continue;
			}
			case 0x75: {
				// SETITEMS
				const below = marks.length < 2 ? 0 : (marks[marks.length - 2] as number);
				if (marks.length === 0 || fence <= below || ((sp - fence) & 1) !== 0 || sp === fence) break;
				if (stack[fence - 1] instanceof PendingList) break;
				const from = fence;
				marks.pop();
				m.sp = sp;
				m.fence = fence = below;
				m.budget = budget;
				m.at = at;
				setItems(m, from);
				budget = m.budget;
				sp = from;
				continue;
			}
			default:
				break;
		}
		pos = at;
		break;
	}
	if (kept.read <= MANY_BYTES) kept.read += pos - r.pos;
	r.pos = pos;
	m.sp = sp;
	m.fence = fence;
	// A charge that a case has made before it gave up is made again by its handler: too early by a few bytes at most.
	m.budget = budget;
	if (pos === safeEnd && pos < end && m.sp >= m.limits.stack) throw new LimitError("stack", m.limits.stack);
	return pos >= pause && pos < safeEnd;
}

/** The present value of a memo entry. */
function fetched(m: Loader, value: unknown): unknown {
	return typeof value === "object" && value !== null ? m.fetched(value) : value;
}

/**
 * A row of BINGETs that is all of a batch, in a list of its own: what is not put on the stack need not be taken from it.
 *
 * PERF(bench: shared): V8 notes each young object that is put into the stack, which is old.
 *
 * @returns undefined for any other row, or where the APPENDS after it would fail
 */
function fetchBatch(m: Loader, from: number, fence: number, end: number, budget: number): unknown[] | undefined {
	const { bytes } = m.reader;
	const { marks } = m;
	const list = m.stack[fence - 1];
	const known = Math.min(m.memo.size, 256);
	let pos = from;
	while (pos + 1 < end && bytes[pos] === 0x68 && (bytes[pos + 1] as number) < known) pos += 2;
	const count = (pos - from) / 2;
	if (pos >= end || bytes[pos] !== 0x65 || count > MOST_ITEMS || budget < SLOT * count) return undefined;
	if (!(list instanceof PendingList) || list.length + count > m.limits.stack) return undefined;
	if (fence <= (marks.length < 2 ? 0 : (marks[marks.length - 2] as number)) || m.dicts.fetchesRow()) return undefined;
	const { start } = m.memo;
	const own = list.index;
	// A list within a list may hold what is not complete yet.
	const mayWait = marks.length > 1 || m.encodes;
	const batch = blankItems(count);
	for (let i = 0, at = from + 1; i < count; i++, at += 2) {
		const index = bytes[at] as number;
		const value = start[index];
		if (value === undefined || index === own || (mayWait && value instanceof PendingList)) return undefined;
		batch[i] = value;
	}
	return batch;
}

/** How long the opcode is that puts the top of the stack under the next index of the memo; 0 for any other. */
function putLength(bytes: Uint8Array, view: DataView, pos: number, index: number): number {
	const opcode = bytes[pos];
	if (opcode === 0x94) return 1;
	if (opcode === 0x71) return bytes[pos + 1] === index ? 2 : 0;
	return opcode === 0x72 && view.getUint32(pos + 1, true) === index ? 5 : 0;
}
function isList(value: unknown): value is unknown[] {
	return Array.isArray(value) && !(value instanceof PyTuple);
}
