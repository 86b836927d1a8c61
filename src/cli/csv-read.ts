/** CSV as a frame, as pandas' `read_csv` reads it at its defaults; numbers are read exactly. */
import { UnicodeDecodeError, ValueError } from "../errors.ts";
import { array, NDArray } from "../numpy/index.ts";
import { DataFrame } from "../pandas/index.ts";

/** Texts that are a missing value. */
const MISSING: ReadonlySet<string> = new Set(
	",#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,None,n/a,nan,null".split(","),
);
const TRUE: ReadonlySet<string> = new Set(["True", "TRUE", "true"]);
const FALSE: ReadonlySet<string> = new Set(["False", "FALSE", "false"]);
const INTEGER = /^[ \t]*[+-]?\d{1,400}$/;
const FLOAT = /^[ \t]*[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf|infinity)[ \t]*$/i;

/** The fields of lines: quotes may hold commas, line ends and doubled quotes. */
class Parser {
	readonly #text: string;
	#at = 0;
	#line = 1;
	constructor(text: string) {
		this.#text = text;
	}
	get line(): number {
		return this.#line;
	}
	/** The fields of the next line that is not empty; undefined at the end. */
	next(): string[] | undefined {
		const text = this.#text;
		while (this.#at < text.length) {
			const isQuoted = text[this.#at] === '"';
			const fields = this.#row();
			if (fields.length > 1 || fields[0] !== "" || isQuoted) return fields;
		}
		return undefined;
	}
	#row(): string[] {
		const fields: string[] = [];
		for (;;) {
			fields.push(this.#field());
			const end = this.#text[this.#at];
			this.#at++;
			if (end === ",") continue;
			if (end === "\r" && this.#text[this.#at] === "\n") this.#at++;
			this.#line++;
			return fields;
		}
	}
	#field(): string {
		const text = this.#text;
		let made = "";
		while (this.#at < text.length) {
			const start = this.#at;
			if (text[start] === '"' && made === "") {
				made = this.#quoted();
				continue;
			}
			let to = start;
			for (; to < text.length; to++) {
				const code = text.charCodeAt(to);
				if (code === 0x2c || code === 0x0a || code === 0x0d) break;
			}
			this.#at = to;
			return made + text.slice(start, to);
		}
		return made;
	}
	#quoted(): string {
		const text = this.#text;
		let made = "";
		let start = this.#at + 1;
		for (;;) {
			const end = text.indexOf('"', start);
			if (end < 0) {
				throw new ValueError(`a quote that is opened on line ${this.#line} is not closed`, { code: "source" });
			}
			made += text.slice(start, end);
			if (text[end + 1] !== '"') {
				this.#at = end + 1;
				return made;
			}
			made += '"';
			start = end + 2;
		}
	}
}

/** Names of columns: those that are empty are numbered, and those that are there twice too. */
function namesOf(header: readonly string[]): string[] {
	const seen = new Map<string, number>();
	const all = new Set<string>();
	return header.map((given, i) => {
		const name = given === "" ? `Unnamed: ${i}` : given;
		let made = name;
		let count = seen.get(name) ?? 0;
		while (all.has(made)) made = `${name}.${++count}`;
		seen.set(name, count);
		all.add(made);
		return made;
	});
}

/** The values of a column: integers, floats, bools, or strings. */
function columnOf(texts: readonly string[]): NDArray {
	const shape = [texts.length];
	const isNone = (text: string): boolean => MISSING.has(text);
	const hasNone = texts.some(isNone);
	if (texts.length > 0 && !hasNone && texts.every((text) => INTEGER.test(text))) {
		const whole = texts.map((text) => BigInt(text.trim().replace(/^\+/, "")));
		const [least, most] = whole.reduce(([a, b], value) => [value < a ? value : a, value > b ? value : b], [0n, 0n]);
		if (least >= -(2n ** 63n) && most < 2n ** 63n) return array(BigInt64Array.from(whole));
		if (least >= 0n && most < 2n ** 64n) return array(BigUint64Array.from(whole));
		return objects(texts);
	}
	if (texts.length > 0 && texts.every((text) => isNone(text) || FLOAT.test(text))) {
		if (texts.every((text) => isNone(text) || !tooLong(text))) return array(Float64Array.from(texts, numberOf));
	}
	const isBool = (text: string): boolean => TRUE.has(text) || FALSE.has(text);
	if (texts.length > 0 && !texts.every(isNone) && texts.every((text) => isNone(text) || isBool(text))) {
		if (!hasNone)
			return array(
				texts.map((text) => TRUE.has(text)),
				{ dtype: "?", shape },
			);
		return new NDArray({ dtype: "O", shape, data: texts.map((text) => (isNone(text) ? Number.NaN : TRUE.has(text))) });
	}
	return objects(texts);
}
/** An integer that a float would lose digits of. */
function tooLong(text: string): boolean {
	return INTEGER.test(text) && !Number.isSafeInteger(Number(text));
}
function numberOf(text: string): number {
	if (MISSING.has(text)) return Number.NaN;
	const plain = text.trim();
	if (!/inf/i.test(plain)) return Number(plain);
	return plain.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
function objects(texts: readonly string[]): NDArray {
	const data = texts.map((text) => (MISSING.has(text) ? Number.NaN : text));
	return new NDArray({ dtype: "O", shape: [texts.length], data });
}

/**
 * Reads CSV.
 *
 * @throws ValueError (`source`) for a quote that is not closed and a line with too many fields
 * @throws UnicodeDecodeError (`source`) for bytes that are not UTF-8
 */
export function readCSV(bytes: Uint8Array): DataFrame {
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw new UnicodeDecodeError("'utf-8' codec can't decode the file", { code: "source" });
	}
	const parser = new Parser(text);
	const header = parser.next();
	if (header === undefined) throw new ValueError("No columns to parse from file", { code: "source" });
	const columns: string[][] = header.map(() => []);
	for (let row = parser.next(); row !== undefined; row = parser.next()) {
		if (row.length > header.length) {
			const found = `Expected ${header.length} fields in line ${parser.line - 1}, saw ${row.length}`;
			throw new ValueError(`Error tokenizing data. ${found}`, { code: "source" });
		}
		for (const [i, column] of columns.entries()) column.push(row[i] ?? "");
	}
	return DataFrame.from(namesOf(header).map((name, i) => [name, columnOf(columns[i] as string[])] as const));
}
