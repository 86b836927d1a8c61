/** Which Python wrote a pickle, guessed from its opcodes and names. */
import { opcodeOf } from "../../../src/pickletools/opcode-info.ts";
import { findOperand, newSpan, type OperandSize, SIZES } from "../../../src/pickletools/trace/operand-sizes.ts";

/** Opcodes that are looked at. */
const MOST = 20_000;

export interface Origin {
	readonly protocol: number;
	/** A key of the page's words. */
	readonly writer: string;
}

/** The protocol of a pickle and the Python that wrote it; undefined for what does not begin like one. */
export function originOf(head: Uint8Array): Origin | undefined {
	const place = newSpan();
	const seen = new Set<string>();
	let [at, protocol, modules] = [0, 0, ""];
	for (let count = 0; count < MOST && at < head.length; count++) {
		const operand: OperandSize | undefined = SIZES[head[at] as number];
		if (operand === undefined) return count === 0 ? undefined : origin(protocol, seen, modules);
		if (findOperand(head, at, operand, place) !== undefined) break;
		seen.add(operand.name);
		if (operand.name === "PROTO") protocol = Math.max(protocol, head[at + 1] as number);
		else protocol = Math.max(protocol, opcodeOf(head[at] as number)?.proto ?? 0);
		if (operand.name === "GLOBAL" || operand.name === "INST")
			modules += ` ${String.fromCharCode(...head.subarray(place.from, Math.min(place.firstTo, place.from + 60)))}`;
		at = place.next;
		if (operand.name === "STOP") break;
	}
	return seen.size === 0 ? undefined : origin(protocol, seen, modules);
}

function origin(protocol: number, seen: ReadonlySet<string>, modules: string): Origin {
	if (protocol >= 3) return { protocol, writer: `writer.${Math.min(protocol, 5)}` };
	const isOld =
		/ (__builtin__|copy_reg|exceptions|cPickle|StringIO|UserDict|ConfigParser|Queue)\b/.test(modules) ||
		seen.has("STRING") ||
		seen.has("BINSTRING") ||
		seen.has("SHORT_BINSTRING");
	// Python 3 writes names of Python 2 too, below protocol 3, but no strings of Python 2.
	const isSure = seen.has("STRING") || seen.has("BINSTRING") || seen.has("SHORT_BINSTRING");
	return { protocol, writer: isSure ? "writer.py2" : isOld ? "writer.either" : "writer.old" };
}
