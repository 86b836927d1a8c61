/** The tasks of a worker for its items. Each returns members of the answer, as JSON text that begins with a comma. */
import { LimitError } from "../errors.ts";
import { unpack } from "../formats/decompress.ts";
import { isCompression, type Kind, kindOf } from "../formats/kind.ts";
import { memoryForValues, mostBytes, type ProcessSettings } from "../jobs/settings.ts";
import { createPolicy, report, scan } from "../scan/index.ts";
import { type Item, readPart } from "./item.ts";

/** Works on an item. */
export type Work = (item: Item) => Promise<string>;

/** The function of a task. */
export async function taskOf(settings: ProcessSettings): Promise<Work> {
	if (settings.task === "scan") return scanning(settings);
	const { converting, showing } = await import("./item-values.ts");
	const work = settings.task === "convert" ? converting(settings) : showing(settings);
	return async (item) => {
		const { bytes, kind } = await unpackedItem(item, settings.maxMemory);
		return work(item, bytes, kind);
	};
}

function scanning({ options, maxMemory }: ProcessSettings): Work {
	const { allow = [], rows, embedded = false } = options;
	const policy = createPolicy({ allow, ...(rows !== undefined && { rows }) });
	return async (item) => {
		const names = new Map<string, Set<string>>();
		const onImport = (name: string, kinds: ReadonlySet<string>): void => {
			names.set(name, new Set([...(names.get(name) ?? []), ...kinds]));
		};
		const source = item.bytes ?? {
			size: item.size ?? 0,
			at: async (offset: number, length: number) => readPart(item.fd as number, offset, length),
		};
		const maxBytes = memoryForValues(maxMemory);
		const found = await report(
			item.name,
			scan(source, { policy, file: item.name, embedded, maxBytes, ...(options.imports && { onImport }) }),
		);
		const { file: _, ...members } = found;
		const listed = [...names].map(([name, uses]) => ({ name, uses: [...uses].sort() }));
		return membersOf({ ...members, ...(options.imports && { imports: listed }) });
	};
}

/** The members of a JSON object, after a comma. */
export function membersOf(object: Readonly<Record<string, unknown>>): string {
	return `,${JSON.stringify(object).slice(1, -1)}`;
}

/** All bytes of an item, unpacked, and what they are. */
async function unpackedItem(
	item: Item,
	maxMemory: number,
): Promise<{ readonly bytes: Uint8Array; readonly kind: Kind }> {
	const size = item.size ?? 0;
	const most = mostBytes(maxMemory);
	if (size > most) throw new LimitError("memory", most, {}, `the file has ${size} bytes; give more with --max-memory`);
	const whole = item.bytes ?? readPart(item.fd as number, 0, size);
	const kind = kindOf(whole);
	if (!isCompression(kind)) return { bytes: whole, kind };
	const { bytes } = await unpack(onePiece(whole), { memory: memoryForValues(maxMemory) });
	const pieces: Uint8Array[] = [];
	for await (const piece of bytes) pieces.push(piece);
	const inside = Buffer.concat(pieces);
	return { bytes: inside, kind: kindOf(inside) };
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
	yield bytes;
}
