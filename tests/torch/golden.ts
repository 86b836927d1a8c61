/** The files of real torches, and what they hold. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** A file of `torch.save`, by torch 1.13 or 2.15. */
export interface GoldenFile {
	readonly file: string;
	readonly what: string;
	readonly data: Uint8Array;
	/** In the notation of `gen_torch.py`; undefined for a file that torch left half written when it could not save a value. */
	readonly expected: unknown;
	/** What torch 1.13 and 2.15 said of it with `weights_only=True`. */
	readonly weightsOnly: readonly (string | true)[];
}

const text = readFileSync(new URL("golden.json", import.meta.url), "utf8");
const golden = JSON.parse(text) as {
	readonly torches: readonly { readonly torch: string; readonly names: string }[];
	readonly files: readonly (Omit<GoldenFile, "data" | "expected"> & {
		readonly data: string;
		readonly expected: string | null;
	})[];
};

export const { torches } = golden;
export const files: readonly GoldenFile[] = golden.files.map((one) => ({
	...one,
	data: new Uint8Array(gunzipSync(Buffer.from(one.data, "base64"))),
	expected: one.expected === null ? undefined : JSON.parse(one.expected),
}));

/** A file by its name. */
export function fileOf(name: string): GoldenFile {
	const found = files.find(({ file }) => file === name);
	if (found === undefined) throw new Error(`no file ${name}`);
	return found;
}

/** A source of ranges that counts what is asked of it. */
export class CountingSource {
	readonly byteLength: number;
	fetched = 0;
	requests = 0;
	readonly #bytes: Uint8Array;
	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.byteLength = bytes.length;
	}
	async slice(start: number, end: number): Promise<Uint8Array> {
		this.fetched += end - start;
		this.requests++;
		return this.#bytes.slice(start, end);
	}
}
