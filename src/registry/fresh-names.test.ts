import { expect, test } from "vitest";
import { goldenVersions, readGolden } from "../../tests/golden/golden.mjs";
import { parsePythonVersion } from "../options.ts";
import { freshNames } from "./fresh-names.ts";
import { UninternedString } from "./uninterned.ts";

/** Modules of Python code: their dotted names are one object each too, but no other text is equal to them. */
const DOTTED = /^[^:]*\.[^:]*:/;
/** Texts that differ with how the interpreter was started. */
const UNSURE = /^(golden_classes|typing):|^decimal:DecimalTuple|^collections:(ChainMap|Counter|User\w+)$/;

for (const version of goldenVersions().filter((one) => !one.startsWith("2."))) {
	test(`freshNames() knows the texts that ${version} does not share`, () => {
		const { fresh = { modules: [], names: [] } } = readGolden(version);
		const number = parsePythonVersion(version.replace(/rc\d+$/, ""));
		const known = (name: string): boolean => !DOTTED.test(name) && !UNSURE.test(name);
		const is = (name: string, part: 0 | 1): boolean => {
			const colon = name.indexOf(":");
			return freshNames(name.slice(0, colon), name.slice(colon + 1), number)[part] instanceof UninternedString;
		};
		const modules = fresh.modules.flat().filter(known);
		const names = fresh.names.filter(known);
		expect(modules.filter((name) => !is(name, 0))).toEqual([]);
		expect(names.filter((name) => !is(name, 1))).toEqual([]);
		// And no others among the names that were written.
		expect(names.filter((name) => !modules.includes(name) && is(name, 0))).toEqual([]);
		expect(modules.filter((name) => !names.includes(name) && is(name, 1))).toEqual([]);
	});
}
