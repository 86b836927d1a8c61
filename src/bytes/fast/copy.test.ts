/** A copy of bytes, of any length and from anywhere, is the platform's, and belongs to the caller. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { copyOf } from "./copy.ts";

it("is the platform's copy", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), fc.nat(300), (bytes, one, other) => {
			const [start, end] = [Math.min(one, other, bytes.length), Math.min(Math.max(one, other), bytes.length)];
			// A view of a larger buffer, of a class of its own, as Node's pool hands them out.
			const source = Buffer.concat([Buffer.of(1, 2, 3), bytes]).subarray(3);
			const made = copyOf(source, start, end - start);
			expect(made).toEqual(new Uint8Array(bytes.subarray(start, end)));
			expect(Object.getPrototypeOf(made)).toBe(Uint8Array.prototype);
			source.fill(0);
			expect(made).toEqual(new Uint8Array(bytes.subarray(start, end)));
		}),
		{ numRuns: 300 },
	);
});
