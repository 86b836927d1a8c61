/** Short lists and dicts on one line, among others that are indented: works on the text, so hooks are called once. */
import { ValueError } from "../errors.ts";
import { closingQuote } from "./fast/closing-quote.ts";

/** Separates items in the text that is laid out: a character that JSON text never has. */
export const BETWEEN = "\0";

/** The widest line that may be asked for; what waits for its layout is never longer. */
const WIDEST = 1000;

const QUOTE = 34;

/** How text is laid out. */
export interface FoldRule {
	/** The indentation of a level. */
	readonly indent: string;
	/** The separators between items on lines of their own, and on one line. */
	readonly separator: string;
	readonly nearSeparator: string;
	/** Characters that a line with a whole container in it may have, indentation and key included. */
	readonly width: number;
}

/**
 * Checks the `compactWidth` option.
 *
 * @throws ValueError (`option`) for anything but an int from 0 to 1000, without `indent`, or with separators that look
 *   like JSON
 */
export function checkWidth(width: unknown, indent: unknown, separators: readonly string[]): void {
	if (typeof width !== "number" || !Number.isInteger(width) || width < 0 || width > WIDEST) {
		throw new ValueError(`compactWidth must be an int from 0 to ${WIDEST}, not ${String(width)}`, { code: "option" });
	}
	if (indent === null) throw new ValueError("compactWidth needs indent", { code: "option" });
	if (separators.some((text) => /["[\]{}\0]/.test(String(text)))) {
		throw new ValueError("compactWidth needs separators without quotes and brackets", { code: "option" });
	}
}

/** A container that may still be written on one line. */
interface Node {
	/** Its key, if it has one, and its bracket. */
	readonly head: string;
	readonly depth: number;
	/** Where it begins, counted in the text on one line. */
	readonly start: number;
	items: (string | Node)[];
	/** Items that are written already, on lines of their own; it is one of many lines then. */
	written: number;
	isBroken: boolean;
	/** Its text on one line, without the key, once it is complete. */
	flat: string;
}

/** Lays out text that comes in pieces. A piece does not end inside of a string. */
export class Folder {
	readonly #rule: FoldRule;
	readonly #stack: Node[] = [];
	/** How many of them are on many lines: always the outermost. */
	#broken = 0;
	/** The item that is read. */
	#item = "";
	/** Characters so far, if all were on one line. */
	#offset = 0;
	#out: string[] = [];

	constructor(rule: FoldRule) {
		this.#rule = rule;
	}

	/** Takes text, and returns what is laid out by then. */
	push(text: string): string {
		let from = 0;
		for (let at = 0; at < text.length; at++) {
			const unit = text.charCodeAt(at);
			if (unit === QUOTE) {
				const end = closingQuote(text, at + 1, at + 1);
				at = end === -1 ? text.length : end;
			} else if (unit === 91 || unit === 123) {
				this.#read(text.slice(from, at + 1));
				this.#open();
				from = at + 1;
			} else if (unit === 93 || unit === 125) {
				this.#read(text.slice(from, at));
				this.#close(text.charAt(at));
				from = at + 1;
			} else if (unit === 0) {
				this.#read(text.slice(from, at));
				this.#finishItem();
				this.#offset += this.#rule.nearSeparator.length;
				from = at + 1;
			}
		}
		this.#read(text.slice(from));
		if (this.#stack.length === 0) this.#flush();
		const out = this.#out.join("");
		this.#out = [];
		return out;
	}

	#read(text: string): void {
		this.#item += text;
		this.#offset += text.length;
	}
	/** A value alone, or what comes after the last bracket. */
	#flush(): void {
		this.#out.push(this.#item);
		this.#item = "";
	}

	#open(): void {
		const head = this.#item;
		this.#item = "";
		const depth = this.#stack.length;
		this.#breakLong();
		const start = this.#offset - 1;
		this.#stack.push({ head, depth, start, items: [], written: 0, isBroken: false, flat: "" });
	}

	/** The item that was read is complete. */
	#finishItem(): void {
		if (this.#item !== "") {
			const text = this.#item;
			this.#item = "";
			this.#add(text);
		}
		this.#breakLong();
	}

	#close(bracket: string): void {
		this.#finishItem();
		this.#offset++;
		this.#breakLong();
		const node = this.#stack.pop() as Node;
		if (node.isBroken) {
			this.#broken--;
			this.#out.push(this.#line(node.depth), bracket);
			return;
		}
		const items = node.items.map((item) => (typeof item === "string" ? item : flatOf(item)));
		node.flat = node.head.slice(-1) + items.join(this.#rule.nearSeparator) + bracket;
		if (this.#stack.length > 0) this.#add(node);
		else this.#out.push(this.#layOut(node, 0));
	}

	/** Adds a complete item to the innermost container. */
	#add(item: string | Node): void {
		const around = this.#stack[this.#stack.length - 1];
		if (around === undefined) this.#out.push(item as string);
		else if (around.isBroken) this.#write(around, item);
		else around.items.push(item);
	}

	/** Breaks the containers, from the outside, whose line has become too long. */
	#breakLong(): void {
		const { indent, width } = this.#rule;
		for (let node = this.#stack[this.#broken]; node !== undefined; node = this.#stack[this.#broken]) {
			const isEmpty = node.items.length === 0 && this.#broken === this.#stack.length - 1;
			const length = indent.length * node.depth + node.head.length - 1 + this.#offset - node.start;
			if (isEmpty || length <= width) return;
			const around = this.#stack[this.#broken - 1];
			if (around !== undefined) this.#lead(around);
			this.#out.push(node.head);
			node.isBroken = true;
			this.#broken++;
			for (const item of node.items) this.#write(node, item);
			node.items = [];
		}
	}

	#lead(around: Node): void {
		if (around.written++ > 0) this.#out.push(this.#rule.separator);
		this.#out.push(this.#line(around.depth + 1));
	}
	#write(around: Node, item: string | Node): void {
		this.#lead(around);
		this.#out.push(typeof item === "string" ? item : this.#layOut(item, around.depth + 1));
	}
	#line(depth: number): string {
		return `\n${this.#rule.indent.repeat(depth)}`;
	}

	/** A complete container as it is written; no deeper than a line is wide. */
	#layOut(node: Node, depth: number): string {
		const { indent, width, separator } = this.#rule;
		const length = indent.length * depth + node.head.length - 1 + node.flat.length;
		if (length <= width || node.items.length === 0) return flatOf(node);
		const line = this.#line(depth + 1);
		const items = node.items.map((item) => line + (typeof item === "string" ? item : this.#layOut(item, depth + 1)));
		return node.head + items.join(separator) + this.#line(depth) + node.flat.slice(-1);
	}
}

function flatOf(node: Node): string {
	return node.head.slice(0, -1) + node.flat;
}
