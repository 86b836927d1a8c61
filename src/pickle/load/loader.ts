import { PyTypeError, UnpicklingError } from "../../errors.ts";
import { checkOptions, parsePythonVersion, type VersionNumber } from "../../options.ts";
import { fromPython2 } from "../../registry/python2-names.ts";
import type { AnyTypeEntry, LoadContext, PyName, Registry, StreamRequest } from "../../registry/registry.ts";

import { PyGlobal, type PyObject, type PyObjectParts, PyPersistentId, type PyVia } from "../../values/opaque.ts";
import { checkChoice } from "../../values/option-values.ts";
import { PyTuple } from "../../values/tuple.ts";
import { typeName } from "../../values/type-name.ts";
import { fullLimits } from "../limits.ts";
import { Machine } from "../machine.ts";
import { checkFunction, checkRegistry, LOAD_OPTIONS, type LoadsOptions } from "../options.ts";
import { COPIES_PER_BYTE, COPY_AGAIN, copyCost, FREE_COPIES, NAME, OPERATION, PERSISTENT_ID } from "./costs.ts";
import { Dicts } from "./dicts.ts";
import { BATCHES, type Batches, PendingList, TAKE_BATCHES } from "./fast/pending.ts";
import { Recipes } from "./recipes.ts";

/** Objects without use that are noted of one pickle. */
const MOST_DROPPED = 1000;

interface TakesBatches {
	readonly [TAKE_BATCHES]?: (m: Loader, list: PendingList, part: readonly unknown[]) => Batches | undefined;
}

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/** A class or function that is called, and what the registry has for it. */
interface Known {
	readonly global: PyGlobal;
	readonly name: PyName;
	readonly entry: AnyTypeEntry | undefined;
	/** Whether the entry refuses states or charges by itself, as few do. */
	readonly isSpecial: boolean;
}

/** Bytes and pickles that an entry reads between the opcodes: its generator, and what that waits for. */
export interface AfterBuild {
	readonly following: Iterator<StreamRequest, unknown, unknown>;
	readonly request: StreamRequest;
}

/** The machine that builds values: options, names and types on top of the stack and the memo. */
export class Loader extends Machine {
	readonly exact: boolean;
	registry: Registry;
	/** The types where the options name none. */
	readonly #fallback: Registry;
	readonly encoding: string;
	readonly errors: string;
	readonly zeroCopy: boolean;
	/** Whether this CPython holds operands and opcodes to the bounds of their frame. */
	readonly framesEnforced: boolean;
	buffers: Iterator<unknown> | undefined;
	readonly dicts: Dicts;
	readonly #fixImports: boolean;
	#findClass: Exclude<LoadsOptions["findClass"], null>;
	#persistentLoad: Exclude<LoadsOptions["persistentLoad"], null>;
	/** Objects that the pickle made and took from the stack again, of no use to the value. */
	dropped: PyObject[] | undefined;
	/** The answers of the hook, by the names that it heard. */
	#answers: Map<string, unknown> | undefined;
	/** Globals by name: one object for one name, as in Python. */
	#globals: Map<string, unknown> | undefined;
	#known: Map<PyGlobal, Known> | undefined;
	/** The last of them that was asked for. */
	#lastKnown: Known | undefined;
	/** The arguments of values whose entry may refuse a state, and the inert objects in the place of those that were refused. */
	#recipes: Recipes | undefined;
	/** Which entry made a value that may yet get a state or items. */
	#made: Map<unknown, AnyTypeEntry> | undefined;
	#emptyTuple: PyTuple | undefined;
	#context: Mutable<LoadContext> | undefined;
	#options: LoadsOptions;
	/** Estimated bytes that entries have copied. */
	#copied = 0;
	/** The reading of an entry between the opcodes. */
	reading: AfterBuild | undefined;
	/** Goes on with a call whose string is on the stack as the bytes that it will be; see `fast/encoded.ts`. */
	encoded: ((step: (m: Loader) => unknown) => boolean) | undefined;
	/** Whether there was such a call since the memo was empty. */
	encodes = false;
	/** The pickles within this one that are being read, innermost last. */
	readonly inner: Loader[] = [];
	/** Whether this reads a pickle within another. */
	readonly #nested: boolean;

	/**
	 * @param fallback the types where the options name none
	 * @param outer the machine whose stream this one reads a pickle from, if it does
	 */
	constructor(options: LoadsOptions, fallback: Registry, callee = "loads", outer?: Loader) {
		checkOptions(callee, options, LOAD_OPTIONS);
		const version = parsePythonVersion(options.pythonVersion);
		super(fullLimits(options.limits, version), version, outer?.reader);
		this.#options = options;
		this.#nested = outer !== undefined;
		if (outer !== undefined) this.budget = outer.budget;
		checkChoice("mode", options.mode, ["plain", "exact"]);
		checkChoice("dict", options.dict, ["auto", "map"]);
		checkFunction("findClass", options.findClass);
		if (options.persistentLoad !== "keep") checkFunction("persistentLoad", options.persistentLoad);
		checkRegistry(options.registry);
		this.exact = options.mode === "exact";
		this.framesEnforced = enforcesFrames(this.version);
		this.#fallback = fallback;
		this.registry = options.registry ?? fallback;
		this.encoding = textOption("encoding", options.encoding, "ASCII");
		this.errors = textOption("errors", options.errors, "strict");
		this.zeroCopy = options.zeroCopy === true;
		this.buffers = bufferIterator(options.buffers);
		this.#fixImports = options.fixImports !== false;
		this.#findClass = options.findClass ?? undefined;
		this.#persistentLoad = options.persistentLoad ?? undefined;
		const plainDicts = (options.dict ?? (this.exact ? "map" : "auto")) === "auto";
		this.dicts = new Dicts(plainDicts, this.version, this.limits.items, (bytes) => this.charge(bytes));
	}

	override reset(): void {
		// An error may have left some.
		this.completeLists();
		this.reading = undefined;
		this.encoded = undefined;
		if (this.inner.length > 0) this.inner.length = 0;
		super.reset();
		this.#copied = 0;
		this.dropped = undefined;
		this.dicts.reset();
	}

	override clear(): void {
		super.clear();
		this.dropped = undefined;
		this.dicts.clear();
		this.#answers = undefined;
		this.#globals = undefined;
		this.#known = undefined;
		this.#lastKnown = undefined;
		this.#made = undefined;
		this.#recipes = undefined;
		this.#emptyTuple = undefined;
	}

	/** Lets go of what the options brought: the loader is not to be used again. */
	dispose(): void {
		this.buffers = undefined;
		this.registry = this.#fallback;
		this.#context = undefined;
		this.#options = {};
		this.#findClass = undefined;
		this.#persistentLoad = undefined;
	}

	/** A machine for a pickle within this one: the same reader, options and budget, and nothing else in common. */
	nest(): Loader {
		return this.another(this.#fallback, this.#options);
	}
	protected another(fallback: Registry, { buffers: _buffers, ...options }: LoadsOptions): Loader {
		return new Loader(options, fallback, "loads", this);
	}

	/** The tuple of no items: one object, as in Python. */
	emptyTuple(): PyTuple {
		this.#emptyTuple ??= new PyTuple();
		return this.#emptyTuple;
	}

	override popMark(): number {
		const at = super.popMark();
		const below = this.stack[at - 1];
		if (below instanceof PendingList) this.begin(below);
		return at;
	}
	/** Makes a list whose items have not all been read, for whoever asks for it before. */
	begin(pending: PendingList): unknown[] {
		const list = pending.join([]);
		this.stack[pending.at] = list;
		// Another value may have been put there since.
		const { index } = pending;
		if (index < this.memo.size && this.memo.get(index) === pending) this.memo.set(index, list);
		return list;
	}
	/** Offers further batches of a list to the entry that reads such. */
	offer(list: PendingList, part: readonly unknown[]): void {
		list.batches = false;
		const entry = this.registry.byName(BATCHES) as TakesBatches | undefined;
		const batches = entry?.[TAKE_BATCHES]?.(this, list, part);
		if (batches !== undefined) list.handOver(batches);
	}
	/** Makes all lists that wait for their items; nobody will read these any more. */
	completeLists(): void {
		for (const mark of this.marks) {
			const below = this.stack[mark - 1];
			if (below instanceof PendingList) this.begin(below);
		}
	}

	override get(index: number): unknown {
		const value = super.get(index);
		return typeof value === "object" && value !== null ? this.fetched(value) : value;
	}
	/** To be asked for every object that comes out of the memo or is doubled. */
	fetched(value: object): unknown {
		return value instanceof PendingList ? value.present(this) : this.dicts.fetched(value);
	}

	/** Notes an object that is dropped, as long as there are not too many. */
	drop(value: PyObject): void {
		this.dropped ??= [];
		if (this.dropped.length < MOST_DROPPED) this.dropped.push(value);
	}
	/** The class or function of a name: by the `findClass` hook, or as an inert name. */
	findClass(module: string, name: string): unknown {
		const given = this.#findClass === undefined ? undefined : this.#asked(this.#findClass, module, name);
		if (given !== undefined) return given;
		[module, name] = this.#nameToday(module, name);
		const key = `${module}:${name}`;
		// A long name is read each time.
		if (key.length > 1000) this.charge(key.length);
		this.#globals ??= new Map();
		const known = this.#globals.get(key);
		if (known !== undefined) return known;
		const constant = this.registry.constant(key);
		const found = constant === undefined ? new PyGlobal(module, name) : constant;
		this.charge(NAME);
		this.#globals.set(key, found);
		return found;
	}
	/** The object that the hook puts in the place of a name as the pickle spells it; asked once. */
	#asked(ask: NonNullable<LoadsOptions["findClass"]>, module: string, name: string): unknown {
		const key = `${module}:${name}`;
		if (key.length > 1000) this.charge(key.length);
		this.#answers ??= new Map();
		if (this.#answers.has(key)) return this.#answers.get(key);
		let given: unknown = ask(module, name);
		this.dicts.came(given);
		if (isEntry(given)) {
			const global = new PyGlobal(...this.#nameToday(module, name));
			this.#know(global, given);
			given = global;
		}
		this.charge(NAME);
		this.#answers.set(key, given);
		return given;
	}
	/** The name that Python 3 has for one of Python 2. */
	#nameToday(module: string, name: string): readonly [module: string, name: string] {
		return this.#fixImports && this.protocol < 3 ? fromPython2(module, name, this.version) : [module, name];
	}

	/** The registry entry of a name, looked up once. */
	knownOf(global: PyGlobal): Known {
		if (this.#lastKnown?.global === global) return this.#lastKnown;
		this.#lastKnown = this.#known?.get(global) ?? this.#know(global);
		return this.#lastKnown;
	}
	#know(global: PyGlobal, given?: AnyTypeEntry): Known {
		const name = `${global.module}:${global.qualname}` as PyName;
		if (name.length > 1000) this.charge(name.length);
		const entry = given ?? this.registry.byName(name);
		const known = { global, name, entry, isSpecial: entry?.refuses === true || entry?.charges === true };
		this.#known ??= new Map();
		this.#known.set(global, known);
		return known;
	}
	/** The facts of this load that an entry may know; one object, filled anew for each call. */
	context(global: PyGlobal | undefined, via: PyVia): LoadContext {
		const { dicts } = this;
		this.#context ??= {
			name: "builtins:object",
			via: "REDUCE",
			mode: this.exact ? "exact" : "plain",
			protocol: 0,
			textAsBytes: this.encoding === "bytes",
			registry: this.registry,
			charge: (bytes) => this.charge(bytes),
			nested: this.#nested,
			maker: undefined,
			// Made when an entry asks for it.
			get keys() {
				return dicts.keys;
			},
		};
		const context = this.#context;
		if (global !== undefined) context.name = this.knownOf(global).name;
		context.via = via;
		context.protocol = this.protocol;
		return context;
	}
	/**
	 * Takes the heap of what an entry may copy of an argument or state; more when all copies are far beyond what has been
	 * read. Bytes are copied in no time, and may come from elsewhere.
	 *
	 * @param times how many copies there will be
	 * @returns estimated bytes
	 */
	chargeCopy(value: unknown, times = 1): number {
		const bytes = times * copyCost(value);
		if (!ArrayBuffer.isView(value)) this.#copied += bytes;
		const isFar = this.#copied > FREE_COPIES && this.#copied > COPIES_PER_BYTE * (this.reader.base + this.reader.pos);
		this.charge(isFar ? bytes * COPY_AGAIN : bytes);
		return bytes;
	}
	/** As {@link chargeCopy}, of all arguments of a call; true when one of them is larger than a container may be. */
	chargeArguments(args: readonly unknown[]): boolean {
		let isLarge = false;
		if (args.length > 16) this.chargeCopy(args);
		for (let i = 0; i < args.length; i++) if (this.chargeCopy(args[i]) > this.limits.items) isLarge = true;
		return isLarge;
	}
	/** Keeps what a value was made from, until the pickle ends. */
	keepRecipe(value: object, parts: PyObjectParts): void {
		this.charge(OPERATION);
		this.#recipes ??= new Recipes();
		this.#recipes.keep(value, parts, this.memo.size);
	}
	/** The inert object in the place of the value on top, whose entry refuses its state. */
	refused(value: object): PyObject {
		return (this.#recipes as Recipes).refuse(this, value);
	}
	/** Puts inert objects in the place of refused values wherever these have come. */
	settleRefused(): void {
		this.#recipes?.replaceRefused(this);
	}
	/** Notes which entry made a value, if the value can still change. */
	remember(value: unknown, entry: AnyTypeEntry): void {
		this.dicts.came(value);
		const changes = entry.setState ?? entry.append ?? entry.setItem ?? entry.add;
		// Most values tell their entry by their class.
		if (changes === undefined || this.#byClass(value) === entry) return;
		this.#made ??= new Map();
		this.#made.set(value, entry);
	}
	/** The entry that made a value. */
	entryOf(value: unknown): AnyTypeEntry | undefined {
		return this.#made?.get(value) ?? this.#byClass(value);
	}
	#byClass(value: unknown): AnyTypeEntry | undefined {
		return typeof value === "object" && value !== null ? this.registry.byClass(value) : undefined;
	}

	/** Up to 3.12 a missing `persistentLoad` is noticed before the id is looked at. */
	checkPersistentLoad(): void {
		if (this.version < 31300 && this.#persistentLoad === undefined) throw this.#noPersistentLoad();
	}
	#noPersistentLoad(): UnpicklingError {
		const gap = this.version < 31200 ? ",\nbut" : ", but";
		return new UnpicklingError(
			`A load persistent id instruction was encountered${gap} no persistent_load function was specified.`,
			{ code: "persistent-id" },
		);
	}
	/** The value of a persistent id. */
	persistentLoad(id: unknown): unknown {
		this.charge(PERSISTENT_ID);
		if (this.#persistentLoad === "keep") return new PyPersistentId(id);
		if (this.#persistentLoad === undefined) throw this.#noPersistentLoad();
		this.dicts.handedOut(id);
		const value = this.#persistentLoad(id);
		this.dicts.came(value);
		return value === undefined ? null : value;
	}
}

/** CPython 3.13.15, 3.14.7 and 3.15 hold a frame's contents to its bounds. */
function enforcesFrames(version: VersionNumber): boolean {
	return version >= 31500 || (version >= 31407 && version < 31500) || (version >= 31315 && version < 31400);
}

function isEntry(value: unknown): value is AnyTypeEntry {
	if (typeof value !== "object" || value === null) return false;
	return !(value instanceof PyGlobal) && Array.isArray((value as { names?: unknown }).names);
}

function textOption(name: string, value: unknown, fallback: string): string {
	if (value === undefined || value === null) return fallback;
	if (typeof value !== "string") {
		throw new PyTypeError(`argument '${name}' must be str, not ${typeName(value)}`, { code: "option" });
	}
	return value;
}

function bufferIterator(buffers: unknown): Iterator<unknown> | undefined {
	if (buffers === undefined || buffers === null) return undefined;
	const iterate: unknown = (buffers as { [Symbol.iterator]?: unknown })[Symbol.iterator];
	if (typeof iterate !== "function") {
		throw new PyTypeError(`'${typeName(buffers)}' object is not iterable`, { code: "option" });
	}
	return (buffers as Iterable<unknown>)[Symbol.iterator]();
}
