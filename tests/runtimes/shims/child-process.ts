/** Loaded, and not called, by tests in a page. */
export const execFile = undefined;
export const spawn = undefined;
