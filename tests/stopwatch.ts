/**
 * Starts to measure; the function that it returns says how many milliseconds of processor time the process has taken since,
 * the collector and the compiler included. Tests that bound a time use it: on a busy machine the clock runs for others, too.
 * In a browser, which does not tell, it is the clock.
 */
export function stopwatch(): () => number {
	if (typeof globalThis.process?.cpuUsage !== "function") {
		const start = performance.now();
		return () => performance.now() - start;
	}
	const start = process.cpuUsage();
	return () => {
		const { user, system } = process.cpuUsage(start);
		return (user + system) / 1000;
	};
}
