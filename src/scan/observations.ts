import type { Finding, Verdict } from "./finding.ts";

/** A finding at one place. */
export interface Observation {
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
export class Observations {
	readonly #found = new Map<string, { observation: Observation; count: number }>();
	#more: { observation: Observation; count: number } | undefined;

	add(observation: Observation): void {
		const key = `${observation.verdict}\n${observation.rule}\n${observation.module}\n${observation.name}\n${observation.operation}\n${observation.argument}`;
		const known = this.#found.get(key);
		if (known !== undefined) known.count++;
		else if (this.#found.size < MOST) this.#found.set(key, { observation, count: 1 });
		else {
			this.#more ??= {
				observation: { verdict: observation.verdict, rule: "more", why: "more findings of other kinds" },
				count: 0,
			};
			this.#more.count++;
			if (observation.verdict === "dangerous" || this.#more.observation.verdict === "unknown")
				this.#more.observation = { ...this.#more.observation, verdict: observation.verdict };
		}
	}
	/** Takes over what was found by a reading of its own. */
	addAll(observations: Observations, wanted: (observation: Observation) => boolean = () => true): void {
		for (const [key, { observation, count }] of observations.#found) {
			if (!wanted(observation) || this.#found.has(key)) continue;
			this.add(observation);
			const added = this.#found.get(key);
			if (added !== undefined) added.count = count;
		}
		if (observations.#more !== undefined) this.#more ??= observations.#more;
	}
	get size(): number {
		return this.#found.size;
	}
	/** The findings as they are told. */
	findings(file: string, member: readonly string[]): Finding[] {
		const all = [...this.#found.values(), ...(this.#more === undefined ? [] : [this.#more])];
		return all.map(({ observation, count }) => ({
			verdict: observation.verdict,
			rule: observation.rule,
			file,
			member,
			offset: observation.offset,
			opcode: observation.opcode,
			module: observation.module,
			name: observation.name,
			operation: observation.operation,
			argument: observation.argument,
			why: observation.why,
			count,
			unscannable: observation.unscannable === true,
		}));
	}
}
