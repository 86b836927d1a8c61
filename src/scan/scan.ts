import { type AbortSignalLike, abortError } from "../bytes/signal.ts";
import { openSource, type Source } from "../bytes/source.ts";
import { PyTypeError, ValueError } from "../errors.ts";
import { once } from "../kept.ts";
import { givenOptions } from "../options.ts";
import type { Finding } from "./finding.ts";
import { NameList } from "./name-list.ts";
import { Observations } from "./observations.ts";
import { createPolicy, type Policy } from "./policy.ts";
import { type RangeSource, View } from "./view.ts";
import { Walk } from "./walk.ts";
import { unscannable } from "./walk-zip.ts";

/** Options of {@link scan}. */
export interface ScanOptions {
	/** The names that are allowed. @defaultValue the list of this package, see {@link createPolicy} */
	readonly policy?: Policy;
	/** How the file is called in findings. @defaultValue `""` */
	readonly file?: string;
	/** Whether pickles inside other bytes are judged too. @defaultValue false */
	readonly embedded?: boolean;
	/** How many bytes of one member are read, and how many may come out of archives, in all. @defaultValue 2^30 (1 GiB) */
	readonly maxBytes?: number;
	/** After how many seconds the scan ends, with what it has. @defaultValue without end */
	readonly maxSeconds?: number;
	/** Stops the scan: it is rejected with code `aborted`. */
	readonly signal?: AbortSignalLike;
	/** Is called with every name that is imported, and what is done with it. */
	readonly onImport?: (name: string, kinds: ReadonlySet<string>, member: readonly string[]) => void;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"policy",
	"file",
	"embedded",
	"maxBytes",
	"maxSeconds",
	"signal",
	"onImport",
]);

const DEFAULT_MAX_BYTES = 2 ** 30;

const defaultPolicy: () => Policy = /* @__PURE__ */ once(() => createPolicy());

/**
 * Says what a file would do when somebody loads it as a pickle, without importing, calling or building anything.
 *
 * Archives and packed data are opened by what they are, never by a name, and every member is looked at. Bytes are
 * judged in every way in which some Python would read them. There is at least one finding for every file.
 *
 * @param source the bytes, a stream of them, or an object that reads them by ranges
 * @param options see {@link ScanOptions}
 * @returns the findings as they come; {@link verdict} makes one verdict of them
 * @throws PyTypeError (`argument`) for what is not a source, ValueError (`option`) for options that are wrong
 * @example
 * ```ts
 * import { scan, verdict } from "brine/scan";
 * const findings = [];
 * for await (const finding of scan(new TextEncoder().encode("cos\nsystem\n(S'id'\ntR."))) findings.push(finding);
 * verdict(findings); // "dangerous"
 * ```
 */
export async function* scan(
	source: Uint8Array | ArrayBuffer | ArrayBufferView | SharedArrayBuffer | RangeSource | Source,
	options?: ScanOptions | null,
): AsyncGenerator<Finding, void, undefined> {
	const given = givenOptions("scan", options, OPTIONS);
	const { file = "", embedded = false, maxBytes = DEFAULT_MAX_BYTES, maxSeconds, policy, onImport, signal } = given;
	for (const [name, value] of [
		["maxBytes", maxBytes],
		["maxSeconds", maxSeconds ?? 1],
	] as const) {
		if (typeof value !== "number" || !(value > 0))
			throw new ValueError(`'${name}' must be a number above 0`, { code: "option" });
	}
	if (policy !== undefined && !(policy instanceof NameList))
		throw new PyTypeError("'policy' must come from createPolicy()", { code: "option" });
	const walk = new Walk({
		list: policy ?? defaultPolicy(),
		file,
		embedded,
		maxBytes,
		deadline: maxSeconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + maxSeconds * 1000,
		imports: onImport,
	});
	const view = await viewOf(source, maxBytes, signal);
	for await (const finding of walk.scan(view, [])) {
		if (signal?.aborted === true) throw abortError(signal);
		yield finding;
	}
	if (view.isHere && view.size > maxBytes) yield* tooLong(maxBytes, file);
}

function tooLong(maxBytes: number, file: string): Finding[] {
	const observations = new Observations();
	observations.add(unscannable("limit", `there are more than ${maxBytes} bytes, of which the first were looked at`));
	return observations.findings(file, []);
}

async function viewOf(source: unknown, maxBytes: number, signal: AbortSignalLike | undefined): Promise<View> {
	if (signal?.aborted === true) throw abortError(signal);
	if (source instanceof Uint8Array) return new View(source);
	const tag = Object.prototype.toString.call(source);
	if (tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]")
		return new View(new Uint8Array(source as ArrayBuffer));
	if (ArrayBuffer.isView(source)) return new View(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
	if (isRanges(source)) return new View(source);
	return new View(await gather(source as Source, maxBytes, signal));
}
function isRanges(source: unknown): source is RangeSource {
	const it = source as Partial<RangeSource> | null | undefined;
	return typeof it?.size === "number" && typeof it.at === "function" && !Array.isArray(source);
}
/** All bytes of a stream. */
async function gather(source: Source, maxBytes: number, signal: AbortSignalLike | undefined): Promise<Uint8Array> {
	const reader = openSource(source, signal);
	const pieces: Uint8Array[] = [];
	let length = 0;
	try {
		while (length <= maxBytes) {
			const piece = await reader.next(1 << 20);
			if (piece === undefined) break;
			if (typeof piece === "string")
				throw new PyTypeError("a bytes-like object is required, not 'str'", { code: "source" });
			length += piece.length;
			pieces.push(piece);
		}
	} finally {
		await reader.close();
	}
	const bytes = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		bytes.set(piece, at);
		at += piece.length;
	}
	return bytes;
}
