/** The objects that represent values of ours on a console. */

import { RECORD } from "./brand.ts";

/** A value that may tell what it was made from; see `shared-parts.ts`. */
interface Made {
	readonly [RECORD]?: (known: Map<unknown, unknown>, most: number) => object | undefined;
}
interface Open {
	readonly value: object;
	readonly shell: object;
	/** How many levels were left to show. */
	readonly left: number;
}

/** Parts that a console may be shown again and again, before it matters that a reference back shows none of them. */
const MANY = 2 ** 14;

/**
 * The values that a console shows now. It asks a value for its parts at each reference back, before it finds that it shows the value
 * already; so what is open is known here, by the levels that are left at each, until the next turn of the event loop.
 */
export class ConsoleShells {
	/** One object for one value, so that the console knows a cycle by it. */
	readonly #shells = new WeakMap<object, object>();
	readonly #open: Open[] = [];
	readonly #byValue = new Map<object, Open>();
	#total: number | null = null;
	/** How many parts have been shown. */
	parts = 0;
	/** All that values were made from. */
	readonly #known = new Map<unknown, unknown>();

	/** Whether a value is made from large parts that another one had, as a state that a thousand share. */
	isAgain(value: Made): boolean {
		return value[RECORD]?.(this.#known, Number.POSITIVE_INFINITY) !== undefined;
	}

	/**
	 * The object for a value that is being shown now, when many parts have been shown or no level is left; undefined to show
	 * its parts.
	 */
	shown(value: object, left: number | null | undefined, total: number | null | undefined): object | undefined {
		if (this.parts === 0) void Promise.resolve().then(() => this.#clear());
		const isOutermost = left === total && left !== null;
		if (left === undefined || total === undefined || isOutermost || total !== this.#total) this.#clear();
		if (left === undefined || total === undefined) return undefined;
		this.#total = total;
		// Without a bound nothing tells what has been left.
		if (left !== null) {
			for (let last = this.#open.at(-1); last !== undefined && last.left <= left; last = this.#open.at(-1)) {
				this.#open.pop();
				if (this.#byValue.get(last.value) === last) this.#byValue.delete(last.value);
			}
		}
		return this.parts < MANY && (left ?? 0) >= 0 ? undefined : this.#byValue.get(value)?.shell;
	}
	/** The object for a value whose parts are shown from now on. */
	open(value: object, left: number | null | undefined): object {
		const shell = this.#shells.get(value) ?? emptyShell();
		this.#shells.set(value, shell);
		const opened = { value, shell, left: left ?? 0 };
		this.#open.push(opened);
		if (!this.#byValue.has(value)) this.#byValue.set(value, opened);
		return shell;
	}
	#clear(): void {
		this.#open.length = 0;
		this.#byValue.clear();
		this.parts = 0;
		this.#known.clear();
	}
}

/** An object that a console shows by the name of its class. */
export function emptyShell(): object {
	return new (class {})();
}
