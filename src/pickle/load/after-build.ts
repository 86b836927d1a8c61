/** Raw bytes and whole pickles after a BUILD in the stream, which are not opcodes: raw bytes and whole pickles, which a registry entry asks for. */
import { PyTypeError, UnpicklingError } from "../../errors.ts";
import { typeName } from "../../values/type-name.ts";
import { BYTES, NESTED } from "./costs.ts";
import type { AfterBuild, Loader } from "./loader.ts";

/** Begins to read what follows a BUILD; the target is on top of the stack, and its generator's result takes its place. */
export function readAfter(m: Loader, following: AfterBuild["following"]): void {
	advance(m, following, undefined);
	if (m.reading === undefined) return;
	const { base, pos } = m.reader;
	// CPython's readers would take the bytes after the end of the frame.
	if (base + pos < m.lastFrame) throw new UnpicklingError("raw bytes within a frame", { code: "frame" });
	m.frameEnd = Number.POSITIVE_INFINITY;
	// The loop looks at this after every opcode anyway.
	m.stopped = true;
}

/** Resumes a generator with what it asked for, or takes its result. */
function advance(m: Loader, following: AfterBuild["following"], given: unknown): void {
	const next = following.next(given);
	if (next.done === true) {
		m.reading = undefined;
		m.dicts.came(next.value);
		m.stack[m.sp - 1] = next.value;
	} else {
		m.reading = { following, request: next.value };
	}
}

/**
 * Goes on with what an entry reads, with the pickles in it, and with the opcodes after it.
 *
 * @param root the outermost machine
 * @param runOpcodes runs one machine until STOP, until bytes lack, or until an entry wants to read
 * @returns true at the STOP of the outermost pickle, false when bytes lack
 */
export function readOn(root: Loader, runOpcodes: (m: Loader) => boolean): boolean {
	const { inner } = root;
	for (;;) {
		const m = inner.at(-1) ?? root;
		if (m.reading !== undefined) {
			if (!serve(root, m, m.reading)) return false;
			continue;
		}
		const done = runOpcodes(m);
		// The opcodes ended where an entry wants to read.
		if (m.reading !== undefined) continue;
		if (!done || m === root) return done;
		inner.pop();
		const outer = inner.at(-1) ?? root;
		outer.budget = m.budget;
		guarded(outer, () => advance(outer, (outer.reading as AfterBuild).following, m.result));
	}
}

/** Resumes a generator with what it waits for; false when that is not all there. */
function serve(root: Loader, m: Loader, { following, request }: AfterBuild): boolean {
	return guarded(m, () => {
		if (request === "pickle") {
			m.charge(NESTED);
			root.inner.push(m.nest());
			return true;
		}
		const { bytes: length } = request;
		if (!Number.isSafeInteger(length) || length < 0) {
			throw new PyTypeError(`an entry asked for ${typeName(length)} bytes`, { code: "argument" });
		}
		const bytes = takeBytes(m, length);
		if (bytes === undefined) return false;
		advance(m, following, bytes);
		return true;
	});
}

/** The next bytes of the stream; undefined when they are not all there. */
function takeBytes(m: Loader, length: number): Uint8Array | undefined {
	const r = m.reader;
	if (r.operand === undefined && r.end - r.pos < length) {
		r.lackOperand(0, length);
		return undefined;
	}
	m.charge(length + BYTES);
	if (m.zeroCopy && r.operand === undefined) {
		r.pos += length;
		return r.bytes.subarray(r.pos - length, r.pos);
	}
	return r.takeOperand(0, length);
}

/** Runs work between opcodes; an error gets the place. */
function guarded<T>(m: Loader, work: () => T): T {
	const at = m.reader.base + m.reader.pos;
	try {
		return work();
	} catch (error) {
		throw m.located(error, at, "BUILD");
	}
}
