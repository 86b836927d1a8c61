import { describe, expect, test } from "vitest";
import { stopwatch } from "../../tests/stopwatch.ts";
import { unzstd } from "./zstd.ts";

/** `b"a" * 300000` by `zstandard.compress`: blocks that repeat a byte. */
const REPEATED = "KLUv/aDgkwQAVAAAEGFhAQD7/znAAgIAEGEDnwRh";
/** 400 lines by a `compressobj` of level 5 with a checksum, flushed after 3,000 bytes: no size in the header, two blocks. */
const LINES =
	"KLUv/QRY3A0AVtcwFbAnwwG4GAmCBBgWIaVMMqUk9ZJzMS8AKAApAAvWaPOLO25bLPYqEw1n/hEK2fZes0VCvuo2YyO//Aq/8ggHBYCCQcBgiCGgMEAQ981TnCUzchkLKzRxSPlj3mRLTVf4VVM5fcl9a7ZrVwxiDOOUhR1lMJ6rr1scCkva543bRrHHzIhYUMUrXGNFlcinm4g0Yo1nLlMdjsQQnfNLg5BD58lTKJQy3dpTdiXJGsd1nGBwwaqKojJRzXhmf3+SrbLJyLsXgKWoIBBr+xnwQhEZKg8RJASfcbnsAb+KNyMsU1GR/tgHsWcYvYjig+fNlsLuB/FdpT6rJ8vpVY66A+Q+CGfaKyRR0BhpNEu7oImfeVmO+ttncZ8pNYx5vrVYe+O7hvYDk2IP/eR7u3rI/G34Qfc9UhCx0R/FbpFnE3GskBYiauUjRQXcVoPAsi4iLXbrOTAezRAcGKaEB0Z4fAifF+Pkh7rwMT5OrMsL6uND+LwYJ/8ynOfmS0oX5DXtwXHScZzjk1eLo4LP8zUxO7TqN7JFxSmomMjfjgD+6BCLby3fiW5JkxLGKVKSIY9nsps0j5U1vtUJIFL1EQAH5kRAAEQARgAmMrnGMo7x73vEFZcttv2aNdGm6c+cKeywX2WVqKZSP+WUXr97R1ppueK61LpdO6zZYL92rWiU0aIUi0QiiSMB+8iEjHiq4w6nHNpwMzExr69++ujzmMsfv8jl4ocvffQPXvbYJR6XkigRkiAZ2cgvu1xEZCy0UKUViik1kUlMQhYyZVYVi1FsYo89Yo451lhjscUWixhVVQlVTXVqXi9LkYuut1pm0YqrR5WLiIhEHxryiYQodJNJSkUqaUajB0WQ1BQNDc1wZj4BhIMCQMEgYDAsWEIychERS4Uik5Ay2eOL1DQ9z9UqddpX3JZd1yhxxOHOc0JzZblx44KrbaNttm/fNm/eunHctsUWW4DqqCBG+hBDCUREZAcR/ApiXA9NRtJcpv8iESN5Y4vAabRjRdYgRlUUuTMIj4nY8a48SpS1cFdoQ4dqvHtCbjv87nFWoE1f0BA07XnZCGzOpZLsJ+QrWYSRhiUIVzwG3Y0aiQVqWyxyYWn9CCI+LEZDkyoQZRD2eaVYA6SubM5vsXRm3mAriaUDaIUQ/f5lpXg1RDQSZihVgRO+7HWLG3k2+q4BqlFKk0Dj24y4O2hkNGP6wwiD0fELyotGl/ItXrXoyB0OloAr5CqVVNqaciKFDoX2SUaqDMGRVpCSYSuN1IJQKmth0oAcWWmkFoSMhgqaNCBHVhqpBaFU1sKkATmyLnu7lQxbkfGQFhagcjMmM2l4fJTJsKP2sctzfMXWF++GpZ9rAAQByBi7Zw==";
const SKIPPABLE = Uint8Array.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
async function unpacked(bytes: Uint8Array, size = bytes.length): Promise<Buffer> {
	async function* pieces(): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
	}
	const parts: Uint8Array[] = [];
	for await (const part of unzstd(pieces())) parts.push(part);
	return Buffer.concat(parts);
}
const lines = Buffer.from(Array.from({ length: 400 }, (_, i) => `line ${i * i} of many\n`).join(""));

/** A frame with a window descriptor, of blocks that repeat one byte. */
function frame(descriptor: number, blocks: readonly number[]): Uint8Array {
	const parts = blocks.flatMap((length, i) => {
		const word = (length << 3) | 2 | (i === blocks.length - 1 ? 1 : 0);
		return [word & 0xff, (word >> 8) & 0xff, word >> 16, 0x61];
	});
	return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, descriptor, ...parts]);
}

describe("what zstandard packs", () => {
	test.each([1, 5, 10_000])("comes out in pieces of %i bytes", async (size) => {
		expect((await unpacked(bytesOf(LINES), size)).equals(lines)).toBe(true);
		expect((await unpacked(bytesOf(REPEATED), size)).equals(Buffer.alloc(300_000, "a"))).toBe(true);
	});
	test("may be several frames, and frames that are skipped", async () => {
		const all = join(SKIPPABLE, bytesOf(LINES), SKIPPABLE, bytesOf(LINES), frame(0, [1]));
		expect((await unpacked(all, 7)).equals(Buffer.concat([lines, lines, Buffer.from("a")]))).toBe(true);
	});
});

describe("what is damaged or made to cost", () => {
	test("a frame that is cut anywhere", async () => {
		for (const bytes of [bytesOf(LINES), bytesOf(REPEATED), SKIPPABLE])
			for (let end = 0; end < bytes.length; end += 7) await expect(unpacked(bytes.subarray(0, end))).rejects.toThrow();
	});
	test.each([
		["a window of 128 MiB", frame(17 << 3, [1]), /window is larger/],
		["a window of 2^41", frame(0xff, [1]), /window is larger/],
		[
			"a single segment of 2^40 bytes",
			Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 9, 0, 0, 97]),
			/window is larger/,
		],
		["blocks of a byte in a window of 8 MiB", frame(13 << 3, Array(5000).fill(1)), /too short/],
		["a block of 2 MiB", frame(13 << 3, [2 ** 20]), /block is damaged/],
		["a dictionary", Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 1, 0, 7, 0x0b, 0, 0, 97]), /dictionary/],
		["a reserved bit", Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 8, 0, 0x0b, 0, 0, 97]), /header is damaged/],
		["something else", new Uint8Array(20), /not in Zstandard/],
	])("%s", async (_, bytes, wanted) => {
		const elapsed = stopwatch();
		await expect(unpacked(bytes)).rejects.toThrow(wanted);
		expect(elapsed()).toBeLessThan(2_000);
	});
	test("bytes that are changed end, in an error or not", async () => {
		const bytes = bytesOf(LINES);
		for (let at = 4; at < bytes.length; at += 3) {
			const changed = bytes.slice();
			changed[at] = (changed[at] as number) ^ 0x55;
			const out = await unpacked(changed).catch((error: Error) => error);
			expect(out instanceof Error || out.length < 2 ** 22).toBe(true);
		}
	});
});
