/** Pickles in bytes, one after another, in every way that some Python reads them. */
import { DEFAULT_LIMITS, type FullLimits } from "../pickle/limits.ts";
import type { FrameReading } from "../pickletools/trace/machine.ts";
import { TRUNCATED } from "../pickletools/trace/operand-sizes.ts";
import { ENDED, Tracer } from "../pickletools/trace/tracer.ts";
import { Judge } from "./judge.ts";
import type { NameList } from "./name-list.ts";
import { type Observation, Observations } from "./observations.ts";
import { legacyStorages } from "./torch-legacy.ts";

/** The findings in bytes that may be pickles. */
export interface PickleScan {
	readonly observations: Observations;
	/** Whether some reading is a pickle that imports or does something. */
	readonly acts: boolean;
	/** How many whole pickles there are at the start. */
	readonly count: number;
	/** Where the bytes start that are not pickles; their length when all were read. */
	readonly rest: number;
	/** Whether it ended since the bytes did. */
	readonly lacks: boolean;
	/** The limit that ended it. */
	readonly limited: string | undefined;
	/** Where a pickle is broken. */
	readonly broken: number | undefined;
	/** How far the bytes were followed. */
	readonly reached: number;
	/** Sizes of torch's storages by key. */
	readonly storages: ReadonlyMap<string, number>;
	/** Bytes that a pickle has a loader read as a file of their own. */
	readonly nested: readonly { readonly bytes: Uint8Array; readonly offset: number }[];
	/** Names that were imported, and what was done with them. */
	readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
}

/** More nested files than this in one are not opened. */
const MOST_NESTED = 100_000;

/** A finding of another way to read is told when it is a name or a call; the rest is the noise of bytes that are not opcodes. */
const TOLD: ReadonlySet<string> = /* @__PURE__ */ new Set(
	"denied-name unlisted-stdlib unlisted-name own-name unlisted-call argument arguments attribute call-of-result".split(
		" ",
	),
);

/** How bytes are followed. */
export interface FollowOptions {
	/** The names that are allowed. */
	readonly list: NameList;
	/** The limits. */
	readonly limits?: FullLimits;
	/** How long all is, when the bytes are its start. @defaultValue the length of the bytes */
	readonly size?: number;
	/** Whether persistent ids are numbers, as in torch's tar archives. @defaultValue false */
	readonly numbered?: boolean;
}

/** One way to read them. */
interface Way {
	readonly frames: FrameReading;
	readonly joblib: boolean;
	readonly keepMemo: boolean;
	/** Whether marks are values. */
	readonly markValues: boolean;
	/** Whether nothing counts after a place where every reader gives up. */
	readonly strict: boolean;
}

/**
 * Follows all pickles in some bytes.
 *
 * @param bytes all of a file or member
 * @param options see {@link FollowOptions}
 */
export function scanPickles(bytes: Uint8Array, options: FollowOptions): PickleScan {
	const usual: Way = { frames: "skip", joblib: true, keepMemo: false, markValues: false, strict: false };
	const first = new Reading(bytes, options, usual);
	first.run();
	if (!first.acts && !first.misframed && !first.tookMark && first.attempts < 2) return first;
	const also = (way: Partial<Way>, all: boolean): void =>
		first.also(new Reading(bytes, options, { ...usual, strict: true, ...way }), all);
	if (first.misframed) {
		also({ frames: "drop" }, true);
		also({ frames: "drop-bytes" }, true);
	}
	if (first.tookMark) also({ markValues: true }, true);
	if (first.skipped) also({ joblib: false }, false);
	if (first.attempts > 1) also({ keepMemo: true }, false);
	return first;
}

/** One way to read. */
class Reading implements PickleScan {
	observations = new Observations();
	acts = false;
	count = 0;
	rest = 0;
	attempts = 0;
	misframed = false;
	tookMark = false;
	skipped = false;
	lacks = false;
	limited: string | undefined;
	broken: number | undefined;
	reached = 0;
	readonly nested: { bytes: Uint8Array; offset: number }[] = [];
	readonly #tracer: Tracer;
	readonly #judge: Judge;
	readonly #bytes: Uint8Array;
	readonly #size: number;
	readonly #keepMemo: boolean;

	constructor(bytes: Uint8Array, options: FollowOptions, way: Way) {
		const { list, limits = DEFAULT_LIMITS, size = bytes.length, numbered = false } = options;
		const { frames, joblib, strict, keepMemo, markValues } = way;
		this.#bytes = bytes;
		this.#size = size;
		this.#keepMemo = keepMemo;
		const nested = (inner: Uint8Array, offset: number): void => {
			if (this.nested.length < MOST_NESTED) this.nested.push({ bytes: inner, offset });
			else
				this.observations.add({ verdict: "unknown", rule: "limit", why: "too many nested files", unscannable: true });
		};
		this.#judge = new Judge(bytes, { list, observations: this.observations, joblib, strict, numbered, nested });
		this.#tracer = new Tracer(bytes, this.#judge, { limits, frames, markValues });
	}
	get storages(): ReadonlyMap<string, number> {
		return this.#judge.storages;
	}
	get imports(): ReadonlyMap<string, ReadonlySet<string>> {
		return this.#judge.imports;
	}

	run(): void {
		const { length } = this.#bytes;
		let at = 0;
		while (at < length) {
			const observations = new Observations();
			this.#judge.observations = observations;
			this.#judge.effects = false;
			this.#judge.acts = false;
			this.#tracer.run(at, this.#keepMemo && this.attempts > 0);
			this.attempts++;
			this.#judge.judgeHarmful();
			const { stopped, error, frameError, ambiguous, limit } = this.#tracer;
			// Readers with buffers of their own take some frames one way and some another; no writer makes frames that do not fit.
			const counts = this.#judge.acts || (this.#judge.effects && stopped) || this.#tracer.misfits;
			if (frameError !== undefined) this.misframed = true;
			if (this.#tracer.tookMark) this.tookMark = true;
			this.reached = Math.max(this.reached, this.#tracer.end);
			this.lacks = !stopped && (error?.message === TRUNCATED || error?.message === ENDED);
			if (limit !== undefined) {
				this.limited = limit;
				this.observations.add({ verdict: "unknown", rule: "limit", why: limit, offset: at, unscannable: true });
				if (!counts) break;
			}
			if (!stopped && !counts) break;
			if (counts) {
				this.acts = true;
				this.observations.addAll(observations);
				if (ambiguous !== undefined)
					this.#add("ambiguous", `Pythons read this in different ways: ${ambiguous.message}`, ambiguous);
				else if (error !== undefined) this.#add("broken", `the pickle is broken: ${error.message}`, error);
				if (frameError !== undefined) this.#add("frame", `a frame does not fit: ${frameError.message}`, frameError);
			}
			if (!stopped) {
				this.broken = this.#tracer.at;
				at = length;
				break;
			}
			this.count++;
			at = this.#tracer.end;
			if (this.count === 5) at = legacyStorages(this.#bytes, at, this.#judge.storages, this.#size) ?? at;
		}
		this.rest = Math.min(at, this.#size);
		this.skipped = this.#judge.skipped;
	}
	#add(rule: string, why: string, at: { readonly offset: number; readonly opcode: string | undefined }): void {
		this.observations.add({ verdict: "suspicious", rule, why, offset: at.offset, opcode: at.opcode });
	}

	/**
	 * Takes over what another way to read finds besides.
	 *
	 * @param other the other way
	 * @param all whether all of it counts, or only names and calls: bytes that are no opcodes are read as such
	 */
	also(other: Reading, all: boolean): void {
		other.run();
		if (!other.acts) return;
		const before = this.observations.size;
		this.observations.addAll(
			other.observations,
			(observation) => all || TOLD.has(observation.rule) || isCall(observation),
		);
		if (all || this.observations.size > before) this.acts = true;
		const known = new Set(this.nested.map(({ offset }) => offset));
		for (const one of other.nested) if (!known.has(one.offset)) this.nested.push(one);
	}
}

function isCall({ rule, operation }: Observation): boolean {
	return rule === "kind-of-use" && (operation === "call" || operation === "new");
}

/** Whether bytes are only what writers put after a pickle to fill a block, or the end of a line. */
export function isPadding(bytes: Uint8Array, from: number): boolean {
	let at = from;
	if (bytes[at] === 0x0d) at++;
	if (bytes[at] === 0x0a) at++;
	while (at < bytes.length && bytes[at] === 0) at++;
	return at === bytes.length;
}

/** The bytes after a pickle that are not one. */
export function trailing(offset: number): Observation {
	return { verdict: "suspicious", rule: "trailing", why: "data follows that no reader of the pickle asks for", offset };
}
