import { opcodeOf } from "../pickletools/opcode-info.ts";
import { Constants } from "../pickletools/trace/constants.ts";
import type { TraceMachine } from "../pickletools/trace/machine.ts";
import { Container, Import, Result, type Value } from "../pickletools/trace/values.ts";
import type { Entry, NameList, Standing, UseKind } from "./name-list.ts";
import { isClassLike, listed, type Name, path, renamed } from "./names.ts";
import type { Observations } from "./observations.ts";
import { broken, type Values } from "./rules.ts";
import { StateKeys } from "./state-keys.ts";

/** How one reading is judged. */
export interface JudgeOptions {
	readonly list: NameList;
	readonly observations: Observations;
	/** Whether nothing counts after a place where every reader gives up. */
	readonly strict: boolean;
	/** Whether joblib's raw arrays are skipped, as joblib reads. */
	readonly joblib: boolean;
	/** Whether ids are numbers, as in torch's tar archives. */
	readonly numbered?: boolean;
	/** Bytes that the pickle has a loader read as a file of their own. */
	nested(bytes: Uint8Array, offset: number): void;
}

/** The arguments of a call. */
export interface CallArguments {
	/** The arguments as one value; undefined when they cannot be told. */
	readonly args?: Value | undefined;
	readonly kwargs?: Value | undefined;
}
const NOTHING: CallArguments = {};

/** The fault of the keyword arguments of a call, in words for a message; undefined when there is none. */
function keywordProblem(entry: Entry, kwargs: Value | undefined, constants: Constants): string | undefined {
	if (kwargs === undefined || (kwargs instanceof Container && kwargs.kind === "dict" && kwargs.count === 0))
		return undefined;
	if (!entry.kinds.has("keywords")) return "keyword arguments";
	if (entry.rules.length === 0) return undefined;
	// The rules are for arguments by place; numbers by name break none.
	const values = kwargs instanceof Container && kwargs.count === kwargs.items.length ? kwargs.items : undefined;
	const isPlain = values?.every((value, index) => index % 2 === 0 || NUMBERS.has(constants.kindOf(value) ?? ""));
	return isPlain === true ? undefined : "keyword arguments that are not numbers";
}
const NUMBERS: ReadonlySet<string> = /* @__PURE__ */ new Set(["int", "float", "bool", "none"]);

/** More different names than this are not listed. */
const MOST_IMPORTS = 10_000;

/** Judges names and what is done with them. */
export abstract class NameJudge implements Values {
	readonly constants: Constants;
	readonly stateKeys: StateKeys;
	/** The list that findings go to. */
	observations: Observations;
	/** Names that were imported, for lists of them. */
	readonly imports = new Map<string, Set<string>>();
	protected readonly options: JudgeOptions;
	/** Imports of names that do harm unless they are called as the list says. */
	protected readonly harmful = new Map<Import, string>();
	/** Names that `getattr` was asked for, as they would be imported. */
	protected readonly resolved = new WeakMap<Result, Name>();
	protected machine: TraceMachine | undefined;

	constructor(bytes: Uint8Array, options: JudgeOptions) {
		this.constants = new Constants(bytes);
		this.stateKeys = new StateKeys(this.constants);
		this.options = options;
		this.observations = options.observations;
	}

	namesOf(value: Value): readonly string[] {
		const name = this.nameOf(value);
		if (name === undefined) return [];
		const other = renamed(name);
		const own = path({ module: listed(name.module), name: name.name });
		return other === undefined ? [own] : [own, path(other)];
	}
	protected nameOf(value: Value): Name | undefined {
		if (value instanceof Result) return this.resolved.get(value);
		if (!(value instanceof Import) || value.module === undefined || value.name === undefined) return undefined;
		return { module: value.module, name: value.name };
	}
	/** How a name is: as it is written, and as Python 3 takes it. */
	protected standing(name: Name, protocol: number): Standing {
		const written = this.options.list.standing(name);
		const other = renamed(name);
		if (other === undefined || written.kind === "denied" || written.kind === "odd") return written;
		const taken = this.options.list.standing(other);
		const harm = taken.kind === "denied" ? taken.why : taken.kind === "listed" ? taken.entry.harm : undefined;
		if (harm !== undefined)
			return written.kind === "listed" ? { kind: "listed", entry: { ...written.entry, harm } } : taken;
		return written.kind === "listed" || protocol >= 3 ? written : taken;
	}

	/** The verdict on a name for itself, whatever is done with it. */
	protected judgeName(name: Name, standing: Standing, operation: string): void {
		const full = path(name);
		if (standing.kind === "denied") {
			this.observe("dangerous", "denied-name", `${full} ${standing.why}`, { ...name, operation });
		} else if (standing.kind === "odd") {
			this.observe("suspicious", "odd-name", `${full} ${standing.why}`, { ...name, operation });
		} else if (standing.kind === "stdlib") {
			const why = `${full} of Python's standard library is not on the list of what pickles hold`;
			this.observe("suspicious", "unlisted-stdlib", why, { ...name, operation });
		} else if (standing.kind !== "listed") {
			const whose = standing.kind === "library" ? "is not on the list of its library" : "is nobody's that is known";
			this.observe("unknown", standing.kind === "library" ? "unlisted-name" : "own-name", `${full} ${whose}`, {
				...name,
				operation,
			});
		} else if (standing.entry.unknown) {
			this.observe("unknown", "never-safe", `${full} is data for a program that acts on it`, {
				...name,
				operation,
			});
		}
	}
	/** Observations that a name is imported. */
	protected imported(made: Import, name: Name, standing: Standing): void {
		this.judgeName(name, standing, "import");
		if (standing.kind === "listed" && standing.entry.harm !== undefined && this.harmful.size < MOST_IMPORTS)
			this.harmful.set(made, standing.entry.harm);
		this.list(path(name), "import");
	}
	/** Notes a name and what is done with it, for lists of them. */
	protected list(full: string, kind: string): void {
		let kinds = this.imports.get(full);
		if (kinds === undefined) {
			if (this.imports.size >= MOST_IMPORTS) return;
			kinds = new Set();
			this.imports.set(full, kinds);
		}
		kinds.add(kind);
	}
	/** To be called at the end of each pickle: names that do harm and were not used as the list says. */
	judgeHarmful(): void {
		for (const [made, harm] of this.harmful) {
			const name = this.nameOf(made) as Name;
			this.observe("dangerous", "denied-name", `${path(name)} ${harm}`, { ...name, operation: "import" });
		}
		this.harmful.clear();
	}

	protected entryOf(value: Value): Entry | undefined {
		const name = this.nameOf(value);
		if (name === undefined) return undefined;
		const standing = this.standing(name, value instanceof Import ? value.protocol : 5);
		return standing.kind === "listed" ? standing.entry : undefined;
	}
	/**
	 * Judges one use of a name.
	 *
	 * @param value the name
	 * @param kind the use
	 * @param call the call that it is used in, as what is called or as an argument
	 * @param given the arguments that it is called with. Default: those of the call, when it is what is called
	 */
	protected use(value: Import | Result, kind: UseKind, call?: Result, given?: CallArguments): void {
		const name = this.nameOf(value);
		if (name === undefined) return;
		const standing = this.standing(name, value instanceof Import ? value.protocol : 5);
		const full = path(name);
		this.list(full, kind);
		if (standing.kind === "listed") {
			const { entry } = standing;
			const not = (rule: string, why: string): void => {
				const harm = entry.harm === undefined ? "" : `, and ${full} ${entry.harm}`;
				this.observe(entry.harm === undefined ? "suspicious" : "dangerous", rule, why + harm, {
					...name,
					operation: kind,
				});
			};
			// Keeping a name harms nobody, unless whoever calls it later can give it what the rules forbid. Handing it to a
			// call is another thing.
			const isFree = entry.harm === undefined && entry.rules.length === 0;
			if (kind === "ref" && call === undefined && isFree) return;
			if (entry.own === true && !entry.kinds.has(kind)) {
				const verdict = kind === "call" && !isClassLike(name.name) ? "suspicious" : "unknown";
				const why = `${full} is allowed, but not for ${WORDS[kind]}`;
				this.observe(verdict, verdict === "unknown" ? "own-name" : "unlisted-call", why, {
					...name,
					operation: kind,
				});
				return;
			}
			if (entry.kinds.has(kind) && kind !== "call" && value instanceof Import) this.harmful.delete(value);
			if (!entry.kinds.has(kind)) not("kind-of-use", `${full} is listed, but not for ${WORDS[kind]}`);
			const { args, kwargs } = given ?? (call?.callable === value ? call : NOTHING);
			const keywords = keywordProblem(entry, kwargs, this.constants);
			if (keywords !== undefined) not("argument", `${full} is given ${keywords}, which no writer does`);
			if (given !== undefined && args === undefined && entry.rules.length > 0)
				not("argument", `${full} is called with arguments that cannot be told`);
			if ((kind !== "call" && kind !== "new") || !(args instanceof Container)) return;
			const wrong = broken(entry.rules, args, this);
			if (wrong !== undefined) not("argument", `${full} is called with other arguments than any writer uses: ${wrong}`);
			else if (value instanceof Import) this.harmful.delete(value);
			for (const rule of entry.rules) if (rule.kind === "nested") this.loads(args.items[rule.index], full);
			return;
		}
		if (standing.kind === "odd" && kind !== "ref" && value instanceof Result) {
			this.observe("suspicious", "odd-name", `${full} ${standing.why}`, { ...name, operation: kind });
			return;
		}
		if (kind !== "call" || (standing.kind !== "own" && standing.kind !== "library")) return;
		if (standing.kind === "library") {
			const why = `calls ${full}, which is not on the list of its library`;
			this.observe("suspicious", "unlisted-call", why, { ...name, operation: kind });
		} else if (!isClassLike(name.name)) {
			this.observe("suspicious", "unlisted-call", `calls the function ${full}`, { ...name, operation: kind });
		}
	}
	/** Bytes that a call has torch load as a file. */
	protected abstract loads(value: Value | undefined, full: string): void;

	protected observe(
		verdict: "unknown" | "suspicious" | "dangerous",
		rule: string,
		why: string,
		about: { module?: string; name?: string; operation?: string; argument?: string },
	): void {
		const { at, bytes } = this.machine as TraceMachine;
		this.observations.add({ verdict, rule, why, offset: at, opcode: opcodeOf(bytes[at] as number)?.name, ...about });
	}
}

const WORDS: Readonly<Record<UseKind, string>> = {
	ref: "being kept as a value",
	call: "being called",
	new: "making an instance by __new__",
	build: "a state",
	append: "items",
	additems: "items",
	setitem: "entries",
	"call-result": "calling what it returns",
	keywords: "keyword arguments",
};
