/** xxHash of 32 bits, as LZ4 has it. */

const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

const rotated = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** The sum of bytes that come in pieces. */
export class Xxh32 {
	readonly #lanes = Int32Array.of(P1 + P2, P2, 0, -P1);
	readonly #rest = new Uint8Array(16);
	#held = 0;
	#length = 0;

	/** Takes a piece. */
	update(bytes: Uint8Array): void {
		this.#length += bytes.length;
		let at = 0;
		if (this.#held > 0) {
			const count = Math.min(16 - this.#held, bytes.length);
			this.#rest.set(bytes.subarray(0, count), this.#held);
			this.#held += count;
			at = count;
			if (this.#held < 16) return;
			this.#mix(new DataView(this.#rest.buffer), 0);
			this.#held = 0;
		}
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		for (; at + 16 <= bytes.length; at += 16) this.#mix(view, at);
		this.#rest.set(bytes.subarray(at));
		this.#held = bytes.length - at;
	}
	#mix(view: DataView, at: number): void {
		const lanes = this.#lanes;
		for (let lane = 0; lane < 4; lane++) {
			const sum = ((lanes[lane] as number) + Math.imul(view.getUint32(at + lane * 4, true), P2)) | 0;
			lanes[lane] = Math.imul(rotated(sum, 13), P1);
		}
	}
	/** The sum, an unsigned number of 32 bits. */
	digest(): number {
		const [a = 0, b = 0, c = 0, d = 0] = this.#lanes;
		let sum = this.#length < 16 ? P5 : rotated(a, 1) + rotated(b, 7) + rotated(c, 12) + rotated(d, 18);
		sum = (sum + this.#length) | 0;
		const view = new DataView(this.#rest.buffer);
		let at = 0;
		for (; at + 4 <= this.#held; at += 4) {
			sum = (sum + Math.imul(view.getUint32(at, true), P3)) | 0;
			sum = Math.imul(rotated(sum, 17), P4);
		}
		for (; at < this.#held; at++) {
			sum = (sum + Math.imul(this.#rest[at] as number, P5)) | 0;
			sum = Math.imul(rotated(sum, 11), P1);
		}
		sum = Math.imul(sum ^ (sum >>> 15), P2);
		sum = Math.imul(sum ^ (sum >>> 13), P3);
		return (sum ^ (sum >>> 16)) >>> 0;
	}
}

/** The sum of bytes. */
export function xxh32(bytes: Uint8Array): number {
	const sum = new Xxh32();
	sum.update(bytes);
	return sum.digest();
}
