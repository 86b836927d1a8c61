/** Goes through a file and everything in it, by what the bytes are and never by a name. */
import { compressionOf, kindOf } from "../formats/kind.ts";
import { Effort, OVERLAPS } from "./effort.ts";
import type { Finding } from "./finding.ts";
import { hiddenPickles } from "./hidden.ts";
import { type Observation, Observations } from "./observations.ts";
import { isPadding, type PickleScan, scanPickles, trailing } from "./scan-pickles.ts";
import { isTar, isZlibOfSmallWindow, startsWith } from "./signatures.ts";
import { tarMembers } from "./tar-members.ts";
import { scanTorchTar } from "./torch-tar.ts";
import { unpackAll } from "./unpack.ts";
import { View } from "./view.ts";
import { unscannable, walkZip } from "./walk-zip.ts";
import type { Walker, WalkOptions } from "./walker.ts";

/** Archives in archives deeper than this are not opened. */
const DEPTH = 12;
/** How much of a file is looked at before more is read. */
const WINDOWS = [1 << 20, 1 << 24, 1 << 28, Number.POSITIVE_INFINITY];

/** The marks that count where bytes are something else and a pickle by accident. */
const NAMED: ReadonlySet<string> = /* @__PURE__ */ new Set(["denied-name", "unlisted-stdlib", "unlisted-call"]);

/** A dtype of numbers, dates or texts in the header of an array, as numpy writes it. */
const NUMBERS = /\{'descr': '[<>|=][biufcmMSUV]\d{1,9}(?:\[[\w/]{1,20}\])?', 'fortran_order': (?:True|False), /;

/** How the pickle of torch's oldest archives is called in findings. */
const TAR_PICKLE = "pickle (tar)";

/** A walk through one file. */
export class Walk implements Walker {
	readonly options: WalkOptions;
	/** How many bytes may still come out of archives. */
	budget: number;
	readonly effort = new Effort();
	storages: ReadonlyMap<string, number> = new Map();

	constructor(options: WalkOptions) {
		this.options = options;
		this.budget = options.maxBytes;
	}

	/**
	 * The findings of some bytes.
	 *
	 * @param view the bytes
	 * @param member the way to them
	 * @param raw whether they are known to be numbers, as a storage of torch
	 */
	async *scan(view: View, member: readonly string[], raw = false): AsyncGenerator<Finding, void, undefined> {
		const observations = new Observations();
		if (member.length === 0) this.effort.found(view.size);
		const refused = this.#refusal(view, member);
		if (refused !== undefined) {
			observations.add(refused);
			yield* observations.findings(this.options.file, member);
			return;
		}
		const head = await view.read(0, 4096);
		const found = await this.#pickles(view, member, observations, raw);
		let opened = false;
		if (found?.bytes !== undefined) yield* this.#inside(found, member, observations);
		for await (const part of this.#containers(view, head, member, observations)) {
			opened = true;
			yield part;
		}
		const all = observations.findings(this.options.file, member);
		if (all.length > 0) yield* all;
		else if (!opened || found?.scan.acts === true) yield this.#summary(found?.scan, view, member);
	}

	/** The reason not to look at a part: it is too deep, too late, or too much. */
	#refusal(view: View, member: readonly string[]): Observation | undefined {
		if (member.length > DEPTH) return unscannable("limit", "archives in archives are not opened any deeper");
		if (Date.now() >= this.options.deadline) return unscannable("time", "the time for this scan is over");
		return this.effort.spend(view.size) ? undefined : unscannable("limit", OVERLAPS);
	}

	/** Reads bytes as pickles, in windows that grow, so that of a long file only what is needed is read. */
	async #pickles(
		view: View,
		member: readonly string[],
		observations: Observations,
		raw: boolean,
	): Promise<{ readonly scan: PickleScan; readonly bytes: Uint8Array } | undefined> {
		if (view.size === 0) return undefined;
		const { list, maxBytes } = this.options;
		for (const size of view.isHere ? [Number.POSITIVE_INFINITY] : WINDOWS) {
			const whole = size >= view.size;
			if (whole && !view.isHere && view.size > maxBytes) {
				observations.add(unscannable("limit", `the file is longer than ${maxBytes} bytes`));
				return undefined;
			}
			const bytes = await view.read(0, Math.min(size, view.size));
			if (bytes.length < Math.min(size, view.size))
				observations.add(unscannable("read", "the file is shorter than it says"));
			const scan = scanPickles(bytes, { list, size: view.size, numbered: member.at(-1) === TAR_PICKLE });
			// A pickle that is cut, or followed by more than storages of torch, is read again with more.
			if (!whole && (scan.lacks || (scan.count > 0 && scan.rest < view.size))) continue;
			this.storages = scan.storages;
			if (!scan.acts && scan.limited === undefined) return { scan, bytes };
			// One of a thousand storages may look as an extension code or an id; without an import that is nothing.
			// So may the signature of a zip archive, which is an id by its first byte.
			if (raw && scan.imports.size === 0) return undefined;
			if (raw || startsWith(bytes, "PK\x03\x04")) {
				observations.addAll(scan.observations, ({ rule }) => NAMED.has(rule));
				return undefined;
			}
			observations.addAll(scan.observations);
			return { scan, bytes };
		}
		return undefined;
	}

	/** The bytes in and after pickles. */
	async *#inside(
		{ scan, bytes }: { readonly scan: PickleScan; readonly bytes: Uint8Array },
		member: readonly string[],
		observations: Observations,
	): AsyncGenerator<Finding, void, undefined> {
		const { imports, list } = this.options;
		if (imports !== undefined) for (const [name, kinds] of scan.imports) imports(name, kinds, member);
		for (const inner of scan.nested) yield* this.scan(new View(inner.bytes), [...member, `bytes at ${inner.offset}`]);
		const { rest } = scan;
		if (scan.acts && rest >= bytes.length && scan.broken !== undefined) {
			observations.addAll(hiddenPickles(bytes, scan.broken + 1, list));
		}
		if (scan.count > 0 && rest < bytes.length && !isPadding(bytes, rest)) {
			// Django's cache is a pickle of the time, then a packed pickle.
			const after = new View(bytes.subarray(rest));
			const findings: Finding[] = [];
			for await (const finding of this.scan(after, [...member, `after ${rest}`])) findings.push(finding);
			const nothing = findings.every(({ verdict }) => verdict === "no-pickle");
			if (!nothing) yield* findings;
			else {
				if (scan.acts) observations.add(trailing(rest));
				observations.addAll(hiddenPickles(bytes, rest, list));
			}
		}
		if (this.options.embedded) observations.addAll(hiddenPickles(bytes, 1, list));
	}

	/** Opens what the bytes are, by every hypothesis that fits. */
	async *#containers(
		view: View,
		head: Uint8Array,
		member: readonly string[],
		observations: Observations,
	): AsyncGenerator<Finding, void, undefined> {
		yield* walkZip(this, view, member, observations);
		const packing = compressionOf(head) ?? (isZlibOfSmallWindow(head) ? "zlib" : undefined);
		if (packing !== undefined) yield* this.#unpacked(view, packing, member, observations);
		if (isTar(head)) {
			yield* this.#tar(view, member, observations);
		}
		if (kindOf(head) === "npy") yield* this.#array(view, head, member);
		if (startsWith(head, "7z\xbc\xaf\x27\x1c")) observations.add(unscannable("7z", "7z archives cannot be opened"));
		if (startsWith(head, "Rar!\x1a\x07")) observations.add(unscannable("rar", "rar archives cannot be opened"));
	}
	async *#tar(
		view: View,
		member: readonly string[],
		observations: Observations,
	): AsyncGenerator<Finding, void, undefined> {
		const names = new Set<string>();
		for await (const part of tarMembers(view)) if (typeof part !== "string") names.add(part.name);
		const isTorch = ["pickle", "storages", "tensors"].every((name) => names.has(name));
		for await (const part of tarMembers(view)) {
			if (typeof part === "string") observations.add(unscannable("tar", part));
			else if (isTorch && (part.name === "storages" || part.name === "tensors")) {
				const bytes = await part.view.read(0, Math.min(part.view.size, this.options.maxBytes));
				const found = scanTorchTar(bytes, part.name, this.options.list);
				yield* found.findings(this.options.file, [...member, part.name]);
			} else yield* this.scan(part.view, [...member, isTorch && part.name === "pickle" ? TAR_PICKLE : part.name]);
		}
	}
	async *#unpacked(
		view: View,
		kind: Parameters<typeof unpackAll>[1],
		member: readonly string[],
		observations: Observations,
	): AsyncGenerator<Finding, void, undefined> {
		if (view.size > this.options.maxBytes) {
			observations.add(unscannable("limit", `what is packed by ${kind} is longer than ${this.options.maxBytes} bytes`));
			return;
		}
		let packed = await view.read(0, view.size);
		let packing = kind;
		if (kind === "zfile") {
			// joblib before 0.10: ZF, the length in hexadecimal filled up to 19 characters, then zlib.
			const start = packed.indexOf(0x78, 20);
			packed = packed.subarray(start === -1 ? packed.length : start);
			packing = "zlib";
		}
		const { bytes, error, exceeded, packed: end } = await unpackAll(packed, packing, this.budget);
		this.budget -= bytes.length;
		this.effort.found(bytes.length);
		if (bytes.length > 0) yield* this.scan(new View(bytes), [...member, kind]);
		// Python passes over zeros and reads whatever stream comes next.
		let next = end ?? packed.length;
		while (packed[next] === 0) next++;
		if (next < packed.length) yield* this.scan(new View(packed.subarray(next)), [...member, `after ${next}`]);
		// Two bytes are little to go by: what zlib does not take is not packed by it.
		if (error !== undefined && (exceeded || bytes.length > 0 || kind !== "zlib"))
			observations.add(unscannable(exceeded ? "limit" : "packing", error));
	}
	/** The pickle of an array of objects. */
	async *#array(view: View, head: Uint8Array, member: readonly string[]): AsyncGenerator<Finding, void, undefined> {
		const long = (head[6] ?? 1) > 1;
		const length =
			(head[8] ?? 0) + (head[9] ?? 0) * 256 + (long ? (head[10] ?? 0) * 65536 + (head[11] ?? 0) * 2 ** 24 : 0);
		const start = (long ? 12 : 10) + length;
		let text = "";
		for (const byte of await view.read(0, Math.min(start, 1 << 20))) text += String.fromCharCode(byte);
		const objects = !NUMBERS.test(text) && /O|obj|\\|['"]\s*[bBuUrR]*['"]/.test(text);
		yield* this.scan(view.part(start, view.size - start), [...member, "array"], !objects);
	}

	#summary(scan: PickleScan | undefined, view: View, member: readonly string[]): Finding {
		const observations = new Observations();
		if (scan?.acts === true) {
			const count = scan.imports.size;
			const why = `${count} name${count === 1 ? "" : "s"}, all on the list and used as the list says`;
			observations.add({ verdict: "safe", rule: "file", why });
		} else if (scan !== undefined && scan.count > 0 && scan.rest === view.size) {
			observations.add({ verdict: "safe", rule: "file", why: "a pickle of plain data" });
		} else
			observations.add({ verdict: "no-pickle", rule: "file", why: "nothing in it is a pickle that does anything" });
		return observations.findings(this.options.file, member)[0] as Finding;
	}
}
