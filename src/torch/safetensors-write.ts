/** Files of safetensors, written: tensors by name, and nothing that could run. */
import { pump } from "../bytes/pump.ts";
import type { AbortSignalLike } from "../bytes/signal.ts";
import { isReleasing, type Sink } from "../bytes/sink.ts";
import { encodeUtf8 } from "../bytes/utf8.ts";
import { PyTypeError, ValueError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import { PieceMemory } from "./piece-memory.ts";
import { LONGEST_HEADER, PREFIX } from "./safetensors-read.ts";
import { contentsOf, findState, isTensor } from "./state-dict.ts";
import { Tensor } from "./tensor.ts";

/** How a file of safetensors is written. */
export interface SafetensorsWriteOptions {
	/**
	 * Leave out what the format cannot hold, and return the names: values that are not tensors, and tensors that are complex,
	 * quantized, sparse or on `meta`. @defaultValue false, an error that names them
	 */
	readonly drop?: boolean;
	/** The metadata of the file. @defaultValue `{ format: "pt" }`, as the library writes for torch */
	readonly metadata?: Readonly<Record<string, string>>;
	/** Stops the writing. */
	readonly signal?: AbortSignalLike;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["drop", "metadata", "signal"]);
const AT_ONCE: ReadonlySet<string> = /* @__PURE__ */ new Set(["drop", "metadata"]);

/** The written form. */
export interface SafetensorsWritten {
	/** The names of the tensors in the file, in its order. */
	readonly names: readonly string[];
	/** The names of what the file cannot hold; only with `drop`. */
	readonly dropped: readonly string[];
}

/** A tensor and where its bytes go. */
interface Planned {
	readonly name: string;
	readonly tensor: Tensor;
	readonly start: number;
}
interface Plan {
	readonly header: Uint8Array<ArrayBuffer>;
	readonly tensors: readonly Planned[];
	readonly size: number;
	readonly dropped: readonly string[];
}

/** Why a tensor cannot be in such a file. */
function refusal(value: unknown): string | undefined {
	if (!isTensor(value)) return "is not a tensor";
	if (!(value instanceof Tensor)) return "is sparse";
	if (value.storage === undefined) return "is on meta, without any bytes";
	if (value.quantizer !== undefined) return "is quantized";
	return value.type.safetensors === undefined ? `is of ${value.dtype}` : undefined;
}

/** The tensors of a value, and the names of all else in it. */
function takenOf(value: unknown): {
	readonly found: Iterable<readonly [string, unknown]>;
	readonly others: readonly string[];
} {
	const state = findState(value);
	if (state !== undefined) return { found: state.tensors, others: state.others };
	const { tensors, others } = contentsOf(value, true);
	return { found: tensors, others };
}

/** The tensors of a value that the format holds, and the names of the rest; an error for these unless they may be dropped. */
export function fittingTensors(
	value: unknown,
	drop: boolean,
): { readonly taken: readonly (readonly [name: string, tensor: Tensor])[]; readonly dropped: readonly string[] } {
	const { found, others } = takenOf(value);
	const problems = others.map((name): [string, string] => [name, "is not a tensor"]);
	const taken: [name: string, tensor: Tensor][] = [];
	for (const [name, tensor] of found) {
		const problem = name === "__metadata__" ? "is a name that the format keeps for itself" : refusal(tensor);
		if (problem === undefined) taken.push([name, tensor as Tensor]);
		else problems.push([name, problem]);
	}
	if (problems.length > 0 && !drop) throw refused(problems);
	return { taken, dropped: problems.map(([name]) => name) };
}

function planOf(value: unknown, { drop = false, metadata = { format: "pt" } }: SafetensorsWriteOptions): Plan {
	const fitting = fittingTensors(value, drop);
	const taken = [...fitting.taken];
	// The library puts wide items first, so that all of them are aligned; then by name.
	taken.sort(([a, x], [b, y]) => y.type.itemsize - x.type.itemsize || (a < b ? -1 : 1));
	const tensors: Planned[] = [];
	const entries: [string, unknown][] = [];
	let size = 0;
	for (const [name, tensor] of taken) {
		const end = size + tensor.nbytes;
		const { shape, type } = tensor;
		entries.push([name, { dtype: type.safetensors, shape, data_offsets: [size, end] }]);
		tensors.push({ name, tensor, start: size });
		size = end;
	}
	const about = Object.keys(metadata).length === 0 ? [] : [["__metadata__", metadata] as const];
	return { header: headerOf([...about, ...entries]), tensors, size, dropped: fitting.dropped };
}

function refused(problems: readonly (readonly [string, string])[]): PyTypeError {
	const shown = problems.slice(0, 5).map(([name, why]) => `${JSON.stringify(name.slice(0, 100))} ${why}`);
	const more = problems.length > shown.length ? `, and ${problems.length - shown.length} more` : "";
	return new PyTypeError(`safetensors cannot hold everything: ${shown.join(", ")}${more}`, {
		code: "argument",
		hint: "give the tensors alone, as stateDict(value) returns them, or drop: true to leave out the rest",
	});
}

/** The header with its length, filled up with spaces so that the bytes begin at a multiple of eight. */
function headerOf(entries: readonly (readonly [string, unknown])[]): Uint8Array<ArrayBuffer> {
	// Piece by piece, since names may be those of an object's own.
	const text = `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
	const json = encodeUtf8(text);
	const length = Math.ceil(json.length / 8) * 8;
	if (length > LONGEST_HEADER)
		throw new ValueError("the header would be longer than the format allows", { code: "argument" });
	const bytes = new Uint8Array(PREFIX + length).fill(0x20);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
	bytes.set(json, PREFIX);
	return bytes;
}

/** The bytes of a tensor in a row: as they are read where they are so already. */
async function* bytesOf(tensor: Tensor, memory?: PieceMemory): AsyncGenerator<Uint8Array, void, undefined> {
	if (tensor.isContiguous && !tensor.isConj && !tensor.isNeg) {
		const [start] = tensor.byteRange;
		const end = start + tensor.nbytes;
		if (memory !== undefined && tensor.storage !== undefined) yield* tensor.storage.streamInto(memory, start, end);
		else if (tensor.storage !== undefined) yield* tensor.storage.stream(start, end);
		return;
	}
	yield (await tensor.read()).toBytes();
}

async function* piecesOf({ header, tensors }: Plan, memory?: PieceMemory): AsyncGenerator<Uint8Array, void, undefined> {
	yield header;
	for (const { tensor } of tensors) yield* bytesOf(tensor, memory);
}

/**
 * Writes tensors as a file of safetensors, which cannot run anything and which the library of safetensors reads. Views that are
 * not in a row are written in a row; tensors that share bytes have their own ones in the file, since the format knows no sharing.
 *
 * @param value tensors by name; or a module, state dict or checkpoint, of which the tensors of {@link stateDict} are written; or
 *   any value, of which those of {@link namedTensors} are
 * @param sink a `WritableStream`, a Node stream, a file handle, or `{ write(chunk) }`; the bytes are written as they are read
 * @param options see {@link SafetensorsWriteOptions}
 * @returns the names of what was written, and of what was dropped
 * @throws PyTypeError (`argument`) for what the format cannot hold, unless `drop` is true
 * @throws OSError (`source`, `sink`) when a storage cannot be read, or the sink fails
 * @example
 * ```ts
 * import { Tensor, writeSafetensors } from "brine/torch";
 * const checkpoint = { epoch: 3, state_dict: { bias: Tensor.from(new Float32Array([1])) } };
 * const pieces = [];
 * const { names, dropped } = await writeSafetensors(checkpoint, { write: (piece) => pieces.push(piece) }, { drop: true });
 * console.log(names, dropped); // [ 'bias' ] [ 'epoch' ]
 * ```
 */
export async function writeSafetensors(
	value: unknown,
	sink: Sink,
	options?: SafetensorsWriteOptions | null,
): Promise<SafetensorsWritten> {
	const given = givenOptions("writeSafetensors", options, OPTIONS);
	const plan = planOf(value, given);
	await pump(piecesOf(plan, isReleasing(sink) ? new PieceMemory() : undefined), sink, given.signal);
	return { names: plan.tensors.map(({ name }) => name), dropped: plan.dropped };
}

/**
 * As {@link writeSafetensors}, all bytes at once.
 *
 * @param value see there
 * @param options see {@link SafetensorsWriteOptions}
 * @returns the file, and the names of what was written and dropped
 * @throws PyTypeError (`argument`) for what the format cannot hold, unless `drop` is true
 * @example
 * ```ts
 * import { Tensor, toSafetensors } from "brine/torch";
 * const { data, names } = await toSafetensors({ weight: Tensor.from(new Float32Array([1, 2])) });
 * console.log(names, data.length % 8); // [ 'weight' ] 0
 * ```
 */
export async function toSafetensors(
	value: unknown,
	options?: Omit<SafetensorsWriteOptions, "signal"> | null,
): Promise<SafetensorsWritten & { readonly data: Uint8Array<ArrayBuffer> }> {
	const given = givenOptions("toSafetensors", options, AT_ONCE);
	const plan = planOf(value, given);
	const data = new Uint8Array(plan.header.length + plan.size);
	let at = 0;
	for await (const piece of piecesOf(plan)) {
		data.set(piece, at);
		at += piece.length;
	}
	return { data, names: plan.tensors.map(({ name }) => name), dropped: plan.dropped };
}
