/** Loaded, and not called, by tests in a page. */
export const promisify = (): undefined => undefined;
