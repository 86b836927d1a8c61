/** The files that engines work on: good ones, broken ones, and bombs; the same for the same count. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { pickle } from "brine";

/** Numbers that look random and are the same in every run. */
export function numbers(seed) {
	let state = seed >>> 0 || 1;
	return (below) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		state >>>= 0;
		return state % below;
	};
}

const latin1 = (text) => Buffer.from(text, "latin1");

/** Sixty lists, each of the one before twice: 2^60 items as text. */
function laughs() {
	const levels = Array.from({ length: 60 }, (_, i) => `]\x94(h${String.fromCharCode(i)}h${String.fromCharCode(i)}e`);
	return latin1(`\x80\x04]\x94(K\x01K\x02e0${levels.join("0")}.`);
}

/** Files that must cost their own record and nothing else. */
const BAD = [
	() => laughs(),
	// 80 MB of lists in 80 kB.
	() => deflateSync(Buffer.concat([latin1("\x80\x04]("), Buffer.alloc(80_000_000, "]"), latin1("e.")])),
	// A length of 2^60 bytes.
	() => latin1("\x80\x04\x8e\0\0\0\0\0\0\0\x10."),
	// A million levels.
	() => latin1(`\x80\x04${"]".repeat(100_000)}${"a".repeat(99_999)}.`),
	() => latin1("cos\nsystem\n(S'touch /tmp/brine-was-here'\ntR."),
	() => latin1(""),
	() => latin1("not a pickle"),
	() => latin1("\x80\x04\x95\xff\0\0\0\0\0\0\0]"),
	() => Buffer.from(pickle.dumps([Number.NaN, Number.POSITIVE_INFINITY])),
	() => Buffer.from(pickle.dumps(Uint8Array.of(1, 2, 3))),
	() => Buffer.from([0x80, 4, 0x58, 3, 0, 0, 0, 0xff, 0xfe, 0xfd, 0x2e]),
	() => Buffer.concat([Buffer.from(pickle.dumps(1)), Buffer.from(pickle.dumps(2)), latin1("\n")]),
];

/** A value like those of a service. */
function record(next, i) {
	return {
		id: i,
		name: `user ${next(1_000_000)}`,
		score: next(1_000_000) / 997,
		big: 2n ** 70n + BigInt(next(1000)),
		tags: Array.from({ length: next(5) }, () => `tag-${next(50)}`),
		active: next(2) === 1,
		parent: null,
	};
}

/**
 * Writes files into a folder.
 *
 * @param {string} folder
 * @param {number} count
 * @param {{ rows?: number, bad?: boolean }} [options] how many rows a file has at most, and whether some are bad
 */
export function makeFiles(folder, count, { rows = 40, bad = true } = {}) {
	const next = numbers(count);
	for (let i = 0; i < count; i++) {
		const below = join(folder, String(Math.floor(i / 1000)).padStart(4, "0"));
		if (i % 1000 === 0) mkdirSync(below, { recursive: true });
		const isBad = bad && i % 40 === 7;
		const bytes = isBad
			? BAD[Math.floor(i / 40) % BAD.length]()
			: pickle.dumps(
					Array.from({ length: bad ? 1 + next(rows) : rows }, (_, k) => record(next, i + k)),
					{ protocol: 2 + (i % 4) },
				);
		writeFileSync(join(below, `${String(i).padStart(6, "0")}.pkl`), bytes);
	}
}
