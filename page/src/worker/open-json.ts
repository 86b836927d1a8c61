/** JSON and JSON Lines. */
import type { Basic, Opened } from "./opened.ts";
import { pieces } from "./pieces.ts";
import { troubleOf } from "./trouble.ts";
import { Several } from "./values.ts";

/** V8's longest string; longer documents are read by line. */
const LONGEST = 2 ** 29 - 24;

/** Opens JSON, or lines of it. */
export async function openJson(blob: Blob, basic: Basic, name: string): Promise<Opened> {
	const json = await import("../../../src/json/index.ts");
	const outer = basic.kinds.slice(0, -1);
	const isLines = /\.(jsonl|ndjson)$/i.test(name);
	let failure: unknown;
	if (!isLines && blob.size < LONGEST) {
		try {
			const bytes = new Uint8Array(await blob.arrayBuffer());
			const root = json.loads(bytes, { mode: "exact" });
			return { root, blob, info: { ...basic, kinds: [...outer, "json"], count: 1 } };
		} catch (error) {
			failure = error;
		}
	}
	const values: unknown[] = [];
	try {
		for await (const value of json.loadLines(pieces(blob), { mode: "exact" })) values.push(value);
		if (values.length > 1 || isLines)
			return { root: values, blob, info: { ...basic, kinds: [...outer, "jsonl"], count: values.length } };
	} catch (error) {
		failure = values.length > 1 ? error : (failure ?? error);
	}
	const trouble = troubleOf(failure);
	const isPart = values.length > 1;
	return {
		root: isPart ? new Several(values, "so far") : undefined,
		blob,
		info: {
			...basic,
			kinds: [...outer, isPart ? "jsonl" : "json"],
			shape: isPart ? "value" : "none",
			partial: isPart,
			count: values.length,
			trouble,
		},
	};
}
