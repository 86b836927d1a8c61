/** The command against what Python's own commands did; see run_cases.py. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { type Case, expectSame } from "./compare.ts";

for (const file of readdirSync("tests/cli/golden")) {
	const cases = JSON.parse(readFileSync(`tests/cli/golden/${file}`, "utf8")) as Case[];
	describe(`as the commands of Python ${file.replace(".json", "")}:`, () => {
		cases.forEach((expected, index) => {
			const env = Object.entries(expected.env ?? {}).map(([name, value]) => `${name}=${value} `);
			const line = `${env.join("")}brine ${expected.command} ${expected.arguments.join(" ")}`;
			it.concurrent(`${index} ${line}`, () => expectSame(expected));
		});
	});
}
