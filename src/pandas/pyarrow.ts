/** The parts of pyarrow's pickles: types, fields, buffers, arrays. */
import { INSPECT, OUTLINE, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { inspectOutline, type Outline, type OutlinePart } from "../values/outline.ts";
import { arrowReader } from "./arrow-array.ts";
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
	[OUTLINE](): Outline {
		return { className: this[TYPE], parts: [...shownParts(this as PyArrow<unknown>)] };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	[INSPECT](): object | string {
		return inspectOutline(this, `PyArrow(${this.kind})`, this[OUTLINE]());
	}
}

/** The type, and the items where there are any. */
function* shownParts({ kind, value }: PyArrow<unknown>): Generator<OutlinePart, void> {
	if (kind === "buffer") {
		yield { kind: "argument", value };
		return;
	}
	if (kind === "type") {
		yield { kind: "argument", value: arrowName(value as ArrowType) };
		return;
	}
	if (kind === "field") {
		const { name, type, nullable } = value as ArrowField;
		yield { kind: "argument", value: `${name}: ${arrowName(type)}${nullable ? "" : " not null"}` };
		return;
	}
	const chunks = kind === "array" ? [value as ArrowData] : (value as Chunks).chunks;
	yield { kind: "argument", value: arrowName((value as ArrowData | Chunks).type) };
	const size = chunks.reduce((sum, { length }) => sum + length, 0);
	yield { kind: "items", size, items: { [Symbol.iterator]: () => itemsOf(chunks) } };
}
function* itemsOf(chunks: readonly ArrowData[]): Generator<unknown, void> {
	for (const chunk of chunks) {
		const read = arrowReader(chunk);
		for (let i = 0; i < chunk.length; i++) yield read(i);
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
