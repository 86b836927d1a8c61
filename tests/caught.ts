import type { PyError } from "../src/errors.ts";

/** What `work` throws, at once or later. */
export async function caught(work: () => unknown): Promise<PyError> {
	try {
		await work();
	} catch (error) {
		return error as PyError;
	}
	throw new Error("nothing was thrown");
}
