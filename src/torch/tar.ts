/** Tar archives of torch before 0.2: `storages` and `tensors` with numbers between their pickles, and `pickle`. */
import type { Ranges } from "../bytes/ranges.ts";
import { OSError, UnpicklingError } from "../errors.ts";
import { text } from "../registry/arguments.ts";
import { PyTuple } from "../values/tuple.ts";
import { dtypeOfStorage, type TorchDType } from "./dtypes.ts";
import type { OpenFile, Opening } from "./open-file.ts";
import { PickleCursor, uint64 } from "./pickle-cursor.ts";
import type { Storage } from "./storage.ts";
import { StorageTable } from "./storage-table.ts";
import { problemOf, Tensor } from "./tensor.ts";

const BLOCK = 512;
/** More members than this are in no file of torch, which has four. */
const MOST_MEMBERS = 64;

function badTar(why: string): OSError {
	return new OSError(`not a tar archive of torch: ${why}`, { code: "source" });
}

/** The members of an archive by name. */
async function membersOf(ranges: Ranges): Promise<Map<string, readonly [start: number, end: number]>> {
	const members = new Map<string, readonly [number, number]>();
	for (let at = 0; at + BLOCK <= ranges.byteLength && members.size < MOST_MEMBERS; ) {
		const head = await ranges.read(at, at + BLOCK);
		if (head.every((byte) => byte === 0)) break;
		const field = (from: number, to: number): string => {
			const bytes = head.subarray(from, to);
			const end = bytes.indexOf(0);
			return String.fromCharCode(...(end === -1 ? bytes : bytes.subarray(0, end)));
		};
		const size = /^ *[0-7]{1,12} *$/.test(field(124, 136)) ? Number.parseInt(field(124, 136), 8) : Number.NaN;
		if (field(257, 262) !== "ustar" || !(at + BLOCK + size <= ranges.byteLength)) throw badTar("it is damaged");
		const name = field(0, 100).replace(/^\.\//, "");
		if (members.has(name)) throw badTar(`two members are named ${JSON.stringify(name)}`);
		members.set(name, [at + BLOCK, at + BLOCK + size]);
		at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
	}
	return members;
}

function numberOf(value: unknown): string | undefined {
	return typeof value === "number" || typeof value === "bigint" ? String(value) : text(value, true);
}

/** Opens such an archive; its storages are read later. */
export async function openTar({ ranges, loading }: Opening): Promise<OpenFile> {
	const members = await membersOf(ranges);
	const cursorOf = (name: string): PickleCursor => {
		const place = members.get(name);
		if (place === undefined) throw badTar(`it has no member ${JSON.stringify(name)}`);
		return new PickleCursor(ranges, ...place);
	};
	const table = new StorageTable(() => {
		throw new UnpicklingError("a tar archive of torch asks for its tensors by number", { code: "persistent-id" });
	});
	const plain = { limits: loading.limits ?? {} };
	const storages = cursorOf("storages");
	const count = await storages.load(plain);
	for (let i = 0; i < Number(count); i++) await addStorage(storages, table, ranges, plain);
	await addViews(await storages.load(plain), table);
	const tensors = await tensorsOf(cursorOf("tensors"), table, plain);
	const object = cursorOf("pickle");
	const from = object.at;
	const persistentLoad = (id: unknown): unknown => {
		const found = tensors.get(numberOf(id) ?? "") ?? table.get(numberOf(id) ?? "");
		if (found === undefined)
			throw new UnpicklingError("the persistent id is not the number of a tensor", { code: "persistent-id" });
		return found;
	};
	const value = await object.load({ ...loading, persistentLoad });
	return { format: "tar", value, table, pickle: await ranges.read(from, object.at) };
}

/** `(key, location, class)`, the count and the items. */
async function addStorage(
	cursor: PickleCursor,
	table: StorageTable,
	ranges: Ranges,
	plain: Parameters<PickleCursor["load"]>[0],
): Promise<void> {
	const about = await cursor.load(plain);
	const [keyGiven, locationGiven, cls] = about instanceof PyTuple ? (about as unknown[]) : [];
	const [key, location, dtype] = [numberOf(keyGiven), text(locationGiven, true), dtypeOfStorage(cls)];
	if (
		key === undefined ||
		location === undefined ||
		dtype === undefined ||
		dtype === "bytes" ||
		table.get(key) !== undefined
	) {
		throw badTar("a storage is not described as it should be");
	}
	const nbytes = uint64(await cursor.take(8)) * dtype.itemsize;
	const start = cursor.reserve(nbytes);
	const read = (from: number, to: number): Promise<Uint8Array> => ranges.read(start + from, start + to);
	table.add(key, { dtype, location, nbytes, source: { read } });
}

/** `[(key, root, offset, count), …]`: storages that are parts of others. */
async function addViews(views: unknown, table: StorageTable): Promise<void> {
	if (!Array.isArray(views)) throw badTar("the list of views is missing");
	for (const given of views as unknown[]) {
		const [keyGiven, rootGiven, offset, count] = Array.isArray(given) ? (given as unknown[]) : [];
		const [key, root] = [numberOf(keyGiven), table.get(numberOf(rootGiven) ?? "")];
		const itemsize = root?.dtype?.itemsize ?? 1;
		const isWithin = (Number(offset) + Number(count)) * itemsize <= (root?.nbytes ?? -1) && Number(offset) >= 0;
		if (key === undefined || root === undefined || !isWithin || table.get(key) !== undefined) {
			throw badTar("a view of a storage is not within it");
		}
		const part = root.part(Number(offset) * itemsize, Number(count) * itemsize);
		const source = { read: (from: number, to: number): Promise<Uint8Array> => part.read(from, to) };
		table.add(key, { dtype: root.dtype, location: root.location, nbytes: part.nbytes, source });
	}
}

/** `(key, storage, class)`, then the number of axes, four bytes, lengths, steps and the offset. */
async function tensorsOf(
	cursor: PickleCursor,
	table: StorageTable,
	plain: Parameters<PickleCursor["load"]>[0],
): Promise<Map<string, Tensor>> {
	const tensors = new Map<string, Tensor>();
	const count = await cursor.load(plain);
	for (let i = 0; i < Number(count); i++) {
		const about = await cursor.load(plain);
		const [keyGiven, storageGiven, cls] = about instanceof PyTuple ? (about as unknown[]) : [];
		const [key, storage, dtype] = [numberOf(keyGiven), table.get(numberOf(storageGiven) ?? ""), dtypeOfStorage(cls)];
		if (key === undefined || storage === undefined || dtype === undefined || dtype !== storage.dtype) {
			throw badTar("a tensor is not described as it should be");
		}
		tensors.set(key, await tensorOf(cursor, storage, dtype));
	}
	return tensors;
}
async function tensorOf(cursor: PickleCursor, storage: Storage, dtype: TorchDType): Promise<Tensor> {
	const [axes = 0] = await cursor.take(4);
	await cursor.take(4);
	const numbers = async (length: number): Promise<number[]> => {
		const bytes = await cursor.take(8 * length);
		return Array.from({ length }, (_, i) => uint64(bytes, 8 * i));
	};
	const [shape, stride, [offset = 0]] = [await numbers(axes), await numbers(axes), await numbers(1)];
	const problem = problemOf(dtype, shape, stride, offset, storage);
	if (problem !== undefined) throw new UnpicklingError(problem, { code: "build" });
	return new Tensor({ storage, dtype: dtype.name, shape, stride, offset });
}
