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

/** The code of the error that `work` throws, the error itself if it has none, or that there is no error. */
export async function codeOf(work: () => unknown): Promise<unknown> {
	try {
		await work();
		return "no error";
	} catch (error) {
		return (error as { code?: unknown }).code ?? error;
	}
}
