/** Prints the counts alone on the last line, in the form that every CI reads. */
export default class CountReporter {
	onTestRunEnd(modules, unhandled) {
		const count = { passed: 0, failed: unhandled.length, skipped: 0 };
		for (const module of modules) {
			if (module.errors().length > 0) count.failed++;
			for (const test of module.children.allTests()) {
				const { state } = test.result();
				count[state === "pending" ? "skipped" : state]++;
			}
		}
		// After the default reporter's own summary.
		process.on("exit", () => {
			console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
		});
	}
}
