/**
 * Objects that are kept between calls: the one place for such state.
 *
 * PERF(bench: message, json citm): V8 drops the machine code that it made for objects of a class once a full garbage
 * collection finds none of that class alive. With one of each kept here, made at the first call, small messages are read
 * ten times as fast after one.
 */
export const kept: {
	loads?: unknown;
	dumps?: unknown;
	decode?: unknown;
	encode?: unknown;
	/** Bytes that `pickle.loads` has read by its fast loop. */
	read: number;
} = { read: 0 };

/** Takes a machine that is not at work, to be used once; undefined while it is, as for a hook's own call. */
export function takeIdle<M>(idle: (M | undefined)[], kind: number): M | undefined {
	const machine = idle[kind];
	if (machine !== undefined) idle[kind] = undefined;
	return machine;
}

/** A value that is made when it is first asked for, such as a table. */
export function once<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => (made ??= make());
}
