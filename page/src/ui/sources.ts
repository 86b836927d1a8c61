/** Files that come by the address of the page: those of `brine view`, and `?url=` of the same site. */
import type { RemoteFile } from "../shared/remote.ts";
import { t } from "./words.ts";

/** Files of `brine view` above this are read by ranges. */
const LARGE = 64 * 2 ** 20;

/** Fetches a file of this site. */
export async function fetched(address: string): Promise<Blob> {
	const response = await fetch(address, { credentials: "same-origin", redirect: "error" });
	if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
	return response.blob();
}

/** The files that the address asks to open. */
export async function filesFromAddress(): Promise<(readonly [Blob | RemoteFile, string])[]> {
	const query = new URLSearchParams(location.search);
	if (query.has("files")) {
		const list = JSON.parse(await (await fetched("./files.json")).text()) as { name: string; size: number }[];
		const files: (readonly [Blob | RemoteFile, string])[] = [];
		for (const [i, { name, size }] of list.entries()) {
			const url = new URL(`./files/${i}`, document.baseURI).href;
			files.push([size > LARGE ? { url, size } : await fetched(url), name]);
		}
		return files;
	}
	const address = query.get("url");
	if (address === null) return [];
	const url = new URL(address, document.baseURI);
	if (url.origin !== location.origin) throw new Error(t("url.foreign"));
	const name = decodeURIComponent(url.pathname.split("/").pop() ?? "") || url.pathname;
	return [[await fetched(url.href), name]];
}
