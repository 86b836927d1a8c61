/** Cancelling: the part of `AbortSignal` that is used, and work that gives up when it fires. */
import { PyError } from "../errors.ts";

/** The part of an `AbortSignal` that matters here. */
export interface AbortSignalLike {
	readonly aborted: boolean;
	readonly reason?: unknown;
	addEventListener(type: "abort", listener: () => void): void;
	removeEventListener(type: "abort", listener: () => void): void;
}

/** The error of work that was cancelled; its `cause` is the signal's reason. */
export function abortError(signal: AbortSignalLike): PyError {
	return new PyError("the operation was aborted", { code: "aborted", cause: signal.reason });
}

/**
 * Waits for work, or for the signal, whichever is first. The work itself is not stopped by this.
 *
 * @throws PyError (`aborted`)
 */
export function orAbort<T>(work: Promise<T>, signal: AbortSignalLike | undefined): Promise<T> {
	if (signal === undefined) return work;
	return new Promise<T>((resolve, reject) => {
		const stop = (): void => {
			signal.removeEventListener("abort", stop);
			reject(abortError(signal));
		};
		if (signal.aborted) stop();
		else signal.addEventListener("abort", stop);
		work.then(
			(value) => {
				signal.removeEventListener("abort", stop);
				resolve(value);
			},
			(error: unknown) => {
				signal.removeEventListener("abort", stop);
				reject(error);
			},
		);
	});
}
