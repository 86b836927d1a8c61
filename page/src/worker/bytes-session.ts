/** The worker's side of bytes: the verdict, the disassembly, the hex view, and which bytes are which value. Nothing is loaded here. */
import { Zip } from "../../../src/formats/zip.ts";
import type { BytesInfo, OpRow, ScanReport } from "../shared/types.ts";
import { Opcodes } from "./opcodes.ts";
import { gathered, MOST_BYTES } from "./pieces.ts";
import { Spans, type Step } from "./spans.ts";
import { unpacked } from "./unpack.ts";

/** Pickles up to this are taken apart. */
const MOST_DISASSEMBLED = 512 * 2 ** 20;
/** Of pickles up to this the bytes of each value are known. */
const MOST_SPANS = 128 * 2 ** 20;

export class BytesSession {
	readonly #file: Blob;
	readonly #name: string;
	#blob: Blob | undefined;
	#whole: Uint8Array | undefined;
	#opcodes: Opcodes | undefined;
	#spans: Spans | undefined;
	constructor(file: Blob, name: string) {
		this.#file = file;
		this.#name = name;
	}

	async scan(): Promise<ScanReport> {
		const { scanBlob } = await import("./scan-file.ts");
		return scanBlob(this.#file, this.#name);
	}

	async info(): Promise<BytesInfo> {
		const { blob, kind } = await unpacked(this.#file, () => undefined);
		let shown = blob;
		let note: string | undefined;
		let isPickle = kind === "pickle" || kind === "unknown" || kind === "joblib" || kind === "torch";
		if (kind === "zip") {
			const zip = await Zip.open(blob).catch(() => undefined);
			const entry = zip?.entries.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
			if (zip !== undefined && entry !== undefined) {
				shown = await gathered(zip.stream(entry), MOST_BYTES);
				note = entry.name;
				isPickle = true;
			}
		}
		this.#blob = shown;
		if (!isPickle || shown.size > MOST_DISASSEMBLED) {
			return { size: shown.size, ops: 0, note: isPickle ? "bytes.tooLong" : note };
		}
		this.#whole = new Uint8Array(await shown.arrayBuffer());
		this.#opcodes = new Opcodes(this.#whole);
		const { count, error } = this.#opcodes;
		return { size: shown.size, ops: count, error, note };
	}

	async hex(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
		return new Uint8Array(await (this.#blob ?? this.#file).slice(start, end).arrayBuffer());
	}
	ops(from: number, to: number): OpRow[] {
		return this.#opcodes?.rows(from, to) ?? [];
	}
	lineAt(offset: number): number {
		return this.#opcodes?.lineAt(offset) ?? 0;
	}
	#spansOf(): Spans | undefined {
		if (this.#whole === undefined || this.#whole.length > MOST_SPANS) return undefined;
		this.#spans ??= new Spans(this.#whole);
		return this.#spans;
	}
	rangeOf(
		root: number,
		steps: readonly Step[],
	): { readonly start: number; readonly end: number; readonly isExact: boolean } | undefined {
		return this.#spansOf()?.rangeOf(root, steps);
	}
	stepsTo(offset: number): { readonly root: number; readonly steps: readonly Step[] } | undefined {
		return this.#spansOf()?.stepsTo(offset);
	}
	/** Where bytes are next, from an offset on; -1 for nowhere. */
	async findBytes(wanted: Uint8Array, from: number): Promise<number> {
		const blob = this.#blob ?? this.#file;
		const step = 1 << 22;
		for (let at = from; at < blob.size; at += step) {
			const part = await this.hex(at, Math.min(blob.size, at + step + wanted.length - 1));
			for (let i = part.indexOf(wanted[0] as number); i !== -1; i = part.indexOf(wanted[0] as number, i + 1)) {
				if (i + wanted.length > part.length) break;
				if (wanted.every((byte, j) => part[i + j] === byte)) return at + i;
			}
		}
		return -1;
	}
}
