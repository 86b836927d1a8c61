/** The members of a tar archive. */
import { isTar, octal } from "./signatures.ts";
import type { View } from "./view.ts";

/** More members than this are not looked at. */
const MOST = 200_000;

/** Attributes of a member longer than this are not looked at. */
const LONGEST_ATTRIBUTES = 1 << 20;

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
		if (type === "S" || (type === "x" && (await isOverruled(view, at + 512, size))))
			yield "a member is sparse or has another size in its attributes, so that readers differ in what it is";
		// Long names and attributes are no files. Python reads on right after the head of a folder or a link, whatever its size
		// says, so that what is there is looked at as an archive too.
		if (size > 0 && !"LKxg".includes(type)) yield { name, view: view.part(at + 512, size) };
		if (at + 512 + size > view.size) {
			yield "the archive is cut short";
			return;
		}
		at += 512 + Math.ceil(size / 512) * 512;
	}
}

/** Whether the attributes of a member say how long it is, or that parts of it are left out. */
async function isOverruled(view: View, at: number, size: number): Promise<boolean> {
	const bytes = await view.read(at, Math.min(size, LONGEST_ATTRIBUTES));
	if (size > LONGEST_ATTRIBUTES) return true;
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return /\d (?:GNU\.sparse\.|size=)/.test(text) && !(await isLong(view, at + Math.ceil(size / 512) * 512, text));
}
/** Whether a size in attributes is there since the head has no room for it. */
async function isLong(view: View, at: number, text: string): Promise<boolean> {
	const head = await view.read(at, 512);
	const said = /\d size=(\d{1,15})\n/.exec(text)?.[1];
	return !text.includes("GNU.sparse.") && said !== undefined && octal(head, 124, 12) === Number(said);
}
