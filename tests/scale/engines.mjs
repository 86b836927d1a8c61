/** What the engines pickle themselves: Spark's serializers, messages of Dask and Ray with their buffers, spools of joblib, functions of cloudpickle and dill. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pickle, repr } from "brine";
import { frames } from "brine/connection";
import { registry as joblibTypes, loadJoblib } from "brine/joblib";
import { loadFile } from "brine/node";
import { NDArray } from "brine/numpy";
import { DataFrame, registry as pandasTypes } from "brine/pandas";
import { scan, verdict } from "brine/scan";
import { createRegistry, isDict, isGlobal, isObject } from "brine/types";

const WRITER = fileURLToPath(new URL("engine_pickles.py", import.meta.url));
const registry = createRegistry(pandasTypes, joblibTypes);

function written(python, folder, kind) {
	mkdirSync(folder);
	const out = execFileSync(python, ["-W", "ignore", WRITER, folder, kind], {
		encoding: "utf8",
		stdio: ["ignore", "pipe", "ignore"],
	});
	return JSON.parse(out.trim().split("\n").at(-1));
}
async function messages(path) {
	const all = [];
	for await (const message of frames([readFileSync(path)], { length: "u32be" })) all.push(message);
	return all;
}

/** Batches of PySpark: pickles after their length, most of them lists of rows. */
export async function sparkPickles(python, folder, check) {
	const files = written(python, folder, "spark");
	for (const name of ["cpickle", "batched", "auto"]) {
		const { rows, last } = files[`spark-${name}.bin`];
		const loaded = (await messages(join(folder, `spark-${name}.bin`))).map((message) => pickle.loads(message));
		const all = name === "cpickle" ? loaded : loaded.flat();
		check(
			`PySpark, ${name}`,
			all.length === rows && JSON.stringify(all.at(-1)) === JSON.stringify(last),
			repr(all.at(-1)),
		);
	}
	const rows = (await messages(join(folder, "spark-rows.bin"))).flatMap((message) => pickle.loads(message));
	const text = repr(rows[4]);
	check("PySpark, Row", rows.length === 5 && text.includes("when") && text.includes("datetime.date(2024, 1, 5)"), text);
	const [made, rest] = await loadFile(join(folder, "spark-function.pkl"));
	check("PySpark, a function", repr(made).includes("inner") && rest.length === 2, repr(made).slice(0, 200));
}

/** Messages of Dask and Ray, spools of joblib, values of cloudpickle and dill. */
export async function pydataPickles(python, folder, check) {
	const files = written(python, folder, "pydata");
	for (const engine of ["dask", "ray"]) {
		const load = async (what) => {
			const [message, ...buffers] = await messages(join(folder, `${engine}-${what}.bin`));
			return [pickle.loads(message, { buffers, registry }), buffers.length];
		};
		const [array, count] = await load("array");
		check(
			`${engine}, an array in a buffer`,
			array instanceof NDArray && array.get(99, 99) === 9999 && count === 1,
			repr(array).slice(0, 200),
		);
		const [frame] = await load("frame");
		check(
			`${engine}, a frame in buffers`,
			frame instanceof DataFrame && frame.shape[0] === 1000 && frame.column("b").toArray()[999] === 1,
			String(frame).slice(0, 200),
		);
		const [task] = await load("task");
		check(`${engine}, a task`, repr(task).includes("<built-in function sum>"), repr(task).slice(0, 200));
	}
	for (const path of files.spool.files) {
		const array = await loadJoblib(readFileSync(join(folder, path)));
		const sum = array
			.toArray()
			.flat()
			.reduce((a, b) => a + b, 0);
		check("joblib.Parallel, a spool", sum === files.spool.sum, String(sum));
	}
	check("joblib.Parallel has spooled", files.spool.files.length > 0);
	const batch = repr(await loadFile(join(folder, "joblib-batch.pkl")));
	check("joblib.Parallel, a batch of calls", batch.includes("abs") && batch.includes("(-3,)"), batch);
	for (const library of ["cloudpickle", "dill"]) {
		for (const what of ["function", "lambda", "instance", "class"]) {
			const path = join(folder, `${library}-${what}.pkl`);
			const bytes = readFileSync(path);
			const value = pickle.loads(bytes, { mode: "exact", registry });
			const text = repr(value, { limits: { text: 2 ** 24 } });
			const { name } = files[`${library}-${what}.pkl`];
			// It is inert, says what it is, and its code is there as bytes.
			const isInert = typeof value !== "function" && (isObject(value) || isGlobal(value) || isDict(value));
			const hasCode = what !== "function" || /CodeType|_create_code/.test(text);
			check(`${library}, a ${what}`, isInert && text.includes(name) && hasCode, text.slice(0, 300));
			const again = pickle.dumps(value, { registry });
			check(
				`${library}, a ${what} again`,
				repr(pickle.loads(again, { mode: "exact", registry }), { limits: { text: 2 ** 24 } }) === text,
			);
			const findings = [];
			for await (const finding of scan(bytes)) findings.push(finding);
			check(`${library}, a ${what} is not safe`, !["safe", "no-pickle"].includes(verdict(findings)), verdict(findings));
		}
	}
	const graph = repr(pickle.loads(readFileSync(join(folder, "dask-graph.pkl")), { mode: "exact" }));
	check("dask, a graph", graph.includes("sum"), graph.slice(0, 200));
}
