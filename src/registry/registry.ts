import { ValueError } from "../errors.ts";
import { PyGlobal } from "../values/opaque.ts";
import type { AnyTypeEntry, PyName, TypeEntry } from "./types.ts";

/** An extension code and the name it stands for, as `copyreg.add_extension` registers it. */
export interface Extension {
	readonly name: PyName;
	/** 1 to 2^31 - 1. */
	readonly code: number;
}

/**
 * An immutable table of types: which Python name is which JavaScript type. It is the allow-list of a
 * load: nothing that is not in it is ever constructed.
 */
export class Registry {
	/** The entries, later ones win. */
	readonly entries: readonly AnyTypeEntry[];
	/** Extension codes (PEP 307) known to this registry. */
	readonly extensions: readonly Extension[];
	readonly #byName: ReadonlyMap<string, AnyTypeEntry>;
	readonly #byType: ReadonlyMap<unknown, AnyTypeEntry>;
	readonly #guards: readonly AnyTypeEntry[];
	readonly #byCode: ReadonlyMap<number, PyName>;
	readonly #codes: ReadonlyMap<string, number>;

	constructor(entries: readonly AnyTypeEntry[], extensions: readonly Extension[] = []) {
		this.entries = entries;
		this.extensions = extensions;
		const byName = new Map<string, AnyTypeEntry>();
		const byType = new Map<unknown, AnyTypeEntry>();
		const guards: AnyTypeEntry[] = [];
		for (const entry of entries) {
			if (entry.load !== undefined || entry.loadCall !== undefined || "value" in entry)
				for (const name of entry.names) byName.set(name, entry);
			if (entry.type !== undefined && entry.reduce !== undefined) byType.set(entry.type, entry);
			if (entry.is !== undefined && entry.reduce !== undefined) guards.unshift(entry);
		}
		this.#byName = byName;
		this.#byType = byType;
		this.#guards = guards;
		this.#byCode = new Map(extensions.map(({ code, name }) => [code, name]));
		this.#codes = new Map(extensions.map(({ code, name }) => [name, code]));
	}

	/** The entry that reads a Python name, or undefined. */
	byName(name: string): AnyTypeEntry | undefined {
		return this.#byName.get(name);
	}
	/** What a name stands for when it is a value and no class or function, such as `builtins:Ellipsis`; else undefined. */
	constant(name: string): unknown {
		return this.#byName.get(name)?.value;
	}
	/** The entry whose class a value is a direct instance of, or undefined. */
	byClass(value: object): AnyTypeEntry | undefined {
		const prototype = Object.getPrototypeOf(value) as {
			constructor?: unknown;
		} | null;
		if (prototype === null || !Object.hasOwn(prototype, "constructor")) return undefined;
		return this.#byType.get(prototype.constructor);
	}
	/** The entry that writes a JavaScript value, or undefined. */
	byValue(value: object): AnyTypeEntry | undefined {
		const entry = this.byClass(value);
		if (entry !== undefined) return entry;
		for (const guard of this.#guards) if (guard.is?.(value)) return guard;
		return undefined;
	}
	/** The name behind an extension code, or undefined. */
	byCode(code: number): PyName | undefined {
		return this.#byCode.get(code);
	}
	/** The extension code of a name, or undefined. */
	codeOf(name: string): number | undefined {
		return this.#codes.get(name);
	}
	/**
	 * A registry with more in it; this one stays as it is.
	 *
	 * @param items entries or whole registries; later ones win over earlier ones
	 * @example
	 * ```ts
	 * import { defaultRegistry, defineType, pickle } from "brine";
	 * class Point { x = 0; y = 0; }
	 * const registry = defaultRegistry.with(defineType({
	 *   names: ["geometry:Point"],
	 *   type: Point,
	 *   load: () => new Point(),
	 *   setState: (point, state) => { Object.assign(point, state); },
	 *   reduce: (point) => ({ via: "NEWOBJ", callable: "geometry:Point", args: [], state: { x: point.x, y: point.y } }),
	 * }));
	 * const point = pickle.loads(pickle.dumps(new Point(), { registry }), { registry }); // a Point again
	 * ```
	 */
	with(...items: readonly (AnyTypeEntry | Registry)[]): Registry {
		return createRegistry(this, ...items);
	}
}

/**
 * Makes a registry out of entries and other registries; later ones win.
 *
 * @param items entries ({@link defineType}) or registries
 * @returns an immutable registry; nothing global changes
 * @throws ValueError (`option`) when two extension codes contradict each other
 * @example
 * ```ts
 * import { createRegistry, defaultRegistry, defineType, pickle } from "brine";
 * class Point {}
 * const point = defineType({ names: ["geometry:Point"], type: Point, load: () => new Point() });
 * const registry = createRegistry(defaultRegistry, point);
 * pickle.loads(new TextEncoder().encode("cgeometry\nPoint\n)R."), { registry }); // a Point
 * ```
 */
export function createRegistry(...items: readonly (AnyTypeEntry | Registry)[]): Registry {
	const entries: AnyTypeEntry[] = [];
	let extensions: readonly Extension[] = [];
	for (const item of items) {
		if (item instanceof Registry) {
			for (const entry of item.entries) entries.push(entry);
			for (const { name, code } of item.extensions) extensions = withExtension(extensions, name, code);
		} else {
			entries.push(item);
		}
	}
	return new Registry(entries, extensions);
}

/** A list of extension codes with one more, under the rules of `copyreg.add_extension`. */
export function withExtension(extensions: readonly Extension[], name: PyName, code: number): readonly Extension[] {
	const fail = (message: string): never => {
		throw new ValueError(message, { code: "option" });
	};
	if (!Number.isInteger(code) || code < 1 || code > 0x7fffffff) fail("code out of range");
	const key = keyText(name);
	for (const known of extensions) {
		if (known.name === name && known.code === code) return extensions;
		if (known.name === name) fail(`key ${key} is already registered with code ${known.code}`);
		if (known.code === code) fail(`code ${code} is already in use for key ${keyText(known.name)}`);
	}
	return [...extensions, { name, code }];
}

function keyText(name: PyName): string {
	const colon = name.indexOf(":");
	return `('${name.slice(0, colon)}', '${name.slice(colon + 1)}')`;
}

/**
 * Checks and types an entry; `T` is inferred from `load` or `type`, the type of the state from `stateSchema`. Without a
 * schema the state is `unknown`: it comes from data, and a type that `setState` is annotated with is taken at its word.
 *
 * @param entry the record
 * @returns the same record
 * @throws ValueError (`option`) when a name is not `module:qualname`
 * @example
 * ```ts
 * import { defineType } from "brine";
 * class Celsius {
 *   constructor(readonly degrees: number) {}
 * }
 * const celsius = defineType({
 *   names: ["weather:Celsius"],
 *   type: Celsius,
 *   load: (args) => new Celsius(Number(args[0])),
 *   reduce: ({ degrees }) => ({ callable: "weather:Celsius", args: [degrees] }),
 * });
 * console.log(celsius.names[0]); // weather:Celsius
 * ```
 */
export function defineType<T, State = unknown>(entry: TypeEntry<T, State>): TypeEntry<T> {
	for (const name of entry.names) checkName(name);
	return entry as TypeEntry<T>;
}

function checkName(name: unknown): void {
	const colon = typeof name === "string" ? name.indexOf(":") : -1;
	if (colon < 1 || colon === (name as string).length - 1) {
		throw new ValueError(`a type name must be 'module:qualname', not '${String(name)}'`, { code: "option" });
	}
}

/**
 * The class or function of a name.
 *
 * @throws ValueError (`option`) when it is not `module:qualname`
 */
export function globalOf(name: PyName): PyGlobal {
	checkName(name);
	const colon = name.indexOf(":");
	return new PyGlobal(name.slice(0, colon), name.slice(colon + 1));
}
