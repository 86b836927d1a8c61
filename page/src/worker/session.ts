/** The worker's side of one file: its value, and what is asked of it. */

import { kindOf } from "../../../src/formats/kind.ts";
import { postable } from "../shared/remote.ts";
import type {
	ArrayInfo,
	ArrayStats,
	ColumnStats,
	Detail,
	Estimate,
	Exported,
	ExportKind,
	FileInfo,
	Hit,
	LineData,
	Picture,
	Progress,
	SearchScope,
	TableInfo,
	TableRow,
	TreeRow,
} from "../shared/types.ts";
import type { Range } from "./array-source.ts";
import { sourceOf } from "./array-source-lazy.ts";
import type { Slice } from "./array-view.ts";
import { typeOf } from "./describe.ts";
import { detailOf, viewsOf } from "./detail.ts";
import { estimateOf, SMALL } from "./estimate.ts";
import { libraries, loadLibraries } from "./libraries.ts";
import { openFile } from "./open.ts";
import { routeOf, stepsOf } from "./routes.ts";
import { findShares } from "./shares.ts";
import type { Step } from "./spans.ts";
import { modelTable, tableOf, tensorTable } from "./table-sources.ts";
import { type Query, Table, type Task } from "./table-view.ts";
import { Tree } from "./tree.ts";
import { troubleOf } from "./trouble.ts";
import { headOf } from "./unpack.ts";
import { Archive, Several } from "./values.ts";

/** Between two messages of progress. */
const TELL = 80;

export class Session {
	readonly #file: Blob;
	readonly #name: string;
	/** Files that came together with this one, by name. */
	readonly #beside: ReadonlyMap<string, Blob>;
	readonly #tell: (progress: Progress) => void;
	#tree = new Tree(undefined);
	#blob: Blob;
	#info: FileInfo | undefined;
	#table: { readonly value: unknown; readonly kind: string; readonly table: Table } | undefined;
	/** A task ends when there is a newer one of its name. */
	readonly #tasks = new Map<string, number>();
	#told = 0;
	constructor(file: Blob, name: string, beside: ReadonlyMap<string, Blob>, tell: (progress: Progress) => void) {
		this.#beside = beside;
		this.#file = file;
		this.#blob = file;
		this.#name = name;
		this.#tell = tell;
	}

	/** The cost of reading, for a file that is not small. */
	async estimate(): Promise<Estimate | undefined> {
		if (this.#file.size < SMALL) return undefined;
		const kind = kindOf(await headOf(this.#file));
		if (kind === "json")
			return { bytes: this.#file.size, heap: this.#file.size * 6, fits: this.#file.size < 400 * 2 ** 20 };
		return kind === "pickle" || kind === "unknown" ? estimateOf(this.#file) : undefined;
	}

	async open(): Promise<FileInfo> {
		const start = performance.now();
		let look: () => readonly unknown[] = () => [];
		let opened: Awaited<ReturnType<typeof openFile>>;
		try {
			opened = await openFile(this.#file, this.#name, {
				beside: this.#beside,
				progress: (phase, done, total) => this.#progress(phase, done, total, look),
				peek: (given) => {
					look = given;
				},
			});
		} catch (error) {
			const kind = kindOf(await headOf(this.#file));
			opened = {
				root: undefined,
				blob: this.#file,
				info: { kinds: [kind], size: this.#file.size, shape: "none", notes: [], trouble: troubleOf(error) },
			};
		}
		const { root, blob, info } = opened;
		this.#blob = blob;
		// Rows that were opened while it was read stay open when it is the same value.
		if (this.#tree.root !== root) this.#tree = new Tree(root);
		this.#info = { ...info, view: info.view ?? viewsOf(root)[0], milliseconds: performance.now() - start };
		void this.#findShares(this.#tree);
		return this.#info;
	}
	#progress(phase: "unpacking" | "reading", done: number, total: number, look: () => readonly unknown[]): void {
		const now = performance.now();
		if (now - this.#told < TELL) return;
		this.#told = now;
		let rows: number | undefined;
		if (phase === "reading") {
			const found = look();
			// The value that is being filled is the lowest on the stack.
			const first: unknown = found[0];
			if (typeof first === "object" && first !== null && Array.isArray(first) && first.length > 0) {
				if (this.#tree.root !== first) this.#tree = new Tree(first);
				rows = this.#tree.total;
			}
		}
		this.#tell({ phase, done, total, rows });
	}
	async #findShares(tree: Tree): Promise<void> {
		tree.shares = await findShares(tree.root);
		if (tree.shares.size > 0) this.#tell({ phase: "reading", done: 1, total: 1 });
	}

	async #during<T>(name: string, phase: Progress["phase"], work: (task: Task) => Promise<T>): Promise<T> {
		const number = (this.#tasks.get(name) ?? 0) + 1;
		this.#tasks.set(name, number);
		const isStopped = (): boolean => this.#tasks.get(name) !== number;
		let isTold = false;
		try {
			return await work({
				isStopped,
				progress: (done, total) => {
					const now = performance.now();
					if (now - this.#told < TELL) return;
					this.#told = now;
					isTold = true;
					this.#tell({ phase, done, total });
				},
			});
		} finally {
			// Else the bar would stay where it was told to be last.
			if (isTold && !isStopped()) this.#tell({ phase, done: 1, total: 1 });
		}
	}
	stopTasks(): void {
		for (const [name, number] of this.#tasks) this.#tasks.set(name, number + 1);
		this.#tell({ phase: "reading", done: 1, total: 1 });
	}

	rows(from: number, to: number): { total: number; rows: TreeRow[] } {
		return { total: this.#tree.total, rows: this.#tree.rows(from, to) };
	}
	toggle(row: number, wanted?: boolean): { total: number; added: number } {
		const added = this.#tree.toggle(row, wanted);
		return { total: this.#tree.total, added };
	}
	openAll(row: number): { total: number; added: number } {
		const added = this.#tree.openAll(row);
		return { total: this.#tree.total, added };
	}
	closeAll(): number {
		this.#tree.closeAll();
		return this.#tree.total;
	}
	parentRow(row: number): number {
		return this.#tree.parentRow(row);
	}
	reveal(steps: readonly number[]): { total: number; row: number } {
		const row = this.#tree.reveal(steps);
		return { total: this.#tree.total, row };
	}
	#valueAt(row: number): unknown {
		return this.#tree.valueOf(this.#tree.place(row));
	}
	detail(row: number, wantsText = true): Detail {
		const path = this.#tree.path(this.#tree.steps(this.#tree.place(row)));
		return detailOf(row, path, this.#valueAt(row), wantsText);
	}
	/** The row that a path of names of the tensor list leads to. */
	rowOfChild(row: number, label: string): { total: number; row: number } | undefined {
		const place = this.#tree.place(row);
		const steps = this.#tree.steps(place);
		const found = this.#findLabel(this.#valueAt(row), label);
		return found === undefined ? undefined : this.reveal([...steps, ...found]);
	}
	#findLabel(value: unknown, label: string): number[] | undefined {
		// Names of tensors are paths with dots; keys may have dots of their own.
		if (!(value instanceof Map)) return undefined;
		let index = 0;
		for (const [key, item] of value as Map<unknown, unknown>) {
			const name = String(key);
			if (name === label) return [index];
			if (label.startsWith(`${name}.`)) {
				const inner = this.#findLabel(item, label.slice(name.length + 1));
				if (inner !== undefined) return [index, ...inner];
			}
			index++;
		}
		return undefined;
	}
	route(row: number): { root: number; steps: readonly Step[] } {
		return routeOf(this.#tree.root, this.#tree.steps(this.#tree.place(row)));
	}
	rowOfRoute(route: { root: number; steps: readonly Step[] }): { total: number; row: number } {
		return this.reveal(stepsOf(this.#tree.root, route));
	}

	async search(text: string, scope: SearchScope): Promise<{ hits: Hit[]; isCut: boolean } | undefined> {
		const { search } = await import("./search.ts");
		const found = await this.#during("search", "scanning", (task) => search(this.#tree.root, text, scope, task));
		if (found === undefined) return undefined;
		return { isCut: found.isCut, hits: found.hits.map((hit) => ({ ...hit, path: this.#tree.path(hit.steps) })) };
	}

	async copy(row: number, form: "python" | "json" | "path"): Promise<string> {
		if (form === "path") return this.#tree.path(this.#tree.steps(this.#tree.place(row)));
		const { textOf } = await import("./copying.ts");
		return textOf(this.#valueAt(row), form);
	}

	#source(row: number): NonNullable<ReturnType<typeof sourceOf>> {
		const source = sourceOf(this.#valueAt(row));
		if (source === undefined) throw new Error("this is not an array");
		return source;
	}
	arrayInfo(row: number): ArrayInfo {
		return this.#arrays.infoOf(this.#source(row));
	}
	get #arrays(): NonNullable<ReturnType<typeof libraries>> {
		const found = libraries();
		if (found === undefined) throw new Error("the adapters are not loaded");
		return found;
	}
	arrayWindow(row: number, slice: Slice, rows: Range, columns: Range): Promise<string[][]> {
		return this.#arrays.windowOf(this.#source(row), slice, rows, columns);
	}
	arrayStats(row: number): Promise<ArrayStats | undefined> {
		return this.#during("statistics", "reading", (task) => this.#arrays.statsOf(this.#source(row), task));
	}
	heat(row: number, slice: Slice): Promise<Picture> {
		return this.#arrays.heatOf(this.#source(row), slice);
	}
	image(row: number): Promise<Picture> {
		return this.#arrays.imageOf(this.#source(row));
	}
	line(row: number, axis: number, at: readonly number[]): Promise<LineData> {
		return this.#arrays.lineOf(this.#source(row), axis, at);
	}

	#tableAt(row: number, kind: string): Table {
		const value = this.#valueAt(row);
		const last = this.#table;
		if (last !== undefined && last.value === value && last.kind === kind) return last.table;
		const source = kind === "tensors" ? tensorTable(value) : kind === "model" ? modelTable(value) : tableOf(value);
		if (source === undefined) throw new Error("this is not a table");
		const table = new Table(source);
		this.#table = { value, kind, table };
		return table;
	}
	tableInfo(row: number, kind: string): TableInfo {
		return this.#tableAt(row, kind).info;
	}
	tableRows(row: number, kind: string, from: number, to: number, first: number, last: number): TableRow[] {
		return this.#tableAt(row, kind).rows(from, to, first, last);
	}
	async tableQuery(row: number, kind: string, query: Query): Promise<TableInfo | undefined> {
		const table = this.#tableAt(row, kind);
		const isDone = await this.#during("query", "reading", (task) => table.query(query, task));
		return isDone ? table.info : undefined;
	}
	columnStats(row: number, kind: string, column: number): Promise<ColumnStats | undefined> {
		return this.#during("column", "reading", (task) => this.#tableAt(row, kind).stats(column, task));
	}

	members(row: number): { name: string; size: number; note: string }[] {
		const value = this.#valueAt(row);
		return value instanceof Archive ? value.members.map(({ name, size, note }) => ({ name, size, note })) : [];
	}
	async member(row: number, index: number): Promise<Blob> {
		const value = this.#valueAt(row);
		const member = value instanceof Archive ? value.members[index] : undefined;
		if (member === undefined) throw new Error("there is no such member");
		return postable(await member.open());
	}

	async exports(row: number): Promise<ExportKind[]> {
		const { kindsOf } = await import("./exporting.ts");
		return kindsOf(this.#valueAt(row), this.#info);
	}
	async export(row: number, kind: ExportKind, context: unknown): Promise<Exported> {
		if (kind !== "json" && kind !== "tagged" && kind !== "report" && kind !== "optimized") await loadLibraries();
		const { exported } = await import("./exporting.ts");
		return exported(kind, {
			value: this.#valueAt(row),
			name: this.#name,
			blob: this.#blob,
			info: this.#info,
			path: this.#tree.path(this.#tree.steps(this.#tree.place(row))),
			context,
		});
	}
	rootType(): string {
		return this.#tree.root instanceof Several ? "" : typeOf(this.#tree.root);
	}
}
