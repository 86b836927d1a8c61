/** The files that tests read, handed over by the page as path and text. */
const { testFiles } = globalThis as unknown as { testFiles: Readonly<Record<string, string>> };
const named = (path: string | URL): string =>
	String(path)
		.replace(/^file:\/\//, "")
		.replace(/^\/+|\/+$/g, "");

export function readFileSync(path: string | URL): string {
	const text = testFiles[named(path)];
	if (text === undefined) throw new Error(`the page has no file ${named(path)}`);
	return text;
}
export function existsSync(path: string | URL): boolean {
	return named(path) in testFiles;
}
export function readdirSync(path: string | URL): string[] {
	const start = `${named(path)}/`;
	return Object.keys(testFiles)
		.filter((name) => name.startsWith(start) && !name.slice(start.length).includes("/"))
		.map((name) => name.slice(start.length));
}
export const realpathSync = undefined;
