/** The words of the page in the language that is chosen; Chinese is loaded when it is. */
import { en, type Key } from "../words/en.ts";

export type Language = "en" | "zh";

let words: Readonly<Record<string, string>> = en;
let language: Language = "en";

/** The language that is shown. */
export function currentLanguage(): Language {
	return language;
}

/** All words, for a report. */
export function allWords(): Readonly<Record<string, string>> {
	return words;
}

/** The language that a reader has: what was chosen before, else the browser's. */
export function preferredLanguage(): Language {
	const chosen = kept("brine.language");
	if (chosen === "en" || chosen === "zh") return chosen;
	return navigator.languages.some((tag) => tag.startsWith("en"))
		? "en"
		: navigator.language.startsWith("zh")
			? "zh"
			: "en";
}

/** Changes the language. */
export async function setLanguage(next: Language): Promise<void> {
	words = next === "zh" ? (await import("../words/zh.ts")).zh : en;
	language = next;
	document.documentElement.lang = next === "zh" ? "zh-Hans" : "en";
}

/** The words for a key; what is not a key is returned as it is, so that messages of Python pass through. */
export function t(key: Key | (string & {}), ...values: readonly (string | number)[]): string {
	const text = words[key] ?? (en as Readonly<Record<string, string>>)[key] ?? key;
	return text.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)] ?? ""));
}

/** A number with the separators of the language. */
export function count(number: number): string {
	return number.toLocaleString(language === "zh" ? "zh-CN" : "en");
}

/** Bytes as people say them. */
export function size(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	const units = ["kB", "MB", "GB", "TB"];
	let value = bytes;
	let unit = "";
	for (unit of units) {
		value /= 1000;
		if (value < 999.5) break;
	}
	return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}

/** A setting of the last visit; nothing where the browser keeps nothing. */
export function kept(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}
export function keep(key: string, value: string): void {
	try {
		localStorage.setItem(key, value);
	} catch {
		// A page without storage forgets.
	}
}
