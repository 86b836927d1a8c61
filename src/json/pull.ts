/** Values that are made of a source one by one, each when it is asked for. */
import type { ChunkReader } from "../bytes/chunk.ts";
import type { SyncSource } from "../bytes/source.ts";
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

type Result<T> = IteratorResult<T, void>;

/** A class whose objects are async generators to a program, with the methods that an engine has for all of them. */
const AsyncIteratorBase: new () => object = /* @__PURE__ */ (() => {
	class Base {}
	Object.setPrototypeOf(
		Base.prototype,
		Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})())) as object | null,
	);
	return Base;
})();

/**
 * The values of a source that has to be waited for. A generator, but one that makes what is in memory without the two
 * promises that an async generator of the language waits for at each value.
 * PERF(bench: json events, items): half of the time.
 */
export class PulledValues<T> extends AsyncIteratorBase implements AsyncGenerator<T, void> {
	readonly #source: JSONSource;
	readonly #signal: LoadOptions["signal"];
	readonly #open: () => Pull<T>;
	#pull: Pull<T> | undefined;
	#reader: ChunkReader | undefined;
	#isOver = false;
	/** The last call that has to wait, and those that wait for it. */
	#last: Promise<unknown> | undefined;

	/** @param open what it throws is thrown by the first call of {@link next} */
	constructor(source: JSONSource, signal: LoadOptions["signal"], open: () => Pull<T>) {
		super();
		this.#source = source;
		this.#signal = signal;
		this.#open = open;
	}

	next(): Promise<Result<T>> {
		if (this.#last !== undefined || this.#pull === undefined) return this.#after(() => this.#read());
		let value: T | typeof NOTHING;
		try {
			value = this.#pull.next();
		} catch (error) {
			return this.#after(() => this.#close(error));
		}
		if (value === NOTHING) return this.#after(() => this.#read());
		return Promise.resolve({ value, done: false });
	}

	return(value: void | PromiseLike<void>): Promise<Result<T>> {
		return this.#after(async () => {
			await this.#close();
			return { value: await value, done: true };
		});
	}

	throw(error: unknown): Promise<Result<T>> {
		return this.#after(() => this.#close(error));
	}

	[Symbol.asyncIterator](): this {
		return this;
	}
	get [Symbol.toStringTag](): string {
		return "AsyncGenerator";
	}

	/** Does some work once all before it is done. */
	#after(work: () => Promise<Result<T>>): Promise<Result<T>> {
		const result = this.#last === undefined ? work() : this.#last.then(work, work);
		const settled = (): void => {
			if (this.#last === result) this.#last = undefined;
		};
		this.#last = result;
		result.then(settled, settled);
		return result;
	}

	/** The next value, for which the source may have to be read. */
	async #read(): Promise<Result<T>> {
		if (this.#isOver) return { value: undefined, done: true };
		try {
			const pull = this.#pull ?? this.#open();
			const reader = this.#reader ?? openInput(this.#source, this.#signal);
			this.#pull = pull;
			this.#reader = reader;
			for (;;) {
				const value = pull.next();
				if (value !== NOTHING) return { value, done: false };
				const steps = pull.refill();
				let step = steps.next();
				while (!step.done) step = steps.next(await reader.next(step.value));
				if (!step.value) break;
			}
		} catch (error) {
			return this.#close(error);
		}
		await this.#close();
		return { value: undefined, done: true };
	}

	/** Leaves the source, and throws an error if there is one. */
	async #close(...errors: readonly [] | readonly [error: unknown]): Promise<Result<T>> {
		const reader = this.#reader;
		this.#reader = undefined;
		this.#pull = undefined;
		this.#isOver = true;
		await reader?.close();
		if (errors.length > 0) throw errors[0];
		return { value: undefined, done: true };
	}
}

/** The values of a source that answers at once. */
export function* pulledSync<T>(file: JSONText | SyncSource, pull: Pull<T>): Generator<T, void> {
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

/** Has a schema check each value, if there is one. */
export function checkedValues<T>(
	values: AsyncGenerator<unknown, void>,
	schema: StandardSchema | null | undefined,
): AsyncGenerator<T, void> {
	if (schema === undefined || schema === null) return values as AsyncGenerator<T, void>;
	return (async function* () {
		for await (const value of values) yield (await validateAsync(schema, value)) as T;
	})();
}
