/** `pickle.dumps({"packed": True})` of Python, packed by its own modules and by zstd. */
export const PACKED = {
	gzip: "H4sIAOC9DGsC/2tgmcrHAAG1U3rYChKTs1NTpnQU6wEAghtuKBkAAAA=",
	bzip2: "QlpoOTFBWSZTWSsEq/8AAAjR4E0BAAEuCEgCQEQGACAAIiAAxqbUKZMTIMjLTRH8QOuHaGBSCfi7kinChIFYJV/4",
	xz: "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAYgASVDgAAAAAAAAB9lIwGcGFja2VklIhzLgAAAABh9JEmJAUbkgABMRlZGrCCH7bzfQEAAAAABFla",
	zstd: "KLUv/QRYyQAAgASVDgAAAAAAAAB9lIwGcGFja2VklIhzLix+1gE=",
};
