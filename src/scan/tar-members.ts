/** The members of a tar archive. */
import { isTar, octal } from "./signatures.ts";
import type { View } from "./view.ts";

/** More members than this are not looked at. */
const MOST = 200_000;

/** A member with its name, or what is wrong with the archive. */
export type TarPart = { readonly name: string; readonly view: View } | string;

/** Every member in the order of the archive; old and new formats, names of any length only shown in short. */
export async function* tarMembers(view: View): AsyncGenerator<TarPart, void, undefined> {
	let at = 0;
	for (let count = 0; at + 512 <= view.size; count++) {
		if (count >= MOST) {
			yield "more members than are looked at";
			return;
		}
		const head = await view.read(at, 512);
		if (head.every((byte) => byte === 0)) return;
		const size = octal(head, 124, 12);
		if (!isTar(head) || size === undefined) {
			yield "the archive is broken";
			return;
		}
		let name = "";
		for (let i = 0; i < 100 && head[i] !== 0; i++) name += String.fromCharCode(head[i] as number);
		const type = String.fromCharCode(head[156] as number);
		// Long names, links and folders are no files; whatever else has bytes is looked at.
		if (size > 0 && !"LKxg5".includes(type)) yield { name, view: view.part(at + 512, size) };
		if (at + 512 + size > view.size) {
			yield "the archive is cut short";
			return;
		}
		at += 512 + Math.ceil(size / 512) * 512;
	}
}
