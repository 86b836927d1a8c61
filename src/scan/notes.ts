import type { Finding, Verdict } from "./finding.ts";

/** What is found at one place. */
export interface Note {
	readonly verdict: Verdict;
	readonly rule: string;
	readonly why: string;
	readonly offset?: number | undefined;
	readonly opcode?: string | undefined;
	readonly module?: string | undefined;
	readonly name?: string | undefined;
	readonly operation?: string | undefined;
	readonly argument?: string | undefined;
	readonly unscannable?: boolean;
}

/** More kinds of findings than this in one member are not told one by one. */
const MOST = 1000;

/** Findings of one member; equal ones are one with a count. */
export class Notes {
	readonly #found = new Map<string, { note: Note; count: number }>();
	#more: { note: Note; count: number } | undefined;

	add(note: Note): void {
		const key = `${note.verdict}\n${note.rule}\n${note.module}\n${note.name}\n${note.operation}\n${note.argument}`;
		const known = this.#found.get(key);
		if (known !== undefined) known.count++;
		else if (this.#found.size < MOST) this.#found.set(key, { note, count: 1 });
		else {
			this.#more ??= { note: { verdict: note.verdict, rule: "more", why: "more findings of other kinds" }, count: 0 };
			this.#more.count++;
			if (note.verdict === "dangerous" || this.#more.note.verdict === "unknown")
				this.#more.note = { ...this.#more.note, verdict: note.verdict };
		}
	}
	/** Takes over what was found by a reading of its own. */
	addAll(notes: Notes, wanted: (note: Note) => boolean = () => true): void {
		for (const [key, { note, count }] of notes.#found) {
			if (!wanted(note) || this.#found.has(key)) continue;
			this.add(note);
			const added = this.#found.get(key);
			if (added !== undefined) added.count = count;
		}
		if (notes.#more !== undefined) this.#more ??= notes.#more;
	}
	get size(): number {
		return this.#found.size;
	}
	/** The findings as they are told. */
	findings(file: string, member: readonly string[]): Finding[] {
		const all = [...this.#found.values(), ...(this.#more === undefined ? [] : [this.#more])];
		return all.map(({ note, count }) => ({
			verdict: note.verdict,
			rule: note.rule,
			file,
			member,
			offset: note.offset,
			opcode: note.opcode,
			module: note.module,
			name: note.name,
			operation: note.operation,
			argument: note.argument,
			why: note.why,
			count,
			unscannable: note.unscannable === true,
		}));
	}
}
