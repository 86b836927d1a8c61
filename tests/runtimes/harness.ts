/**
 * What the tests ask of vitest, small enough for any runtime: bundle.mjs puts it in vitest's place. The matchers
 * are vitest's own.
 */
import { ASYMMETRIC_MATCHERS_OBJECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import { format, formatRegExp, objDisplay } from "@vitest/utils/display";
import * as chai from "chai";

void ASYMMETRIC_MATCHERS_OBJECT;
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

type Action = (...values: never[]) => unknown;

interface Suite {
	readonly name: string;
	readonly skipped: boolean;
	readonly parent: Suite | undefined;
	readonly children: (Suite | Test)[];
	readonly hooks: Record<"beforeAll" | "afterAll" | "beforeEach" | "afterEach", Action[]>;
}
interface Test {
	readonly name: string;
	readonly run: Action;
	readonly skipped: boolean;
}

/** What came of a run. */
export interface Report {
	passed: number;
	failed: number;
	skipped: number;
	readonly failures: string[];
	/** The names of skipped tests, which say why. */
	readonly skips: string[];
}

function suiteOf(name: string, parent: Suite | undefined, skipped = false): Suite {
	return { name, parent, skipped, children: [], hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] } };
}

let current = suiteOf("", undefined);

type Define = ((name: string, run: Action, timeout?: number) => void) & {
	each: (rows: readonly unknown[]) => (name: string, run: Action, timeout?: number) => void;
	concurrent: (name: string, run: Action, timeout?: number) => void;
	skip: (name: string, run: Action) => void;
	skipIf: (condition: unknown) => Define;
};

function addSuite(name: string, run: Action, skipped: boolean): void {
	const suite = suiteOf(name, current, skipped);
	current.children.push(suite);
	current = suite;
	try {
		(run as () => void)();
	} finally {
		current = suite.parent as Suite;
	}
}

/** A title with its row's values in it, as vitest has it. */
function titleOf(template: string, values: readonly unknown[], index: number): string {
	let used = 0;
	const filled = template
		.replaceAll("%#", String(index))
		.replaceAll(new RegExp(formatRegExp, "g"), (form) => (used < values.length ? format(form, values[used++]) : form));
	const [first] = values;
	if (typeof first !== "object" || first === null) return filled;
	return filled.replaceAll(/\$(\w+)/g, (_, key) => objDisplay((first as Record<string, unknown>)[key]));
}

function withForms(define: (name: string, run: Action, skipped: boolean) => void): Define {
	const each =
		(rows: readonly unknown[]) =>
		(name: string, run: Action): void => {
			const spread = rows.every(Array.isArray);
			for (const [i, row] of rows.entries()) {
				const values = spread ? (row as unknown[]) : [row];
				const action = (): unknown => (run as (...items: unknown[]) => unknown)(...values);
				define(titleOf(name, Array.isArray(row) ? row : values, i), action, false);
			}
		};
	const plain = (name: string, run: Action): void => define(name, run, false);
	return Object.assign(plain, {
		each,
		concurrent: plain,
		skip: (name: string, run: Action) => define(name, run, true),
		skipIf: (condition: unknown) => withForms((name, run, skipped) => define(name, run, skipped || Boolean(condition))),
	});
}

export const describe: Define = withForms(addSuite);
function addTest(name: string, run: Action, skipped: boolean): void {
	current.children.push({ name, run, skipped });
}
export const test: Define = withForms(addTest);
export const it: Define = withForms(addTest);
export const expect: Chai.ExpectStatic = chai.expect;
export const beforeAll = (run: Action): void => void current.hooks.beforeAll.push(run);
export const afterAll = (run: Action): void => void current.hooks.afterAll.push(run);
export const beforeEach = (run: Action): void => void current.hooks.beforeEach.push(run);
export const afterEach = (run: Action): void => void current.hooks.afterEach.push(run);

const call = (action: Action): unknown => (action as () => unknown)();

/** Whether to go no further than the first failure. */
let bail = false;

async function runSuite(suite: Suite, path: string, report: Report, skip: boolean): Promise<void> {
	const skipped = skip || suite.skipped;
	try {
		if (!skipped) for (const hook of suite.hooks.beforeAll) await call(hook);
		for (const child of suite.children) {
			if (bail && report.failed > 0) break;
			const name = `${path} > ${child.name}`;
			if ("children" in child) await runSuite(child, name, report, skipped);
			else if (skipped || child.skipped) {
				report.skipped++;
				report.skips.push(name);
			} else await runTest(suite, child, name, report);
		}
		if (!skipped) for (const hook of suite.hooks.afterAll) await call(hook);
	} catch (error) {
		report.failed++;
		report.failures.push(`${path}: ${textOf(error)}`);
	}
}

async function runTest(suite: Suite, child: Test, name: string, report: Report): Promise<void> {
	const chain: Suite[] = [];
	for (let at: Suite | undefined = suite; at !== undefined; at = at.parent) chain.unshift(at);
	try {
		for (const { hooks } of chain) for (const hook of hooks.beforeEach) await call(hook);
		await call(child.run);
		for (const { hooks } of chain.reverse()) for (const hook of hooks.afterEach) await call(hook);
		report.passed++;
	} catch (error) {
		report.failed++;
		report.failures.push(`${name}: ${textOf(error)}`);
	}
}

function textOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { stack = "" } = error;
	return (stack.includes(error.message) ? stack : `${error.name}: ${error.message}\n${stack}`).slice(0, 1500);
}

/** Defines and runs the tests of files, one file after the other; with `bail` up to the first failure. */
export async function runFiles(
	files: Readonly<Record<string, () => Promise<unknown>>>,
	options: { readonly bail?: boolean } = {},
): Promise<Report> {
	bail = options.bail ?? false;
	const report: Report = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
	for (const [name, load] of Object.entries(files)) {
		current = suiteOf(name, undefined);
		const suite = current;
		try {
			await load();
		} catch (error) {
			report.failed++;
			report.failures.push(`${name}: ${textOf(error)}`);
			continue;
		}
		await runSuite(suite, name, report, false);
	}
	return report;
}
