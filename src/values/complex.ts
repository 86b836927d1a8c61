import { INSPECT, KEY, type KeyParts, TYPE } from "./brand.ts";
import { repr } from "./repr.ts";

/** Python's `complex`: two floats. */
export class PyComplex {
	/** The real part. */
	readonly real: number;
	/** The imaginary part. */
	readonly imag: number;

	constructor(real: number, imag: number) {
		this.real = +real;
		this.imag = +imag;
	}
	get [TYPE](): "complex" {
		return "complex";
	}
	[KEY](): number | KeyParts {
		return this.imag === 0 ? this.real : { tag: "complex", parts: [this.real, this.imag] };
	}
	toJSON(): { real: number; imag: number } {
		return { real: this.real, imag: this.imag };
	}
	/** The text of `repr()`, as Python's `str()` has it. */
	toString(): string {
		return repr(this);
	}
	[INSPECT](): string {
		return `PyComplex(${this.real}, ${this.imag})`;
	}
}
