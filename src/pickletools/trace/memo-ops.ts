import { decodeLatin1 } from "../../bytes/codecs.ts";
import { decodeRawUnicodeEscape, escapeDecode } from "../../bytes/escapes.ts";
import { decodeUtf8 } from "../../bytes/utf8.ts";
import { UnpicklingError } from "../../errors.ts";
import { type IntContext, parseInt10 } from "../../pickle/load/int-text.ts";
import { floatOfLine, intOfLine, longOfLine } from "../../pickle/load/numbers.ts";
import { checkQuotes } from "../../pickle/load/strings.ts";
import { TraceMachine } from "./machine.ts";
import { readUint, TRUNCATED } from "./operand-sizes.ts";
import { Literal, Unknown } from "./values.ts";

const DIGITS = /^(?:0|[1-9][0-9]{0,14})$/;

/** Opcodes whose text may be bad: INT, LONG, FLOAT, STRING, UNICODE, BINUNICODE, SHORT_BINUNICODE, BINUNICODE8. */
const TEXTUAL: ReadonlySet<number> = /* @__PURE__ */ new Set([0x49, 0x4c, 0x46, 0x53, 0x56, 0x58, 0x8c, 0x8d]);

/** Reads the text of a constant as the unpickler does; throws what that throws. */
function checkText(code: number, text: Uint8Array, context: IntContext): void {
	const isNumber = code === 0x49 || code === 0x4c || code === 0x46;
	if (isNumber && text.length === 0) throw new UnpicklingError(TRUNCATED, { code: "truncated" });
	if (code === 0x49) intOfLine(text, context);
	else if (code === 0x4c) longOfLine(text, context);
	else if (code === 0x46) floatOfLine(text, context.version);
	else if (code === 0x53) {
		checkQuotes(text);
		escapeDecode(text, 1, text.length - 1);
	} else if (code === 0x56) decodeRawUnicodeEscape(text, 0, text.length);
	else decodeUtf8(text, 0, text.length);
}

/** Constants and the memo. */
export abstract class MemoOps extends TraceMachine {
	/** Puts a constant on the stack. */
	protected constant(code: number): void {
		const { from, to } = this.place;
		if (this.strict && TEXTUAL.has(code)) this.#check(code);
		if (this.frames === "skip") this.push(this.at);
		else {
			this.charge(100);
			this.push(new Literal(this.at, code, from, to));
		}
	}
	/** Notes what is wrong with the text of a constant. */
	#check(code: number): void {
		if (code >= 0x8c || code === 0x58) {
			let at = this.place.from;
			while (at < this.place.to && (this.bytes[at] as number) < 0x80) at++;
			if (at === this.place.to) return;
		}
		const line = this.bytes.subarray(this.place.from, this.place.to);
		try {
			checkText(code, line, this);
		} catch (error) {
			this.broken((error as Error).message);
		}
	}
	/** Python 2's `pickle.py` keeps the mark itself on the stack, so that these opcodes would take it. */
	protected takesMark(): void {
		if (this.atMark()) this.takes();
	}

	/** The number after GET or PUT in text. */
	#textIndex(): number | string {
		const text = decodeLatin1(this.bytes.subarray(this.place.from, Math.min(this.place.to, this.place.from + 256)));
		if (DIGITS.test(text)) return Number(text);
		this.differs(`a memo number that readers take differently: ${JSON.stringify(text)}`, false);
		try {
			if (parseInt10(this.bytes.subarray(this.place.from, this.place.to), this) < 0)
				this.broken("negative PUT argument");
		} catch (error) {
			this.broken((error as Error).message);
		}
		return text;
	}
	protected memoPut(code: number): void {
		this.takesMark();
		const top = this.top();
		let index: number | string;
		// C of Python 2 keeps numbers in text and in bytes apart; no writer uses both.
		const text = code === 0x70;
		if (text ? this.memoSize > 0 && !this.textMemo : this.textMemo) this.differs("memo numbers of both kinds", false);
		if (text) {
			this.textMemo = true;
			this.sparse ??= new Map();
		}
		if (code === 0x94) index = this.memoSize;
		else if (text) index = this.#textIndex();
		else index = readUint(this.bytes, this.place.from, this.place.to - this.place.from);
		if (typeof index === "string") {
			this.charge(200);
			this.oddMemo ??= new Map();
			this.oddMemo.set(index, top);
			const parsed = lenientIndex(index);
			if (parsed === undefined) return;
			index = parsed;
		}
		this.put(index, top);
	}
	protected memoGet(code: number): void {
		let value: ReturnType<typeof this.get>;
		let index: number | string;
		if (code === 0x67) {
			index = this.#textIndex();
			if (typeof index === "string") {
				const parsed = lenientIndex(index);
				value = this.oddMemo?.get(index);
				if (parsed !== undefined) value ??= this.get(parsed);
			} else value = this.get(index);
		} else {
			index = readUint(this.bytes, this.place.from, this.place.to - this.place.from);
			value = this.get(index);
		}
		if (value === undefined) {
			this.halt(`Memo value not found at index ${index}`);
			value = new Unknown(this.at);
		}
		this.push(value);
	}
}

/** The reading of a generous reader for a number in text: white space, a sign, underscores, the end at a NUL. */
function lenientIndex(text: string): number | undefined {
	const nul = text.indexOf("\0");
	let start = 0;
	let end = nul === -1 ? text.length : nul;
	while (start < end && text.charCodeAt(start) <= 0x20) start++;
	while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
	if (text[start] === "+") start++;
	let value = 0;
	for (let i = start; i < end; i++) {
		if (text[i] === "_") continue;
		const digit = text.charCodeAt(i) - 0x30;
		if (!(digit >= 0 && digit <= 9)) return undefined;
		value = value * 10 + digit;
	}
	return end > start && value < 2 ** 53 ? value : undefined;
}
