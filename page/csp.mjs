/**
 * What the page may do, in one place: the meta tag of the built page, the header of `brine view`, and the tests have it from here.
 *
 * `wasm-unsafe-eval` lets the decoder of xz run, which is WebAssembly; it allows no script. `blob:` is for the worker, which
 * starts from a blob so that it inherits this policy on servers that send no headers, and for images that are in a file.
 */
export const CSP = [
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"style-src 'self'",
	"img-src 'self' blob:",
	"connect-src 'self'",
	"worker-src 'self' blob:",
	"manifest-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types brine",
].join("; ");
