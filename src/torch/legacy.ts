/** Files of torch before 1.6: five pickles, then each storage as its count and its items. */
import { Ranges } from "../bytes/ranges.ts";
import { OSError, UnpicklingError } from "../errors.ts";
import type { LoadsOptions } from "../pickle/options.ts";
import { Unpickler } from "../pickle/unpickler.ts";
import { entriesOf } from "../registry/arguments.ts";
import type { OpenFile, Opening } from "./open-file.ts";
import { PickleCursor, uint64 } from "./pickle-cursor.ts";
import type { StorageParts, StorageSource } from "./storage.ts";
import { StorageTable } from "./storage-table.ts";

/** The first pickle of such a file. */
export const MAGIC = 0x1950a86a20f9469cfc6cn;
/** The second one. */
export const PROTOCOL = 1001;

function notLegacy(why: string): UnpicklingError {
	return new UnpicklingError(`not a file of torch: ${why}`, { code: "source" });
}

/** Bytes that are known only after the pickles were read. */
class LaterSource implements StorageSource {
	start = -1;
	nbytes = 0;
	itemsize = 1;
	readonly #ranges: Ranges;
	#isChecked = false;

	constructor(ranges: Ranges) {
		this.#ranges = ranges;
	}
	async read(start: number, end: number, into?: Uint8Array): Promise<Uint8Array> {
		if (!this.#isChecked) {
			const count = uint64(await this.#ranges.read(this.start - 8, this.start));
			if (count * this.itemsize !== this.nbytes) {
				throw new OSError(`a storage has ${count} items in the file, and not what its tensors say`, { code: "source" });
			}
			this.#isChecked = true;
		}
		return this.#ranges.read(this.start + start, this.start + end, into);
	}
}

/** A table whose storages come after the pickles. */
function laterTable(ranges: Ranges): { readonly table: StorageTable; readonly later: Map<string, LaterSource> } {
	const later = new Map<string, LaterSource>();
	const table = new StorageTable((key, nbytes): Pick<StorageParts, "source"> => {
		const source = new LaterSource(ranges);
		source.nbytes = nbytes;
		later.set(key, source);
		return { source };
	});
	return { table, later };
}

/** Assigns each storage its place, in the order of the keys. */
function placeAll(
	keys: unknown,
	{ table, later }: ReturnType<typeof laterTable>,
	reserve: (count: number) => number,
): void {
	if (!Array.isArray(keys)) throw notLegacy("the list of storages is missing");
	for (const given of keys as unknown[]) {
		const key = String(given);
		const source = typeof given === "string" || typeof given === "number" ? later.get(key) : undefined;
		const storage = table.get(key);
		if (source === undefined || storage === undefined || source.start !== -1) {
			throw notLegacy(`the storage ${JSON.stringify(key.slice(0, 100))} is listed, but is not one of its tensors'`);
		}
		source.itemsize = storage.dtype?.itemsize ?? 1;
		source.start = reserve(8 + storage.nbytes) + 8;
	}
	for (const [key, { start }] of later) {
		if (start === -1) throw notLegacy(`the storage ${JSON.stringify(key)} is not in it`);
	}
}

/** Looks at the first three pickles as they come, so that nothing is read of what is not such a file. */
function checkStart(index: number, value: unknown): void {
	if (index === 0 && value !== MAGIC) throw notLegacy("its first pickle is not torch's number");
	if (index === 1 && value !== PROTOCOL)
		throw notLegacy(`protocol ${String(value).slice(0, 20)} of its own is not known`);
	if (index === 2 && entriesOf(value) === undefined) throw notLegacy("what it says of its machine is missing");
}

/** Opens such a file; its storages are read later. */
export async function openLegacy({ ranges, loading }: Opening): Promise<OpenFile> {
	const cursor = new PickleCursor(ranges, 0, ranges.byteLength);
	const plain = { limits: loading.limits ?? {} };
	for (let i = 0; i < 3; i++) checkStart(i, await cursor.load(plain));
	const later = laterTable(ranges);
	const { table } = later;
	const from = cursor.at;
	const value = await cursor.load({ ...loading, persistentLoad: (id) => table.find(id) });
	const pickle = await ranges.read(from, cursor.at);
	placeAll(await cursor.load(plain), later, (count) => cursor.reserve(count));
	return { format: "legacy", value, table, pickle };
}

/** Reads such a file that is in memory, as `torch.storage._load_from_bytes` is given it. */
export function readLegacy(bytes: Uint8Array, loading: LoadsOptions): unknown {
	const start = new Unpickler(bytes, { limits: loading.limits ?? {} });
	for (let i = 0; i < 3; i++) checkStart(i, start.loadSync());
	const later = laterTable(new Ranges(bytes));
	const { table } = later;
	const object = new Unpickler(start.rest, { ...loading, persistentLoad: (id) => table.find(id) });
	const value = object.loadSync();
	const { rest } = object;
	const keys = new Unpickler(rest, { limits: loading.limits ?? {} });
	const list = keys.loadSync();
	let at = bytes.length - keys.rest.length;
	placeAll(list, later, (count) => {
		if (at + count > bytes.length) throw notLegacy("it ends within the numbers of its storages");
		at += count;
		return at - count;
	});
	for (const [key, { start: from, nbytes, itemsize }] of later.later) {
		if (uint64(bytes, from - 8) * itemsize !== nbytes)
			throw notLegacy("a storage has another count than its tensors say");
		table.get(key)?.give(bytes.subarray(from, from + nbytes));
	}
	return value;
}
