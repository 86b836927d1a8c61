import { DEFAULT_VERSION, type VersionNumber } from "../options.ts";
import { PRINTABLE_TOGGLES } from "./printable-data.ts";

/**
 * Whether Python's `repr()` shows a character as it is.
 *
 * @param point a code point; surrogates are not printable
 * @param version the Python whose Unicode database decides. Default: 3.14
 */
export function isPrintable(point: number, version: VersionNumber = DEFAULT_VERSION): boolean {
	if (point < 0x7f) return point >= 0x20;
	const table = TABLES.get(version);
	let low = 0;
	let high = table.length;
	// How many toggles stand at or before the point: an odd number has switched it on.
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((table[middle] as number) <= point) low = middle + 1;
		else high = middle;
	}
	return low % 2 === 1;
}

/** The tables, each unpacked when first needed: a repr of ASCII text needs none. */
class Tables {
	readonly #unpacked: (Uint32Array | undefined)[] = [];

	get(version: VersionNumber): Uint32Array {
		const minor = Math.floor(version / 100) % 100;
		const row = Math.min(Math.max(minor - FIRST_MINOR, 0), PRINTABLE_TOGGLES.length - 1);
		const table = this.#unpacked[row] ?? unpack(row);
		this.#unpacked[row] = table;
		return table;
	}
}

const FIRST_MINOR = 6;
const TABLES: Tables = /* @__PURE__ */ new Tables();

function unpack(row: number): Uint32Array {
	const toggles = new Set<number>();
	for (let i = 0; i <= row; i++) {
		let point = 0;
		let number = 0;
		for (const letter of PRINTABLE_TOGGLES[i] as string) {
			number = number * 26 + Number.parseInt(letter, 36) - 10;
			if (letter > "Z") continue;
			point += number;
			number = 0;
			if (!toggles.delete(point)) toggles.add(point);
		}
	}
	return Uint32Array.from(toggles).sort();
}
