import { PyError, ValueError } from "../errors.ts";
import { checkOptions, parsePythonVersion } from "../options.ts";
import { type TextLimits, textLimits } from "../values/repr-limits.ts";
import { bytesRepr } from "../values/str-repr.ts";
import type { ReadContext } from "./arguments.ts";
import { type ByteSource, openSource, type PickleInput } from "./byte-source.ts";

import { type OpcodeInfo, opcodeOf } from "./opcode-info.ts";

/** Options of {@link genops}. */
export interface GenopsOptions {
	/** The Python that is followed: before 3.8 there is no protocol 5, before 3.14 names must be ASCII. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** `digits`: the most digits of an int in decimal. @defaultValue 4300 */
	readonly limits?: TextLimits;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["pythonVersion", "limits"]);

/** One opcode of a pickle. */
export interface PickleOp {
	/** The record of the opcode. */
	readonly opcode: OpcodeInfo;
	/** Its argument as a value, null when it has none. A float is a `number`, whole or not. */
	readonly arg: unknown;
	/** Where it is, undefined when the source has no `tell()`. */
	readonly pos: number | undefined;
}

/**
 * Takes a pickle apart into its opcodes, without running any. Python's `pickletools.genops`.
 *
 * @param data the bytes, or an object with `read(n)` and `readline()`, of which nothing after STOP is read
 * @param options see {@link GenopsOptions}
 * @returns the opcodes in order, ending with STOP
 * @throws AttributeError (`argument`) for what is not a source; while iterating ValueError for an unknown opcode,
 *   a bad argument or an end before STOP, with Python's message, `offset` and `opcode`
 * @example
 * ```ts
 * import { pickle, pickletools } from "brine";
 * for (const { opcode, arg, pos } of pickletools.genops(pickle.dumps([1, "a"]))) {
 *   console.log(pos, opcode.name, arg);
 * }
 * ```
 */
export function genops(data: PickleInput, options?: GenopsOptions | null): Generator<PickleOp, void, undefined> {
	checkOptions("genops", options, OPTIONS);
	const version = parsePythonVersion(options?.pythonVersion);
	const { digits } = textLimits(options?.limits, version);
	return scan(openSource(data), { version, digits });
}

/** The generator of {@link genops}, for sources and options that have been checked. */
export function* scan(
	source: ByteSource & { tell?(): number },
	context: ReadContext,
): Generator<PickleOp, void, undefined> {
	// Protocol 5 came with 3.8.
	const highest = context.version < 30800 ? 4 : 5;
	for (;;) {
		const pos = source.tell?.();
		const code = source.read(1);
		const opcode = code.length === 0 ? undefined : opcodeOf(code[0] as number);
		if (opcode === undefined || opcode.proto > highest) throw noOpcode(code, pos);
		let arg: unknown = null;
		if (opcode.arg !== null) {
			try {
				arg = opcode.arg.reader(source, context);
			} catch (error) {
				if (error instanceof PyError) {
					error.offset ??= pos;
					error.opcode ??= opcode.name;
				}
				throw error;
			}
		}
		yield { opcode, arg, pos };
		if (opcode.code === ".") return;
	}
}

function noOpcode(code: Uint8Array, pos: number | undefined): ValueError {
	if (code.length === 0)
		return new ValueError("pickle exhausted before seeing STOP", { code: "truncated", offset: pos });
	return new ValueError(`at position ${pos ?? "<unknown>"}, opcode ${bytesRepr(code)} unknown`, {
		code: "unknown-opcode",
		offset: pos,
	});
}
