/** MARK, POP, POP_MARK, DUP and the memo opcodes, the same for every builder. */

import { OverflowError, ValueError } from "../../errors.ts";
import type { Answer, Machine } from "../machine.ts";
import { parseInt10 } from "./int-text.ts";
import { readLine } from "./operands.ts";

export function loadMark(m: Machine): Answer {
	m.mark();
	return undefined;
}

export function loadStop(m: Machine): Answer {
	m.result = m.pop();
	m.stopped = true;
	return undefined;
}

export function loadPut(m: Machine): Answer {
	const line = readLine(m.reader, 2);
	if (line === undefined) return true;
	const value = m.top();
	const index = parseInt10(line, m);
	if (index < 0) throw new ValueError("negative PUT argument", { code: "operand" });
	m.put(ssize(index), value);
	return undefined;
}

export function loadBinPut(m: Machine): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	const index = r.bytes[r.pos++] as number;
	m.put(index, m.top());
	return undefined;
}

export function loadLongBinPut(m: Machine): Answer {
	const r = m.reader;
	if (r.end - r.pos < 4) return r.lack(4);
	const index = r.view.getUint32(r.pos, true);
	r.pos += 4;
	m.put(index, m.top());
	return undefined;
}

export function loadMemoize(m: Machine): Answer {
	m.memoize(m.top());
	return undefined;
}

export function loadGet(m: Machine): Answer {
	const line = readLine(m.reader, 2);
	if (line === undefined) return true;
	m.push(m.get(ssize(parseInt10(line, m))));
	return undefined;
}

export function loadBinGet(m: Machine): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	m.push(m.get(r.bytes[r.pos++] as number));
	return undefined;
}

export function loadLongBinGet(m: Machine): Answer {
	const r = m.reader;
	if (r.end - r.pos < 4) return r.lack(4);
	const index = r.view.getUint32(r.pos, true);
	r.pos += 4;
	m.push(m.get(index));
	return undefined;
}

/** An index as C's `Py_ssize_t`; those that no array could have stay distinct enough as doubles. */
function ssize(index: number | bigint): number {
	if (index > 0x7fffffffffffffffn || index < -0x8000000000000000n) {
		throw new OverflowError("Python int too large to convert to C ssize_t", { code: "operand" });
	}
	return Number(index);
}
