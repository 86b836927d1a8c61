import { checkOptions, parsePythonVersion, type VersionNumber } from "../options.ts";
import { type FullLimits, fullLimits, type Limits } from "../pickle/limits.ts";
import { type BytesLike, bytesOf } from "../pickle/loads.ts";
import type { Registry } from "../registry/registry.ts";
import { GlobalsListener } from "./globals-listener.ts";
import type { PickleBreak, PickleImport } from "./imports.ts";
import type { PickleNode } from "./nodes.ts";
import { Recorder } from "./recorder.ts";
import { Tracer } from "./trace/tracer.ts";

/** Options of {@link globals} and {@link tree}. */
export interface InspectOptions {
	/** The Python whose names of Python 2 classes are meant. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** Where extension codes are looked up. @defaultValue none are known */
	readonly registry?: Registry;
	/** The limits; one that is met is the `error`, and what was found by then is told. */
	readonly limits?: Limits;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["pythonVersion", "registry", "limits"]);

/** The findings of {@link globals}. */
export interface PickleGlobals {
	/** Every import in the order of the pickle, one for each opcode that asks for one. */
	readonly imports: readonly PickleImport[];
	/** The first place where loading would fail; undefined for a pickle that is whole, as far as opcodes tell. */
	readonly error: PickleBreak | undefined;
	/** The first place where a frame and its contents do not fit, which most Pythons do not notice. */
	readonly frameError: PickleBreak | undefined;
	/**
	 * Whether the whole input was understood: each pickle has its STOP, and after the last one there is nothing, or
	 * the end of a line. Else `error` says why.
	 */
	readonly complete: boolean;
	/** One past the last pickle; when not one is whole, one past the last byte that was read. */
	readonly end: number;
	/** How many pickles the input has: those with a STOP. */
	readonly count: number;
}

/**
 * Which classes and functions a pickle asks for and what it does with them, without importing, calling or
 * building anything.
 *
 * The stack, the marks and the memo are followed as a loader follows them, so that no detour hides a name. It
 * goes on where a loader gives up, as far as opcodes can be told apart.
 *
 * @param data the bytes; all pickles in them are read, one after another
 * @param options see {@link InspectOptions}
 * @returns the imports with their uses, and where the input is broken; any bytes at all are survived
 * @throws PyTypeError (`argument`) for what is not bytes
 * @example
 * ```ts
 * import { pickletools } from "brine";
 * const bytes = new TextEncoder().encode("cos\nsystem\n(S'ls'\ntR.");
 * const { imports } = pickletools.globals(bytes);
 * imports[0]?.name; // "system"
 * imports[0]?.uses[0]; // { kind: "call", opcode: "REDUCE", offset: 19, on: "import" }
 * ```
 */
export function globals(data: BytesLike, options?: InspectOptions | null): PickleGlobals {
	const { bytes, version, limits } = inspected("globals", data, options);
	const listener = new GlobalsListener(version, options?.registry);
	const tracer = new Tracer(bytes, listener, { limits, version, strict: true });
	let [error, count, end]: [PickleBreak | undefined, number, number] = [undefined, 0, 0];
	do {
		tracer.run(end);
		error ??= tracer.error;
		if (tracer.stopped) count++;
		if (tracer.stopped || count === 0) end = tracer.end;
	} while (tracer.stopped && !endsLine(bytes, end));
	const { frameError } = tracer;
	return { imports: listener.imports, error, frameError, complete: tracer.stopped, end, count };
}

/** Whether only the end of a line is left. */
function endsLine(bytes: Uint8Array, at: number): boolean {
	const rest = bytes.length - at;
	return rest === 0 || (bytes[bytes.length - 1] === 0x0a && (rest === 1 || (rest === 2 && bytes[at] === 0x0d)));
}

/** The value of one pickle, and what {@link globals} finds in it; `complete` says whether STOP was reached. */
export interface PickleTree extends Omit<PickleGlobals, "count"> {
	/** The value under STOP; undefined when STOP was not reached. */
	readonly root: PickleNode | undefined;
}

/**
 * The value of a pickle as a tree of nodes, each with the range of bytes that make it, without importing,
 * calling or building anything. For people who look rather than read.
 *
 * A value in several places is one node there, so this is a graph, and it may have cycles.
 *
 * @param data the bytes; one pickle is read, up to STOP
 * @param options see {@link InspectOptions}
 * @returns the root, the imports, and where the pickle is broken; any bytes at all are survived
 * @throws PyTypeError (`argument`) for what is not bytes
 * @example
 * ```ts
 * import { pickle, pickletools } from "brine";
 * const { root } = pickletools.tree(pickle.dumps(["a", 1]));
 * root?.kind; // "list"
 * root?.parts.map(({ node }) => node.value); // ["a", 1]
 * ```
 */
export function tree(data: BytesLike, options?: InspectOptions | null): PickleTree {
	const recorder = record("tree", data, options, true);
	const { imports, error, frameError, stopped: complete, end } = recorder;
	return { root: recorder.result as PickleNode | undefined, imports, error, frameError, complete, end };
}

function record(callee: string, data: unknown, options: InspectOptions | null | undefined, parts: boolean): Recorder {
	const { bytes, version, limits } = inspected(callee, data, options);
	const recorder = new Recorder(bytes, { limits, version, registry: options?.registry, parts });
	recorder.run();
	return recorder;
}

/** The options of an inspection, checked. */
function inspected(
	callee: string,
	data: unknown,
	options: InspectOptions | null | undefined,
): { readonly bytes: Uint8Array; readonly version: VersionNumber; readonly limits: FullLimits } {
	checkOptions(callee, options, OPTIONS);
	const bytes = bytesOf(data);
	const version = parsePythonVersion(options?.pythonVersion);
	return { bytes, version, limits: fullLimits(options?.limits, version) };
}
