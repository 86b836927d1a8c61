import { INSPECT, KEY, TYPE } from "./brand.ts";

/**
 * A Python `float` that JavaScript's `number` alone would pass off as an `int`: a whole one.
 * Exact mode returns it for `1.0`; write one to make Python see a `float`.
 *
 * @example
 * ```ts
 * import { json, PyFloat } from "brine";
 * json.dumps([1, new PyFloat(1)]); // "[1, 1.0]"
 * ```
 */
export class PyFloat {
	/** The number itself. */
	readonly value: number;

	constructor(value: number) {
		this.value = +value;
	}
	get [TYPE](): "float" {
		return "float";
	}
	[KEY](): number {
		return this.value;
	}
	valueOf(): number {
		return this.value;
	}
	toJSON(): number {
		return this.value;
	}
	toString(): string {
		return String(this.value);
	}
	[INSPECT](): string {
		return `PyFloat(${Object.is(this.value, -0) ? "-0" : this.value})`;
	}
}

/**
 * A whole float becomes a {@link PyFloat} when it could pass for an int, as exact mode asks.
 * `-0`, fractions, NaN and everything beyond 2^53 are floats by themselves under the writing rule.
 */
export function exactFloat(value: number): number | PyFloat {
	return Number.isSafeInteger(value) && !Object.is(value, -0) ? new PyFloat(value) : value;
}

/** A bigint as `number` where that is exact, which is how every int is handed out. */
export function normalInt(value: bigint): number | bigint {
	return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** Whether a `number` is written as an `int`: the one writing rule of the value table. */
export function isIntNumber(value: number): boolean {
	return Number.isSafeInteger(value) && !Object.is(value, -0);
}
