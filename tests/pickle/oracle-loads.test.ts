/** What Brine reads and refuses is what eleven CPythons read and refuse, for every question of the oracle. */
import { afterAll, expect, test } from "vitest";
import { PyError, UnpicklingError } from "../../src/errors.ts";
import { loads } from "../../src/pickle/loads.ts";
import type { LoadsOptions } from "../../src/pickle/options.ts";
import { Unpickler } from "../../src/pickle/unpickler.ts";
import { PyGlobal } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { tuple } from "../../src/values/tuple.ts";
import { type OracleAnswer, type OracleCase, readOracle } from "../golden/golden.mjs";
import { answerFor, errorText, pythonAscii } from "./oracle.ts";
import { Exceptions, isKnown, versionOption } from "./support.ts";
import { describe as describeValue } from "./tagged-describe.ts";

const { versions, cases } = readOracle("pickle-loads");
const exceptions = new Exceptions();
let compared = 0;

/** Options of Python as Brine's. */
function optionsOf(question: OracleCase, version: string): LoadsOptions {
	const { options = {} } = question;
	const made: Record<string, unknown> = { mode: "exact", pythonVersion: versionOption(version) };
	for (const [name, value] of Object.entries(options)) {
		if (name === "fix_imports") made["fixImports"] = value;
		else if (name === "buffers" && Array.isArray(value)) made[name] = value.map((text) => Buffer.from(text, "base64"));
		else made[name] = value;
	}
	if (question["findClass"] === "forbidden") {
		made["findClass"] = (module: string, name: string) => {
			throw new UnpicklingError(`global '${module}.${name}' is forbidden`);
		};
	}
	if (question["persistentLoad"] !== undefined) made["persistentLoad"] = (id: unknown) => tuple<unknown[]>("pid", id);
	return made;
}

/** What a file-like source of the question's kind gives. */
function sourceOf(question: OracleCase): unknown {
	if (question["file"] === "5") return 5;
	if (question["file"] === "read and readline give str") return { read: () => "N", readline: () => "N" };
	let position = 0;
	const data = question.data as Uint8Array;
	return {
		read(size: number) {
			position += size;
			return data.subarray(position - size, position);
		},
		readline() {
			const end = data.indexOf(0x0a, position);
			const line = data.subarray(position, end === -1 ? data.length : end + 1);
			position += line.length;
			return line;
		},
		tell: () => position,
	};
}

/** Asks Brine what the oracle was asked. */
function ask(question: OracleCase, version: string): unknown {
	const options = optionsOf(question, version);
	if (question.call === "loads") {
		if (question.argument === "str") return loads("N." as never, options);
		if (question.argument === "None") return loads(null as never, options);
		if (question.argument === "memoryview") return loads(new DataView(new Uint8Array([0x4e, 0x2e]).buffer), options);
		return loads(question.data as Uint8Array, options);
	}
	const source = sourceOf(question) as { tell(): number };
	const found: unknown[] = [];
	const kept = question.call === "load" ? undefined : new Unpickler(source as never, options);
	for (let i = 0; i < Number(question["times"] ?? 1); i++) {
		const value = (kept ?? new Unpickler(source as never, options)).loadSync();
		found.push(value);
		if (question["positions"]) found.push(source.tell());
	}
	return question["times"] === undefined ? found[0] : tuple(...found);
}

/** Compares a value with what is known of Python's; undefined when they are the same. */
function difference(value: unknown, answer: OracleAnswer): string | undefined {
	if (answer.data !== undefined) {
		return value instanceof Uint8Array && Buffer.compare(value, answer.data) === 0 ? undefined : "other bytes";
	}
	if (answer.ok === "deep ok") return undefined;
	if (answer.value !== undefined) {
		const found = JSON.stringify(describeValue(value));
		return found === JSON.stringify(answer.value) ? undefined : `${found} instead of ${JSON.stringify(answer.value)}`;
	}
	const shown = pythonAscii(repr(value));
	const expected = answer.ok ?? pythonAscii(repr(answer.text));
	return shown === expected ? undefined : `${shown} instead of ${expected}`;
}

/** Where Brine answers otherwise on purpose. */
function reason(name: string, answer: OracleAnswer, value: unknown): string | undefined {
	const { error = "" } = answer;
	if (/^(kw_data|Unpickler\.noreadline|Unpickler\.noinit)$/.test(name)) {
		return "JavaScript has no keywords and needs no readline, and a class that forgets super() is its own error";
	}
	if (/invalid keyword argument/.test(error)) return "buffers are an option for every pythonVersion";
	if (/invalid load key, '\\x9[678]'/.test(error)) return "opcodes of protocol 5 are read for every pythonVersion";
	if (/^MemoryError/.test(error)) return "declared lengths allocate nothing, so there is no MemoryError";
	if (value instanceof PyGlobal && /^AttributeError/.test(error)) return "names are not looked up: inert";
	if (value !== undefined && !isKnown(value)) {
		if (/^(ModuleNotFoundError|AttributeError|TypeError)/.test(error)) return "nothing is imported or called: inert";
		if (answer.error === undefined) return "made by a call that Brine does not make: inert";
	}
	return OTHERWISE[name];
}

const OTHERWISE: Readonly<Record<string, string>> = {
	newobj_func: "a function cannot be told from a class by its name",
	readonly_bytearray: "a read-only memoryview is bytes",
	unicode_surrpair: "a high surrogate before a low one is one character in JavaScript",
	build_nonstr_key: "a state that no reducer writes is refused",
};

for (const version of Object.keys(versions)) {
	test(`answers as Python ${version}`, () => {
		const failed: string[] = [];
		for (const [name, question] of Object.entries(cases)) {
			const answer = answerFor(question, version);
			if (answer === undefined) continue;
			compared++;
			let value: unknown;
			let problem: string | undefined;
			try {
				value = ask(question, version);
				problem = answer.error === undefined ? difference(value, answer) : `accepted instead of ${answer.error}`;
			} catch (error) {
				const found = errorText(error);
				if (found !== answer.error) problem = `${found} instead of ${answer.error ?? answer.ok ?? answer.text}`;
				if (!(error instanceof PyError)) problem = `no Python error: ${(error as Error).stack}`;
			}
			if (problem === undefined) continue;
			const why = reason(name, answer, value);
			if (why === undefined) failed.push(`${name}: ${problem}`);
			else exceptions.note(why);
		}
		expect(failed).toEqual([]);
	});
}

afterAll(() => {
	console.log(
		`oracle, reading: ${compared} answers, ${compared - exceptions.total} the same; the others:\n${exceptions}`,
	);
});
