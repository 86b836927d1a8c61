/** Files that come by the address of the page: those of `brine view`, and `?url=` of the same site. */
import { t } from "./words.ts";

/** Fetches a file of this site. */
export async function fetched(address: string): Promise<Blob> {
	const response = await fetch(address, { credentials: "same-origin", redirect: "error" });
	if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
	return response.blob();
}

/** What the address asks to open. */
export async function filesFromAddress(): Promise<(readonly [Blob, string])[]> {
	const query = new URLSearchParams(location.search);
	if (query.has("files")) {
		const names = (await (await fetched("./files.json")).text().then(JSON.parse)) as string[];
		const files: (readonly [Blob, string])[] = [];
		for (const [i, name] of names.entries()) files.push([await fetched(`./files/${i}`), name]);
		return files;
	}
	const address = query.get("url");
	if (address === null) return [];
	const url = new URL(address, document.baseURI);
	if (url.origin !== location.origin) throw new Error(t("url.foreign"));
	const name = decodeURIComponent(url.pathname.split("/").pop() ?? "") || url.pathname;
	return [[await fetched(url.href), name]];
}
