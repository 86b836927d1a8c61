/** Ctrl-C in the middle of work that must clean up after itself. */

/**
 * Runs work that stops at SIGINT or SIGTERM when its signal fires; then the process ends as if it had been stopped right away.
 *
 * @param work gets the signal
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
	const control = new AbortController();
	let received: NodeJS.Signals | undefined;
	const stop = (name: NodeJS.Signals): void => {
		received = name;
		control.abort(name);
	};
	process.once("SIGINT", stop).once("SIGTERM", stop);
	try {
		await work(control.signal);
	} catch (error) {
		if (received === undefined) throw error;
	} finally {
		process.off("SIGINT", stop).off("SIGTERM", stop);
	}
	if (received !== undefined) process.kill(process.pid, received);
}
