/** Archives: those of numpy and torch as what they hold, any other as the list of its members. */

import { Zip } from "../../../src/formats/zip.ts";
import { memberOf, tarMembers } from "./members.ts";
import { lazyArray, openCheckpoint } from "./open-arrays.ts";
import type { Basic, Opened, OpenWatch } from "./opened.ts";
import { troubleOf } from "./trouble.ts";
import { Archive, type Member } from "./values.ts";

/** Members that are arrays and opened at once, so that their shapes are seen. */
const MOST_ARRAYS = 4096;

/** Opens a zip archive. */
export async function openArchive(blob: Blob, basic: Basic, watch: OpenWatch): Promise<Opened> {
	const zip = await Zip.open(blob, { memory: 2 ** 30 });
	if (zip.entries.some(({ name }) => /^[^/]+\/data\.pkl$/.test(name))) return openCheckpoint(blob, basic);
	const arrays = zip.entries.filter(({ name }) => name.endsWith(".npy"));
	if (arrays.length > 0 && arrays.length === zip.entries.length && arrays.length <= MOST_ARRAYS) {
		const dict = new Map<string, unknown>();
		for (const [i, entry] of arrays.entries()) {
			dict.set(entry.name.slice(0, -4), await lazyArray(await memberOf(zip, entry, blob)));
			watch.progress("reading", i + 1, arrays.length);
		}
		return { root: dict, blob, info: { ...basic, kinds: [...basic.kinds.slice(0, -1), "npz"], view: "tensors" } };
	}
	const members = zip.entries.map((entry): Member => {
		const note = entry.isEncrypted
			? "encrypted"
			: entry.method === 0
				? "stored"
				: entry.method === 8
					? "deflate"
					: `method ${entry.method}`;
		return { name: entry.name, size: entry.size, note, open: () => memberOf(zip, entry, blob) };
	});
	return {
		root: new Archive(members),
		blob,
		info: { ...basic, shape: "archive", view: "archive", count: members.length },
	};
}

/** Opens a tar archive: torch's oldest format, or a list of members. */
export async function openTar(blob: Blob, basic: Basic): Promise<Opened> {
	const members = await tarMembers(blob);
	const names = new Set(members.map(({ name }) => name.replace(/^\.\//, "")));
	if (names.has("storages") || names.has("pickle")) {
		try {
			return await openCheckpoint(blob, basic);
		} catch (error) {
			return {
				root: new Archive(members),
				blob,
				info: { ...basic, shape: "archive", view: "archive", trouble: troubleOf(error) },
			};
		}
	}
	return {
		root: new Archive(members),
		blob,
		info: { ...basic, shape: "archive", view: "archive", count: members.length },
	};
}
