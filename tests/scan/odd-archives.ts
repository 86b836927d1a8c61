/** Archives and packed files in which some reader finds a pickle where others find something else. */
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { join, latin1 } from "./attacks.ts";

const plain = latin1("\x80\x04N.");
const le = (value: number, size: number): string =>
	Array.from({ length: size }, (_, i) => String.fromCharCode(Math.floor(value / 256 ** i) & 255)).join("");
const padded = (bytes: Uint8Array): Uint8Array => join(bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));
const END = new Uint8Array(1024);

/** The header of a member of a tar archive; `checksum` writes the sum. */
function head(
	name: string,
	size: number,
	type = "0",
	checksum = (sum: number): string => `${sum.toString(8).padStart(6, "0")}\0 `,
	signed = false,
): Uint8Array {
	const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, "0")}\0`;
	const fields = (sum: string): Uint8Array =>
		latin1(
			`${name.padEnd(100, "\0")}${octal(0o644, 8)}${octal(0, 8)}${octal(0, 8)}${octal(size, 12)}${octal(0, 12)}${sum}${type}`
				.padEnd(257, "\0")
				.concat("ustar\x0000")
				.padEnd(512, "\0"),
		);
	const sum = fields("        ").reduce((total, byte) => total + (signed && byte > 127 ? byte - 256 : byte), 0);
	return fields(checksum(sum).padEnd(8, "\0").slice(0, 8));
}
const member = (pickle: Uint8Array): Uint8Array => join(head("inner", pickle.length), padded(pickle));
function attribute(key: string, value: string): Uint8Array {
	const rest = ` ${key}=${value}\n`;
	const text = latin1(`${rest.length + 2}${rest}`);
	return join(head("pax", text.length, "x"), padded(text));
}

const CRC = "\0\0\0\0";
/** A member of a zip archive whose lengths are as they are said to be. */
function local(name: string, method: number, data: Uint8Array, packed = data.length): Uint8Array {
	return join(
		`PK\x03\x04${le(20, 2)}${le(0, 2)}${le(method, 2)}${le(0, 4)}${CRC}${le(packed, 4)}${le(packed, 4)}${le(name.length, 2)}\0\0${name}`,
		data,
	);
}
function listed(name: string, method: number, length: number, at: number): string {
	return `PK\x01\x02${le(20, 2)}${le(20, 2)}\0\0${le(method, 2)}${le(0, 4)}${CRC}${le(length, 4)}${le(length, 4)}${le(name.length, 2)}${le(0, 12)}${le(at, 4)}${name}`;
}
const end = (count: number, size: number, at: number): string =>
	`PK\x05\x06\0\0\0\0${le(count, 2)}${le(count, 2)}${le(size, 4)}${le(at, 4)}\0\0`;
function archive(members: readonly (readonly [name: string, data: Uint8Array])[]): Uint8Array {
	const parts: Uint8Array[] = [];
	const directory: string[] = [];
	let at = 0;
	for (const [name, data] of members) {
		parts.push(local(name, 0, data));
		directory.push(listed(name, 0, data.length, at));
		at += (parts.at(-1) as Uint8Array).length;
	}
	const text = directory.join("");
	return join(...parts, text, end(members.length, text.length, at));
}
/** A pickle that asks for a storage of torch. */
const storage = (key: string): Uint8Array =>
	latin1(`\x80\x02(X\x07\0\0\0storagectorch\nFloatStorage\nX${le(key.length, 4)}${key}X\x03\0\0\0cpuK\x01tQ.`);

/** Two directories: that of the record of 64 bits, which Python takes, lists a member that is inside another. */
function twoDirectories(pickle: Uint8Array): Uint8Array {
	const packed = new Uint8Array(deflateRawSync(pickle));
	const outer = local("a", 0, join("other", local("b", 8, packed)));
	const inner = listed("b", 8, packed.length, 31 + 5);
	const other = listed("a", 0, outer.length - 31, 0);
	const size = inner.length + other.length;
	const record = `PK\x06\x06${le(44, 8)}${le(45, 2)}${le(45, 2)}${le(0, 8)}${le(2, 8)}${le(2, 8)}${le(size, 8)}${le(outer.length, 8)}`;
	const locator = `PK\x06\x07${le(0, 4)}${le(outer.length + size, 8)}${le(1, 4)}`;
	return join(outer, inner, other, record, locator, end(1, other.length, outer.length + inner.length));
}

/** `\x80\x04N.` in LZMA with the mark of its end. */
const LZMA = Buffer.from("XQAAgAD//////////wBAAQV00ToP///8PwAA", "base64");

export const ODD_ARCHIVES: Readonly<Record<string, (pickle: Uint8Array) => Uint8Array>> = {
	"tar after a folder that says it has a size": (pickle) =>
		join(head("folder/", member(pickle).length, "5"), member(pickle), END),
	"tar after a link that says it has a size": (pickle) =>
		join(head("link", member(pickle).length, "2"), member(pickle), END),
	"tar whose attributes say another size": (pickle) =>
		join(attribute("size", "0"), head("file", member(pickle).length), member(pickle), END),
	"tar with a sum of bytes with a sign": (pickle) =>
		join(head("\xff\xfe", pickle.length, "0", undefined, true), padded(pickle), END),
	"tar with a sum as Python writes octal numbers": (pickle) =>
		join(
			head("file", pickle.length, "0", (sum) => `0o${sum.toString(8)}`),
			padded(pickle),
			END,
		),
	"tar without a name": (pickle) => join(head("", pickle.length), padded(pickle), END),
	"gzip after gzip and zeros": (pickle) => join(gzipSync(plain), new Uint8Array(9), gzipSync(pickle)),
	"gzip after gzip of nothing and zeros": (pickle) => join(gzipSync(""), new Uint8Array(9), gzipSync(pickle)),
	"zlib after zlib": (pickle) => join(deflateSync(plain), deflateSync(pickle)),
	"zlib with a small window": (pickle) => new Uint8Array(deflateSync(pickle, { windowBits: 9 })),
	"gzip after lzma": (pickle) => join(LZMA, gzipSync(pickle)),
	"zip with two directories": twoDirectories,
	"zip whose member is longer in its local header": (pickle) => {
		const data = join(`X${le(32, 4)}${"a".repeat(32)}0`, pickle);
		const text = listed("a", 0, 12, 0);
		return join(local("a", 0, data), text, end(1, text.length, 31 + data.length));
	},
	"zip that calls a pickle a storage of torch": (pickle) =>
		archive([
			["a/data.pkl", storage("x.pkl")],
			["a/data/x.pkl", pickle],
		]),
	"zip that calls a pickle of another length a storage of torch": (pickle) =>
		archive([
			["a/data.pkl", storage("0")],
			["a/data/0", pickle],
		]),
	"zip with more end records than are looked at": (pickle) => {
		const whole = archive([["a", plain]]);
		const hidden = archive([["b", pickle]]);
		return join(hidden, whole, end(0, 0, 0).repeat(40));
	},
};
