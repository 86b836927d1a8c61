/** Hooks that several parts use. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Cancelled } from "./client.ts";
import type { OpenFile } from "./open-file.ts";

/** Draws again when a file changes. */
export function useFile(file: OpenFile): void {
	const [, setCount] = useState(0);
	useEffect(() => file.listen(() => setCount((count) => count + 1)), [file]);
}

/** The result of a promise; the last value stays while the next one is waited for. */
export function useAsync<T>(
	make: () => Promise<T>,
	keys: readonly unknown[],
): { value: T | undefined; error: Error | undefined; isFresh: boolean } {
	const [state, setState] = useState<{ value: T | undefined; error: Error | undefined; keys: readonly unknown[] }>({
		value: undefined,
		error: undefined,
		keys: [],
	});
	useEffect(() => {
		let isWanted = true;
		make().then(
			(value) => isWanted && setState({ value, error: undefined, keys }),
			(error: unknown) =>
				isWanted &&
				setState({ value: undefined, error: error instanceof Error ? error : new Error(String(error)), keys }),
		);
		return () => {
			isWanted = false;
		};
	}, keys);
	return { ...state, isFresh: state.keys.length === keys.length && state.keys.every((key, i) => key === keys[i]) };
}

/** A reference that can be asked for its element. */
export interface ElementRef {
	(element: HTMLDivElement | null): void;
	current: HTMLDivElement | null;
}

/** The size of an element, whenever it comes. */
export function useSize(): [ref: ElementRef, width: number, height: number] {
	const [size, setSize] = useState<readonly [number, number]>([0, 0]);
	const observer = useRef<ResizeObserver | undefined>(undefined);
	const ref = useMemo(() => {
		const take = ((element: HTMLDivElement | null): void => {
			take.current = element;
			observer.current?.disconnect();
			if (element === null) return;
			const measure = (): void =>
				setSize((old) =>
					old[0] === element.clientWidth && old[1] === element.clientHeight
						? old
						: [element.clientWidth, element.clientHeight],
				);
			observer.current = new ResizeObserver(measure);
			observer.current.observe(element);
			measure();
		}) as ElementRef;
		take.current = null;
		return take;
	}, []);
	return [ref, size[0], size[1]];
}

/** How long a part must stay in view before it is fetched: what flies past is not. */
const STAY = 20;

/** Parts that the last drawing wanted and that are not there yet, fetched together a moment later. */
export class Wanted<K> {
	#turn = 0;
	#timer = 0;
	readonly #asked = new Map<K, number>();
	readonly #fetching = new Set<K>();
	readonly #fetchPart: (key: K) => Promise<void>;
	readonly #onError: (error: Error) => void;
	/** What the last part that did not come failed with. */
	error: Error | undefined;
	constructor(fetchPart: (key: K) => Promise<void>, onError: (error: Error) => void) {
		this.#fetchPart = fetchPart;
		this.#onError = onError;
	}
	/** Begins a drawing. */
	begin(): void {
		this.#turn++;
	}
	want(key: K): void {
		if (this.#fetching.has(key)) return;
		this.#asked.set(key, this.#turn);
		if (this.#timer === 0) this.#timer = window.setTimeout(() => this.#flush(), STAY);
	}
	#flush(): void {
		this.#timer = 0;
		for (const [key, turn] of this.#asked) {
			if (turn !== this.#turn) continue;
			this.#fetching.add(key);
			this.#fetchPart(key).then(
				() => this.#fetching.delete(key),
				// It is not asked for again: that would fail again.
				(error: unknown) => {
					if (error instanceof Cancelled) return;
					this.error = error instanceof Error ? error : new Error(String(error));
					this.#onError(this.error);
				},
			);
		}
		this.#asked.clear();
	}
}

const PAGE = 128;
const MOST_PAGES = 64;

/** Rows by number, and whether any that was asked for since the last drawing began is still to come. */
export interface Rows<T> {
	(row: number): T | undefined;
	isWaiting: boolean;
	error: Error | undefined;
}

/** Rows by number, fetched by pages as they are seen; undefined while they come. */
export function useRows<T>(
	fetchRows: (from: number, to: number) => Promise<readonly T[]>,
	keys: readonly unknown[],
): Rows<T> {
	const [, setCount] = useState(0);
	const before = useRef<Map<number, readonly T[]>>(new Map());
	const cache = useMemo(() => {
		const pages = new Map<number, readonly T[]>();
		const cached = {
			pages,
			// The old rows stay till the new ones are there, so that nothing flickers.
			old: before.current,
			isCurrent: true,
			wanted: new Wanted<number>(
				async (page) => {
					const rows = await fetchRows(page * PAGE, (page + 1) * PAGE);
					if (!cached.isCurrent) return;
					if (pages.size >= MOST_PAGES) pages.delete(pages.keys().next().value as number);
					pages.set(page, rows);
					setCount((count) => count + 1);
				},
				() => setCount((count) => count + 1),
			),
		};
		before.current = pages;
		return cached;
	}, keys);
	useEffect(
		() => () => {
			cache.isCurrent = false;
		},
		[cache],
	);
	cache.wanted.begin();
	const rows = ((row: number): T | undefined => {
		const page = Math.floor(row / PAGE);
		const found = cache.pages.get(page);
		if (found !== undefined) return found[row - page * PAGE];
		cache.wanted.want(page);
		rows.isWaiting = cache.wanted.error === undefined;
		return cache.old.get(page)?.[row - page * PAGE];
	}) as Rows<T>;
	rows.isWaiting = false;
	rows.error = cache.wanted.error;
	return rows;
}
