/** SHA-256 at once, which pages do not have. */
const primes = Array.from({ length: 400 }, (_, i) => i).filter(
	(n) => n > 1 && !Array.from({ length: n }, (_, i) => i).some((i) => i > 1 && n % i === 0),
);
const fraction = (root: number): number => ((root % 1) * 2 ** 32) | 0;
const ROUNDS = primes.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)));
const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function sha256(bytes: Uint8Array): string {
	const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
	padded.set(bytes);
	padded[bytes.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
	const state = [...START];
	const words = new Int32Array(64);
	for (let block = 0; block < padded.length; block += 64) {
		for (let i = 0; i < 64; i++) words[i] = i < 16 ? view.getInt32(block + 4 * i) : wordAt(words, i);
		let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
		for (let i = 0; i < 64; i++) {
			const high = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
			const one = (h + high + ((e & f) ^ (~e & g)) + (ROUNDS[i] as number) + (words[i] as number)) | 0;
			const low = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
			const two = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
		}
		for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = ((state[i] as number) + word) | 0;
	}
	return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function wordAt(words: Int32Array, i: number): number {
	const near = words[i - 2] as number;
	const far = words[i - 15] as number;
	const one = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
	const two = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
	return (one + (words[i - 7] as number) + two + (words[i - 16] as number)) | 0;
}

export function createHash(name: string): { update(bytes: Uint8Array): { digest(form: "hex"): string } } {
	if (name !== "sha256") throw new Error(`no ${name} in a page`);
	return { update: (bytes) => ({ digest: () => sha256(bytes) }) };
}
