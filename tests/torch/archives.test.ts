/** Archives whose parts do not agree, of zip64 too: each reading that some other reader would take differs, so none is taken. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/formats/crc32.ts";
import { dumps } from "../../src/pickle/index.ts";
import { dumpsTorch, loadIndex, loadTorch, Tensor, writeSafetensors } from "../../src/torch/index.ts";

/** Little-endian numbers in a row. */
function record(...fields: (readonly [size: 2 | 4 | 8, value: number | bigint] | Uint8Array)[]): Buffer {
	return Buffer.concat(
		fields.map((field) => {
			if (field instanceof Uint8Array) return field;
			const made = Buffer.alloc(8);
			made.writeBigUInt64LE(BigInt(field[1]));
			return made.subarray(0, field[0]);
		}),
	);
}
interface About {
	readonly name: string;
	readonly flags: number;
	readonly method: number;
	readonly crc: number;
	readonly packed: number;
	readonly size: number;
	readonly extra: Uint8Array;
	readonly offset: number;
}
interface Member {
	readonly name: string;
	readonly data: Uint8Array;
	readonly local?: Partial<About>;
	readonly central?: Partial<About>;
	/** After the data. */
	readonly after?: Uint8Array;
}
interface End {
	readonly count: number;
	readonly size: number;
	readonly offset: number;
	readonly disk: number;
	readonly comment: Uint8Array;
	/** The records of zip64, which then are there. */
	readonly wide: Partial<Record<"count" | "here" | "size" | "offset" | "place" | "disks" | "disk", number | bigint>>;
	/** Between the directory and its end. */
	readonly between: Uint8Array;
}
const none = new Uint8Array(0);
const MAX32 = 0xffffffff;
/** The extra field of zip64 with these numbers. */
const wide = (...numbers: (number | bigint)[]): Buffer =>
	record([2, 1], [2, 8 * numbers.length], ...numbers.map((n) => [8, n] as const));

function raw(members: readonly Member[], end: Partial<End> = {}): Buffer {
	const pieces: Buffer[] = [];
	const entries: Buffer[] = [];
	let at = 0;
	for (const { name, data, local, central, after = none } of members) {
		const about = { name, flags: 0, method: 0, crc: crc32(data), packed: data.length, size: data.length, extra: none };
		const common = (one: Omit<About, "offset">): Parameters<typeof record> => [
			[2, one.flags],
			[2, one.method],
			[4, 0],
			[4, one.crc],
			[4, one.packed],
			[4, one.size],
			[2, Buffer.byteLength(one.name)],
			[2, one.extra.length],
		];
		const near = { ...about, ...local };
		const far = { ...about, offset: at, ...central };
		const piece = record([4, 0x04034b50], [2, 45], ...common(near), Buffer.from(near.name), near.extra, data, after);
		entries.push(
			record(
				[4, 0x02014b50],
				[2, 45],
				[2, 45],
				...common(far),
				[2, 0],
				[2, 0],
				[2, 0],
				[4, 0],
				[4, far.offset],
				Buffer.from(far.name),
				far.extra,
			),
		);
		pieces.push(piece);
		at += piece.length;
	}
	const directory = Buffer.concat(entries);
	const {
		count = members.length,
		size = directory.length,
		offset = at,
		disk = 0,
		comment = none,
		between = none,
	} = end;
	const about = { count: members.length, size: directory.length, offset: at, place: at + directory.length };
	const w = { ...about, disks: 1, disk: 0, here: end.wide?.count ?? members.length, ...end.wide };
	const records =
		end.wide === undefined
			? none
			: record(
					[4, 0x06064b50],
					[8, 44],
					[2, 45],
					[2, 45],
					[4, w.disk],
					[4, w.disk],
					[8, w.here],
					[8, w.count],
					[8, w.size],
					[8, w.offset],
					...([
						[4, 0x07064b50],
						[4, w.disk],
						[8, w.place],
						[4, w.disks],
					] as const),
				);
	const tail = record(
		[4, 0x06054b50],
		[2, disk],
		[2, disk],
		[2, count],
		[2, count],
		[4, size],
		[4, offset],
		[2, comment.length],
	);
	return Buffer.concat([...pieces, directory, between, records, tail, comment]);
}

const pickle = dumps({ a: 1 }, { protocol: 2 });
const version = { name: "m/version", data: Buffer.from("3\n") };
const one = (more: Partial<Member> = {}): Member => ({ name: "m/data.pkl", data: pickle, ...more });
const big = { count: 0xffff, size: MAX32, offset: MAX32 };
const length = pickle.length;

describe("an archive of zip64", () => {
	it.each([
		["with the records of zip64", raw([one(), version], { wide: {} })],
		["whose end refers to them", raw([one(), version], { ...big, wide: {} })],
		[
			"whose members have wide sizes",
			raw([
				one({
					local: { packed: MAX32, size: MAX32, extra: wide(length, length) },
					central: { packed: MAX32, size: MAX32, extra: wide(length, length) },
				}),
				version,
			]),
		],
		["whose member has a wide place", raw([one({ central: { offset: MAX32, extra: wide(0) } }), version])],
	])("%s is read", async (_, data) => {
		expect(await loadTorch(data)).toEqual({ a: 1 });
	});
	const member = (extra: Uint8Array, local: Uint8Array = wide(length, length)): Buffer =>
		raw([
			one({
				local: { packed: MAX32, size: MAX32, extra: local },
				central: { packed: MAX32, size: MAX32, extra },
			}),
			version,
		]);
	it.each([
		["with another count", raw([one(), version], { ...big, wide: { count: 3 } })],
		["with another count on this disk", raw([one(), version], { ...big, wide: { here: 1 } })],
		["with 2^40 members", raw([one(), version], { ...big, wide: { count: 2n ** 40n } })],
		["with 2^63 members", raw([one(), version], { ...big, wide: { count: 2n ** 63n } })],
		["with a directory elsewhere", raw([one(), version], { ...big, wide: { offset: 0 } })],
		["with a directory at 2^62", raw([one(), version], { ...big, wide: { offset: 2n ** 62n } })],
		["with a directory of 2^62 bytes", raw([one(), version], { ...big, wide: { size: 2n ** 62n } })],
		["with a directory of no bytes", raw([one(), version], { ...big, wide: { size: 0 } })],
		["whose locator points elsewhere", raw([one(), version], { ...big, wide: { place: 4 } })],
		["whose locator points to 2^60", raw([one(), version], { ...big, wide: { place: 2n ** 60n } })],
		["of several disks", raw([one(), version], { ...big, wide: { disks: 2 } })],
		["on another disk", raw([one(), version], { ...big, wide: { disk: 1 } })],
		["whose two ends differ in their counts", raw([one(), version], { count: 1, wide: {} })],
		["whose two ends differ in the directory's place", raw([one(), version], { offset: 0, wide: {} })],
		["whose end refers to records that are not there", raw([one(), version], big)],
		["with wide sizes that are not there", member(none)],
		["with one wide size instead of two", member(wide(length))],
		["with a wide size of 2^62", member(wide(2n ** 62n, 2n ** 62n))],
		["with another wide size than the local header's", member(wide(length - 1, length))],
		["with another wide size in the local header", member(wide(length, length), wide(length, length + 1))],
		["without wide sizes in the local header", member(wide(length, length), none)],
		["with an extra field that is cut", member(wide(length, length).subarray(0, 12))],
		["with two extra fields of wide sizes", member(Buffer.concat([wide(length, length), wide(1, 1)]))],
		["with a wide place of 2^62", raw([one({ central: { offset: MAX32, extra: wide(2n ** 62n) } }), version])],
	])("%s is a typed error", async (_, data) => {
		await expect(loadTorch(data)).rejects.toMatchObject({ name: "OSError", code: "source" });
	});
});

describe("an archive", () => {
	const packed = deflateRawSync(pickle);
	const storage = { name: "m/data/0", data: new Uint8Array(16) };
	it.each([
		[
			"with two names that differ in the bit of UTF-8",
			raw([one(), one({ central: { flags: 0x800 }, local: { flags: 0x800 } })]),
		],
		[
			"with a name twice of which one is deflated",
			raw([one(), one({ data: packed, local: { method: 8, size: length }, central: { method: 8, size: length } })]),
		],
		["with another check sum in the local header", raw([one({ local: { crc: 1 } }), version])],
		["with another method in the local header", raw([one({ local: { method: 8 } }), version])],
		["with a longer name in the local header", raw([one({ local: { name: "m/data.pkl2" } }), version])],
		["with a member at the place of another", raw([one(), storage, { ...version, central: { offset: 0 } }])],
		["with a member within another", raw([one(), { ...storage, central: { offset: 8 } }])],
		["that says to be on another disk", raw([one(), version], { disk: 1 })],
		[
			"with a second end in its comment",
			raw([one(), version], { comment: raw([one({ data: dumps({ b: 2 }) }), version]) }),
		],
		["with bytes between its directory and its end", raw([one(), version], { between: new Uint8Array(9) })],
		["with a member that is encrypted", raw([one({ local: { flags: 1 }, central: { flags: 1 } }), version])],
		["with a method that is not read", raw([one({ local: { method: 12 }, central: { method: 12 } }), version])],
		["with a name with a zero in it", raw([one(), { ...version, name: "m/data.pkl\0x" }])],
		["of two folders", raw([one(), { ...version, name: "n/data.pkl" }])],
		["with a folder and a member beside it", raw([one(), { ...version, name: "data.pkl" }])],
	])("%s is a typed error", async (_, data) => {
		await expect(loadTorch(data)).rejects.toMatchObject({ name: "OSError", code: "source" });
	});
	it("whose every byte of directory and end is changed is read as it was, or a typed error", async () => {
		const data = raw([one(), storage, version], { ...big, wide: {} });
		const from = data.indexOf(Buffer.from("PK\x01\x02", "latin1"));
		for (let at = from; at < data.length; at++) {
			for (const mask of [1, 0x80, 0xff]) {
				const changed = Buffer.from(data);
				changed[at] = (changed[at] as number) ^ mask;
				try {
					expect(await loadTorch(changed)).toEqual({ a: 1 });
				} catch (error) {
					expect(error, `byte ${at}: ${String(error)}`).toHaveProperty("code");
				}
			}
		}
	});
	it("is not unpacked beyond the limit, however its bombs are nested", async () => {
		const bomb = deflateRawSync(new Uint8Array(1 << 25));
		const about = { method: 8, size: 1 << 25, crc: crc32(new Uint8Array(1 << 25)), packed: bomb.length };
		const data = raw([one({ data: bomb, local: about, central: about }), version]);
		expect(data.length).toBeLessThan(1 << 16);
		await expect(loadTorch(data, { limits: { memory: 1 << 20 } })).rejects.toMatchObject({ name: "LimitError" });
		const lying = { ...about, size: 1000 };
		const small = raw([one({ data: bomb, local: lying, central: lying }), version]);
		await expect(loadTorch(small, { limits: { memory: 1 << 20 } })).rejects.toMatchObject({ code: "source" });
	});
});

describe("a checkpoint at an address", () => {
	it("is indexed, read and converted by HTTP ranges", async () => {
		const weight = new Float32Array(300_000).map((_, i) => i);
		const file = await dumpsTorch({ weight: Tensor.from(weight), bias: Tensor.from(new Float32Array([7, 8])) });
		let [requests, sent] = [0, 0];
		const server = createServer((request, response) => {
			const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
			if (from === undefined) {
				response.writeHead(200, { "content-length": file.length }).end();
				return;
			}
			const part = file.subarray(Number(from), Number(to) + 1);
			requests++;
			sent += part.length;
			response.writeHead(206, { "content-length": part.length }).end(part);
		});
		await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
		const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.pt`;
		try {
			const head = await fetch(address, { method: "HEAD" });
			const source = {
				byteLength: Number(head.headers.get("content-length")),
				slice: async (start: number, end: number) =>
					(await fetch(address, { headers: { range: `bytes=${start}-${end - 1}` } })).arrayBuffer(),
			};
			const { tensors, value } = await loadIndex(source);
			expect([tensors.size, requests < 20, sent < 200_000]).toEqual([2, true, true]);
			sent = 0;
			expect((await (tensors.get("bias") as Tensor).read()).toArray()).toEqual([7, 8]);
			expect(sent).toBeLessThan(200);
			let bytes = 0;
			await writeSafetensors(value, { write: (piece: Uint8Array) => void (bytes += piece.length) });
			expect(bytes).toBeGreaterThan(1_200_000);
			await expect(loadIndex({ ...source, slice: async () => new ArrayBuffer(3) })).rejects.toMatchObject({
				code: "source",
			});
		} finally {
			server.close();
		}
	});
});
