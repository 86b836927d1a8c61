import type { VersionNumber } from "../options.ts";
import { PyFloat } from "./numbers.ts";
import type { ReprParts } from "./repr-frames.ts";
import { bytesRepr, escapeName, strRepr } from "./str-repr.ts";
import { typeCode } from "./type-codes.ts";

/**
 * The text of a JavaScript value that is none of ours: as its Python counterpart where there is one, else
 * between angle brackets, as Python shows what has no literal.
 */
export function nativeRepr(value: unknown, version: VersionNumber): ReprParts {
	switch (typeof value) {
		case "undefined":
			return { parts: ["undefined"] };
		case "symbol":
			return { parts: [`<symbol ${strRepr(value.description ?? "", version)}>`] };
		case "function":
			return { parts: [`<function ${escapeName(value.name || "<lambda>", version)}>`] };
		default:
			return objectText(value as object, version);
	}
}

function objectText(value: object, version: VersionNumber): ReprParts {
	const text = (literal: string): ReprParts => ({ parts: [literal] });
	if (value instanceof Date) return text(dateText(value));
	if (value instanceof RegExp) return text(`<RegExp ${escapeName(String(value), version)}>`);
	if (value instanceof Error) return text(`${escapeName(value.name, version)}(${strRepr(value.message, version)})`);
	if (value instanceof Number || value instanceof String || value instanceof Boolean || value instanceof BigInt) {
		return { parts: ["", value.valueOf()] };
	}
	if (value instanceof ArrayBuffer) return text(bytesRepr(new Uint8Array(value)));
	const tag = Object.prototype.toString.call(value).slice(8, -1);
	const code = ArrayBuffer.isView(value) ? typeCode(tag, version) : undefined;
	if (code !== undefined) {
		const items: unknown[] = Array.from(value as unknown as ArrayLike<number>);
		if (items.length === 0) return text(`array('${code}')`);
		const shown = "efd".includes(code) ? items.map((item) => new PyFloat(item as number)) : items;
		return { parts: [`array('${code}', `, shown, ")"] };
	}
	const constructor: unknown = (value as { constructor?: unknown }).constructor;
	const name = typeof constructor === "function" && constructor.name !== "" ? constructor.name : tag;
	return text(`<${escapeName(name, version)} object>`);
}

/** A `Date` is an aware `datetime` in UTC. */
function dateText(date: Date): string {
	if (Number.isNaN(date.getTime())) return "<Date object: invalid>";
	const fields = [
		date.getUTCFullYear(),
		date.getUTCMonth() + 1,
		date.getUTCDate(),
		date.getUTCHours(),
		date.getUTCMinutes(),
	];
	const micros = date.getUTCMilliseconds() * 1000;
	// Python leaves out seconds and microseconds that are zero, from the end.
	if (date.getUTCSeconds() !== 0 || micros !== 0) fields.push(date.getUTCSeconds());
	if (micros !== 0) fields.push(micros);
	return `datetime.datetime(${fields.join(", ")}, tzinfo=datetime.timezone.utc)`;
}
