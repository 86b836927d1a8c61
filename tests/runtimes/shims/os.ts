/** Loaded, and not called, by tests in a page. */
export const homedir = undefined;
