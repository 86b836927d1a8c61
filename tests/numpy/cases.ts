/** The pickles of real numpys in tests/golden/numpy, and what they hold. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PyByteArray } from "../../src/values/bytearray.ts";

export interface NumpyPickle {
	/** Which numpy, Python and protocol: `"np2.5-py3.13 p2"`. */
	readonly by: readonly string[];
	readonly data: Uint8Array;
	/** Out-of-band buffers; a read-only one is `bytes`. */
	readonly buffers: readonly Uint8Array[] | undefined;
	readonly expected: unknown;
}
export interface NumpyCase {
	readonly name: string;
	readonly pickles: readonly NumpyPickle[];
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

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Buffer.from(text, "base64"));
}

export function numpyCases(): NumpyCase[] {
	const text = gunzipSync(readFileSync("tests/golden/numpy/cases.json.gz")).toString();
	return (JSON.parse(text) as Raw).cases.map(({ name, expected, differs = [], pickles }) => ({
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
