/** Tensors by their names: of modules, checkpoints and any other value. */
import { ValueError } from "../errors.ts";
import { entriesOf } from "../registry/arguments.ts";
import { PyObject } from "../values/opaque.ts";
import { shortRepr } from "../values/short-repr.ts";
import { SparseTensor } from "./sparse-tensor.ts";
import { Tensor } from "./tensor.ts";

/** A tensor of any layout. */
export type AnyTensor = Tensor | SparseTensor;

/**
 * Whether a value is a tensor of any layout.
 *
 * @param value any value
 * @example
 * ```ts
 * import { isTensor, Tensor } from "brine/torch";
 * isTensor(Tensor.from(new Float32Array(1))); // true
 * ```
 */
export function isTensor(value: unknown): value is AnyTensor {
	return value instanceof Tensor || value instanceof SparseTensor;
}

/** Where checkpoints of the usual trainers have their weights: PyTorch Lightning, timm, and the examples of torch. */
const KEYS = ["state_dict", "model_state_dict", "model", "module", "net", "weights", "params"] as const;

/** A dict of Python, or a `Map` or plain object of the caller's. */
function dictOf(value: unknown): [unknown, unknown][] | undefined {
	const entries = entriesOf(value);
	return entries === undefined ? undefined : Array.from(entries, ([key, item]) => [key, item]);
}

/** Whether an inert object is a module: it has the three dicts of one. */
function isModule(value: unknown): value is PyObject {
	if (!(value instanceof PyObject)) return false;
	const { attributes } = value;
	return ["_parameters", "_modules"].every((name) => entriesOf(attributes.get(name)) !== undefined);
}

/** A key as part of a name: of one that has parts, such as a tuple, the beginning at most. */
function keyName(key: unknown): string {
	return typeof key === "object" && key !== null ? shortRepr(key, LONGEST_NAME) : String(key);
}

/** The names that a module leaves out of its state. */
function leftOut(module: PyObject): ReadonlySet<unknown> {
	const names: unknown = module.attributes.get("_non_persistent_buffers_set");
	return names instanceof Set ? names : new Set();
}

/** The tensors of a module and those in it, as `Module.state_dict()` names them; a module that contains itself is met once. */
function ofModule(root: PyObject): Map<string, AnyTensor> {
	const found = new Map<string, AnyTensor>();
	const open: [module: PyObject, prefix: string, outer: ReadonlySet<PyObject>][] = [[root, "", new Set()]];
	let visits = 0;
	let names = 0;
	const entriesIn = (group: unknown): readonly (readonly [unknown, unknown])[] => {
		const entries = dictOf(group) ?? [];
		names += entries.length;
		if (names > MOST_NAMES) throw tooMany();
		return entries;
	};
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const [module, prefix, outer] = next;
		// One that is shared is met once for each of its names, as in Python.
		if (++visits > MOST_MODULES || outer.size > DEEPEST) {
			throw tooMany();
		}
		const { attributes } = module;
		const without = leftOut(module);
		for (const group of ["_parameters", "_buffers"]) {
			for (const [name, value] of entriesIn(attributes.get(group))) {
				if (isTensor(value) && !(group === "_buffers" && without.has(name)))
					found.set(`${prefix}${keyName(name)}`, value);
			}
		}
		const inner: typeof open = [];
		const within = new Set([...outer, module]);
		for (const [name, value] of entriesIn(attributes.get("_modules"))) {
			if (isModule(value) && !within.has(value)) inner.push([value, `${prefix}${keyName(name)}.`, within]);
		}
		for (let i = inner.length - 1; i >= 0; i--) open.push(inner[i] as (typeof open)[number]);
	}
	return found;
}
function tooMany(): ValueError {
	return new ValueError("a module of too many modules", { code: "argument" });
}
/** No model has more names, each counted wherever it is met. */
const MOST_NAMES = 2 ** 20;
/** No model has more, nor is one nested deeper. */
const MOST_MODULES = 2 ** 18;
const DEEPEST = 256;

/** Whether a dict is a state dict itself: with a tensor under a name, or empty. */
function tensorsIn(entries: readonly (readonly [unknown, unknown])[]): Map<string, AnyTensor> {
	const found = new Map<string, AnyTensor>();
	for (const [key, value] of entries) if (typeof key === "string" && isTensor(value)) found.set(key, value);
	return found;
}

/** A state dict, where it was, and what is beside it. */
export interface FoundState {
	readonly tensors: Map<string, AnyTensor>;
	/** The names of what is not in it, in the value that it is in. */
	readonly others: readonly string[];
}

/** The state dict in a value; undefined when there is none. */
export function findState(value: unknown): FoundState | undefined {
	if (isModule(value)) return { tensors: ofModule(value), others: [] };
	const entries = dictOf(value);
	if (entries === undefined) return undefined;
	const tensors = tensorsIn(entries);
	const names = (without: unknown): string[] => entries.filter(([key]) => key !== without).map(([key]) => keyName(key));
	if (tensors.size > 0) return { tensors, others: names(undefined).filter((name) => !tensors.has(name)) };
	for (const wanted of KEYS) {
		const held = entries.find(([key]) => key === wanted)?.[1];
		const inner = isModule(held) ? { tensors: ofModule(held), others: [] } : undefined;
		const dict = dictOf(held);
		const own =
			inner ??
			(dict === undefined ? undefined : { tensors: tensorsIn(dict), others: dict.map(([key]) => keyName(key)) });
		if (own === undefined || own.tensors.size === 0) continue;
		const inside = own.others.filter((name) => !own.tensors.has(name)).map((name) => `${wanted}.${name}`);
		return { tensors: own.tensors, others: [...names(wanted), ...inside] };
	}
	return undefined;
}

/**
 * The tensors of a model by name: of a module as `Module.state_dict()` names them, of a state dict those in it, of a
 * checkpoint those under `state_dict`, `model_state_dict`, `model` and the like, as PyTorch Lightning and others write them.
 *
 * @param value what {@link loadTorch} returned
 * @returns the tensors, in their order
 * @throws ValueError (`argument`) for a value in which there is none of these; {@link namedTensors} finds any tensor
 * @example
 * ```ts
 * import { stateDict, Tensor } from "brine/torch";
 * const checkpoint = { epoch: 3, state_dict: { "layer.bias": Tensor.from(new Float32Array([1])) } };
 * console.log([...stateDict(checkpoint).keys()]); // [ 'layer.bias' ]
 * ```
 */
export function stateDict(value: unknown): Map<string, AnyTensor> {
	const found = findState(value);
	if (found === undefined) {
		throw new ValueError("there is no module and no state dict", {
			code: "argument",
			hint: "namedTensors(value) returns every tensor by its path",
		});
	}
	return found.tensors;
}

/** The parts of a value, with a name for each. */
function partsOf(value: object): [name: string, part: unknown][] {
	const entries = entriesOf(value);
	if (entries !== undefined) {
		return Array.from(entries, ([key, item]) => [typeof key === "object" && key !== null ? "?" : String(key), item]);
	}
	if (Array.isArray(value)) return (value as unknown[]).map((item, i) => [String(i), item]);
	if (value instanceof Set) return Array.from(value, (item, i) => [String(i), item]);
	if (value instanceof PyObject) {
		const parts: [string, unknown][] = [...value.attributes];
		if (parts.length === 0 && value.state !== undefined) parts.push(["state", value.state]);
		for (const [i, item] of value.args.entries()) parts.push([String(i), item]);
		for (const [name, item] of value.kwargs) parts.push([name, item]);
		for (const [i, item] of value.items.entries()) parts.push([String(i), item]);
		for (const [key, item] of value.entries) parts.push([keyName(key), item]);
		return parts;
	}
	return [];
}

/** A name is no longer: a path may be as deep as a file. */
const LONGEST_NAME = 1024;

/** All tensors of a value, and the paths of what is not one. */
export interface Contents {
	readonly tensors: Map<string, AnyTensor>;
	/** Numbers, strings, objects, empty containers: with the path of each. */
	readonly others: readonly string[];
}

/**
 * Walks through a value.
 *
 * @param wantsOthers whether paths of what is not a tensor are wanted
 */
export function contentsOf(root: unknown, wantsOthers: boolean): Contents {
	const tensors = new Map<string, AnyTensor>();
	const others: string[] = [];
	const seen = new Set<object>();
	const counts = new Map<string, number>();
	const open: [name: string, value: unknown][] = [["", root]];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const [name, item] = next;
		if (typeof item !== "object" || item === null) {
			if (wantsOthers) others.push(name);
			continue;
		}
		if (seen.has(item)) continue;
		seen.add(item);
		if (isTensor(item)) {
			tensors.set(freeName(tensors, counts, name), item);
			continue;
		}
		const parts = [...(isModule(item) ? ofModule(item) : []), ...partsOf(item)];
		if (parts.length === 0 && wantsOthers) others.push(name);
		for (let i = parts.length - 1; i >= 0; i--) {
			const [part, inner] = parts[i] as [string, unknown];
			const path = name === "" ? part : `${name}.${part}`;
			if (wantsOthers || (typeof inner === "object" && inner !== null)) open.push([path.slice(0, LONGEST_NAME), inner]);
		}
	}
	return { tensors, others };
}

/**
 * Every tensor in a value by its path: keys, indexes and names of attributes with dots between them. Modules are named as
 * {@link stateDict} does. A tensor that is there twice has its first path.
 *
 * @param value any value
 * @returns the tensors in their order
 * @example
 * ```ts
 * import { namedTensors, Tensor } from "brine/torch";
 * const value = { steps: [{ grad: Tensor.from(new Float32Array([1])) }] };
 * console.log([...namedTensors(value).keys()]); // [ 'steps.0.grad' ]
 * ```
 */
export function namedTensors(value: unknown): Map<string, AnyTensor> {
	return contentsOf(value, false).tensors;
}
/** The name, or with a number where there is one of it already. */
function freeName(found: ReadonlyMap<string, unknown>, counts: Map<string, number>, name: string): string {
	if (!found.has(name)) return name;
	let count = counts.get(name) ?? 1;
	let free = "";
	do free = `${name}#${++count}`;
	while (found.has(free));
	counts.set(name, count);
	return free;
}
