/** How pyarrow's types, fields, buffers and arrays are read and written. */

import { bufferOf } from "../numpy/arguments.ts";
import { entriesOf, intIn } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, PyName, Reduction, TypeEntry } from "../registry/registry.ts";
import { PyByteArray } from "../values/bytearray.ts";
import { qualnameOf } from "../values/py-name.ts";
import { PyTuple, tuple } from "../values/tuple.ts";
import { type ArrowData, bufferCount, holds } from "./arrow-data.ts";
import { type ArrowField, type ArrowType, arrowAlias, arrowName, isShallow } from "./arrow-type.ts";
import {
	PyArrow,
	type PyArrowArray,
	type PyArrowBuffer,
	type PyArrowChunks,
	type PyArrowField,
	type PyArrowType,
} from "./pyarrow.ts";

const name = (qualname: string): PyName => `pyarrow.lib:${qualname}`;
const UNITS = ["s", "ms", "us", "ns"] as const;

function typeOf(value: unknown): ArrowType | undefined {
	return value instanceof PyArrow && value.kind === "type" ? (value as PyArrowType).value : undefined;
}
function fieldOf(value: unknown, name = "item"): ArrowField | undefined {
	if (value instanceof PyArrow && value.kind === "field") return (value as PyArrowField).value;
	const type = typeOf(value);
	return type && { name, type, nullable: true };
}
function typed(type: ArrowType | undefined): PyArrowType | undefined {
	return type !== undefined && isShallow(type) ? new PyArrow("type", type) : undefined;
}

/** A type out of the arguments of the function of a name. */
function madeType(short: string, args: PyTuple): ArrowType | undefined {
	const [first, second, third] = args as readonly unknown[];
	switch (short) {
		case "type_for_alias":
			return args.length === 1 && typeof first === "string" ? arrowAlias(first) : undefined;
		case "timestamp": {
			const unit = UNITS.find((known) => known === first);
			const isZone = second === null || second === undefined || typeof second === "string";
			return unit !== undefined && isZone && args.length <= 2
				? { kind: "timestamp", unit, tz: (second as string | null | undefined) ?? null }
				: undefined;
		}
		case "duration":
		case "time32":
		case "time64": {
			const unit = UNITS.find((known) => known === first);
			return unit && (short === "duration" ? { kind: "duration", unit } : { kind: "time", unit });
		}
		case "decimal128":
		case "decimal256": {
			const bits = short === "decimal128" ? 128 : 256;
			const [precision, scale] = [intIn(first, 1, 76), intIn(second, -1000, 1000)];
			return precision === undefined || scale === undefined ? undefined : { kind: "decimal", bits, precision, scale };
		}
		case "binary": {
			const size = intIn(first, 0, 2 ** 31 - 1);
			return size === undefined ? undefined : { kind: "fixed_binary", size };
		}
		case "list_":
		case "large_list": {
			const item = fieldOf(first);
			if (item === undefined || args.length > 2) return undefined;
			if (args.length === 1 || second === -1) return { kind: short === "list_" ? "list" : "large_list", item };
			const size = intIn(second, 0, 2 ** 31 - 1);
			return size === undefined ? undefined : { kind: "fixed_list", item, size };
		}
		case "struct": {
			const fields = Array.isArray(first) ? first.map((field) => fieldOf(field)) : [undefined];
			return fields.every((field) => field !== undefined)
				? { kind: "struct", fields: fields as ArrowField[] }
				: undefined;
		}
		case "dictionary": {
			const [index, value] = [typeOf(first), typeOf(second)];
			if (index?.kind !== "int" || value === undefined || typeof (third ?? false) !== "boolean") return undefined;
			return { kind: "dictionary", index, value, ordered: third === true };
		}
		default:
			return undefined;
	}
}

/** `_restore_array((type, length, nulls, offset, buffers, children, dictionary))`, in which children are such tuples. */
function dataOf(type: ArrowType, given: unknown): ArrowData | undefined {
	if (!(given instanceof PyTuple) || given.length !== 7) return undefined;
	const [, length, nulls, offset, buffers, children, dictionary] = given as readonly unknown[];
	const whole = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value);
	if (!whole(length) || !whole(nulls) || !whole(offset)) return undefined;
	if (!Array.isArray(buffers) || buffers.length !== bufferCount(type) || !Array.isArray(children)) return undefined;
	const parts = buffers.map((buffer) => (buffer === null ? null : bufferBytes(buffer)));
	if (parts.includes(undefined)) return undefined;
	const [validity = null, values = null, bytes = null] = parts as (Uint8Array | null)[];
	const types = childTypes(type);
	if (types.length !== children.length) return undefined;
	const made = types.map((inner, i) => dataOf(inner, children[i]));
	if (made.includes(undefined)) return undefined;
	const inner = type.kind === "dictionary" ? ownData(dictionary, type.value) : null;
	if (inner === undefined || (type.kind !== "dictionary" && dictionary !== null)) return undefined;
	return { type, length, offset, validity, values, bytes, children: made as ArrowData[], dictionary: inner };
}
/** The values of a dictionary, which tells its type itself. */
function ownData(given: unknown, type: ArrowType): ArrowData | undefined {
	if (given instanceof PyArrow && given.kind === "array") {
		const { value } = given as PyArrowArray;
		return arrowName(value.type) === arrowName(type) ? value : undefined;
	}
	return dataOf(type, given);
}
function childTypes(type: ArrowType): readonly ArrowType[] {
	if ("item" in type) return [type.item.type];
	return type.kind === "struct" ? type.fields.map((field) => field.type) : [];
}
function bufferBytes(value: unknown): Uint8Array | undefined {
	return value instanceof PyArrow && value.kind === "buffer" ? (value as PyArrowBuffer).value : undefined;
}

const TYPE_NAMES = [
	"type_for_alias",
	"timestamp",
	"duration",
	"time32",
	"time64",
	"decimal128",
	"decimal256",
	"binary",
	"list_",
	"large_list",
	"struct",
	"dictionary",
] as const;

/** The call that makes a type. */
function typeCall(type: ArrowType): Reduction {
	switch (type.kind) {
		case "timestamp":
			return { callable: name("timestamp"), args: [type.unit, type.tz] };
		case "decimal":
			return { callable: name(`decimal${type.bits}`), args: [type.precision, type.scale] };
		case "fixed_binary":
			return { callable: name("binary"), args: [type.size] };
		case "list":
		case "large_list":
			return { callable: name(type.kind === "list" ? "list_" : type.kind), args: [new PyArrow("field", type.item)] };
		case "fixed_list":
			return { callable: name("list_"), args: [new PyArrow("field", type.item), type.size] };
		case "struct":
			return { callable: name("struct"), args: [type.fields.map((field) => new PyArrow("field", field))] };
		case "dictionary":
			return {
				callable: name("dictionary"),
				args: [new PyArrow("type", type.index), new PyArrow("type", type.value), type.ordered],
			};
		default:
			return { callable: name("type_for_alias"), args: [arrowName(type)] };
	}
}

/** The tuple of an array. */
function dataTuple(data: ArrowData): PyTuple {
	const { type, length, offset, validity, values, bytes, children, dictionary } = data;
	const buffers = [validity, values, bytes].slice(0, bufferCount(type));
	return tuple<unknown[]>(
		new PyArrow("type", type),
		length,
		-1,
		offset,
		buffers.map((buffer) => buffer && new PyArrow("buffer", buffer)),
		children.map(dataTuple),
		dictionary === null ? null : dataTuple(dictionary),
	);
}

/** The entries of pyarrow. */
export function arrowTypes(): AnyTypeEntry[] {
	const types: TypeEntry<PyArrow<unknown>> = defineType<PyArrow<unknown>>({
		names: TYPE_NAMES.map(name) as [PyName, ...PyName[]],
		type: PyArrow,
		load: (args, kwargs, context) => {
			const short = qualnameOf(context.name);
			return kwargs.size > 0 ? undefined : typed(madeType(short, args));
		},
		reduce: (value): Reduction => {
			if (value.kind === "type") return typeCall((value as PyArrowType).value);
			if (value.kind === "field") {
				const { name: own, type, nullable } = (value as PyArrowField).value;
				return { callable: name("field"), args: [own, new PyArrow("type", type), nullable, null] };
			}
			if (value.kind === "buffer") {
				const { value: bytes } = value as PyArrowBuffer;
				return { callable: name("py_buffer"), args: [PyByteArray.from(bytes)] };
			}
			if (value.kind === "array") {
				return { callable: name("_restore_array"), args: [dataTuple((value as PyArrowArray).value)] };
			}
			const { chunks, type } = (value as PyArrowChunks).value;
			return {
				callable: name("chunked_array"),
				args: [chunks.map((chunk) => new PyArrow("array", chunk)), new PyArrow("type", type)],
			};
		},
	});
	return [
		types,
		defineType<PyArrowField>({
			names: [name("field")],
			load: (args, kwargs) => {
				const [own, type, nullable, metadata] = args as readonly unknown[];
				const inner = typeOf(type);
				const isEmpty = metadata === null || metadata === undefined || [...(entriesOf(metadata) ?? [0])].length === 0;
				if (args.length < 2 || args.length > 4 || kwargs.size > 0 || !isEmpty || inner === undefined) return undefined;
				if (typeof own !== "string" || typeof (nullable ?? true) !== "boolean") return undefined;
				return new PyArrow("field", { name: own, type: inner, nullable: nullable !== false });
			},
		}),
		defineType<PyArrowBuffer>({
			names: [name("py_buffer")],
			charges: true,
			load: (args) => {
				const buffer = args.length === 1 ? bufferOf(args[0]) : undefined;
				return buffer && new PyArrow("buffer", buffer.bytes);
			},
		}),
		defineType<PyArrowArray>({
			names: [name("_restore_array")],
			charges: true,
			load: (args, _, { charge }) => {
				const [given] = args as readonly unknown[];
				const type = args.length === 1 && given instanceof PyTuple ? typeOf(given[0]) : undefined;
				const data = type && dataOf(type, given);
				return data !== undefined && holds(data, charge) ? new PyArrow("array", data) : undefined;
			},
		}),
		defineType<PyArrowChunks>({
			names: [name("chunked_array")],
			charges: true,
			load: (args) => {
				const [given, typeGiven] = args as readonly unknown[];
				const type = typeOf(typeGiven);
				if (args.length !== 2 || type === undefined || !Array.isArray(given)) return undefined;
				const chunks: ArrowData[] = [];
				for (const chunk of given) {
					if (!(chunk instanceof PyArrow) || chunk.kind !== "array") return undefined;
					const { value } = chunk as PyArrowArray;
					if (arrowName(value.type) !== arrowName(type)) return undefined;
					chunks.push(value);
				}
				return new PyArrow("chunks", { chunks, type });
			},
		}),
	];
}
