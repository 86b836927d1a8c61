/** Greatest common divisors are Euclid's, in a fraction of his time. */
import { describe, expect, it } from "vitest";
import { stopwatch } from "../../../tests/stopwatch.ts";
import { bitLength, gcd } from "./rational.ts";

function euclid(a: bigint, b: bigint): bigint {
	let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
	while (y !== 0n) [x, y] = [y, x % y];
	return x;
}
/** A number of about so many bits. */
function random(bits: number): bigint {
	let text = "0x1";
	for (let i = 0; i < bits / 4; i++) text += Math.floor(Math.random() * 16).toString(16);
	return BigInt(text);
}

describe("the greatest common divisor", () => {
	it("is right for ints of all lengths, signs and common parts", () => {
		for (let round = 0; round < 2000; round++) {
			const common = random(Math.floor(Math.random() * 300));
			const [a, b] = [
				random(Math.floor(Math.random() * 900)) * common,
				-random(Math.floor(Math.random() * 900)) * common,
			];
			expect(gcd(a, b)).toBe(euclid(a, b));
			expect(gcd(b, a)).toBe(euclid(a, b));
		}
		const pairs = [
			[0n, 5n],
			[5n, 0n],
			[1n << 4000n, 3n],
			[1n << 4000n, 1n << 3999n],
			[(1n << 4000n) - 1n, (1n << 2000n) - 1n],
			[1n << 65n, (1n << 65n) - 1n],
		] as const;
		for (const [a, b] of pairs) expect(gcd(a, b)).toBe(euclid(a, b));
		let [f, g] = [1n, 1n];
		for (let i = 0; i < 5000; i++) [f, g] = [g, f + g];
		expect(gcd(f, g)).toBe(1n);
	});
	it("of ints of 4096 bits takes less than half of Euclid's time", () => {
		const pairs = Array.from({ length: 100 }, () => [random(4092), random(4092)] as const);
		const time = (work: (a: bigint, b: bigint) => bigint): number => {
			const elapsed = stopwatch();
			for (const [a, b] of pairs) work(a, b);
			return elapsed();
		};
		time(gcd);
		const [lehmer, plain] = [Math.min(time(gcd), time(gcd)), time(euclid)];
		expect(lehmer).toBeLessThan(plain / 2);
	});
	it("counts bits", () => {
		for (const n of [1n, 2n, 3n, 15n, 16n, 255n, 256n, (1n << 100n) - 1n, 1n << 100n])
			expect(bitLength(n)).toBe(n.toString(2).length);
	});
});
