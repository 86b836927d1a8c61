/** `Buffer` for tests in a page. */
// @ts-expect-error: the package is only where the bundle is made
export { Buffer } from "buffer/index.js";
