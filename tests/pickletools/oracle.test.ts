/** What ten CPythons said about crafted pickles: written by make_oracle.py, kept in oracle.json. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../src/bytes/utf8.ts";
import * as argumentKinds from "../../src/pickletools/arguments.ts";
import {
	type DisMemo,
	type DisOptions,
	dis,
	genops,
	opcodes,
	optimize,
	type PickleInput,
} from "../../src/pickletools/index.ts";

type Rows<T> = Record<string, [versions: string, answer: T][]>;
type Short = string | { length: number; sha256: string };
type Answer = Short | [unknown, string] | unknown[];
interface Oracle {
	inputs: Rows<string>;
	answers: Rows<Answer>;
	opcodes: Rows<[string, string | null, string[], string[], number]>;
	arguments: Rows<number>;
	order: Rows<string[]>;
	platform: Rows<number>;
}
const oracle = JSON.parse(readFileSync(new URL("oracle.json", import.meta.url), "utf8")) as Oracle;

const VERSIONS = [
	...new Set(Object.values(oracle.answers).flatMap((rows) => rows.flatMap(([versions]) => versions.split(" ")))),
];
function told<T>(table: Rows<T>, key: string, version: string): T | undefined {
	return table[key]?.find(([versions]) => versions.split(" ").includes(version))?.[1];
}
function input(name: string, version: string): Uint8Array {
	const text = told(oracle.inputs, name, version) as string;
	const compressed = text.startsWith("zlib:");
	const bytes = Buffer.from(compressed ? text.slice(5) : text, "base64");
	return new Uint8Array(compressed ? inflateSync(bytes) : bytes);
}
const sha = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
function shortText(text: string): Short {
	if ([...text].length <= 3000) return text;
	const bytes = encodeUtf8(text);
	return { length: bytes.length, sha256: sha(bytes) };
}
function shortBytes(bytes: Uint8Array): Short {
	return bytes.length <= 300 ? Buffer.from(bytes).toString("base64") : { length: bytes.length, sha256: sha(bytes) };
}
const said = (error: unknown): string => `${(error as Error).name}: ${(error as Error).message}`;

/** Our text with the opcodes' names in the place of their descriptions, as make_oracle.py has it. */
function disassemble(data: PickleInput, options: DisOptions): unknown {
	try {
		return shortText(named(dis(data, options), options));
	} catch (error) {
		return [shortText(named((error as { output: string }).output, options)), said(error)];
	}
}
function named(text: string, { annotate = 0 }: DisOptions): string {
	if (annotate === 0) return text;
	const lines = text.split("\n").map((line) => {
		const name = /^ *\d*:? *\S+ +([A-Z0-9_]+)/.exec(line)?.[1];
		const doc = opcodes.find((opcode) => opcode.name === name)?.doc.split("\n")[0];
		return doc !== undefined && line.endsWith(` ${doc}`) ? `${line.slice(0, -doc.length)}<${name}>` : line;
	});
	return lines.join("\n");
}

const PYTHON_TYPES: Record<string, string> = { string: "str", boolean: "bool", bigint: "int" };
function typeName(kind: string | undefined, arg: unknown): string {
	if (arg === null) return "NoneType";
	if (typeof arg === "number") return kind?.startsWith("float") ? "float" : "int";
	return PYTHON_TYPES[typeof arg] ?? (arg?.constructor.name === "PyByteArray" ? "bytearray" : "bytes");
}
function operations(data: PickleInput, pythonVersion: string): unknown {
	const seen: unknown[] = [];
	try {
		for (const { opcode, arg, pos } of genops(data, { pythonVersion })) {
			seen.push([opcode.name, typeName(opcode.arg?.name, arg), pos ?? null]);
		}
	} catch (error) {
		return [seen, said(error)];
	}
	return seen;
}

/** A file without tell(). */
function fileOf(bytes: Uint8Array): { read(n: number): Uint8Array; readline(): Uint8Array; at: number } {
	return {
		at: 0,
		read(n) {
			const start = this.at;
			this.at = Math.min(bytes.length, start + n);
			return bytes.subarray(start, this.at);
		},
		readline() {
			const end = bytes.indexOf(10, this.at);
			return this.read((end === -1 ? bytes.length : end + 1) - this.at);
		},
	};
}

function answer(question: string, version: string): unknown {
	const [what, name = "", option, value] = question.split(" ") as [string, string?, string?, string?];
	const pythonVersion = version.replace(/rc\d+/, "");
	switch (what) {
		case "dis": {
			const options = option === undefined ? {} : { [option === "indent" ? "indentLevel" : option]: Number(value) };
			return disassemble(input(name, version), { ...options, pythonVersion });
		}
		case "optimize":
			try {
				return shortBytes(optimize(input(name, version), { pythonVersion }));
			} catch (error) {
				return [null, said(error)];
			}
		case "genops":
			return operations(input(name, version), pythonVersion);
		case "no":
			return disassemble(fileOf(input(value === undefined ? (option as string) : value, version)), { pythonVersion });
		case "memo": {
			const memo: DisMemo = new Map();
			const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
			const inputs = ["Nq\x05.", "h\x05.", "Nq\x05.", "\x94N."];
			return [...inputs.map((text) => disassemble(bytes(text), { memo, pythonVersion })), memo.size];
		}
		default: {
			const bytes = new TextEncoder().encode("N.K\x01.rest");
			const file = Object.assign(fileOf(bytes), { tell: () => file.at });
			const pairs = (): unknown[] => Array.from(genops(file), ({ opcode, pos }) => [opcode.name, pos]);
			return [pairs(), pairs(), new TextDecoder().decode(file.read(99))];
		}
	}
}

describe.each(VERSIONS)("pickletools answers as Python %s", (version) => {
	// sys.maxsize of a 32-bit Python is not that of the reference.
	const narrow = told(oracle.platform, "bits", version) === 32;
	const questions = Object.keys(oracle.answers).filter(
		(question) => told(oracle.answers, question, version) !== undefined,
	);
	test.each(questions)("%s", (question) => {
		if (narrow && /_(huge|max)$/.test(question)) return;
		expect(answer(question, version)).toEqual(told(oracle.answers, question, version));
	});
});

describe("the records are CPython's", () => {
	const now = VERSIONS[VERSIONS.length - 1] as string;
	test("opcodes", () => {
		expect(opcodes.map(({ name }) => name)).toEqual(told(oracle.order, "opcodes", now));
		for (const { name, code, arg, stackBefore, stackAfter, proto } of opcodes) {
			const names = (list: readonly { name: string }[]): string[] => list.map((item) => item.name);
			expect([code, arg?.name ?? null, names(stackBefore), names(stackAfter), proto]).toEqual(
				told(oracle.opcodes, name, now),
			);
		}
	});
	test("arguments", () => {
		const kinds = Object.values(argumentKinds).filter((kind) => typeof kind === "object");
		expect(kinds).toHaveLength(Object.keys(oracle.arguments).length);
		for (const { name, n } of kinds) expect(n).toBe(told(oracle.arguments, name, now));
	});
});
