/** Zip archives of Python's zipfile, read; damaged ones, refused; and what is written here, read again. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RangeSource } from "../../src/bytes/ranges.ts";
import { crc32 } from "../../src/formats/crc32.ts";
import { Zip } from "../../src/formats/zip.ts";
import { writeZip, type ZipMember, type ZipWriteOptions } from "../../src/formats/zip-writer.ts";

interface Case {
	readonly name: string;
	readonly data: string;
	readonly content?: Readonly<Record<string, string>>;
	readonly error?: string;
}
const { cases } = JSON.parse(readFileSync("tests/formats/zips-golden.json", "utf8")) as {
	readonly cases: readonly Case[];
};
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

/** All forms that an archive may come in, with what was asked of the last. */
function sources(data: Uint8Array): readonly RangeSource[] {
	return [
		data,
		data.slice().buffer,
		new Blob([data as Uint8Array<ArrayBuffer>]),
		{ byteLength: data.length, slice: (start: number, end: number) => Promise.resolve(data.slice(start, end)) },
	];
}

async function contents(source: RangeSource): Promise<Record<string, string>> {
	const zip = await Zip.open(source);
	const found: Record<string, string> = {};
	for (const entry of zip.entries) {
		const whole = Buffer.from(await zip.read(entry));
		const pieces: Uint8Array[] = [];
		for await (const piece of zip.stream(entry)) pieces.push(piece);
		expect(Buffer.concat(pieces).equals(whole)).toBe(true);
		found[entry.name] = whole.toString("base64");
	}
	return found;
}

async function written(members: readonly ZipMember[], options?: ZipWriteOptions): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	for await (const piece of writeZip(members, options)) pieces.push(piece);
	return new Uint8Array(Buffer.concat(pieces));
}

describe("archives of Python's zipfile", () => {
	for (const { name, data, content, error } of cases) {
		it(`with ${name} are ${error === undefined ? "read" : "refused"}`, async () => {
			for (const source of sources(bytesOf(data))) {
				if (error === undefined) expect(await contents(source)).toEqual(content);
				else
					await expect(contents(source)).rejects.toMatchObject({
						code: "source",
						message: expect.stringMatching(error),
					});
			}
		});
	}
	it("are refused wherever they are cut, and no byte that is changed gives another content", async () => {
		for (const { data, content } of cases.filter(({ name }) => /^(stored|deflated|zip64 sizes)$/.test(name))) {
			const whole = bytesOf(data);
			for (let end = 0; end < whole.length; end += 97)
				await expect(contents(whole.slice(0, end))).rejects.toMatchObject({ code: "source" });
			for (let at = 0; at < whole.length; at += 53) {
				const changed = whole.slice();
				changed[at] = (changed[at] as number) ^ 0x10;
				const found = await contents(changed).catch((error: { code?: string }) => error.code);
				if (typeof found === "object") expect(Object.values(found).sort()).toEqual(Object.values(content ?? {}).sort());
				else expect(found).toBe("source");
			}
		}
	});
});

describe("reading an archive", () => {
	it("asks only for its end, its directory and the member that is wanted", async () => {
		const random = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 2654435761) >>> 13);
		const data = await written([
			{ name: "big", data: random },
			{ name: "small", data: new Uint8Array(100).fill(7) },
		]);
		let asked = 0;
		const source = {
			byteLength: data.length,
			slice: (start: number, end: number) => {
				asked += end - start;
				return data.slice(start, end);
			},
		};
		const zip = await Zip.open(source);
		expect((await zip.read(zip.get("small") as never)).every((byte) => byte === 7)).toBe(true);
		expect(asked).toBeLessThan(70_000);
		expect(await zip.readPart(zip.get("big") as never, 5, 9)).toEqual(random.slice(5, 9));
	});
	it("is bounded by memory", async () => {
		const data = await written([{ name: "zeros", data: new Uint8Array(1e6), isDeflated: true }]);
		const zip = await Zip.open(data, { memory: 1e5 });
		await expect(zip.read(zip.get("zeros") as never)).rejects.toMatchObject({ limit: "memory" });
		await expect(Zip.open(data, { memory: 10 })).rejects.toMatchObject({ limit: "memory" });
	});
	it("stops by its signal", async () => {
		const data = await written([{ name: "a", data: new Uint8Array(9) }]);
		const control = new AbortController();
		const zip = await Zip.open(data, { signal: control.signal });
		control.abort();
		await expect(zip.read(zip.get("a") as never)).rejects.toMatchObject({ code: "aborted" });
	});
	it("refuses what has no ranges, and ranges that are too short", async () => {
		await expect(Zip.open(5 as never)).rejects.toMatchObject({ code: "source" });
		await expect(Zip.open({ byteLength: 100 } as never)).rejects.toMatchObject({ code: "source" });
		const short = { byteLength: 100, slice: () => new Uint8Array(3) };
		await expect(Zip.open(short)).rejects.toMatchObject({ code: "source" });
	});
});

describe("a written archive", () => {
	const members: readonly ZipMember[] = [
		{ name: "plain", data: new TextEncoder().encode("plain") },
		{ name: "é中/deflated", data: [new Uint8Array(5000), new Uint8Array([1, 2])], isDeflated: true },
		{ name: "aligned", data: new Uint8Array(10).fill(5), align: 64 },
		{ name: "nothing", data: new Uint8Array(0), align: 64 },
	];
	for (const zip64 of [false, true]) {
		it(`is read as it was${zip64 ? ", in zip64" : ""}`, async () => {
			const data = await written(members, { zip64 });
			const zip = await Zip.open(data);
			expect(zip.entries.map(({ name }) => name)).toEqual(members.map(({ name }) => name));
			const found = await contents(data);
			for (const { name, data: content } of members) {
				const whole = Buffer.concat(Array.isArray(content) ? content : [content as Uint8Array]);
				expect(found[name]).toBe(whole.toString("base64"));
			}
			const { start } = await zip.locate(zip.get("aligned") as never);
			expect(start % 64).toBe(0);
		});
	}
	it("has more than 65,535 members when it must", async () => {
		const nothing = new Uint8Array(0);
		const data = await written(Array.from({ length: 66_000 }, (_, i) => ({ name: String(i), data: nothing })));
		expect((await Zip.open(data)).entries.length).toBe(66_000);
	});
});

describe("crc32", () => {
	it("is that of zip, in one piece or several, with and without Node's own", () => {
		const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i * 7);
		const whole = crc32(bytes);
		expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
		for (const cut of [0, 1, 3, 500, 999])
			expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(whole);
		let slow = 0;
		for (let at = 0; at < 1000; at += 50) slow = crc32(bytes.subarray(at, at + 50), slow);
		expect(slow).toBe(whole);
	});
});
