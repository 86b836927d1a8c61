/** The output of many machines: a part for each shard, and a mark when it is whole. */
import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { toOSError } from "../bytes/system-error.ts";
import { ValueError } from "../errors.ts";
import { replaceFile } from "../node/replace-file.ts";
import { partName, type Shard } from "./manifest.ts";
import type { Task, TaskOptions } from "./settings.ts";

/** Engines that read a folder leave out names that begin with an underscore. */
const DONE = "_done";
const TASK = "_task.json";

/** The content of a part, in numbers. */
export interface PartSummary {
	/** The name of the file, without its folder. */
	readonly part: string;
	/** Records: one for each file, or for each member of an archive. */
	readonly records: number;
	/** Records that are errors. */
	readonly errors: number;
	/** Bytes of what was read. */
	readonly bytes: number;
	/** Records by the name of their error. */
	readonly errorNames: Readonly<Record<string, number>>;
	/** Records by verdict, of a scan. */
	readonly verdicts: Readonly<Record<string, number>>;
	/** Files whose size is another than the plan says. */
	readonly changed: number;
}

/** The work that a folder is for; parts of two works must not meet in one. */
export interface Work {
	readonly task: Task | "own";
	readonly options: TaskOptions;
	readonly archives: boolean;
	readonly to: string;
}

/** A folder with parts. */
export class Parts {
	readonly folder: string;
	constructor(folder: string) {
		this.folder = folder;
	}
	/**
	 * Makes the folder and says in it what its parts are.
	 *
	 * @throws ValueError (`argument`) when it holds parts of other work
	 */
	async open(work: Work): Promise<void> {
		await this.#guarded(() => mkdir(join(this.folder, DONE), { recursive: true }));
		const text = `${JSON.stringify(work)}\n`;
		const path = join(this.folder, TASK);
		const known = await readText(path);
		if (known === undefined) await replaceFile(path, (file) => file.write(text));
		else if (known !== text) {
			throw new ValueError(`${this.folder} holds parts that were made otherwise: ${known.trim()}`, {
				code: "argument",
				hint: "each task, and each set of its options, wants a folder of its own",
			});
		}
	}
	/** The path of a part. */
	path(part: string): string {
		return join(this.folder, part);
	}
	/** The numbers of the part of a shard; undefined until it is whole. */
	async summary(shard: Pick<Shard, "number" | "id">): Promise<PartSummary | undefined> {
		const text = await readText(join(this.folder, DONE, `${partName(shard)}.json`));
		if (text === undefined) return undefined;
		const summary = JSON.parse(text) as PartSummary;
		// A part that somebody deleted is made again.
		const about = await stat(this.path(summary.part)).catch(() => undefined);
		return about === undefined ? undefined : summary;
	}
	/** Marks a part as whole, which it is by then. */
	async finish(shard: Pick<Shard, "number" | "id">, summary: PartSummary): Promise<void> {
		await replaceFile(join(this.folder, DONE, `${partName(shard)}.json`), (file) =>
			file.write(`${JSON.stringify(summary)}\n`),
		);
	}
	async #guarded(work: () => Promise<unknown>): Promise<void> {
		try {
			await work();
		} catch (error) {
			throw toOSError(error, "file", this.folder);
		}
	}
}

async function readText(path: string): Promise<string | undefined> {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if ((error as { code?: unknown }).code === "ENOENT") return undefined;
		throw toOSError(error, "file", path);
	}
}

/** A record of a part. */
export interface PartRecord {
	readonly id: string;
	/** An answer, as UTF-8. */
	readonly json: Uint8Array;
	/** The size that the plan has for it, if it is a file of the plan. */
	readonly planned: number | undefined;
	/** The path of the file, if the record is all there is of it. */
	readonly path: string | undefined;
}

const HEAD = /^,"sha256":(?:null|"\w*"),"size":(null|\d+),"ok":(true|false),"(\w+)":(?:"([\w-]*)")?/;

/** Counts the records of a part. */
export class PartCounts {
	#records = 0;
	#errors = 0;
	#bytes = 0;
	#changed = 0;
	readonly #errorNames = new Map<string, number>();
	readonly #verdicts = new Map<string, number>();

	add({ id, json, planned }: PartRecord): void {
		this.#records++;
		// Members come in one order: id, sha256, size, ok, and what there is to say.
		const start = Buffer.byteLength(`{"id":${JSON.stringify(id)}`);
		const head = Buffer.from(json.buffer, json.byteOffset, json.length).toString("latin1", start, start + 200);
		const [, size, ok, member, text] = HEAD.exec(head) ?? [];
		if (size !== undefined && size !== "null") this.#bytes += Number(size);
		if (planned !== undefined && size !== "null" && Number(size) !== planned) this.#changed++;
		if (ok === "false") {
			this.#errors++;
			const { error } = JSON.parse(Buffer.from(json).toString()) as { error: { name: string } };
			count(this.#errorNames, error.name);
		} else if (member === "verdict") count(this.#verdicts, text ?? "");
	}
	summary(part: string): PartSummary {
		return {
			part,
			records: this.#records,
			errors: this.#errors,
			bytes: this.#bytes,
			errorNames: sorted(this.#errorNames),
			verdicts: sorted(this.#verdicts),
			changed: this.#changed,
		};
	}
}

function count(counts: Map<string, number>, name: string): void {
	counts.set(name, (counts.get(name) ?? 0) + 1);
}
function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
	return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
