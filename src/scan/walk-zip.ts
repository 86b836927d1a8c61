/** Zip archives: every member that some reader would find. */

import { crc32 } from "../formats/crc32.ts";
import { OVERLAPS } from "./effort.ts";
import type { Finding } from "./finding.ts";
import type { Observation, Observations } from "./observations.ts";
import { startsWith } from "./signatures.ts";
import { unpackAll } from "./unpack.ts";
import { View } from "./view.ts";
import type { Walker } from "./walker.ts";
import { directories, type LocalHeader, localHeader, localHeaders, type ZipMember } from "./zip-directory.ts";

/** Methods that can be unpacked, and how. */
const METHODS: Readonly<Record<number, "deflate-raw" | "bzip2" | "xz" | "zstd">> = {
	8: "deflate-raw",
	12: "bzip2",
	93: "zstd",
	95: "xz",
};

/** Bytes between members are looked through up to here. */
const GAP = 1 << 26;

/** The findings of an archive; none for what is not one. */
export async function* walkZip(
	walker: Walker,
	view: View,
	member: readonly string[],
	observations: Observations,
): AsyncGenerator<Finding, void, undefined> {
	const head = await view.read(0, 4);
	const found = view.size >= 22 ? await directories(view) : [];
	const usable = found.filter(({ members, problem }) => members.length > 0 || problem === undefined);
	if (usable.length === 0 && !startsWith(head, "PK\x03\x04")) return;
	for (const { problem } of usable) if (problem !== undefined) observations.add(unscannable("zip", problem));
	if (usable.length === 0) observations.add(unscannable("zip", "the archive has no directory"));
	if (usable.length > 1) {
		const why = "the archive has more than one directory, and readers differ in which they take";
		observations.add({ verdict: "suspicious", rule: "zip-directories", why });
	}
	// Each end record may name all of the file as its directory.
	for (const { start, end } of found) walker.effort.spend(end - start);
	const archive = new Archive(walker, view, member, observations);
	for (const { members, start, end } of usable) {
		archive.covers(start, view.size > end ? view.size : end);
		yield* archive.members(members);
	}
	yield* archive.between();
}

class Archive {
	readonly #walker: Walker;
	readonly #view: View;
	readonly #member: readonly string[];
	readonly #observations: Observations;
	/** Ranges that are accounted for. */
	readonly #covered: [from: number, to: number][] = [];
	readonly #seen = new Set<string>();
	/** Members that hold the storages of torch, and how long those are. */
	readonly #storages = new Map<string, number>();

	constructor(walker: Walker, view: View, member: readonly string[], observations: Observations) {
		this.#walker = walker;
		this.#view = view;
		this.#member = member;
		this.#observations = observations;
	}

	covers(from: number, to: number): void {
		this.#covered.push([from, to]);
	}

	/** All members of one directory, pickles that say what others are first. */
	async *members(all: readonly ZipMember[]): AsyncGenerator<Finding, void, undefined> {
		const names = new Set<string>();
		const ordered = [...all].sort((one, other) => Number(isFirst(other)) - Number(isFirst(one)));
		for (const entry of ordered) {
			if (names.has(entry.name)) {
				const why = `two members are called ${JSON.stringify(entry.name)}`;
				this.#observations.add({ verdict: "suspicious", rule: "zip-duplicate", why });
			}
			names.add(entry.name);
			const key = `${entry.header} ${entry.packed} ${entry.method}`;
			if (this.#seen.has(key)) continue;
			this.#seen.add(key);
			yield* this.#one(entry);
		}
	}
	async *#one(entry: ZipMember): AsyncGenerator<Finding, void, undefined> {
		const local = await localHeader(this.#view, entry.header);
		if (local === undefined) {
			this.#observation(entry, "zip-headers", "has no local header where the directory says");
			return;
		}
		this.covers(entry.header, local.data + entry.packed);
		if (local.name !== entry.name)
			this.#observation(entry, "zip-headers", `is called ${JSON.stringify(local.name)} in its local header`);
		if (local.method !== entry.method)
			this.#observation(entry, "zip-headers", "has another method in its local header");
		// Without the flag that says that they follow, lengths are before the data for readers of streams.
		const isStreamed = (local.flags & 8) !== 0 || local.packed === 0xffffffff;
		if (!isStreamed && local.packed !== entry.packed)
			this.#observation(entry, "zip-headers", "has another length in its local header");
		const flags = (entry.flags | local.flags) & 0x2061;
		if (flags !== 0)
			this.#observation(entry, "zip-flags", `has flags that say it is encrypted or patched (0x${flags.toString(16)})`);
		if (/\.debug_pkl$|(^|\/)code\/.*\.py$/.test(entry.name)) {
			const why = "the archive carries TorchScript, which is code";
			this.#observations.add({ verdict: "unknown", rule: "torchscript", why });
		}
		const way = [...this.#member, entry.name];
		const length = this.#storages.get(entry.name);
		const raw = length !== undefined && (Number.isNaN(length) || length === entry.size);
		if (entry.size === 0 && entry.packed === 0) return;
		if (raw && entry.method === 0 && local.method === 0) return;
		if (!this.#walker.effort.spend(Math.min(entry.packed, this.#view.size))) {
			this.#observations.add(unscannable("limit", OVERLAPS));
			return;
		}
		for (const method of new Set([entry.method, local.method])) {
			const view = await this.#unpacked(entry, local, method, flags);
			if (view === undefined) continue;
			yield* this.#walker.scan(view, way, raw);
			if (isFirst(entry)) {
				const root = entry.name.slice(0, -"data.pkl".length);
				// torch counts them, and a name that it does not write may be of a file for another reader.
				for (const [key, size] of this.#walker.storages)
					if (/^\d{1,9}$/.test(key)) this.#storages.set(`${root}data/${key}`, size);
			}
		}
	}
	/** The bytes of a member. */
	async #unpacked(entry: ZipMember, local: LocalHeader, method: number, flags: number): Promise<View | undefined> {
		if (method === 0) {
			const view = this.#view.part(local.data, entry.packed);
			if (view.size < entry.packed) this.#observation(entry, "zip-headers", "is longer than the archive", true);
			await this.#check(entry, view);
			return view;
		}
		const packing = METHODS[method];
		if (packing === undefined) {
			this.#observation(entry, "zip-method", `is packed by method ${method}, which is not known here`, true);
			return undefined;
		}
		const { maxBytes } = this.#walker.options;
		if (entry.packed > maxBytes) {
			this.#observation(entry, "limit", `is longer than ${maxBytes} bytes`, true);
			return undefined;
		}
		const packed = await this.#view.read(local.data, entry.packed);
		const { bytes, error, exceeded } = await unpackAll(packed, packing, this.#walker.budget);
		this.#walker.budget -= bytes.length;
		this.#walker.effort.found(bytes.length);
		if (error !== undefined) {
			const encrypted = (flags & 1) !== 0;
			this.#observation(
				entry,
				exceeded ? "limit" : encrypted ? "encrypted" : "packing",
				encrypted ? "is encrypted" : `cannot be unpacked: ${error}`,
				true,
			);
			if (bytes.length === 0) return undefined;
		}
		const view = new View(bytes);
		if (error === undefined) await this.#check(entry, view);
		return view;
	}
	/** Compares the checksum, of members that are in memory or short. */
	async #check(entry: ZipMember, view: View): Promise<void> {
		if (view.size > 1 << 24) return;
		const bytes = await view.read(0, view.size);
		if (bytes.length !== entry.size) this.#observation(entry, "zip-headers", "is not as long as the directory says");
		else if (crc32(bytes) !== entry.crc) {
			// torch writes archives without checksums when it is told so, and reads them; zipfile does not.
			const why = `the member ${JSON.stringify(entry.name)} does not have the checksum that the directory says`;
			this.#observations.add({ verdict: "no-pickle", rule: "zip-checksum", why });
		}
	}
	#observation(entry: { readonly name: string }, rule: string, what: string, isUnscannable = false): void {
		const why = `the member ${JSON.stringify(entry.name)} ${what}`;
		this.#observations.add(isUnscannable ? unscannable(rule, why) : { verdict: "suspicious", rule, why });
	}

	/** The bytes before, between and after the members: members that no directory lists, and other bytes. */
	async *between(): AsyncGenerator<Finding, void, undefined> {
		this.#covered.sort(([one], [other]) => one - other);
		let at = 0;
		for (const [from, to] of [...this.#covered, [this.#view.size, this.#view.size] as const]) {
			if (from > at) yield* this.#gap(at, from);
			at = Math.max(at, to);
		}
	}
	async *#gap(from: number, to: number): AsyncGenerator<Finding, void, undefined> {
		const bytes = await this.#view.read(from, Math.min(to - from, GAP));
		if (to - from > GAP)
			this.#observations.add(unscannable("zip", "there is more between members than is looked through"));
		for (const offset of localHeaders(bytes)) {
			const local = await localHeader(this.#view, from + offset);
			if (local === undefined || local.data > this.#view.size) continue;
			// Without a length it may go on to the end of the archive, with all members that follow.
			const rest = this.#view.size - local.data;
			const packed = local.packed || rest;
			if (!this.#walker.effort.spend(local.data - from - offset + Math.min(packed, rest))) {
				this.#observations.add(unscannable("limit", OVERLAPS));
				return;
			}
			const why = `a member ${JSON.stringify(local.name)} is in no directory`;
			this.#observations.add({ verdict: "suspicious", rule: "zip-hidden", why });
			const entry = { ...local, crc: 0, size: 0, header: from + offset, packed };
			yield* this.#hidden(entry, local);
		}
	}
	async *#hidden(entry: ZipMember, local: LocalHeader): AsyncGenerator<Finding, void, undefined> {
		const way = [...this.#member, entry.name];
		if (entry.method === 0) {
			yield* this.#walker.scan(this.#view.part(local.data, entry.packed), way);
			return;
		}
		const packing = METHODS[entry.method];
		if (packing === undefined) return;
		const packed = await this.#view.read(local.data, Math.min(entry.packed, GAP));
		const { bytes } = await unpackAll(packed, packing, this.#walker.budget);
		this.#walker.budget -= bytes.length;
		this.#walker.effort.found(bytes.length);
		if (bytes.length > 0) yield* this.#walker.scan(new View(bytes), way);
	}
}

/** The pickle that says which members are storages. */
function isFirst({ name }: { readonly name: string }): boolean {
	return name === "data.pkl" || name.endsWith("/data.pkl");
}

/** A part that could not be looked at. */
export function unscannable(rule: string, why: string): Observation {
	return { verdict: "unknown", rule, why, unscannable: true };
}
