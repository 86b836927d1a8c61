/** Paths of tests in a page. */
export function join(...parts: readonly string[]): string {
	const path: string[] = [];
	for (const part of parts.join("/").split("/")) {
		if (part === "..") path.pop();
		else if (part !== "" && part !== ".") path.push(part);
	}
	return `/${path.join("/")}`;
}
export const dirname = (path: string): string => join(path, "..");
export const delimiter = ":";
