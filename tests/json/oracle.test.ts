import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { callOf, type Oracle } from "./oracle-cases.ts";
import { ascii, outcome } from "./python-text.ts";

const oracle = JSON.parse(readFileSync(new URL("../golden/oracle/json.json", import.meta.url), "utf8")) as Oracle;

/** Where we differ on purpose: the case, and why. */
const EXCEPTIONS: Record<string, string> = {
	"loads.deep_arr": "nesting has no limit here, so the text is only found to be cut off",
	"loads.deep_obj": "nesting has no limit here, so the text is only found to be cut off",
	dumps_deep: "nesting has no limit here",
	"loads.memoryview": "a view of bytes is taken wherever bytes are",
	kw_encoding: "`encoding`, which did nothing and went away in 3.9, is no option",
	dump_bin: "the error is that of the file object, which is Python's own",
	float_subclass_parse: "there is no Decimal in this room; parse_float has a case of its own",
	version: "`__version__` is deprecated and left out",
	all: "a list of Python names; index.test.ts has ours",
};

describe("json answers as every CPython of the oracle", () => {
	let compared = 0;
	for (const [name, question] of Object.entries(oracle.cases)) {
		if (name in EXCEPTIONS) continue;
		test(name, () => {
			const call = callOf(name, question);
			if (call === undefined) throw new Error("no call for this case");
			for (const [versions, answer] of question.answers) {
				for (const version of versions) {
					// A release candidate answers for its release.
					const got = outcome(() => call(version.replace(/rc\d+$/, "")));
					expect({ version, ...inTermsOf(answer, got) }).toEqual({ version, ...stripped(answer) });
					compared++;
				}
			}
		});
	}
	afterAll(() => {
		const exceptions = Object.keys(EXCEPTIONS);
		console.log(`json oracle: ${compared} answers compared; ${exceptions.length} cases are exceptions:`);
		for (const name of exceptions) console.log(`  ${name}: ${EXCEPTIONS[name]}`);
	});
});

test("every exception is a case of the oracle", () => {
	for (const name of Object.keys(EXCEPTIONS)) expect(Object.keys(oracle.cases)).toContain(name);
});

/** An outcome told as the answer tells it: texts and lists of texts as they are, other values as Python prints them. */
function inTermsOf(answer: Readonly<Record<string, unknown>>, got: Record<string, unknown>): Record<string, unknown> {
	if (!("ok" in got)) return got;
	if ("text" in answer) return { text: got["ok"] };
	if ("list" in answer) return { list: got["ok"] };
	return { ok: ascii(got["ok"]) };
}
/** The answer without what says the same in another way. */
function stripped({ value: _, ok, ...answer }: Readonly<Record<string, unknown>>): Record<string, unknown> {
	if (ok !== undefined && !("text" in answer)) return { ok, ...answer };
	// Keywords are spelled in camelCase here.
	if (typeof answer["error"] === "string")
		return { ...answer, error: answer["error"].replace("array_hook", "arrayHook") };
	return answer;
}
