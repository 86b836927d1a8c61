/** What the comparisons with a live CPython share. */

import { compareText } from "../../src/values/compare-text.ts";
import { repr } from "../../src/values/repr.ts";
import { PySet } from "../../src/values/set.ts";
import type { Python } from "../python/pythons.mjs";
import { objectsIn } from "./support.ts";

export const fromBase64 = (text = ""): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** What came of a run: how often what was seen, and the first few differences. */
export class Findings {
	readonly counts = new Map<string, number>();
	readonly differences: string[] = [];
	count(what: string, by = 1): void {
		this.counts.set(what, (this.counts.get(what) ?? 0) + by);
	}
	differ(text: string): void {
		this.count("different");
		if (this.differences.length < 50) this.differences.push(text.slice(0, 20_000));
	}
	toString(): string {
		const lines = [...this.counts].map(([what, count]) => `${String(count).padStart(9)}  ${what}`);
		return [...lines, ...this.differences].join("\n");
	}
}

/** Numbers that a seed decides. */
export class Source {
	#state: number;
	constructor(seed: number) {
		this.#state = seed >>> 0;
	}
	/** From 0 up to one below a number. */
	below(count: number): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let t = this.#state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * count);
	}
	choice<T>(items: readonly T[]): T {
		return items[this.below(items.length)] as T;
	}
}

export const versionOf = (python: Python): string => python.version.replace(/[a-z].*$/, "");
export const protocolsOf = (python: Python): number[] =>
	Number(python.version.split(".")[1]) < 8 ? [0, 1, 2, 3, 4] : [0, 1, 2, 3, 4, 5];

/** How many values Python is asked for at once. */
export const BATCH = 250;

/** Puts the members of every set in the order of their texts, as `stable_repr` of values.py shows them. */
export function sortSets(value: unknown, pythonVersion: string): void {
	const sets = [...objectsIn(value)].filter((object): object is PySet => object instanceof PySet && object.size > 1);
	// What stands further in is put in order first.
	for (const set of sets.reverse()) {
		const members = [...set].map((member) => [repr(member, { pythonVersion }), member] as const);
		members.sort(([a], [b]) => compareText(a, b));
		Set.prototype.clear.call(set);
		for (const [, member] of members) Set.prototype.add.call(set, member);
	}
}
