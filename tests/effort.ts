/**
 * How many random cases a test tries: a tenth in `npm test` and `npm run test:unit`, all in `npm run test:long`, for which
 * `vitest.config.ts` lists the file.
 *
 * @param all how many there are
 */
export function effort(all: number): number {
	return process.env["BRINE_LONG"] === undefined ? Math.ceil(all / 10) : all;
}
