/** Pickles put together by hand, and how the time for them grows. */
/** Puts texts (one byte a character) and bytes one after the other. */
export function bytes(...parts: readonly (string | Uint8Array | readonly number[])[]): Uint8Array {
	const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		made.set(typeof part === "string" ? Buffer.from(part, "latin1") : part, at);
		at += part.length;
	}
	return made;
}
/** A length of four bytes. */
export function u4(length: number): Uint8Array {
	const made = new Uint8Array(4);
	new DataView(made.buffer).setUint32(0, length, true);
	return made;
}
/** A BINUNICODE, and a LONG4 of so many bytes. */
export const unicode = (text: string): Uint8Array => bytes("X", u4(text.length), text);
export function long(size: number, byte: number): Uint8Array {
	const digits = new Uint8Array(size).fill(byte);
	digits[size - 1] = 0x7f;
	return bytes([0x8b], u4(size), digits);
}

/** Milliseconds that this process has computed so far, whatever else the machine does. */
export function computed(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}
/** Milliseconds that something takes, the least of three; one that is `enough` ends it. */
export function time(work: () => unknown, enough = 0): number {
	let least = Number.POSITIVE_INFINITY;
	for (let i = 0; i < 3 && least > enough; i++) {
		const start = computed();
		work();
		least = Math.min(least, computed() - start);
	}
	return least;
}
