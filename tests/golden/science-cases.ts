/** The pickles of real numpys and pandas in tests/golden, and their contents. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PyByteArray } from "../../src/values/bytearray.ts";

export interface GoldenPickle {
	/** Which library, Python and protocol: `"np2.5-py3.13 p2"`. */
	readonly by: readonly string[];
	readonly data: Uint8Array;
	/** Out-of-band buffers; a read-only one is `bytes`. */
	readonly buffers: readonly Uint8Array[] | undefined;
	readonly expected: unknown;
}
export interface GoldenCase {
	readonly name: string;
	readonly pickles: readonly GoldenPickle[];
}

interface Raw {
	readonly cases: readonly {
		readonly name: string;
		readonly expected: unknown;
		readonly differs?: readonly { readonly by: readonly string[]; readonly expected: unknown }[];
		readonly pickles: readonly {
			readonly by: readonly string[];
			readonly data: string;
			readonly buffers?: readonly { readonly data: string; readonly readonly: boolean }[];
		}[];
	}[];
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Buffer.from(text, "base64"));
}

/** A file of cases, and whatever else it holds. */
export function goldenFile<T>(path: string): { readonly cases: GoldenCase[]; readonly rest: T } {
	const raw = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Raw & T;
	const cases = raw.cases.map(({ name, expected, differs = [], pickles }) => ({
		name,
		pickles: pickles.map(({ by, data, buffers }) => ({
			by,
			data: bytesOf(data),
			buffers: buffers?.map((buffer) =>
				buffer.readonly ? bytesOf(buffer.data) : new PyByteArray(bytesOf(buffer.data).buffer),
			),
			expected:
				differs.find((other) => other.by.some((who) => (by[0] as string).startsWith(who)))?.expected ?? expected,
		})),
	}));
	return { cases, rest: raw };
}
