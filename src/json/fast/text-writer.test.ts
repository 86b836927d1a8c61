import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../../../tests/effort.ts";
import { LimitError } from "../../errors.ts";
import { dumps, iterencode } from "../index.ts";

/** A string in quotes, unit by unit: the plain way that all faster ones are held against. */
function plainly(text: string, ascii: boolean, escapeSurrogates: boolean): string {
	let result = '"';
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		const short = '"\\\b\t\n\f\r'.indexOf(text[i] as string);
		const isPair = (text.codePointAt(i) as number) > 0xffff;
		if (short >= 0) result += `\\${'"\\btnfr'[short]}`;
		else if (unit < 32 || (ascii && unit > 126)) result += `\\u${unit.toString(16).padStart(4, "0")}`;
		else if (isPair && !ascii) result += text.slice(i, ++i + 1);
		else if (escapeSurrogates && (unit & 0xf800) === 0xd800) result += `\\u${unit.toString(16)}`;
		else result += text[i];
	}
	return `${result}"`;
}

let state = 7;
function below(n: number): number {
	state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
	return Math.floor((state / 0x80000000) * n);
}

const ALPHABETS = [
	"abc DEF",
	'a"\\',
	"a\n\t\b",
	"a\x7f\0\x1f",
	"éÿ",
	"строка",
	"日本語",
	"a😀",
	"\ud83d",
	"\ude00x",
	"￿�",
];

/** A string of some alphabets; strings of the same number of them are of all lengths. */
function text(most: number): string {
	const count = below(5) === 0 ? below(most) : below(40);
	let result = "";
	let alphabet = ALPHABETS[0] as string;
	const changes = below(3) * 8;
	while (result.length < count) {
		if (below(20) < changes) alphabet = ALPHABETS[below(ALPHABETS.length)] as string;
		const points = [...alphabet];
		result += points[below(points.length)];
	}
	return result;
}

describe("strings are escaped alike", () => {
	for (const options of [{}, { ensureAscii: false }, { ensureAscii: false, rfc8259: true }]) {
		const ascii = options.ensureAscii !== false;
		const quote = (string: string): string => plainly(string, ascii, "rfc8259" in options);
		it(`in short and long lists, as keys and alone, with ${JSON.stringify(options)}`, () => {
			for (let round = 0; round < (IS_SHORT ? 12 : 60); round++) {
				const most = [50, 300, 6000][round % 3] as number;
				const list = Array.from({ length: 1 + below(round % 2 === 0 ? 200 : 20) }, () => text(most));
				const quoted = list.map(quote);
				expect(dumps(list, options)).toBe(`[${quoted.join(", ")}]`);
				expect(dumps(list, { ...options, indent: 1 })).toBe(`[\n ${quoted.join(",\n ")}\n]`);
				expect(dumps(list, { ...options, separators: ["¦☃", ":"] })).toBe(`[${quoted.join("¦☃")}]`);
				expect([...iterencode(list, options)].join("")).toBe(`[${quoted.join(", ")}]`);
				const entries = new Map(list.map((string, i) => [string, i]));
				const body = [...entries].map(([key, value]) => `${quote(key)}: ${value}`).join(", ");
				expect(dumps([entries, entries], options)).toBe(`[{${body}}, {${body}}]`);
				expect(dumps(list[0], options)).toBe(quoted[0]);
			}
		});
		it(`each chunk of iterencode holds one string, with ${JSON.stringify(options)}`, () => {
			const list = Array.from({ length: 300 }, () => text(300));
			const chunks = [...iterencode(list, options)];
			expect(chunks).toEqual([...list.map((string, i) => `${i === 0 ? "[" : ", "}${quote(string)}`), "]"]);
		});
	}
	it("beyond many blocks", () => {
		const list = Array.from({ length: IS_SHORT ? 250 : 800 }, (_, i) => `${"строка ".repeat(200)}${i}`);
		const whole = list.map((string) => plainly(string, true, false)).join(", ");
		expect(dumps(list) === `[${whole}]`).toBe(true);
		const unicode = dumps(
			list.map((string) => [string, 1]),
			{ ensureAscii: false },
		);
		expect(unicode === `[${list.map((string) => `["${string}", 1]`).join(", ")}]`).toBe(true);
	});
});

it("lone surrogates in long rows stay as they are, beside other escapes", () => {
	for (const row of [1, 2, 1023, 1024, 1025, 5000]) {
		const text = `\n\\${"\ud800".repeat(row)}"\udfff\\ud800${"\udc00\ud83d".repeat(row)}\u{1f600}`;
		const wanted = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
		expect(dumps(text, { ensureAscii: false })).toBe(`"${wanted}"`);
		expect(dumps([text], { ensureAscii: false })).toBe(`["${wanted}"]`);
	}
});

it("every character is escaped as by the plain way, in a long text and in one beyond a megabyte of output", () => {
	const all = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).join("");
	const wanted = plainly(all, true, false);
	expect(dumps(all) === wanted).toBe(true);
	expect(dumps(Array.from({ length: 12 }, () => all)) === `[${Array(12).fill(wanted).join(", ")}]`).toBe(true);
	const latin = "x".repeat(5000);
	expect(dumps([all, latin, 1.5, all]) === `[${wanted}, "${latin}", 1.5, ${wanted}]`).toBe(true);
});

describe("runs of ints in long lists", () => {
	// Values that end a run, and places where one ends: the blocks of the buffer, other values, and every count of digits.
	const odd = [
		-0,
		999_999_999,
		1_000_000_000,
		-999_999_999,
		-1_000_000_000,
		2 ** 53,
		0.5,
		Number.NaN,
		10n ** 20n,
		"a",
		null,
		true,
		[],
		0,
	];
	const digits = Array.from({ length: 19 }, (_, i) => (i < 9 ? 10 ** i : -(10 ** (i - 9)) + 1));
	const lists = odd.map((value, at) =>
		Array.from({ length: 64 + at * 300 }, (_, i) => (i === 60 + at * 7 ? value : (digits[i % 19] as number) + (i % 9))),
	);
	it.each(lists.map((list, i) => [String(odd[i]), list] as const))("%s among them", (_, list) => {
		for (const separators of [undefined, [",", ":"], [" é ", ": "], [", ".repeat(40), ":"]] as const)
			expect(dumps(list, separators && { separators })).toBe(
				`[${list.map((item) => dumps(item)).join(separators?.[0] ?? ", ")}]`,
			);
		expect(dumps(list, { indent: 1 })).toBe(`[\n ${list.map((item) => dumps(item)).join(",\n ")}\n]`);
		const iterated = [...iterencode(list)].join("");
		expect(iterated).toBe(dumps(list));
	});
	it.each(["é", "日本", "😀", "aé日😀", "\ud83d", "é\n", '日"本', "a\t😀\\"])(
		"text of %j is counted by its characters, up to the limit",
		(part) => {
			for (const count of [1, 5000]) {
				const list = Array.from({ length: count }, (_, i) => part.repeat(1 + (i % 40)));
				const options = { ensureAscii: false };
				const { length } = dumps(list, options);
				expect(dumps(list, { ...options, limits: { text: length } })).toHaveLength(length);
				expect(() => dumps(list, { ...options, limits: { text: length - 1 } })).toThrow(LimitError);
				const strings = list.map((item, i) => `${i === 0 ? "[" : ", "}${dumps(item, options)}`);
				expect([...iterencode(list, options)]).toEqual([...strings, "]"]);
				const object = Object.fromEntries(list.map((item, i) => [`${item}${i}`, item]));
				const keys = [...iterencode(object, options)].filter((chunk) => chunk.startsWith('"') && /\d"$/.test(chunk));
				expect(keys.length).toBe(count);
			}
		},
	);
	it("the most text is held", () => {
		const list = Array.from({ length: 100_000 }, (_, i) => i);
		expect(() => dumps(list, { limits: { text: 100_000 } })).toThrow(LimitError);
		expect(dumps(list, { limits: { text: 1_000_000 } })).toHaveLength(688_890);
	});
});
