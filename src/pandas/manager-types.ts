/** How blocks and managers of all generations are read and written. */
import { NDArray } from "../numpy/ndarray.ts";
import { attributesOf, entriesOf } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, LoadContext, PyName, Reduction } from "../registry/registry.ts";

import { PyGlobal, PyObject } from "../values/opaque.ts";
import { PySlice } from "../values/range.ts";
import { PyTuple, tuple } from "../values/tuple.ts";
import { blockShape, writtenColumn } from "./array-writing.ts";
import { BackedArray, type ColumnArray, ExtensionArray } from "./arrays.ts";
import { ForeignArray, foreignArray } from "./foreign-array.ts";
import { FlatIndex, Index } from "./indexes.ts";
import { Block, BlockManager, frameManager, seriesManager } from "./manager.ts";
import { partialTimestamp } from "./scalar-types.ts";
import type { Timestamp } from "./scalars.ts";
import type { Style } from "./versions.ts";

/** The forms of a block's values; pandas 0.20 has an index where later ones have an array. */
function valuesOf(value: unknown): ColumnArray | undefined {
	if (value instanceof NDArray || value instanceof ExtensionArray) return value;
	if (value instanceof PyObject) return foreignArray(value);
	return value instanceof FlatIndex ? value.array : undefined;
}
function blockOf(values: unknown, placement: unknown, ndim: unknown): Block | undefined {
	const array = valuesOf(values);
	if (array === undefined || (ndim !== 1 && ndim !== 2)) return undefined;
	const isPlacement = placement instanceof PySlice || placement instanceof NDArray;
	return isPlacement ? new Block(array, placement, ndim) : undefined;
}
function axesOf(value: unknown): Index[] | undefined {
	return Array.isArray(value) && value.every((axis) => axis instanceof Index) ? [...(value as Index[])] : undefined;
}

/** The fourth part of a state: `{"0.14.1": {"axes": …, "blocks": [{"values", "mgr_locs"}]}}`. */
function ofState(state: unknown, isSingle: boolean, { charge, textAsBytes }: LoadContext): BlockManager | undefined {
	if (!(state instanceof PyTuple) || state.length !== 4) return undefined;
	const inner = attributesOf(attributesOf(state[3], textAsBytes)?.get("0.14.1"), textAsBytes);
	const axes = axesOf(inner?.get("axes"));
	const given = inner?.get("blocks");
	if (axes === undefined || !Array.isArray(given)) return undefined;
	const blocks: Block[] = [];
	for (const item of given) {
		const parts = attributesOf(item, textAsBytes);
		const block = blockOf(parts?.get("values"), parts?.get("mgr_locs"), isSingle ? 1 : 2);
		if (block === undefined) return undefined;
		blocks.push(block);
	}
	return isSingle ? seriesManager(axes, blocks) : frameManager(axes, blocks, charge);
}

const MANAGERS = "pandas.core.internals.managers";

/** `functools.partial(new_block, ndim=2)(values, placement)`, as pandas 1.3 writes blocks. */
function partialBlock(callable: PyObject, args: PyTuple): Block | Timestamp | undefined {
	const state = callable.state as readonly unknown[] | undefined;
	if (!(state instanceof PyTuple) || state.length !== 4) return undefined;
	if (args.length === 1) return partialTimestamp(state, args);
	const [func, bound, keywords] = state as readonly unknown[];
	const isKnown =
		func instanceof PyGlobal && func.module === "pandas.core.internals.blocks" && func.qualname === "new_block";
	const entries = entriesOf(keywords);
	if (args.length !== 2 || !isKnown || !(bound instanceof PyTuple) || bound.length > 0 || entries === undefined)
		return undefined;
	const [[key, ndim] = [undefined, undefined], more] = [...entries] as (readonly [unknown, unknown])[];
	return key === "ndim" && more === undefined ? blockOf(args[0], args[1], ndim) : undefined;
}

/** Columns of a block that a pandas has no such block of: one for each column. */
function split(manager: BlockManager, block: Block, style: Style): Block[] {
	const { values } = block;
	const isSame = values instanceof NDArray ? writtenColumn(values, style) === values : false;
	if (isSame || manager.isSingle) {
		return [new Block(writtenColumn(values, style), block.placement, block.ndim)];
	}
	const at = manager.blocks.indexOf(block);
	const made: Block[] = [];
	for (let i = 0; i < manager.blockOf.length; i++) {
		if (manager.blockOf[i] !== at) continue;
		const own = writtenColumn(manager.column(i), style);
		const isBacked =
			style.version >= 10500 &&
			own instanceof BackedArray &&
			(own.pyName === "DatetimeArray" || own.pyName === "TimedeltaArray" || own.pyName === "PeriodArray");
		const shaped = isBacked ? own.over(own.values.reshape(1, own.length)) : blockShape(own);
		made.push(new Block(shaped, new PySlice(i, i + 1, 1), 2));
	}
	return made;
}

function reduced(manager: BlockManager, style: Style): Reduction {
	const { axes, isSingle } = manager;
	const blocks = manager.blocks.flatMap((block) => split(manager, block, style));
	if (!isSingle && style.version >= 10500) {
		return { callable: `${MANAGERS}:BlockManager`, args: [tuple<unknown[]>(...blocks), [...axes]] };
	}
	const shared = [...axes];
	const described = blocks.map(
		({ values, placement }) =>
			new Map<string, unknown>([
				["values", values],
				["mgr_locs", placement],
			]),
	);
	const inner = new Map<string, unknown>([
		["axes", shared],
		["blocks", described],
	]);
	const hasOld = style.version > 0;
	return {
		via: "NEWOBJ",
		callable: `${MANAGERS}:${isSingle ? "Single" : ""}BlockManager`,
		args: [],
		state: tuple<unknown[]>(
			shared,
			hasOld ? blocks.map(({ values }) => values) : [],
			hasOld ? [...axes] : [],
			new Map([["0.14.1", inner]]),
		),
	};
}

/** The entries of blocks and managers. */
export function managerTypes(style: Style): AnyTypeEntry[] {
	const names = [`${MANAGERS}:`, "pandas.core.internals:"].flatMap((module): PyName[] => [
		`${module}BlockManager` as PyName,
		`${module}SingleBlockManager` as PyName,
	]) as [PyName, ...PyName[]];
	return [
		defineType<Block>({
			names: ["pandas._libs.internals:_unpickle_block"],
			type: Block,
			charges: true,
			load: (args, kwargs) => (args.length === 3 && kwargs.size === 0 ? blockOf(args[0], args[1], args[2]) : undefined),
			reduce: ({ values, placement, ndim }) => ({
				callable: "pandas._libs.internals:_unpickle_block",
				args: [values, placement, ndim],
			}),
		}),
		defineType<ForeignArray>({
			names: ["brine.pandas:ForeignArray"],
			type: ForeignArray,
			reduce: ({ object }) => ({ instead: object }),
		}),
		defineType<Block | Timestamp>({ names: ["functools:partial"], loadCall: partialBlock }),
		defineType<BlockManager>({
			names,
			type: BlockManager,
			refuses: true,
			charges: true,
			load: (args, kwargs, { name, charge }) => {
				const isSingle = name.endsWith(":SingleBlockManager");
				if (kwargs.size > 0) return undefined;
				if (args.length === 0) return new BlockManager([], [], isSingle);
				const [blocks, axesGiven] = args as readonly unknown[];
				const axes = axesOf(axesGiven);
				if (args.length !== 2 || isSingle || axes === undefined || !(blocks instanceof PyTuple)) return undefined;
				if (!blocks.every((block) => block instanceof Block)) return undefined;
				return frameManager(axes, [...(blocks as PyTuple<Block>)], charge);
			},
			setState: (manager, state, context) => {
				const made = ofState(state, manager.isSingle, context);
				if (made === undefined) return false;
				Object.assign(manager, made);
				return true;
			},
			reduce: (manager) => reduced(manager, style),
		}),
	];
}
