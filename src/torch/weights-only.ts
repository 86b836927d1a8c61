/** Whether `torch.load(…, weights_only=True)` would take a file: its opcodes are followed, nothing is made. */
import { PyError, ValueError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import { type BytesLike, bytesOf } from "../pickle/loads.ts";
import { genops } from "../pickletools/genops.ts";
import { opcodeOf } from "../pickletools/opcode-info.ts";
import { fromPython2 } from "../registry/python2-names.ts";
import type { TorchFormat } from "./open-file.ts";
import { RESTRICTED, type Restricted } from "./weights-only-data.ts";

/** The torches whose restricted loaders are known. */
export type TorchVersion = "1.13" | "2.15";

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["torch", "format"]);

/** The acts of a restricted loader. */
export interface WeightsOnly {
	/** Which torch. */
	readonly torch: TorchVersion;
	/** Whether it would take the file. */
	readonly isAllowed: boolean;
	/** Why not; undefined when it would. */
	readonly reason?: string;
	/** The full name of the class or function that it refuses, if that is why. */
	readonly name?: string;
	/** The opcode at which it stops, if it does so within the pickle. */
	readonly opcode?: string;
	/** Where in the pickle. */
	readonly offset?: number;
}

/** The stack, as far as the loader looks at it. */
interface Item {
	readonly kind: "global" | "object" | "list" | "tuple" | "dict" | "text" | "int" | "other";
	/** The name of a global, of the class of an object, or the text. */
	readonly name?: string;
	/** The items of a tuple, or the arguments that an object was made of. */
	readonly items?: readonly Item[];
}

class Refused extends Error {
	readonly reason: string;
	readonly blocked: string | undefined;
	constructor(reason: string, blocked?: string) {
		super(reason);
		this.reason = reason;
		this.blocked = blocked;
	}
}

const OTHER: Item = { kind: "other" };
const INT: Item = { kind: "int" };
const EMPTY: Readonly<Record<string, Item>> = {
	EMPTY_LIST: { kind: "list" },
	EMPTY_DICT: { kind: "dict" },
	EMPTY_TUPLE: { kind: "tuple", items: [] },
	EMPTY_SET: { kind: "object", name: "builtins.set" },
};
const TUPLES: Readonly<Record<string, number>> = { TUPLE1: 1, TUPLE2: 2, TUPLE3: 3 };
/** The values of opcodes that push one, which the loader does not look at. */
const LEAVES = /^(?:NONE|NEWFALSE|NEWTRUE|BINFLOAT)$/;
const INTS = /^(?:BININT[12]?|LONG1)$/;

/** The classes that a `BUILD` may be for in both. */
const BUILT: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"torch.Tensor",
	"torch.nn.parameter.Parameter",
	"collections.OrderedDict",
]);
const DICTS: ReadonlySet<string> = /* @__PURE__ */ new Set(["collections.OrderedDict", "collections.Counter"]);

/** The stack of a restricted loader. */
class Follower {
	readonly #rules: Restricted;
	#stack: Item[] = [];
	readonly #marks: Item[][] = [];
	readonly #memo = new Map<number, Item>();

	constructor(rules: Restricted) {
		this.#rules = rules;
	}
	#pop(): Item {
		const item = this.#stack.pop();
		if (item === undefined) throw new Refused("the stack is empty");
		return item;
	}
	#top(): Item {
		const item = this.#stack.at(-1);
		if (item === undefined) throw new Refused("the stack is empty");
		return item;
	}
	#popMark(): Item[] {
		const items = this.#stack;
		const outer = this.#marks.pop();
		if (outer === undefined) throw new Refused("there is no mark");
		this.#stack = outer;
		return items;
	}
	/** Follows one opcode. */
	step(name: string, arg: unknown): void {
		const push = (item: Item): unknown => this.#stack.push(item);
		const empty = EMPTY[name];
		if (empty !== undefined) push({ ...empty });
		else if (LEAVES.test(name)) push(OTHER);
		else if (INTS.test(name)) push(INT);
		else if (name === "BINUNICODE" || name === "SHORT_BINSTRING") push({ kind: "text", name: String(arg) });
		else if (name === "MARK") {
			this.#marks.push(this.#stack);
			this.#stack = [];
		} else if (name === "TUPLE") push({ kind: "tuple", items: this.#popMark() });
		else if (TUPLES[name] !== undefined) {
			const items = this.#stack.splice(-(TUPLES[name] as number));
			if (items.length < (TUPLES[name] as number)) throw new Refused("the stack is empty");
			push({ kind: "tuple", items });
		} else if (name.endsWith("GET")) {
			const item = this.#memo.get(arg as number);
			if (item === undefined) throw new Refused(`there is no memo ${String(arg)}`);
			push(item);
		} else if (name.endsWith("PUT")) this.#memo.set(arg as number, this.#top());
		else this.#act(name, arg);
	}
	#act(name: string, arg: unknown): void {
		if (name === "GLOBAL") this.#global(String(arg));
		else if (name === "REDUCE") this.#reduce();
		else if (name === "NEWOBJ") this.#newObject();
		else if (name === "BUILD") this.#build();
		else if (name === "BINPERSID") this.#persistentId();
		else if (name === "APPEND" || name === "APPENDS") {
			if (name === "APPEND") this.#pop();
			else this.#popMark();
			if (this.#top().kind !== "list") throw new Refused("items are appended to what is not a list");
		} else if (name === "SETITEM" || name === "SETITEMS") {
			if (name === "SETITEMS") this.#popMark();
			else {
				this.#pop();
				this.#pop();
			}
			const { kind, name: type = "" } = this.#top();
			if (this.#rules.isNewer && kind !== "dict" && !(kind === "object" && DICTS.has(type))) {
				throw new Refused("items are set in what is not a dict");
			}
		} else if (name === "STOP") this.#pop();
	}
	#global(arg: string): void {
		const space = arg.indexOf(" ");
		let [module, name] = [arg.slice(0, space), arg.slice(space + 1)];
		if (this.#rules.isNewer) [module, name] = fromPython2(module, name);
		const full = `${module}.${name}`;
		if (!this.#rules.names.has(full)) throw new Refused(`${full} is not one of the names that it takes`, full);
		this.#stack.push({ kind: "global", name: full });
	}
	#reduce(): void {
		const { items: args } = this.#pop();
		const { kind, name = "" } = this.#pop();
		if (kind !== "global") throw new Refused("what is called is not one of the functions that it takes");
		const function_ = name.slice(name.lastIndexOf(".") + 1);
		const made = function_.startsWith("_rebuild_parameter")
			? "torch.nn.parameter.Parameter"
			: function_.startsWith("_rebuild_")
				? "torch.Tensor"
				: name;
		if (!this.#rules.isNewer) checkArguments(name, args ?? []);
		this.#stack.push({ kind: "object", name: made, ...(args === undefined ? {} : { items: args }) });
	}
	#newObject(): void {
		this.#pop();
		const { kind, name = "" } = this.#pop();
		const isTaken = name === "torch.nn.parameter.Parameter" || this.#rules.isNewer;
		if (kind !== "global" || !isTaken)
			throw new Refused(`an object of ${name || "no class"} is made`, name || undefined);
		this.#stack.push({ kind: "object", name });
	}
	#build(): void {
		this.#pop();
		const { kind, name = "" } = this.#top();
		const isTaken = BUILT.has(name) || (this.#rules.isNewer && this.#rules.names.has(name));
		if (kind !== "object" || !isTaken)
			throw new Refused(`a state is given to ${name || `a ${kind}`}`, name || undefined);
	}
	#persistentId(): void {
		const { kind, items } = this.#pop();
		const first = items?.[0];
		// torch 1.13 takes anything but ints, by an oversight; torch 2.15 takes ints, for its oldest files.
		if (kind !== "tuple" && (kind === "int") !== this.#rules.isNewer) {
			throw new Refused("a persistent id is not a tuple");
		}
		if (kind === "tuple" && first !== undefined && first.name !== "storage") {
			throw new Refused("a persistent id asks for something else than a storage");
		}
		this.#stack.push({ kind: "object", name: "torch.storage.TypedStorage" });
	}
}

/** A function of torch 1.13 that the restricted loader does not have: bits of conjugates, the newer layouts. */
function checkArguments(name: string, args: readonly Item[]): void {
	if (name === "torch._utils._rebuild_tensor_v2" && args.length > 6) {
		throw new Refused("torch 1.13 takes no bits for conjugate or negative", name);
	}
	if (name !== "torch._utils._rebuild_sparse_tensor") return;
	const [layout, parts] = args;
	const text = layout?.items?.[0]?.name;
	if (text !== "torch.sparse_coo" || parts?.items?.length !== 3) {
		throw new Refused(`torch 1.13 does not rebuild this ${text ?? "sparse"} tensor`, name);
	}
}

/** Why whole formats are refused, whatever is in them. */
function formatRefused(torch: TorchVersion, format: TorchFormat): string | undefined {
	if (torch === "1.13") return undefined;
	if (format === "tar") return "torch 2.15 takes no files of the old .tar format with weights_only=True";
	return format === "torchscript" ? "torch 2.15 takes no TorchScript archives with weights_only=True" : undefined;
}

/**
 * Whether `torch.load(…, weights_only=True)` takes a pickle.
 *
 * @param pickle the pickle: `data.pkl` of an archive
 * @param options which `torch`, `"2.15"` unless told otherwise; the `format` of the file, if that is known
 * @returns the verdict, with the first name or opcode that is refused.
 * @throws ValueError (`option`) for a torch whose list is not known
 * @example
 * ```ts
 * import { pickle } from "brine";
 * import { weightsOnly } from "brine/torch";
 * const verdict = weightsOnly(pickle.dumps({ lr: 0.1 }, { protocol: 2 }), { torch: "1.13" });
 * console.log(verdict.isAllowed, verdict.opcode); // false BINFLOAT
 * ```
 */
export function weightsOnly(
	pickle: BytesLike,
	options?: { readonly torch?: TorchVersion; readonly format?: TorchFormat } | null,
): WeightsOnly {
	const { torch = "2.15", format } = givenOptions("weightsOnly", options, OPTIONS);
	const bytes = bytesOf(pickle);
	const rules = Object.hasOwn(RESTRICTED, torch) ? RESTRICTED[torch] : undefined;
	if (rules === undefined) {
		throw new ValueError(`unknown torch: '${String(torch)}' (${Object.keys(RESTRICTED).join(", ")})`, {
			code: "option",
		});
	}
	const formatReason = format === undefined ? undefined : formatRefused(torch, format);
	// A TorchScript archive goes to the loader of its own in torch 1.13, which takes its classes.
	if (formatReason !== undefined) return { torch, isAllowed: false, reason: formatReason };
	if (format === "torchscript") return { torch, isAllowed: true };
	const follower = new Follower(rules);
	let at = 0;
	let opcode = opcodeOf(bytes[0] ?? -1)?.name ?? "";
	const refused = (reason: string, name?: string): WeightsOnly => ({
		torch,
		isAllowed: false,
		reason,
		...(name === undefined ? {} : { name }),
		...(opcode === "" ? {} : { opcode }),
		offset: at,
	});
	try {
		for (const { opcode: info, arg, pos = 0 } of genops(bytes)) {
			at = pos;
			opcode = info.name;
			if (!rules.opcodes.has(opcode)) return refused(`it does not know the opcode ${opcode}`);
			follower.step(opcode, arg);
		}
	} catch (error) {
		if (error instanceof Refused) return refused(error.reason, error.blocked);
		if (error instanceof PyError) return refused(`the pickle is damaged: ${error.message}`);
		throw error;
	}
	// A pickle alone is not a file of torch, whose first pickle is a number.
	if (format === "pickle") return { torch, isAllowed: false, reason: "it is not a file of torch.save" };
	return { torch, isAllowed: true };
}
