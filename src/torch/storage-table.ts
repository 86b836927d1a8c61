/** Storages by their persistent ids: one object for each, however many tensors ask for it. */
import { UnpicklingError } from "../errors.ts";
import { intIn, text } from "../registry/arguments.ts";
import { PyGlobal } from "../values/opaque.ts";
import { PyTuple } from "../values/tuple.ts";
import { dtypeOfStorage } from "./dtypes.ts";
import { Storage, type StorageParts } from "./storage.ts";

/** Where the bytes of a storage are, by its key and size; throws when they are not there. */
export type StorageLocator = (key: string, nbytes: number) => Pick<StorageParts, "source" | "data" | "isBig">;

/** The error of a persistent id that is not the expected one. */
function badId(why: string): UnpicklingError {
	return new UnpicklingError(`the persistent id is not one of torch: ${why}`, { code: "persistent-id" });
}

/** The storages of one file. */
export class StorageTable {
	/** All of them, in the order in which they were met. */
	readonly storages: Storage[] = [];
	/** The sources of modules' classes, which torch before 1.6 put into its files, by the full name of the class. */
	readonly sources: Map<string, string> = new Map();
	readonly #byKey = new Map<string, Storage>();
	readonly #views = new Map<string, Storage>();
	readonly #place: StorageLocator;

	/** @param place finds the bytes */
	constructor(place: StorageLocator) {
		this.#place = place;
	}
	/** The storage of a key, if it was asked for. */
	get(key: string): Storage | undefined {
		return this.#byKey.get(key);
	}
	/** Adds one. */
	add(key: string, parts: StorageParts): Storage {
		const storage = new Storage({ ...parts, key });
		this.#byKey.set(key, storage);
		this.storages.push(storage);
		return storage;
	}
	/**
	 * The value of an id: a storage, or the class of a module.
	 *
	 * @throws UnpicklingError (`persistent-id`) for any other id, and for one that says something else than before
	 */
	find(id: unknown): unknown {
		if (!(id instanceof PyTuple)) throw badId("it is not a tuple");
		const [kind, ...parts] = id as unknown[];
		const word = text(kind, true);
		if (word === "module" && parts.length === 3 && parts[0] instanceof PyGlobal) return this.#module(parts);
		if (word !== "storage" || (parts.length !== 4 && parts.length !== 5)) throw badId("it asks for no storage");
		const [type, keyGiven, locationGiven, countGiven, view] = parts;
		const dtype = dtypeOfStorage(type);
		const key = typeof keyGiven === "number" ? String(keyGiven) : text(keyGiven, true);
		const location = text(locationGiven, true);
		const count = intIn(countGiven, 0, Number.MAX_SAFE_INTEGER);
		if (dtype === undefined)
			throw badId(`${type instanceof PyGlobal ? String(type) : "it"} is not a class of storages`);
		if (key === undefined || location === undefined || count === undefined)
			throw badId("a part is not what it should be");
		const nbytes = count * (dtype === "bytes" ? 1 : dtype.itemsize);
		if (!Number.isSafeInteger(nbytes)) throw badId("the storage has more bytes than can be");
		const known = this.#byKey.get(key);
		const own = dtype === "bytes" ? undefined : dtype;
		if (known === undefined) {
			const made = this.add(key, { dtype: own, location, nbytes, ...this.#place(key, nbytes) });
			return this.#viewOf(made, view);
		}
		if (known.nbytes !== nbytes || known.dtype !== own) {
			throw badId(`the storage ${JSON.stringify(key)} was said to be another one before`);
		}
		return this.#viewOf(known, view);
	}
	#module([cls, , source]: readonly unknown[]): PyGlobal {
		if (typeof source === "string") this.sources.set(String(cls), source);
		return cls as PyGlobal;
	}
	/** `(key, offset, count)` of files of torch before 0.4: a part of a storage, in items. */
	#viewOf(root: Storage, view: unknown): Storage {
		if (view === undefined || view === null) return root;
		const [keyGiven, offsetGiven, countGiven] = view instanceof PyTuple ? (view as unknown[]) : [];
		const key = typeof keyGiven === "number" ? String(keyGiven) : text(keyGiven, true);
		const itemsize = root.dtype?.itemsize ?? 1;
		const most = root.nbytes / itemsize;
		const [offset, count] = [intIn(offsetGiven, 0, most), intIn(countGiven, 0, most)];
		if (key === undefined || offset === undefined || count === undefined || offset + count > most) {
			throw badId("its view is not within the storage");
		}
		const name = `${root.key}\0${key}\0${offset}\0${count}`;
		const known = this.#views.get(name) ?? root.part(offset * itemsize, count * itemsize);
		this.#views.set(name, known);
		return known;
	}
}
