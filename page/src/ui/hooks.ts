/** Hooks that several parts use. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { OpenFile } from "./open-file.ts";

/** Draws again when a file changes. */
export function useFile(file: OpenFile): void {
	const [, setCount] = useState(0);
	useEffect(() => file.listen(() => setCount((count) => count + 1)), [file]);
}

/** What a promise comes to; the last value stays while the next one is waited for. */
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

const PAGE = 128;
const MOST_PAGES = 64;

/** Rows by number, fetched by pages as they are seen; undefined while they come. */
export function useRows<T>(
	fetchRows: (from: number, to: number) => Promise<readonly T[]>,
	keys: readonly unknown[],
): (row: number) => T | undefined {
	const [, setCount] = useState(0);
	const cache = useRef<{
		keys: readonly unknown[];
		pages: Map<number, readonly T[]>;
		old: Map<number, readonly T[]>;
		asked: Set<number>;
	}>({ keys, pages: new Map(), old: new Map(), asked: new Set() });
	const kept = cache.current;
	if (kept.keys.length !== keys.length || kept.keys.some((key, i) => key !== keys[i])) {
		// The old rows stay till the new ones are there, so that nothing flickers.
		cache.current = { keys, pages: new Map(), old: kept.pages, asked: new Set() };
	}
	return useCallback((row: number) => {
		const { pages, old, asked } = cache.current;
		const page = Math.floor(row / PAGE);
		const found = pages.get(page);
		if (found !== undefined) return found[row - page * PAGE];
		if (!asked.has(page)) {
			asked.add(page);
			const mine = cache.current;
			fetchRows(page * PAGE, (page + 1) * PAGE).then(
				(rows) => {
					if (mine !== cache.current) return;
					if (pages.size >= MOST_PAGES) {
						const first = pages.keys().next().value as number;
						pages.delete(first);
						asked.delete(first);
					}
					pages.set(page, rows);
					setCount((count) => count + 1);
				},
				() => asked.delete(page),
			);
		}
		return old.get(page)?.[row - page * PAGE];
	}, keys);
}
