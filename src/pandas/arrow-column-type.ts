/** How columns of Arrow's arrays are read and written. */
import { attributesOf } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, Reduction } from "../registry/registry.ts";

import { writtenColumn } from "./array-writing.ts";
import { ArrowArray, ExtensionArray } from "./arrays.ts";
import type { ArrowData } from "./arrow-data.ts";
import { arrowName } from "./arrow-type.ts";
import { ArrowDType, StringDType } from "./dtypes.ts";
import { FILL } from "./extension-array.ts";
import { nameIn, namesOf, shortOf } from "./names.ts";
import { PyArrow, type PyArrowArray, type PyArrowChunks, type PyArrowType } from "./pyarrow.ts";
import type { Style } from "./versions.ts";

function chunksOf(value: unknown): readonly ArrowData[] | undefined {
	if (Array.isArray(value)) {
		const chunks = value.map((chunk) => chunksOf(chunk)?.[0]);
		return chunks.length > 0 && chunks.every((chunk) => chunk !== undefined) ? (chunks as ArrowData[]) : undefined;
	}
	if (!(value instanceof PyArrow)) return undefined;
	if (value.kind === "array") return [(value as PyArrowArray).value];
	if (value.kind !== "chunks") return undefined;
	const { chunks, type } = (value as PyArrowChunks).value;
	return chunks.length > 0 ? chunks : [empty(type)];
}
function empty(type: ArrowData["type"]): ArrowData {
	const none = { validity: null, values: null, bytes: null, children: [], dictionary: null };
	return { type, length: 0, offset: 0, ...none };
}

/** The entries of `ArrowExtensionArray`, its strings, and `ArrowDtype`. */
export function arrowColumnTypes(style: Style): AnyTypeEntry[] {
	return [
		defineType<ArrowDType>({
			names: namesOf("ArrowDtype"),
			type: ArrowDType,
			refuses: true,
			load: (args, kwargs) => (args.length === 0 && kwargs.size === 0 ? new ArrowDType({ kind: "null" }) : undefined),
			setState: (dtype, state, { textAsBytes }) => {
				const type = attributesOf(state, textAsBytes)?.get("pyarrow_dtype");
				if (!(type instanceof PyArrow) || type.kind !== "type") return false;
				Object.assign(dtype, new ArrowDType((type as PyArrowType).value));
				return true;
			},
			reduce: ({ type }): Reduction => ({
				via: "NEWOBJ",
				callable: nameIn(style, "ArrowDtype"),
				args: [],
				state: new Map<string, unknown>([
					// pandas 3 has another name for it than those before; the portable form has both.
					...(style.version === 0 || style.version >= 30000 ? ([["_storage", "pyarrow"]] as const) : []),
					...(style.version < 30000 ? ([["storage", "pyarrow"]] as const) : []),
					["pyarrow_dtype", new PyArrow("type", type)],
				]),
			}),
		}),
		defineType<ArrowArray>({
			names: namesOf("ArrowExtensionArray", "ArrowStringArray", "ArrowStringArrayNumpySemantics"),
			type: ArrowArray,
			refuses: true,
			charges: true,
			load: (args, kwargs, { name }) => {
				if (args.length !== 0 || kwargs.size !== 0) return undefined;
				const isNumpy = shortOf(name).endsWith("NumpySemantics");
				const isText = shortOf(name).startsWith("ArrowString");
				return isText
					? new ArrowArray([empty({ kind: "large_string" })], new StringDType("pyarrow", isNumpy ? "NaN" : "NA"))
					: new ArrowArray([empty({ kind: "null" })], new ArrowDType({ kind: "null" }));
			},
			setState: (array, state, { textAsBytes }) => {
				const attributes = attributesOf(state, textAsBytes);
				const chunks = chunksOf(attributes?.get("_pa_array") ?? attributes?.get("_data"));
				if (attributes === undefined || chunks === undefined) return false;
				const given = attributes.get("_dtype");
				const [{ type }] = chunks as [ArrowData];
				if (array.dtype instanceof StringDType) {
					if (type.kind !== "string" && type.kind !== "large_string") return false;
					const dtype = given instanceof StringDType ? given : array.dtype;
					ExtensionArray[FILL](array, new ArrowArray(chunks, dtype));
					return true;
				}
				if (!(given instanceof ArrowDType) || arrowName(given.type) !== arrowName(type)) return false;
				ExtensionArray[FILL](array, new ArrowArray(chunks, given));
				return true;
			},
			reduce: (array): Reduction | { instead: unknown } => {
				const own = writtenColumn(array, style);
				if (own !== array) return { instead: own };
				const { chunks, pyName, dtype } = array;
				const parts = chunks.map((chunk) => new PyArrow("array", chunk));
				const isOld = style.version > 0 && style.version < 20000;
				const [{ type }] = chunks as [ArrowData];
				const held = isOld ? new PyArrow("chunks", { chunks, type }) : parts.length === 1 ? parts[0] : parts;
				const short =
					dtype instanceof StringDType && dtype.missing === "NaN" && style.version < 30000
						? "ArrowStringArrayNumpySemantics"
						: pyName;
				return {
					via: "NEWOBJ",
					callable: nameIn(style, short),
					args: [],
					state: new Map<string, unknown>([
						[isOld ? "_data" : "_pa_array", held],
						["_dtype", dtype],
					]),
				};
			},
		}),
	];
}
