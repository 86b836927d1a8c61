/** Whether only a part is wanted, as in `npm test`; everything is in `npm run test:long`. */
export const IS_SHORT: boolean = process.env["BRINE_LONG"] === undefined;

/**
 * How many random cases a test tries: a tenth in `npm test` and `npm run test:unit`, all in `npm run test:long`, for which
 * `vitest.config.ts` lists the file.
 *
 * @param all how many there are
 */
export function effort(all: number): number {
	return IS_SHORT ? Math.ceil(all / 10) : all;
}

/**
 * One in so many of the cases in `npm test`, the last among them, all in `npm run test:long`.
 *
 * @param step how many there are for each that is tried
 * @param all all cases, in their order
 */
export function oneIn<T>(step: number, all: readonly T[]): T[] {
	return IS_SHORT ? all.filter((_, i) => (all.length - 1 - i) % step === 0) : [...all];
}

/**
 * The cases to try: the first, one in the middle and the last in `npm test`, all in `npm run test:long`.
 *
 * @param all all cases, such as the versions of Python
 */
export function some<T>(all: readonly T[]): T[] {
	return IS_SHORT ? all.filter((_, i) => i === 0 || i === all.length >> 1 || i === all.length - 1) : [...all];
}
