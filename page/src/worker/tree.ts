/** The tree as rows: only what is open is kept, so a row of any number is found without making those before it. */
import type { TreeRow } from "../shared/types.ts";
import { type Children, childrenOf } from "./children.ts";
import { countOf, summaryOf, typeOf } from "./describe.ts";
import { libraries } from "./libraries.ts";
import type { Shares } from "./shares.ts";

/** A value whose items are shown. */
interface Open {
	readonly value: unknown;
	readonly children: Children;
	readonly parent: Open | undefined;
	/** Its number in the parent. */
	readonly index: number;
	readonly depth: number;
	/** Its open items, by number. */
	readonly inner: Open[];
	/** Rows of all items that are shown, in any depth. */
	rows: number;
	/** How many items there were when it was last counted: a list may be growing. */
	counted: number;
}

/** A row: an item of something open; the root has no parent. */
export interface Place {
	readonly parent: Open | undefined;
	readonly index: number;
}

/** How many containers "open all" opens. */
const MOST_OPEN = 2000;

export class Tree {
	readonly root: unknown;
	shares: Shares | undefined;
	#open: Open | undefined;
	constructor(root: unknown) {
		this.root = root;
		this.#open = opened(root, undefined, 0, 0);
	}

	/** How many rows there are. */
	get total(): number {
		return 1 + (this.#open === undefined ? 0 : refreshed(this.#open));
	}

	/** Where a row is. */
	place(row: number): Place {
		if (row === 0 || this.#open === undefined) return { parent: undefined, index: 0 };
		let node = this.#open;
		let left = row - 1;
		for (;;) {
			let before = 0;
			let next: Open | undefined;
			for (const inner of node.inner) {
				const at = inner.index + before;
				if (left <= at) break;
				if (left <= at + inner.rows) {
					next = inner;
					left -= at + 1;
					break;
				}
				before += inner.rows;
			}
			if (next === undefined) return { parent: node, index: left - before };
			node = next;
		}
	}
	/** The number of the row of a place. */
	rowOf(place: Place): number {
		let row = 0;
		for (let { parent, index } = place; parent !== undefined; { parent, index } = parent) {
			row += index + 1;
			for (const inner of parent.inner) {
				if (inner.index >= index) break;
				row += inner.rows;
			}
		}
		return row;
	}
	valueOf({ parent, index }: Place): unknown {
		return parent === undefined ? this.root : parent.children.value(index);
	}
	/** The numbers that lead to a place from the root. */
	steps(place: Place): number[] {
		const steps: number[] = [];
		for (let { parent, index } = place; parent !== undefined; { parent, index } = parent) steps.unshift(index);
		return steps;
	}
	#openAt({ parent, index }: Place): Open | undefined {
		return parent === undefined ? this.#open : parent.inner.find((inner) => inner.index === index);
	}

	/** Opens or closes a row; returns by how many rows there are more or less below it. */
	toggle(row: number, wanted?: boolean): number {
		const place = this.place(row);
		const node = this.#openAt(place);
		if (node !== undefined) {
			if (wanted === true) return 0;
			if (place.parent === undefined) this.#open = undefined;
			else {
				place.parent.inner.splice(place.parent.inner.indexOf(node), 1);
				addRows(place.parent, -node.rows);
			}
			return -node.rows;
		}
		return wanted === false ? 0 : (this.#openPlace(place)?.rows ?? 0);
	}
	#openPlace(place: Place): Open | undefined {
		const there = this.#openAt(place);
		if (there !== undefined) return there;
		const { parent, index } = place;
		const node = opened(this.valueOf(place), parent, index, parent === undefined ? 0 : parent.depth + 1);
		if (node === undefined) return undefined;
		if (parent === undefined) this.#open = node;
		else {
			const at = parent.inner.findIndex((inner) => inner.index > index);
			parent.inner.splice(at === -1 ? parent.inner.length : at, 0, node);
			addRows(parent, node.rows);
		}
		return node;
	}
	/** Opens a row and all in it, as far as that is not too much; returns how many rows there are more. */
	openAll(row: number): number {
		const before = this.total;
		const first = this.#openPlace(this.place(row));
		const queue: Open[] = first === undefined ? [] : [first];
		for (let count = 0, at = 0; at < queue.length && count < MOST_OPEN; at++) {
			const node = queue[at] as Open;
			const around = new Set<unknown>();
			for (let up: Open | undefined = node; up !== undefined; up = up.parent) around.add(up.value);
			for (let i = 0; i < Math.min(node.children.count, MOST_OPEN) && count < MOST_OPEN; i++) {
				const value = node.children.value(i);
				if (around.has(value) || countOf(value) === undefined) continue;
				const inner = this.#openPlace({ parent: node, index: i });
				if (inner === undefined) continue;
				queue.push(inner);
				count++;
			}
		}
		return this.total - before;
	}
	/** Closes everything but the root. */
	closeAll(): void {
		this.#open = opened(this.root, undefined, 0, 0);
	}
	/** Opens what is around a place; returns its row. */
	reveal(steps: readonly number[]): number {
		let place: Place = { parent: undefined, index: 0 };
		for (const index of steps) {
			const node = this.#openPlace(place);
			if (node === undefined) break;
			place = { parent: node, index };
		}
		return this.rowOf(place);
	}
	/** The row of what a row is in. */
	parentRow(row: number): number {
		const { parent } = this.place(row);
		return parent === undefined ? 0 : this.rowOf({ parent: parent.parent, index: parent.index });
	}

	/** The expression of a place in Python. */
	path(steps: readonly number[]): string {
		let path = "obj";
		let value = this.root;
		for (const index of steps) {
			const children = childrenOf(value);
			if (children === undefined) break;
			path = children.path(path, index);
			value = children.value(index);
		}
		return path;
	}

	/** Rows of the tree. */
	rows(from: number, to: number): TreeRow[] {
		const rows: TreeRow[] = [];
		const end = Math.min(to, this.total);
		for (let row = from; row < end; row++) rows.push(this.#row(row));
		return rows;
	}
	#row(row: number): TreeRow {
		const place = this.place(row);
		const { parent, index } = place;
		const value = this.valueOf(place);
		const count = countOf(value);
		const base = {
			row,
			depth: parent === undefined ? 0 : parent.depth + 1,
			label: parent === undefined ? "" : parent.children.label(index),
			type: typeOf(value),
			summary: summaryOf(value),
			count,
			isTold: typeof value === "object" && value !== null && libraries()?.summaryOf(value) !== undefined,
			open: this.#openAt(place) !== undefined,
			position: index + 1,
			siblings: parent?.children.count ?? 1,
		};
		if (typeof value !== "object" || value === null) return base;
		for (let up = parent; up !== undefined; up = up.parent) {
			if (up.value !== value) continue;
			const around = this.steps({ parent: up.parent, index: up.index });
			return { ...base, same: this.path(around), isCycle: true };
		}
		const first = this.shares?.firstOf(value);
		if (first === undefined) return base;
		const here = this.steps(place);
		const isFirst = first.length === here.length && first.every((step, i) => step === here[i]);
		return isFirst ? { ...base, isShared: true } : { ...base, same: this.path(first) };
	}
}

function opened(value: unknown, parent: Open | undefined, index: number, depth: number): Open | undefined {
	const children = childrenOf(value);
	if (children === undefined) return undefined;
	return { value, children, parent, index, depth, inner: [], rows: children.count, counted: children.count };
}
function addRows(node: Open, rows: number): void {
	for (let up: Open | undefined = node; up !== undefined; up = up.parent) up.rows += rows;
}
/** The rows of the root, where it may have grown. */
function refreshed(root: Open): number {
	const { count } = root.children;
	if (count !== root.counted) {
		root.rows += count - root.counted;
		root.counted = count;
	}
	return root.rows;
}
