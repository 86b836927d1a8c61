/** Python's expressions for what is in a value. */
import { visibleLine } from "../../../src/cli/visible.ts";
import { isObject, type Outline, outlineOf, PyException, repr } from "../../../src/types/index.ts";

/** Characters of a key in a path. */
const MOST_KEY = 1 << 16;

/** The item of a key. */
export function keyPath(base: string, key: unknown): string {
	if (typeof key === "string") return `${base}[${visibleLine(JSON.stringify(key))}]`;
	try {
		return `${base}[${visibleLine(repr(key, { limits: { text: MOST_KEY } }))}]`;
	} catch {
		// A key that is too long to be written.
		return `${base}[…]`;
	}
}

/** The part of a value, by its number among the parts of its outline: attributes, arguments, items and entries one by one. */
export function partPath(base: string, owner: object, number: number): string {
	const parts = outlineOf(owner)?.parts ?? [];
	let [left, argument, index] = [number, 0, 0];
	for (const part of parts) {
		const size = "size" in part ? part.size : 1;
		if (left >= size) {
			if (part.kind === "argument") argument++;
			if (part.kind === "items") index += size;
			left -= size;
			continue;
		}
		return pathOf(base, owner, part, { left, argument, index });
	}
	return base;
}

interface At {
	/** Its number in the part. */
	readonly left: number;
	/** How many arguments and items there were before the part. */
	readonly argument: number;
	readonly index: number;
}

function pathOf(base: string, owner: object, part: Outline["parts"][number], { left, argument, index }: At): string {
	switch (part.kind) {
		case "attribute":
			return /^[A-Za-z_]\w*$/.test(part.name)
				? `${base}.${part.name}`
				: `vars(${base})[${visibleLine(JSON.stringify(part.name))}]`;
		case "items":
			return `${base}[${index + left}]`;
		case "entries": {
			let at = 0;
			for (const [key] of part.entries) if (at++ === left) return keyPath(base, key);
			return base;
		}
		case "argument":
			if (owner instanceof PyException) return `${base}.args[${argument}]`;
			return `${argumentsOf(base, owner)}[${argument + (viaOf(owner) === "NEWOBJ" ? 1 : 0)}]`;
		case "keyword":
			return `${base}.__reduce_ex__(4)[1][2][${visibleLine(JSON.stringify(part.name))}]`;
		case "state":
			return `${base}.__reduce_ex__(4)[2]`;
		default:
			return `${base}.__reduce_ex__(4)`;
	}
}
function viaOf(owner: object): string {
	return isObject(owner) ? owner.via : "REDUCE";
}
/** `object.__reduce_ex__` puts the class before the arguments, and with keywords all into a tuple of three. */
function argumentsOf(base: string, owner: object): string {
	return `${base}.__reduce_ex__(4)[1]${viaOf(owner) === "NEWOBJ_EX" ? "[1]" : ""}`;
}
