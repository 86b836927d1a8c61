/** The questions about pickletools of the oracle that all modules share, with the answers of every CPython. */
import { describe, expect, test } from "vitest";
import { type DisError, type DisMemo, dis, genops, opcodes, optimize } from "../../src/pickletools/index.ts";
import { IS_SHORT, some } from "../effort.ts";
import { type OracleAnswer, type OracleCase, readOracle } from "../golden/golden.mjs";

const oracle = readOracle("tools");
const said = (error: unknown): string => `${(error as Error).name}: ${(error as Error).message}`;

/** Brine describes opcodes in words of its own: up to the description every line is to be the same. */
function upToDescriptions(theirs: string, ours: string): string {
	const lines = ours.split("\n");
	return theirs
		.split("\n")
		.map((line, i) => {
			const doc = opcodes.map((opcode) => ` ${opcode.doc.split("\n")[0]}`).find((text) => lines[i]?.endsWith(text));
			return doc === undefined ? line : line.slice(0, (lines[i] as string).length - doc.length) + doc;
		})
		.join("\n");
}

/** What a question is asked about: bytes, or something that is none. */
function subject({ data, text }: OracleCase): never {
	return (data ?? text) as never;
}

function answer(question: OracleCase, version: string): OracleAnswer {
	const pythonVersion = version.replace(/rc\d+/, "");
	const { indentlevel, annotate } = (question.options ?? {}) as { indentlevel?: number; annotate?: number };
	const options = {
		pythonVersion,
		...(indentlevel === undefined ? {} : { indentLevel: indentlevel }),
		...(annotate === undefined ? {} : { annotate }),
	};
	switch (question.call) {
		case "dis": {
			const several = question["several"] as Uint8Array[] | undefined;
			if (several !== undefined) {
				const memo: DisMemo = new Map();
				return { list: several.map((data) => dis(data, { ...options, memo })) };
			}
			try {
				return { output: dis(subject(question), options) };
			} catch (error) {
				const { output } = error as DisError;
				return output === undefined ? { error: said(error) } : { error: said(error), output };
			}
		}
		case "optimize":
			try {
				return { data: optimize(subject(question), { pythonVersion }) };
			} catch (error) {
				return { error: said(error) };
			}
		case "genops":
			try {
				return { list: Array.from(genops(subject(question), { pythonVersion }), ({ opcode }) => opcode.name) };
			} catch (error) {
				return { error: said(error) };
			}
		default: {
			const minor = Number(version.split(".")[1]);
			const known = opcodes.filter(({ proto }) => minor >= 8 || proto < 5);
			return { value: known.map(({ name, code, arg, proto }) => [name, code, arg?.name ?? null, proto]) };
		}
	}
}

/** Nothing printed is no output. */
function told({ ok, output, error, data, list, value }: OracleAnswer): OracleAnswer {
	const parts = Object.entries({ ok, output: output || undefined, error, data, list, value });
	return Object.fromEntries(parts.filter(([, part]) => part !== undefined)) as OracleAnswer;
}

/**
 * What is public in Python's module and how many opcodes there are is for other tests; a view of bytes is taken here wherever
 * bytes are, where Python's `genops` asks for a file.
 */
const ELSEWHERE = new Set(["all", "counts", "genops.memoryview"]);

/** Frames of many pickles take ten times as long as all other questions: in `npm test` for some versions. */
const LONG = "opt.frames";
const LONG_FOR = some(Object.keys(oracle.versions));

describe.each(Object.entries(oracle.versions))("pickletools answers the probes as CPython %s", (version, { bits }) => {
	const asked = Object.entries(oracle.cases).filter(([key, { answers }]) => {
		// sys.maxsize is another in 32 bits.
		const narrow = bits === 32 && answers[version]?.error?.includes("> sys.maxsize");
		const isLeft = IS_SHORT && key === LONG && !LONG_FOR.includes(version);
		return answers[version] !== undefined && !ELSEWHERE.has(key) && narrow !== true && !isLeft;
	});
	test.each(asked)("%s", (_, question) => {
		const expected = told(question.answers[version] as OracleAnswer);
		const ours = told(answer(question, version));
		if (question.options?.["annotate"] !== undefined) {
			expected.output = upToDescriptions(expected.output as string, ours.output as string);
		}
		// The runner compares long bytes one by one.
		if (expected.data !== undefined && ours.data !== undefined && Buffer.compare(expected.data, ours.data) === 0)
			ours.data = expected.data;
		expect(ours).toEqual(expected);
	});
});
