/** Zip archives of torch 1.6 and newer, and of TorchScript. */
import type { RangeSource, Ranges } from "../bytes/ranges.ts";
import { OSError, UnpicklingError } from "../errors.ts";
import { Zip, type ZipEntry } from "../formats/zip.ts";
import { loads } from "../pickle/loads.ts";
import type { OpenFile, Opening } from "./open-file.ts";
import type { StorageParts, StorageSource } from "./storage.ts";
import { StorageTable } from "./storage-table.ts";

/** A record of a few bytes is no longer. */
const SHORT = 100;

/** The bytes of a record; those that are stored are fetched alone, without a check sum, which torch may leave out. */
class RecordSource implements StorageSource {
	readonly #zip: Zip;
	readonly #ranges: Ranges;
	readonly #entry: ZipEntry;
	#start: Promise<number> | undefined;
	#unpacked: Promise<Uint8Array> | undefined;

	constructor(zip: Zip, ranges: Ranges, entry: ZipEntry) {
		this.#zip = zip;
		this.#ranges = ranges;
		this.#entry = entry;
	}
	async read(start: number, end: number, into?: Uint8Array): Promise<Uint8Array> {
		if (this.#entry.method !== 0) {
			this.#unpacked ??= this.#zip.read(this.#entry);
			return (await this.#unpacked).subarray(start, end);
		}
		this.#start ??= this.#zip.locate(this.#entry).then((place) => place.start);
		const from = await this.#start;
		return this.#ranges.read(from + start, from + end, into);
	}
}

/** The content of a record. */
export async function recordOf(zip: Zip, name: string): Promise<Uint8Array | undefined> {
	const entry = zip.get(name);
	if (entry === undefined) return undefined;
	return entry.method === 0 ? zip.readPart(entry, 0, entry.size) : zip.read(entry);
}

async function shortText(zip: Zip, name: string): Promise<string | undefined> {
	const entry = zip.get(name);
	if (entry === undefined || entry.size > SHORT) return undefined;
	return String.fromCharCode(...((await recordOf(zip, name)) as Uint8Array)).trim();
}

/** The folder that everything is in. Readers that take the first one differ from those that take any. */
function rootOf({ entries }: Zip): string {
	const [first] = entries;
	const slash = first?.name.indexOf("/") ?? -1;
	const root = first?.name.slice(0, slash + 1) ?? "";
	const other = entries.find(({ name }) => !name.startsWith(root));
	if (root === "" || other !== undefined) {
		throw new OSError("not an archive of torch: its members are not all in one folder", {
			code: "source",
			hint: entries.some(({ name }) => name.endsWith(".npy"))
				? "it is a .npz file of numpy: openNpz of brine/numpy reads it"
				: undefined,
		});
	}
	return root;
}

/** The storages in a folder of an archive. */
function archiveTable(zip: Zip, ranges: Ranges, folder: string, isBig: boolean): StorageTable {
	return new StorageTable((key, nbytes): Pick<StorageParts, "source" | "isBig"> => {
		const entry = zip.get(`${folder}${key}`);
		const quoted = JSON.stringify(key.slice(0, 100));
		if (entry === undefined)
			throw new UnpicklingError(`the storage ${quoted} is not in the archive`, { code: "source" });
		if (entry.size !== nbytes) {
			throw new UnpicklingError(`the storage ${quoted} has ${entry.size} bytes, and its tensors say ${nbytes}`, {
				code: "source",
			});
		}
		return { source: new RecordSource(zip, ranges, entry), isBig };
	});
}

/** Opens an archive: its directory and `data.pkl` are read, nothing else. */
export async function openArchive({ ranges, loading, memory }: Opening): Promise<OpenFile> {
	const zip = await Zip.open(sourceOf(ranges), { memory });
	const root = rootOf(zip);
	const pickle = await recordOf(zip, `${root}data.pkl`);
	if (pickle === undefined) {
		throw new OSError("not an archive of torch: it has no data.pkl", { code: "source" });
	}
	const order = await shortText(zip, `${root}byteorder`);
	if (order !== undefined && order !== "little" && order !== "big") {
		throw new OSError(`the order of bytes ${JSON.stringify(order)} is not known`, { code: "source" });
	}
	const isBig = order === "big";
	const table = archiveTable(zip, ranges, `${root}data/`, isBig);
	const value = loads(pickle, { ...loading, persistentLoad: (id) => table.find(id) });
	const format = zip.get(`${root}constants.pkl`) === undefined ? "zip" : "torchscript";
	const version = await shortText(zip, `${root}version`);
	const constants = archiveTable(zip, ranges, `${root}constants/`, isBig);
	return { format, value, table, pickle, version, isBig, constants, archive: { zip, root } };
}

/** A source of ranges over one that is open already. */
function sourceOf(ranges: Ranges): RangeSource {
	if (ranges.whole !== undefined) return ranges.whole;
	return { byteLength: ranges.byteLength, slice: (start: number, end: number) => ranges.read(start, end) };
}
