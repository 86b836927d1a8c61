/** The value of an item: as JSON, or as Python prints it. */
import { isA, LimitError, OSError, PyTypeError, ValueError } from "../errors.ts";
import type { Kind } from "../formats/kind.ts";
import { memoryForValues, type ProcessSettings } from "../jobs/settings.ts";
import * as json from "../json/index.ts";
import { openNpz } from "../numpy/index.ts";
import { fromSafetensors, loadIndex } from "../torch/index.ts";
import { pformat } from "../types/index.ts";
import * as adapters from "./adapters.ts";
import { loaded } from "./checkpoints.ts";
import { formatOfBytes, formatOfName } from "./formats.ts";
import { frameText } from "./frames.ts";
import type { Item } from "./item.ts";
import { jsonForm } from "./json-form.ts";
import { modelLines } from "./model-text.ts";
import { BrokenPickle, pickles } from "./pickles.ts";

/** Makes an answer of an item and its bytes. */
type Make = (item: Item, bytes: Uint8Array, kind: Kind) => Promise<string>;

/** The value as JSON. */
export function converting(settings: ProcessSettings): Make {
	const fallback = settings.options.default;
	// Text that others read as JSON is JSON to the letter: no NaN.
	const dumping = { rfc8259: true, default: ownForm };
	return async (item, bytes, kind) => {
		const values = await valuesOf(item, bytes, kind, settings, fallback === "tagged");
		const value = values.length === 1 ? values[0] : values;
		const form = fallback === undefined ? value : jsonForm(value, fallback, adapters, true);
		const limits = { text: longestText(bytes, settings.maxMemory) };
		try {
			return `,"pickles":${values.length},"value":${json.dumps(form, { ...dumping, limits })}`;
		} catch (error) {
			throw withWaysOut(error);
		}
	};
}

/** The JSON of arrays and scalars; for anything else the error that there would be without them. */
function ownForm(value: unknown): unknown {
	const own = adapters.jsonOf(value);
	return own === undefined ? json.loads(json.dumps(value)) : own.form;
}

/** Says what can be done about a value that has no JSON form. */
function withWaysOut(error: unknown): unknown {
	const isNan = isA(error, "ValueError") && error instanceof ValueError && error.code !== "limit";
	if (!isNan && !(error instanceof PyTypeError)) return error;
	const { message, code, path } = error as PyTypeError;
	const hint =
		"the task option --default repr or str writes it as text, --default tagged as an object in which nothing is lost";
	const Same = isNan ? ValueError : PyTypeError;
	return new Same(message, { code, path, hint, cause: error });
}

/** The value as Python prints it. */
export function showing(settings: ProcessSettings): Make {
	return async (item, bytes, kind) => {
		const values = await valuesOf(item, bytes, kind, settings, false);
		const longest = longestText(bytes, settings.maxMemory);
		let text = "";
		for (const value of values) {
			if (text !== "") text += "\n";
			text += textOf(value, longest);
			if (text.length > longest) throw new LimitError("text", longest, {}, "it has too many pickles");
		}
		return `,"text":${JSON.stringify(text)}`;
	};
}

/** As much as `brine convert` writes for a file, and no more than the process has room for. */
function longestText(bytes: Uint8Array, maxMemory: number): number {
	return Math.floor(Math.min(2 ** 26 + 64 * bytes.length, maxMemory / 8, 2 ** 29 - 24));
}

function textOf(value: unknown, longest: number): string {
	if (value instanceof adapters.NDArray) return adapters.numpyRepr(value);
	const frame = frameText(value, { rows: undefined, columns: undefined, dtypes: false, describe: false }, 80);
	return frame ?? modelLines(value)?.join("\n") ?? pformat(value, { limits: { text: longest } });
}

/** All values of a file: the pickles in it, the document, the array or arrays. */
async function valuesOf(
	item: Item,
	bytes: Uint8Array,
	kind: Kind,
	{ options, maxMemory }: ProcessSettings,
	keepsAll: boolean,
): Promise<unknown[]> {
	const encoding = options.encoding === undefined ? {} : { encoding: options.encoding };
	const limits = { memory: memoryForValues(maxMemory) };
	const reading = { mode: "exact", limits } as const;
	const loading = { ...reading, ...encoding, persistentLoad: "keep" } as const;
	const named = kind === "pickle" ? undefined : formatOfName(item.name);
	const isJSON = named === "json" || named === "jsonl";
	const format = kind === "pickle" ? kind : isJSON ? "json" : formatOfBytes(bytes.subarray(0, 4096));
	if (format === "json") {
		if (named !== "jsonl") return [json.loads(bytes, reading)];
		const values: unknown[] = [];
		for await (const value of json.loadLines(once(bytes), reading)) values.push(value);
		return [values];
	}
	if (format === "torch" || kind === "tar") {
		return [await loaded((await loadIndex(bytes, { ...reading, ...encoding })).value)];
	}
	if (format === "safetensors") return [await loaded((await fromSafetensors(bytes)).tensors)];
	if (format === "npy") return [await adapters.loadNpy(once(bytes), { limits, ...encoding })];
	if (format === "npz") {
		const archive = await openNpz(bytes, { limits });
		if (archive.names.length === 0) {
			throw new OSError("the archive has no arrays in it", {
				code: "source",
				hint: "the members of archives are read one by one with --archives",
			});
		}
		return [await adapters.npzDict(archive)];
	}
	if (format === "joblib") return [await adapters.readJoblib(item.path ?? "-", once(bytes), loading)];
	const registry = keepsAll ? {} : { registry: adapters.registry };
	const values: unknown[] = [];
	try {
		for await (const value of pickles(once(bytes), { ...loading, ...registry })) values.push(value);
	} catch (error) {
		throw error instanceof BrokenPickle ? error.error : error;
	}
	return values;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
	yield bytes;
}
