/** First bytes that a scan tells apart besides those of `formats/kind.ts`. */

/** Whether bytes start with some characters, one for each byte. */
export function startsWith(bytes: Uint8Array, start: string): boolean {
	for (let i = 0; i < start.length; i++) if (bytes[i] !== start.charCodeAt(i)) return false;
	return true;
}

/** Whether a header of 512 bytes is that of a tar archive: the word, or a checksum that is right. */
export function isTar(head: Uint8Array): boolean {
	if (head.length < 512 || head[0] === 0) return false;
	let sum = 0;
	for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 0x20 : (head[i] as number);
	return octal(head, 148, 8) === sum;
}

/** A number of a tar header: octal digits, or with the first bit set a number of many bytes. */
export function octal(bytes: Uint8Array, at: number, length: number): number | undefined {
	if (((bytes[at] as number) & 0x80) !== 0) {
		let value = (bytes[at] as number) & 0x7f;
		for (let i = 1; i < length; i++) value = value * 256 + (bytes[at + i] as number);
		return value < 2 ** 53 ? value : undefined;
	}
	let value = 0;
	let digits = 0;
	for (let i = at; i < at + length; i++) {
		const byte = bytes[i] as number;
		if (byte >= 0x30 && byte <= 0x37) {
			value = value * 8 + byte - 0x30;
			digits++;
		} else if (digits > 0) break;
		else if (byte !== 0x20) return undefined;
	}
	return digits > 0 ? value : undefined;
}
