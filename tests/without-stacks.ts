import { afterAll, beforeAll } from "vitest";

/**
 * The errors that the tests of a file or a `describe` make have no stacks: the runner maps each frame to its source, which takes ten
 * times as long as making the error. For tests that make thousands and look at what they say.
 */
export function withoutStacks(): void {
	const { stackTraceLimit } = Error;
	beforeAll(() => {
		Error.stackTraceLimit = 0;
	});
	afterAll(() => {
		Error.stackTraceLimit = stackTraceLimit;
	});
}
