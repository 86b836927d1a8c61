/** Writing JavaScript values as plain items: numbers, bools and complex numbers. */
import { OverflowError, PyTypeError } from "../errors.ts";
import { PyComplex } from "../values/complex.ts";
import { PyFloat } from "../values/numbers.ts";
import { typeName } from "../values/type-name.ts";
import { FORMATS, type Format } from "./formats.ts";
import type { SmallFloat } from "./small-float.ts";

/** Puts an item at a place. */
export type FormatWriter = (view: DataView, at: number, value: unknown, little: boolean) => void;

/** Says that a value cannot be an item. */
function refuse(value: unknown, name: string): never {
	throw new PyTypeError(`an item of ${name} cannot be made of '${typeName(value)}'`, { code: "argument" });
}

/** A number of any kind as a `number`. */
function realOf(value: unknown, name: string): number {
	if (typeof value === "number") return value;
	if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
	return value instanceof PyFloat ? value.value : refuse(value, name);
}

/** An int between bounds. */
function intOf(value: unknown, name: string, least: number | bigint, most: number | bigint): number | bigint {
	const int = typeof value === "boolean" ? Number(value) : value instanceof PyFloat ? value.value : value;
	if (typeof int !== "bigint" && !(typeof int === "number" && Number.isInteger(int))) return refuse(value, name);
	if (int < least || int > most) {
		throw new OverflowError(`Python integer ${int} out of bounds for ${name}`, { code: "argument" });
	}
	return int;
}

function intWriter(name: string, size: number, isSigned: boolean, bits: number): FormatWriter {
	const most = 2n ** BigInt(bits - (isSigned ? 1 : 0)) - 1n;
	const least = isSigned ? -most - 1n : 0n;
	if (size === 8)
		return (view, at, value, little) => view.setBigInt64(at, BigInt(intOf(value, name, least, most)), little);
	const set = `set${isSigned ? "Int" : "Uint"}${8 * size}` as "setInt32";
	return (view, at, value, little) => view[set](at, Number(intOf(value, name, least, most)), little);
}

/** The writers of the items of a format. */
export function formatWriter(format: Format): FormatWriter {
	const { name, size, small } = format;
	if (name === "bool") return (view, at, value) => view.setUint8(at, realOf(value, name) === 0 ? 0 : 1);
	const int = /^(u?)int(\d+)$/.exec(name);
	if (int !== null) return intWriter(name, size, int[1] === "", Number(int[2]));
	if (small !== undefined) {
		const set = size === 1 ? "setUint8" : "setUint16";
		return (view, at, value, little) => view[set](at, toBits(small, realOf(value, name)), little);
	}
	if (name === "float32") return (view, at, value, little) => view.setFloat32(at, realOf(value, name), little);
	if (name === "float64") return (view, at, value, little) => view.setFloat64(at, realOf(value, name), little);
	if (name === "float128") return (view, at, value, little) => toExtended(view, at, realOf(value, name), little);
	if (name.startsWith("complex")) return complexWriter(name, size / 2);
	return (view, at, value) => {
		// float8_e8m0fnu: powers of two alone.
		const power = Math.log2(realOf(value, name));
		view.setUint8(at, Number.isNaN(power) ? 0xff : Math.min(Math.max(Math.round(power) + 127, 0), 0xff));
	};
}

function complexWriter(name: string, size: number): FormatWriter {
	const write = formatWriter(FORMATS.get(`f${size}`) as Format);
	return (view, at, value, little) => {
		const { real, imag } = value instanceof PyComplex ? value : { real: realOf(value, name), imag: 0 };
		write(view, at, real, little);
		write(view, at + size, imag, little);
	};
}

/** The bits of the nearest number that the format has, of two as near the even one; too large ones as numpy makes them. */
function toBits(format: SmallFloat, value: number): number {
	const { exponentBits, mantissaBits, bias, specials } = format;
	const all = 2 ** (exponentBits + mantissaBits);
	const sign = value < 0 || Object.is(value, -0) ? all : 0;
	const nan = specials === "fnuz" ? all : specials === "fn" ? all - 1 : all - 2 ** (mantissaBits - 1);
	const most = specials === "ieee" ? all - 2 ** mantissaBits : specials === "fn" ? all - 2 : all - 1;
	if (Number.isNaN(value)) return nan;
	const beyond =
		specials === "finite" ? sign | most : specials === "fnuz" ? nan : specials === "fn" ? sign | nan : sign | most;
	if (!Number.isFinite(value)) return beyond;
	const size = Math.abs(value);
	if (size === 0) return specials === "fnuz" ? 0 : sign;
	const exponent = Math.max(Math.floor(Math.log2(size)), 1 - bias);
	const exact = size * 2 ** (mantissaBits - exponent);
	const whole = Math.floor(exact);
	const rest = exact - whole;
	const mantissa = rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? whole + 1 : whole;
	const bits = (exponent + bias - 1) * 2 ** mantissaBits + mantissa;
	if (specials === "fnuz" && bits === 0) return 0;
	if (specials === "ieee" ? bits >= most : bits > most) return beyond;
	return sign | bits;
}

/** Writes a double as an x87 number; the bytes of padding become zero. */
function toExtended(view: DataView, at: number, value: number, little: boolean): void {
	const bits = new DataView(new ArrayBuffer(8));
	bits.setFloat64(0, value);
	const raw = bits.getBigUint64(0);
	const exponent = Number((raw >> 52n) & 0x7ffn);
	const fraction = raw & 0xfffffffffffffn;
	let mantissa = 0n;
	let power = 0;
	if (exponent === 0x7ff) {
		power = 0x7fff;
		mantissa = (1n << 63n) | (fraction << 11n);
	} else if (exponent > 0) {
		power = exponent - 1023 + 16383;
		mantissa = (1n << 63n) | (fraction << 11n);
	} else if (fraction !== 0n) {
		const shift = 64 - fraction.toString(2).length;
		power = 16383 - 1074 + 63 - shift;
		mantissa = fraction << BigInt(shift);
	}
	const top = power | (value < 0 || Object.is(value, -0) ? 0x8000 : 0);
	view.setBigUint64(at, 0n);
	view.setBigUint64(at + 8, 0n);
	view.setBigUint64(little ? at : at + 8, mantissa, little);
	view.setUint16(little ? at + 8 : at + 6, top, little);
}
