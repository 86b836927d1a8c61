/** Answers as files beside what they are of: `a.pkl.json`, `a.pkl.txt`, `a.pkl.scan.json`. */
import type { PartRecord } from "../jobs/parts.ts";
import { JSON_LINES, type PartFormat } from "../jobs/run.ts";
import type { Task } from "../jobs/settings.ts";
import { replaceFile } from "../node/index.ts";

const EXTENSIONS: Readonly<Record<Task, string>> = { convert: ".json", show: ".txt", scan: ".scan.json" };
/** Members of answers that a file beside holds. */
const CONTENT = /,"(?:pickles|text|verdict)":/;
const HEAD = 1 << 17;

/** A format that writes a file beside each, and a part that says which. */
export function filesBeside(task: Task): PartFormat {
	const beside = async function* (records: AsyncIterable<PartRecord>): AsyncGenerator<PartRecord, void, undefined> {
		for await (const record of records) yield await written(record, task);
	};
	return { extension: JSON_LINES.extension, write: (path, records) => JSON_LINES.write(path, beside(records)) };
}

/** Writes what a record says beside its file; returns the record without it. */
async function written(record: PartRecord, task: Task): Promise<PartRecord> {
	const { json, path, id } = record;
	const bytes = Buffer.from(json.buffer, json.byteOffset, json.length);
	const start = Buffer.byteLength(JSON.stringify(id));
	const head = bytes.toString("latin1", start, start + HEAD);
	const match = head.includes('"ok":true') ? CONTENT.exec(head) : null;
	if (match === null || path === undefined) return record;
	const content = task === "scan" ? bytes : contentOf(bytes, start + match.index, task);
	await replaceFile(`${path}${EXTENSIONS[task]}`, async (file) => {
		await file.write(content);
		await file.write("\n");
	});
	return { ...record, json: Buffer.concat([bytes.subarray(0, start + match.index), Buffer.from("}")]) };
}

function contentOf(json: Buffer, at: number, task: Task): Uint8Array | string {
	const label = task === "convert" ? '"value":' : '"text":';
	const content = json.subarray(json.indexOf(label, at) + label.length, -1);
	return task === "convert" ? content : (JSON.parse(content.toString()) as string);
}
