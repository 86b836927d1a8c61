/** The parts of pyarrow's pickles: types, fields, buffers, arrays. */
import { INSPECT, OUTLINE, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import type { Outline } from "../values/outline.ts";
import type { ArrowData } from "./arrow-data.ts";
import { type ArrowField, type ArrowType, arrowName } from "./arrow-type.ts";

/** Which thing of pyarrow it is. */
export type PyArrowKind = "type" | "field" | "buffer" | "array" | "chunks";

/** A thing of pyarrow that is a part of a column. */
export class PyArrow<T> extends MemoSlot {
	readonly kind: PyArrowKind;
	readonly value: T;
	constructor(kind: PyArrowKind, value: T) {
		super();
		this.kind = kind;
		this.value = value;
	}
	get [TYPE](): string {
		return `pyarrow.lib.${this.kind}`;
	}
	/** The text it shows of itself. */
	get #shown(): unknown {
		const { kind, value } = this as PyArrow<unknown>;
		if (kind === "type") return arrowName(value as ArrowType);
		if (kind === "field") return `${(value as ArrowField).name}: ${arrowName((value as ArrowField).type)}`;
		if (kind === "buffer") return value;
		const { type, length } =
			kind === "array" ? (value as ArrowData) : { ...(value as Chunks), length: (value as Chunks).chunks.length };
		return `${arrowName(type)}, ${length}`;
	}
	[OUTLINE](): Outline {
		return { className: this[TYPE], parts: [{ kind: "argument", value: this.#shown }] };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	[INSPECT](): string {
		return `PyArrow(${this.kind})`;
	}
}

/** The parts of an array, of one type. */
export interface Chunks {
	readonly chunks: readonly ArrowData[];
	readonly type: ArrowType;
}
export type PyArrowType = PyArrow<ArrowType>;
export type PyArrowField = PyArrow<ArrowField>;
export type PyArrowBuffer = PyArrow<Uint8Array>;
export type PyArrowArray = PyArrow<ArrowData>;
export type PyArrowChunks = PyArrow<Chunks>;
