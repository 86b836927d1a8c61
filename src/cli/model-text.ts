/** A model of scikit-learn in a terminal: class, version, parameters, and what it has learned, a line for each. */
import { modelView, NDArray } from "../numpy/index.ts";
import { isObject, repr } from "../types/index.ts";

/** Packages whose objects are models, whether they say a version or not. */
const PACKAGES: ReadonlySet<string> = new Set(["sklearn", "xgboost", "lightgbm", "statsmodels"]);

/** A line is cut here. */
const WIDTH = 100;
/** Models in models are shown so deep. */
const DEEPEST = 4;

/**
 * The lines of a model.
 *
 * @param value anything
 * @returns undefined for what is not an object of a package of models
 */
export function modelLines(value: unknown): string[] | undefined {
	if (!isModel(value)) return undefined;
	const lines: string[] = [];
	addModel(value, "", 0, lines);
	return lines;
}

function isModel(value: unknown): boolean {
	const view = modelView(value);
	return view !== undefined && (view.version !== undefined || PACKAGES.has(view.className.split(".")[0] as string));
}

function addModel(value: unknown, indent: string, depth: number, lines: string[]): void {
	const view = modelView(value);
	if (view === undefined) return;
	const version = view.version === undefined ? "" : ` (scikit-learn ${view.version})`;
	lines.push(`${indent}${view.className}${depth === 0 ? version : ""}`);
	const groups = [
		["parameters", view.params],
		["learned", view.learned],
		["private", new Map([...view.others].filter(([name]) => name !== "_sklearn_version"))],
	] as const;
	for (const [title, attributes] of groups) {
		if (attributes.size === 0) continue;
		lines.push(`${indent}  ${title}`);
		for (const [name, held] of attributes) addLine(name, held, `${indent}    `, depth, lines);
	}
}

function addLine(name: string, value: unknown, indent: string, depth: number, lines: string[]): void {
	const steps = Array.isArray(value) ? (value as unknown[]).map(modelIn) : [];
	if (depth < DEEPEST && isModel(value)) {
		lines.push(`${indent}${name} =`);
		addModel(value, `${indent}  `, depth + 1, lines);
	} else if (depth < DEEPEST && steps.length > 0 && steps.every((step) => step !== undefined)) {
		lines.push(`${indent}${name} =`);
		for (const step of steps) addModel(step, `${indent}  `, depth + 1, lines);
	} else {
		lines.push(cut(`${indent}${name} = ${textOf(value)}`));
	}
}
/** A model, or the one in a pair of a name and a model, as pipelines have them. */
function modelIn(item: unknown): unknown {
	const found: unknown = Array.isArray(item) ? item.find((part) => isObject(part)) : item;
	return isModel(found) ? found : undefined;
}

/** An array as its dtype and shape, and as many of its items as there is room for. */
function textOf(value: unknown): string {
	if (!(value instanceof NDArray)) return repr(value).replaceAll(/\s*\n\s*/g, " ");
	const { dtype, shape } = value;
	const kind = dtype.names === null ? dtype.name : `record {${dtype.names.join(", ")}}`;
	const few = value.reshape(value.size).slice([0, Math.min(value.size, 20), 1]);
	const shown = few.toArray() as unknown[];
	return `${kind} (${shape.join(", ")}${shape.length === 1 ? "," : ""}) [${shown.map(itemText).join(", ")}${value.size > shown.length ? ", …" : ""}]`;
}
function itemText(item: unknown): string {
	return typeof item === "number" || typeof item === "bigint" ? String(item) : repr(item);
}

function cut(line: string): string {
	return line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 1)}…`;
}
