import { rmSync } from "node:fs";

/**
 * Removes a temporary folder after a test. A process that ended may still be writing there (a browser's profile, a virus
 * scanner's lock), so it tries again for some seconds, and never fails a run for its own cleaning.
 *
 * @param {string} folder
 */
export function removeFolder(folder) {
	try {
		rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
	} catch (error) {
		console.warn(`could not remove ${folder}: ${error.message}`);
	}
}
