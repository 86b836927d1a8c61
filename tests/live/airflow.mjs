/** Airflow's XComs: what a real Airflow stores is read, and what is written it reads, as JSON and as pickles of 2.x. */
import { pickle, repr } from "../../dist/index.js";
import { dumpsBuffer } from "../../dist/node/index.js";
import { exportsOf } from "./cookbook-parts.mjs";

export async function airflow({ python, check, label }) {
	const { readXCom, writeXCom } = await exportsOf("readXCom");
	const name = (what) => `XCom, ${label}, ${what}`;
	const text = (stored) => Buffer.from(stored, "base64").toString();
	const compare = async (key, want) => {
		const stored = await python("airflow_write", key, false);
		const value = readXCom(text(stored), "exact");
		check(name(`${key}: read`), repr(value) === want, `${repr(value)} ${want}`);
		const [equal, back] = await python("airflow_read", key, Buffer.from(writeXCom(value)).toString("base64"), false);
		check(name(`${key}: written`), equal, `${writeXCom(value)} ${back}`);
		const task = await python("airflow_task", key);
		if (task === null) return;
		check(name(`${key}: read from a task`), repr(readXCom(task, "exact")) === want, task);
		check(name(`${key}: written as a task does`), repr(readXCom(writeXCom(value), "exact")) === want, writeXCom(value));
	};
	for (const [key, want] of Object.entries(await python("airflow_values", false))) await compare(key, want);
	if (!label.includes(" 2.")) return;
	for (const [key, want] of Object.entries(await python("airflow_values", true))) {
		const stored = Buffer.from(await python("airflow_write", key, true), "base64");
		const value = readXCom(stored, "exact");
		check(name(`${key}: pickle read`), repr(value) === want, repr(value));
		check(
			name(`${key}: the same bytes`),
			Buffer.compare(Buffer.from(pickle.dumps(value, { protocol: 4 })), stored) === 0,
		);
		const [equal, back] = await python("airflow_read", key, dumpsBuffer(value).toString("base64"), true);
		check(name(`${key}: pickle written`), equal, back);
	}
}
