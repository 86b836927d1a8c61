/** The members of archives, as blobs. */
import { Zip, type ZipEntry } from "../../../src/formats/zip.ts";
import { gathered, MOST_BYTES } from "./pieces.ts";
import type { Member } from "./values.ts";

/** A member as a blob: a part of the archive where it is stored as it is. */
export async function memberOf(zip: Zip, entry: ZipEntry, blob: Blob): Promise<Blob> {
	const { start, end } = await zip.locate(entry);
	if (entry.method === 0) return blob.slice(start, end);
	return gathered(zip.stream(entry), MOST_BYTES);
}

/** The members of a tar archive, in order. */
export async function tarMembers(blob: Blob): Promise<Member[]> {
	const members: Member[] = [];
	const text = new TextDecoder();
	for (let at = 0; at + 512 <= blob.size; ) {
		const header = new Uint8Array(await blob.slice(at, at + 512).arrayBuffer());
		if (header[0] === 0) break;
		const field = (from: number, to: number): string =>
			text.decode(header.subarray(from, to)).replace(/\0[\s\S]*$/, "");
		const size = Number.parseInt(field(124, 136).trim() || "0", 8);
		if (!(size >= 0) || at + 512 + size > blob.size) break;
		const [start, type] = [at + 512, field(156, 157)];
		if (type === "0" || type === "") {
			const name = [field(345, 500), field(0, 100)].filter((part) => part !== "").join("/");
			members.push({ name, size, note: "", open: async () => blob.slice(start, start + size) });
		}
		at = start + Math.ceil(size / 512) * 512;
	}
	return members;
}

/**
 * The only member of an archive, as pandas writes one around a pickle: it is shown itself. Undefined where there are more, or
 * where the archive is a format of its own.
 */
export async function onlyMember(blob: Blob, kind: "zip" | "tar"): Promise<Blob | undefined> {
	if (kind === "tar") {
		const [first, ...others] = await tarMembers(blob);
		return others.length === 0 ? first?.open() : undefined;
	}
	const zip = await Zip.open(blob);
	const [first, ...others] = zip.entries.filter(({ name }) => !name.endsWith("/"));
	if (first === undefined || others.length > 0 || first.isEncrypted) return undefined;
	// An array of numpy's own archive has its name there.
	return first.name.endsWith(".npy") ? undefined : memberOf(zip, first, blob);
}
