import { PyTypeError } from "../errors.ts";
import { checkOptions, parsePythonVersion } from "../options.ts";
import { fullLimits, type Limits } from "../pickle/limits.ts";
import type { Registry } from "../registry/registry.ts";
import { typeName } from "../values/type-name.ts";
import type { PickleBreak, PickleImport } from "./imports.ts";
import type { PickleNode } from "./nodes.ts";
import { Recorder } from "./recorder.ts";

/** Options of {@link globals} and {@link tree}. */
export interface InspectOptions {
	/** The Python whose names of Python 2 classes are meant. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** Where extension codes are looked up. @defaultValue none are known */
	readonly registry?: Registry;
	/** What may be used; one that is met is the `error`, and what was found by then is told. */
	readonly limits?: Limits;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["pythonVersion", "registry", "limits"]);

/** What {@link globals} finds. */
export interface PickleGlobals {
	/** Every import in the order of the pickle, one for each opcode that asks for one. */
	readonly imports: readonly PickleImport[];
	/** The first place where loading would fail; undefined for a pickle that is whole, as far as opcodes tell. */
	readonly error: PickleBreak | undefined;
	/** The first place where a frame and its contents do not fit, which most Pythons do not notice. */
	readonly frameError: PickleBreak | undefined;
	/** Whether STOP was reached. */
	readonly complete: boolean;
	/** One behind the last byte that was read: where another pickle may start. */
	readonly end: number;
}

/**
 * Which classes and functions a pickle asks for and what it does with them, without importing, calling or
 * building anything.
 *
 * The stack, the marks and the memo are followed as a loader follows them, so that no detour hides a name. It
 * goes on where a loader gives up, as far as opcodes can be told apart.
 *
 * @param data the bytes; one pickle is read, up to STOP
 * @param options see {@link InspectOptions}
 * @returns the imports with their uses, and where the pickle is broken; any bytes at all are survived
 * @throws PyTypeError (`argument`) for what is no bytes
 * @example
 * ```ts
 * import { pickletools } from "brine";
 * const bytes = new TextEncoder().encode("cos\nsystem\n(S'ls'\ntR.");
 * const { imports } = pickletools.globals(bytes);
 * imports[0]?.name; // "system"
 * imports[0]?.uses[0]; // { kind: "call", opcode: "REDUCE", offset: 19, on: "import" }
 * ```
 */
export function globals(data: Uint8Array | ArrayBuffer, options?: InspectOptions): PickleGlobals {
	const recorder = record("globals", data, options, false);
	const { imports, error, frameError, stopped: complete, end } = recorder;
	return { imports, error, frameError, complete, end };
}

/** What {@link tree} gives: the value, and what {@link globals} finds. */
export interface PickleTree extends PickleGlobals {
	/** The value under STOP; undefined when STOP was not reached. */
	readonly root: PickleNode | undefined;
}

/**
 * The value of a pickle as a tree of nodes, each with the range of bytes that make it, without importing,
 * calling or building anything. For people who look rather than read.
 *
 * What stands in several places is one node there, so this is a graph, and it may have cycles.
 *
 * @param data the bytes; one pickle is read, up to STOP
 * @param options see {@link InspectOptions}
 * @returns the root, the imports, and where the pickle is broken; any bytes at all are survived
 * @throws PyTypeError (`argument`) for what is no bytes
 * @example
 * ```ts
 * import { pickle, pickletools } from "brine";
 * const { root } = pickletools.tree(pickle.dumps(["a", 1]));
 * root?.kind; // "list"
 * root?.parts.map(({ node }) => node.value); // ["a", 1]
 * ```
 */
export function tree(data: Uint8Array | ArrayBuffer, options?: InspectOptions): PickleTree {
	const recorder = record("tree", data, options, true);
	const { imports, error, frameError, stopped: complete, end } = recorder;
	return { root: recorder.result as PickleNode | undefined, imports, error, frameError, complete, end };
}

function record(callee: string, data: unknown, options: InspectOptions | undefined, parts: boolean): Recorder {
	checkOptions(callee, options, OPTIONS);
	const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
	if (!(bytes instanceof Uint8Array)) {
		throw new PyTypeError(`a bytes-like object is required, not '${typeName(bytes)}'`, { code: "argument" });
	}
	const version = parsePythonVersion(options?.pythonVersion);
	const limits = fullLimits(options?.limits, version);
	const recorder = new Recorder(bytes, { limits, version, registry: options?.registry, parts });
	recorder.run();
	return recorder;
}
