/** First bytes that a scan tells apart besides those of `formats/kind.ts`. */

/** Whether bytes start with some characters, one for each byte. */
export function startsWith(bytes: Uint8Array, start: string): boolean {
	for (let i = 0; i < start.length; i++) if (bytes[i] !== start.charCodeAt(i)) return false;
	return true;
}

/** Whether bytes start as zlib's with a window of less than 32 KiB do, which no writer of pickles takes and every reader does. */
export function isZlibOfSmallWindow([first = 0, second = 0]: Uint8Array): boolean {
	return (first & 15) === 8 && first < 0x78 && (first * 256 + second) % 31 === 0 && (second & 0x20) === 0;
}

/** Whether a header of 512 bytes is that of a tar archive: its checksum is right, of bytes with or without a sign. */
export function isTar(head: Uint8Array): boolean {
	if (head.length < 512) return false;
	const said = octal(head, 148, 8);
	if (said === undefined) return false;
	let sum = 0;
	let signed = 0;
	for (let i = 0; i < 512; i++) {
		const byte = i >= 148 && i < 156 ? 0x20 : (head[i] as number);
		sum += byte;
		signed += byte < 0x80 ? byte : byte - 256;
	}
	return said === sum || said === signed;
}

/** A number of a tar header: octal digits as the most generous reader takes them, or with the first bit set a number of many bytes. */
export function octal(bytes: Uint8Array, at: number, length: number): number | undefined {
	if (((bytes[at] as number) & 0x80) !== 0) {
		let value = (bytes[at] as number) & 0x7f;
		for (let i = 1; i < length; i++) value = value * 256 + (bytes[at + i] as number);
		return value < 2 ** 53 ? value : undefined;
	}
	let text = "";
	for (let i = at; i < at + length && bytes[i] !== 0; i++) text += String.fromCharCode(bytes[i] as number);
	// Python's int() takes signs, a prefix and underscores; other readers end at the first other character.
	const digits = /^\s*\+?(?:0[oO])?_?([0-7_]+)/.exec(text)?.[1]?.replaceAll("_", "");
	return digits === undefined || digits === "" ? undefined : Number.parseInt(digits, 8);
}
