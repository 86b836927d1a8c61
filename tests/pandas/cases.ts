/** The pickles of real pandas in tests/golden/pandas, and what they hold. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PyByteArray } from "../../src/values/bytearray.ts";

export interface PandasPickle {
	/** Which pandas, Python and protocol: `"pd2.3-py3.10 p2"`. */
	readonly by: readonly string[];
	readonly data: Uint8Array;
	/** Out-of-band buffers; a read-only one is `bytes`. */
	readonly buffers: readonly Uint8Array[] | undefined;
	readonly expected: unknown;
}
export interface PandasCase {
	readonly name: string;
	readonly pickles: readonly PandasPickle[];
}
export interface Portable {
	readonly data: string;
	/** The Python expression that was true. */
	readonly check: string;
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
	readonly portable: Readonly<Record<string, Portable>>;
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Buffer.from(text, "base64"));
}
const raw = JSON.parse(gunzipSync(readFileSync("tests/golden/pandas/cases.json.gz")).toString()) as Raw;

export const portable = raw.portable;

export function pandasCases(): PandasCase[] {
	return raw.cases.map(({ name, expected, differs = [], pickles }) => ({
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
}
