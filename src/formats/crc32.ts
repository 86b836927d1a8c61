/** CRC-32, as in gzip and zip. */
import { once } from "../kept.ts";
import { nodeZlib } from "./platform.ts";

/**
 * The check sum of bytes.
 *
 * @param bytes the bytes
 * @param before the sum of what came before them. Default: 0, for nothing
 * @returns an unsigned number of 32 bits
 * @example
 * ```ts
 * crc32(new TextEncoder().encode("123456789")); // 0xcbf43926
 * ```
 */
export function crc32(bytes: Uint8Array, before = 0): number {
	const native = nodeZlib()?.crc32;
	if (native !== undefined && bytes.length > 64) return native(bytes, before);
	const [t0, t1, t2, t3] = tables() as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
	let sum = ~before;
	let at = 0;
	// Four bytes at a time, with a table for each.
	for (const end = bytes.length - 3; at < end; at += 4) {
		sum ^=
			(bytes[at] as number) |
			((bytes[at + 1] as number) << 8) |
			((bytes[at + 2] as number) << 16) |
			((bytes[at + 3] as number) << 24);
		sum =
			(t3[sum & 0xff] as number) ^
			(t2[(sum >>> 8) & 0xff] as number) ^
			(t1[(sum >>> 16) & 0xff] as number) ^
			(t0[sum >>> 24] as number);
	}
	for (; at < bytes.length; at++) sum = (sum >>> 8) ^ (t0[(sum ^ (bytes[at] as number)) & 0xff] as number);
	return ~sum >>> 0;
}

const tables: () => Uint32Array[] = /* @__PURE__ */ once(() => {
	const first = Uint32Array.from({ length: 256 }, (_, byte) => {
		let sum = byte;
		for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ ((sum & 1) * 0xedb88320);
		return sum;
	});
	const made = [first];
	for (let i = 1; i < 4; i++) {
		const last = made[i - 1] as Uint32Array;
		made.push(last.map((sum) => (sum >>> 8) ^ (first[sum & 0xff] as number)));
	}
	return made;
});
