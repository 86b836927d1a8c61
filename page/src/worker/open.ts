/** Opening a file: its content says what it is, and so how it is read. */
import { FileNotFoundError } from "../../../src/errors.ts";
import type { Trouble } from "../shared/types.ts";
import { loadLibraries } from "./libraries.ts";
import { openArchive, openTar } from "./open-archive.ts";
import { openArray, openCheckpoint } from "./open-arrays.ts";
import { openJson } from "./open-json.ts";
import type { Basic, Opened, OpenWatch } from "./opened.ts";
import { HEAP, isEmpty, readPickles } from "./read-pickles.ts";
import { troubleOf } from "./trouble.ts";
import { type Unpacked, unpacked } from "./unpack.ts";
import { Several } from "./values.ts";
import { originOf } from "./writer.ts";

/** Files of joblib above this are read by ranges. */
const BY_RANGES = 128 * 2 ** 20;

/** Opens a file. */
export async function openFile(file: Blob, name: string, watch: OpenWatch): Promise<Opened> {
	const inside = await unpacked(file, (done, total) => watch.progress("unpacking", done, total));
	const { blob, kinds, kind } = inside;
	const given = { blob, root: undefined };
	const basic = { kinds: [...kinds, kind], size: blob.size, notes: [], shape: "value" } as const;
	switch (kind) {
		case "npy":
			return openArray(blob, basic);
		case "zip":
			return openArchive(blob, basic, watch);
		case "safetensors": {
			const { fromSafetensors } = await loadLibraries();
			const { tensors, metadata } = await fromSafetensors(blob);
			const notes = [...metadata].map(([key, value]) => `${key}: ${value}`);
			return { ...given, root: tensors, info: { ...basic, view: "tensors", notes } };
		}
		case "tar":
			return openTar(blob, basic);
		case "torch":
			return openCheckpoint(blob, basic);
		case "joblib":
			return openJoblib(inside, basic, watch);
		case "json":
			return openJson(blob, basic, name);
		case "pickle":
		case "unknown":
		case "base64":
		case "hex":
		case "bytes-repr":
			return openPickles(inside, basic, watch, name);
		default: {
			const trouble: Trouble = { name: kind, message: `foreign.${kind}` };
			return { ...given, info: { ...basic, shape: "none", trouble } };
		}
	}
}

async function openPickles(
	{ blob, kind, head }: Unpacked,
	basic: Basic,
	watch: OpenWatch,
	name: string,
): Promise<Opened> {
	if (kind === "unknown" && isText(head, name)) return openJson(blob, basic, name);
	const sample = new Uint8Array(await blob.slice(0, 1 << 18).arrayBuffer());
	const origin = originOf(sample);
	if (namesLibraries(sample)) await loadLibraries();
	const read = await readPickles(blob, {
		progress: (done, total) => watch.progress("reading", done, total),
		peek: watch.peek,
	});
	const trouble = read.error === undefined ? undefined : troubleOf(read.error);
	const all = trouble === undefined ? read.values : [...read.values, ...read.understood];
	const isWhole = trouble === undefined && all.length === 1;
	const root = isWhole
		? all[0]
		: all.length === 0
			? undefined
			: new Several(all, trouble === undefined ? "pickles" : "so far");
	const isPickle = origin !== undefined && !(read.values.length === 0 && all.length === 0 && kind === "unknown");
	const notes = [
		...(read.encoding === undefined ? [] : ["note.latin1"]),
		...(read.dropped.length > 0 ? ["note.dropped"] : []),
	];
	return {
		root,
		blob,
		info: {
			...basic,
			kinds: kind === "unknown" ? [...basic.kinds.slice(0, -1), isPickle ? "pickle" : "unknown"] : basic.kinds,
			shape: all.length === 0 ? "none" : "value",
			protocol: isPickle ? origin.protocol : undefined,
			writer: isPickle ? origin.writer : undefined,
			count: read.values.length,
			trouble:
				trouble !== undefined && isEmpty(read.error) && blob.size === 0
					? { ...trouble, message: "foreign.empty" }
					: trouble,
			partial: trouble !== undefined && all.length > 0,
			notes,
		},
	};
}

/** Whether the beginning names a library whose values the adapters know. */
function namesLibraries(bytes: Uint8Array): boolean {
	return /numpy|pandas|torch|joblib|scipy|sklearn|pyarrow/.test(new TextDecoder("latin1").decode(bytes));
}

/** Whether a string is JSON but begins like nothing in particular: a number, a string. */
function isText(head: Uint8Array, name: string): boolean {
	if (/\.(json|jsonl|ndjson)$/i.test(name)) return true;
	return head.length > 0 && (head[0] === 0x22 || (head[0] as number) === 0x20 || (head[0] as number) === 0x0a);
}

async function openJoblib({ blob, head }: Unpacked, basic: Basic, { beside }: OpenWatch): Promise<Opened> {
	const { joblibByRanges, loadJoblib, registry } = await loadLibraries();
	const origin = originOf(head);
	const info = { ...basic, protocol: origin?.protocol, writer: origin?.writer, count: 1 };
	const options = { mode: "exact", persistentLoad: "keep", limits: { memory: HEAP } } as const;
	try {
		if (blob.size > BY_RANGES) {
			// A frame, or whatever else needs the items of an array while it is read, is read whole.
			const root = await joblibByRanges(blob, options).catch(() => undefined);
			if (root !== undefined) return { root, blob, info: { ...info, isByRanges: true } };
		}
		let missing: string | undefined;
		const sibling = (name: string): Blob | undefined => {
			if (!beside.has(name)) missing = name;
			return beside.get(name);
		};
		const root = await loadJoblib(blob, { ...options, registry, sibling }).catch((error: unknown) => {
			if (missing === undefined) throw error;
			throw new FileNotFoundError(`an array is in the file ${JSON.stringify(missing)} beside this one`, {
				hint: "sibling.drop",
			});
		});
		return { root, blob, info };
	} catch (error) {
		return { root: undefined, blob, info: { ...info, shape: "none", trouble: troubleOf(error) } };
	}
}
