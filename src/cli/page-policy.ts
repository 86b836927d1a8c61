/**
 * The content security policy of the page: the meta tag of the built page, the header of `brine view` and the tests take it from here.
 *
 * `wasm-unsafe-eval` lets the decoder of xz run, which is WebAssembly; it allows no script. `blob:` is for the worker, which
 * starts from a blob so that it inherits this policy on servers that send no headers, and for images that are in a file.
 */
export const PAGE_POLICY: string = [
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
