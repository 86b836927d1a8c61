/** `--rename OLD=NEW`: other names for the classes, functions and modules of a pickle. */
import { PyGlobal } from "../types/index.ts";
import { UsageError } from "./command.ts";

interface Rule {
	readonly text: string;
	readonly old: string;
	readonly now: string;
	used: boolean;
}

/** The rules, and which of them were of use. */
export class Renames {
	readonly #rules: readonly Rule[];

	/** @throws UsageError for what is not a rule */
	constructor(texts: readonly string[]) {
		this.#rules = texts.map((text) => {
			const [, old, now] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
			if (old === undefined || now === undefined) throw new UsageError(`argument --rename: not OLD=NEW: '${text}'`);
			return { text, old: old.replace(":", "."), now: now.replace(":", "."), used: false };
		});
	}

	/** The hook of `load`: the new name of a class, where a rule has one. */
	readonly findClass = (module: string, name: string): PyGlobal | undefined => {
		for (const rule of this.#rules) {
			if (`${module}.${name}` === rule.old) {
				rule.used = true;
				const at = rule.now.lastIndexOf(".");
				if (at < 0) throw new UsageError(`argument --rename: a class needs a module: '${rule.text}'`);
				return new PyGlobal(rule.now.slice(0, at), rule.now.slice(at + 1));
			}
			if (module === rule.old || module.startsWith(`${rule.old}.`)) {
				rule.used = true;
				return new PyGlobal(rule.now + module.slice(rule.old.length), name);
			}
		}
		return undefined;
	};

	/** @throws UsageError for a rule whose old name is not in the pickle */
	checkUsed(): void {
		const idle = this.#rules.find((rule) => !rule.used);
		if (idle !== undefined) throw new UsageError(`argument --rename: nothing is called '${idle.old}' there`);
	}
}
