/** Makes tar archives for tests, in the forms that programs write. */

const BLOCK = 512;

function padded(bytes: Uint8Array): Buffer {
	return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}

/** A header with its sum. */
export function header(name: string, size: number, type = "0", prefix = "", magic = "ustar\x0000"): Buffer {
	const head = Buffer.alloc(BLOCK);
	head.write(name, 0, 100, "utf8");
	head.write("0000644\0", 100, "latin1");
	head.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
	head.write("00000000000\0", 136, "latin1");
	head.write("        ", 148, "latin1");
	head.write(type, 156, "latin1");
	head.write(magic, 257, "latin1");
	head.write(prefix, 345, 155, "utf8");
	const sum = head.reduce((all, byte) => all + byte, 0);
	head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
	return head;
}

export function file(name: string, bytes: Uint8Array, prefix = ""): Buffer {
	return Buffer.concat([header(name, bytes.length, "0", prefix), padded(bytes)]);
}
/** GNU's long name: a member before the file. */
export function gnuLong(name: string, bytes: Uint8Array): Buffer {
	const long = Buffer.from(`${name}\0`);
	return Buffer.concat([
		header("././@LongLink", long.length, "L", "", "ustar  \0"),
		padded(long),
		file(name.slice(0, 100), bytes),
	]);
}
/** The attributes of pax before a file. */
export function pax(attributes: Readonly<Record<string, string>>, name: string, bytes: Uint8Array): Buffer {
	const lines = Object.entries(attributes).map(([key, value]) => {
		const rest = Buffer.byteLength(` ${key}=${value}\n`);
		let length = rest + 1;
		while (String(length).length + rest !== length) length = String(length).length + rest;
		return `${length} ${key}=${value}\n`;
	});
	const note = Buffer.from(lines.join(""));
	return Buffer.concat([header("PaxHeaders/x", note.length, "x"), padded(note), file(name, bytes)]);
}
export const END: Buffer = Buffer.alloc(2 * BLOCK);
