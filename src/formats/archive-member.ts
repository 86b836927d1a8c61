/** Archives of one file, as pandas' `to_pickle` writes them for names that end in `.zip` and `.tar`. */
import { joined } from "../bytes/gather.ts";
import { type DecompressOptions, type OpenBytes, openBytes, peek } from "./decompress.ts";
import { kindOf } from "./kind.ts";

const DEFAULT_MEMORY = 2 ** 30;

/**
 * The file in an archive that holds one file; all other bytes as they are.
 *
 * @param source unpacked bytes
 * @param options what may be used; the archive is charged to `memory`, and what comes out of it
 * @returns the bytes of the member; those of the source when it is not a zip or tar archive, has several members, or one
 *   that is an array of numpy
 * @throws OSError (`source`) for an archive that is damaged; LimitError (`limit`)
 */
export async function unpackMember(source: OpenBytes, options: DecompressOptions = {}): Promise<OpenBytes> {
	const [head, all] = await peek(source);
	const kind = kindOf(head);
	if (kind !== "zip" && kind !== "tar") return all;
	const whole = await joined(all, options.memory ?? DEFAULT_MEMORY);
	const member = kind === "zip" ? await zipMember(whole, options) : await tarMember(whole);
	const body = member ?? inOnePiece(whole);
	return openBytes(body, body);
}

async function zipMember(
	whole: Uint8Array,
	options: DecompressOptions,
): Promise<AsyncGenerator<Uint8Array, void, undefined> | undefined> {
	const { Zip } = await import("./zip.ts");
	const zip = await Zip.open(whole, options);
	const files = zip.entries.filter(({ name }) => !name.endsWith("/"));
	const [only] = files;
	if (files.length !== 1 || only === undefined || only.name.endsWith(".npy")) return undefined;
	return zip.stream(only);
}

async function tarMember(whole: Uint8Array): Promise<AsyncGenerator<Uint8Array, void, undefined> | undefined> {
	const { tarFiles } = await import("./tar.ts");
	let only: Uint8Array | undefined;
	for await (const member of tarFiles(inOnePiece(whole))) {
		if (only !== undefined) return undefined;
		only = await member.read();
	}
	return only === undefined ? undefined : inOnePiece(only);
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
	yield bytes;
}
