import { INSPECT, KEY, type KeyParts, PLAIN, TYPE } from "./brand.ts";
import { jsonView } from "./json-view.ts";
import { normalInt } from "./numbers.ts";
import { repr } from "./repr.ts";

type Int = number | bigint;

/** Python's `range`: iterable, never expanded. */
export class PyRange implements Iterable<Int> {
	readonly start: Int;
	readonly stop: Int;
	readonly step: Int;

	constructor(start: Int, stop: Int, step: Int = 1) {
		this.start = start;
		this.stop = stop;
		this.step = step;
	}
	get [TYPE](): "range" {
		return "range";
	}
	/** How many numbers there are, as Python's `len()`. */
	get length(): Int {
		const [start, stop, step] = [BigInt(this.start), BigInt(this.stop), BigInt(this.step)];
		if (step > 0n) return start >= stop ? 0 : normalInt((stop - start - 1n) / step + 1n);
		return start <= stop ? 0 : normalInt((start - stop - 1n) / -step + 1n);
	}
	*[Symbol.iterator](): IterableIterator<Int> {
		const step = BigInt(this.step);
		let next = BigInt(this.start);
		for (let left = BigInt(this.length); left > 0n; left--) {
			yield normalInt(next);
			next += step;
		}
	}
	/** Ranges are equal when they give the same numbers. */
	[KEY](): KeyParts {
		const length = this.length;
		if (length === 0) return { tag: "range", parts: [0] };
		return { tag: "range", parts: length === 1 ? [1, this.start] : [length, this.start, this.step] };
	}
	toJSON(): { start: Int; stop: Int; step: Int } {
		return { start: this.start, stop: this.stop, step: this.step };
	}
	/** As Python's `str()`: `range(0, 5)`. */
	toString(): string {
		return `range(${this.start}, ${this.stop}${this.step === 1 ? "" : `, ${this.step}`})`;
	}
	[INSPECT](): string {
		return `PyRange(${this.start}, ${this.stop}, ${this.step})`;
	}
}

/** Python's `slice`. */
export class PySlice {
	readonly start: unknown;
	readonly stop: unknown;
	readonly step: unknown;

	constructor(start: unknown, stop: unknown, step: unknown = null) {
		this.start = start;
		this.stop = stop;
		this.step = step;
	}
	get [TYPE](): "slice" {
		return "slice";
	}
	[KEY](): KeyParts {
		return { tag: "slice", parts: [this.start, this.stop, this.step] };
	}
	[PLAIN](): { start: unknown; stop: unknown; step: unknown } {
		return { start: this.start, stop: this.stop, step: this.step };
	}
	/**
	 * Its three parts by name; what is in them is plain too.
	 *
	 * @throws ValueError (`circular`), RecursionError (`depth`) or LimitError (`limit`) as `toJSON` of a dict
	 */
	toJSON(): unknown {
		return jsonView(this);
	}
	/** The text of `repr()`, as Python's `str()` has it. */
	toString(): string {
		return repr(this);
	}
}
