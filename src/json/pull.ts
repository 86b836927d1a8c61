/** Values that are made of a source one by one, each when it is asked for. */
import type { SyncSource } from "../bytes/source.ts";
import { hide } from "../explain-stack.ts";
import { type StandardSchema, validateAsync } from "../schema.ts";
import type { LoadOptions } from "./call-options.ts";
import type { Input } from "./feed.ts";
import type { JSONSource, JSONText } from "./input.ts";
import { openInput, openSyncInput } from "./open-input.ts";

/** Returned where the text in memory has no further value. */
export const NOTHING: unique symbol = Symbol();

/** Makes values of text that it is given: the half of a dialogue whose other half reads the source. */
export interface Pull<T> {
	/** The next value that is in memory, or {@link NOTHING}. */
	next(): T | typeof NOTHING;
	/** Asks for text; false when there are no further values. */
	refill(): Generator<number, boolean, Input>;
}

/**
 * The values of a source that has to be waited for.
 * PERF(bench: json events, items): what is in memory is made without the promises that an async generator waits for at
 * each value, in half of the time; it takes over where text is needed, and at the end.
 *
 * @param open what it throws is thrown by the first call of `next`
 */
export function pulled<T>(
	source: JSONSource,
	signal: LoadOptions["signal"],
	open: () => Pull<T>,
): AsyncGenerator<T, void> {
	/** Set while the generator rests after a value. */
	let ready: Pull<T> | undefined;
	const found: T[] = [];
	async function* read(): AsyncGenerator<never, void> {
		const pull = open();
		const reader = openInput(source, signal);
		try {
			for (;;) {
				const value = pull.next();
				if (value !== NOTHING) {
					found.push(value);
					ready = pull;
					yield undefined as never; // not the value, which may be a promise that a hook made
					ready = undefined;
					continue;
				}
				const steps = pull.refill();
				let step = steps.next();
				while (!step.done) step = steps.next(await reader.next(step.value));
				if (!step.value) return;
			}
		} finally {
			ready = undefined;
			await reader.close();
		}
	}
	const values: AsyncGenerator<T, void> = read();
	const readOn = values.next.bind(values);
	/** Calls that have not been answered. */
	let waiting = 0;
	const answered = ({ done }: IteratorResult<T, void>): IteratorResult<T, void> => {
		waiting--;
		return done ? { value: undefined, done } : { value: found.shift() as T, done: false };
	};
	const failed = (error: unknown): never => {
		waiting--;
		throw error;
	};
	hide(values, "next", () => {
		if (ready !== undefined && waiting === 0) {
			try {
				const value = ready.next();
				if (value !== NOTHING) return Promise.resolve({ value, done: false });
			} catch (error) {
				return values.throw(error);
			}
		}
		waiting++;
		return readOn().then(answered, failed);
	});
	return values;
}

/** The values of a source that answers at once. */
export function* pulledSync<T>(file: JSONText | SyncSource, open: () => Pull<T>): Generator<T, void> {
	const pull = open();
	const reader = openSyncInput(file);
	try {
		for (;;) {
			const value = pull.next();
			if (value !== NOTHING) {
				yield value;
				continue;
			}
			const steps = pull.refill();
			let step = steps.next();
			while (!step.done) step = steps.next(reader.next(step.value));
			if (!step.value) return;
		}
	} finally {
		reader.close();
	}
}

/**
 * Has a schema check each value, if there is one.
 *
 * @param noted what is thrown for what the schema throws. Default: that itself
 */
export function checkedValues<T>(
	values: AsyncGenerator<unknown, void>,
	schema: StandardSchema | null | undefined,
	noted = (error: unknown): unknown => error,
): AsyncGenerator<T, void> {
	if (schema === undefined || schema === null) return values as AsyncGenerator<T, void>;
	return (async function* () {
		for await (const value of values) {
			try {
				yield (await validateAsync(schema, value)) as T;
			} catch (error) {
				throw noted(error);
			}
		}
	})();
}
