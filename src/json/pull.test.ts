import { expect, test } from "vitest";
import { events, items, kvitems } from "./events.ts";
import { loadLines } from "./lines.ts";
import { loadAll } from "./stream.ts";

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const item of source) found.push(item);
	return found;
}

/** A source in pieces that says when it is opened, read and closed. */
function source(pieces: readonly string[]) {
	const log: string[] = [];
	return {
		log,
		async *[Symbol.asyncIterator]() {
			log.push("open");
			try {
				for (const piece of pieces) {
					await Promise.resolve();
					log.push(piece);
					yield piece;
				}
			} finally {
				log.push("closed");
			}
		},
	};
}

test("calls that do not wait for each other get the values in order", async () => {
	const values = items(source(["[1,2", "2,3", "3]"]), "item");
	const results = await Promise.all(Array.from({ length: 5 }, () => values.next()));
	expect(results.map(({ value, done }) => (done ? "done" : value))).toEqual([1, 22, 33, "done", "done"]);
});

test("a source is opened when the first value is asked for, and closed when none is any more", async () => {
	const from = source(["[1,", "2,", "3]"]);
	const values = items(from, "item");
	expect(from.log).toEqual([]);
	expect(await values.next()).toEqual({ value: 1, done: false });
	expect(await values.return(undefined)).toEqual({ value: undefined, done: true });
	expect(from.log.at(-1)).toBe("closed");
	expect(await values.next()).toEqual({ value: undefined, done: true });
	const unused = source(["1"]);
	await events(unused).return(undefined);
	expect(unused.log).toEqual([]);
	const failed = source(["[1,", "x]"]);
	await expect(all(items(failed, "item"))).rejects.toThrow("Expecting value: line 1 column 4 (char 3)");
	expect(failed.log.at(-1)).toBe("closed");
	const thrown = source(["[1,", "2]"]);
	const other = events(thrown);
	await other.next();
	await expect(other.throw(new Error("enough"))).rejects.toThrow("enough");
	expect(thrown.log.at(-1)).toBe("closed");
	expect((await other.next()).done).toBe(true);
});

test("what comes before an error is there, and nothing after it", async () => {
	for (const make of [() => items("[1, 2, x", "item"), () => loadAll("1 2 x"), () => loadLines("1\n2\nx\n3")]) {
		const values = make();
		expect([await values.next(), await values.next()].map(({ value }) => value as unknown)).toEqual([1, 2]);
		await expect(values.next()).rejects.toThrow("Expecting value");
		expect(await values.next()).toEqual({ value: undefined, done: true });
	}
});

test("they are async generators to a program", () => {
	const prototype: unknown = Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})()));
	expect(Object.prototype.isPrototypeOf.call(prototype as object, events("1"))).toBe(true);
	expect(Object.prototype.toString.call(events("1"))).toBe("[object AsyncGenerator]");
	expect(loadLines("1")[Symbol.asyncIterator]().next).toBeTypeOf("function");
});

test("events are not charged for strings that were read before", async () => {
	const text = JSON.stringify(Array.from({ length: 20 }, (_, i) => String(i).padEnd(70_000)));
	expect((await all(events(text, { limits: { memory: 100_000 } }))).length).toBe(22);
	expect((await all(items(text, "item", { limits: { memory: 100_000 } }))).length).toBe(20);
	await expect(all(items(text, "", { limits: { memory: 100_000 } }))).rejects.toThrow("limit exceeded: memory");
});

test("an entry without a colon is an error before it is a value", async () => {
	await expect(all(kvitems('{"a" 1}', ""))).rejects.toThrow("Expecting ':' delimiter");
	expect(await all(kvitems(['{"a"', " ", ":", '{"b"', ": [1", '2]}, "c"', ':"d', '"}'], ""))).toEqual([
		["a", { b: [12] }],
		["c", "d"],
	]);
});
