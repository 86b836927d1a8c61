/** The small values of torch: sizes, devices, layouts. */
import { INSPECT, KEY, type KeyParts, OUTLINE, REPR, TYPE } from "../values/brand.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import type { Outline } from "../values/outline.ts";

/**
 * `torch.Size`: lengths along the axes of a tensor, a tuple in Python.
 *
 * @example
 * ```ts
 * import { Size } from "brine/torch";
 * console.log([...new Size([2, 3])], String(new Size([2, 3]))); // [ 2, 3 ] torch.Size([2, 3])
 * ```
 */
export class Size extends MemoSlot {
	/** The lengths. */
	readonly lengths: readonly number[];

	/** @param lengths whole numbers */
	constructor(lengths: Iterable<number>) {
		super();
		this.lengths = Object.freeze([...lengths]);
	}
	get [TYPE](): "torch.Size" {
		return "torch.Size";
	}
	[KEY](): KeyParts {
		return { tag: "torch.Size", parts: this.lengths };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this.toString()] };
	}
	[OUTLINE](): Outline {
		const { lengths } = this;
		return {
			className: "torch.Size",
			parts: [{ kind: "items", size: lengths.length, items: lengths }],
			plain: [...lengths],
		};
	}
	*[Symbol.iterator](): Generator<number, void> {
		yield* this.lengths;
	}
	toJSON(): number[] {
		return [...this.lengths];
	}
	override toString(): string {
		return `torch.Size([${this.lengths.join(", ")}])`;
	}
	[INSPECT](): string {
		return `Size([${this.lengths.join(", ")}])`;
	}
}

/**
 * `torch.device`: where a tensor was.
 *
 * @example
 * ```ts
 * import { Device } from "brine/torch";
 * String(new Device("cuda", 1)); // "cuda:1"
 * ```
 */
export class Device extends MemoSlot {
	/** `"cpu"`, `"cuda"`, `"mps"`, `"meta"`, … */
	readonly type: string;
	/** Which of them; undefined for the current one. */
	readonly index: number | undefined;

	/**
	 * @param type the kind of device
	 * @param index which of them
	 */
	constructor(type: string, index?: number) {
		super();
		this.type = type;
		this.index = index;
	}
	get [TYPE](): "torch.device" {
		return "torch.device";
	}
	[KEY](): KeyParts {
		return { tag: "torch.device", parts: [this.type, this.index ?? -1] };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		const index = this.index === undefined ? "" : `, index=${this.index}`;
		return { parts: ["device(type=", this.type, `${index})`] };
	}
	[OUTLINE](): Outline {
		return { className: "torch.device", parts: [{ kind: "argument", value: this.toString() }], plain: this.toString() };
	}
	toJSON(): string {
		return this.toString();
	}
	override toString(): string {
		return this.index === undefined ? this.type : `${this.type}:${this.index}`;
	}
	[INSPECT](): string {
		return `Device(${this.toString()})`;
	}
}

/** How the items of a tensor are kept: `torch.strided`, `torch.sparse_coo`, … */
export class Layout extends MemoSlot {
	/** The name without `torch.`. */
	readonly name: string;

	/** @param name without `torch.`, such as `"sparse_coo"` */
	constructor(name: string) {
		super();
		this.name = name;
	}
	get [TYPE](): "torch.layout" {
		return "torch.layout";
	}
	[KEY](): KeyParts {
		return { tag: "torch.layout", parts: [this.name] };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this.toString()] };
	}
	[OUTLINE](): Outline {
		return { className: "torch.layout", parts: [{ kind: "argument", value: this.name }], plain: this.toString() };
	}
	toJSON(): string {
		return this.toString();
	}
	override toString(): string {
		return `torch.${this.name}`;
	}
	[INSPECT](): string {
		return `Layout(${this.name})`;
	}
}
