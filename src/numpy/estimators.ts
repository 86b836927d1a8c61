/** Models of scikit-learn and of what looks like it, which stay inert objects: parameters, what was learned, and trees. */
import { isPlainObject } from "../values/brand.ts";
import { PyObject } from "../values/opaque.ts";
import { setOwn } from "../values/own-property.ts";
import type { TypedArray } from "./formats.ts";
import { NDArray } from "./ndarray.ts";
import { Sparse } from "./sparse.ts";

/** The view of a model. */
export interface ModelView {
	/** Its class, such as `sklearn.linear_model._base.LinearRegression`. */
	readonly className: string;
	/** The version of scikit-learn that wrote it, if it says so. */
	readonly version: string | undefined;
	/** The arguments it was made with: attributes whose names neither begin nor end with `_`. */
	readonly params: ReadonlyMap<string, unknown>;
	/** The attributes it has learned: attributes whose names end with `_`, such as `coef_`. */
	readonly learned: ReadonlyMap<string, unknown>;
	/** All other attributes. */
	readonly others: ReadonlyMap<string, unknown>;
}

/**
 * Sorts the attributes of a model by scikit-learn's own rule for their names.
 *
 * @param model an inert object, as `loads` or `loadJoblib` returns it
 * @returns undefined for what is not an object with attributes
 * @example
 * ```ts
 * import { modelView } from "brine/numpy";
 * import { PyGlobal, PyObject } from "brine/types";
 * const model = new PyObject({ callable: new PyGlobal("sklearn.svm._classes", "SVC") });
 * model.operations.push({ op: "build", state: { C: 1.5, n_iter_: 3, _sklearn_version: "1.9.1" } });
 * const { params, learned, version } = modelView(model);
 * console.log(params.get("C"), learned.get("n_iter_"), version); // 1.5 3 1.9.1
 * ```
 */
export function modelView(model: unknown): ModelView | undefined {
	if (!(model instanceof PyObject)) return undefined;
	const { attributes } = model;
	if (attributes.size === 0) return undefined;
	const params = new Map<string, unknown>();
	const learned = new Map<string, unknown>();
	const others = new Map<string, unknown>();
	for (const [name, value] of attributes) {
		const kind = name.startsWith("_") ? others : name.endsWith("_") ? learned : params;
		kind.set(name, value);
	}
	const version = attributes.get("_sklearn_version");
	return {
		className: String(model.pyClass ?? model.callable),
		version: typeof version === "string" ? version : undefined,
		params,
		learned,
		others,
	};
}

/** A decision tree as columns: a row for each node, the first is the root. */
export interface TreeTable {
	/** How many nodes it has. */
	readonly length: number;
	/** The columns by scikit-learn's names: `left_child`, `right_child` (-1 at a leaf), `feature`, `threshold`, `impurity`, … */
	readonly columns: Readonly<Record<string, TypedArray | unknown[]>>;
	/** The predicted values of each node, of shape (nodes, outputs, classes); of the trees of gradient boosting the column `value`. */
	readonly values: NDArray | undefined;
}

const TREES: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"sklearn.tree._tree.Tree",
	"sklearn.tree.tree.Tree",
	"sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
]);

/**
 * The table of one tree: `tree_` of a decision tree, or a predictor of histogram gradient boosting.
 *
 * @param tree an inert object
 * @returns undefined for what is not a tree of scikit-learn with its nodes
 * @example
 * ```ts
 * import { array, treeTable } from "brine/numpy";
 * import { PyGlobal, PyObject } from "brine/types";
 * const nodes = array([[1, 2, 1.5], [-1, -1, -2], [-1, -1, -2]], {
 *   dtype: [["left_child", "i8"], ["right_child", "i8"], ["threshold", "f8"]],
 *   shape: [3],
 * });
 * const tree = new PyObject({ callable: new PyGlobal("sklearn.tree._tree", "Tree") });
 * tree.operations.push({ op: "build", state: { nodes } });
 * treeTable(tree).columns.threshold; // Float64Array [1.5, -2, -2]
 * ```
 */
export function treeTable(tree: unknown): TreeTable | undefined {
	if (!(tree instanceof PyObject) || !TREES.has(String(tree.pyClass))) return undefined;
	const nodes = tree.attributes.get("nodes");
	const values = tree.attributes.get("values");
	if (!(nodes instanceof NDArray) || nodes.dtype.names === null || nodes.shape.length !== 1) return undefined;
	const columns: Record<string, TypedArray | unknown[]> = {};
	for (const name of nodes.dtype.names) {
		const column = nodes.field(name);
		setOwn(columns, name, column.toTyped());
	}
	return { length: nodes.shape[0] as number, columns, values: values instanceof NDArray ? values : undefined };
}

/**
 * All trees that a model has, in the order in which they are in it: one of a decision tree, many of a forest or of boosting.
 *
 * @param model any value that was read
 * @returns a table for each
 * @example
 * ```ts
 * import { trees } from "brine/numpy";
 * // A forest would have many.
 * for (const { columns, length } of trees([1, "no tree"])) console.log(length, columns.feature, columns.threshold);
 * ```
 */
export function trees(model: unknown): TreeTable[] {
	const found: TreeTable[] = [];
	const seen = new Set<object>();
	const todo: unknown[] = [model];
	while (todo.length > 0) {
		const value = todo.pop();
		if (typeof value !== "object" || value === null || seen.has(value)) continue;
		seen.add(value);
		const table = treeTable(value);
		if (table !== undefined) found.push(table);
		else pushHeld(todo, value);
	}
	return found;
}

/** The values to hold, the first on top. */
function pushHeld(todo: unknown[], value: object): void {
	const held = heldBy(value);
	for (let i = held.length - 1; i >= 0; i--) todo.push(held[i]);
}
function heldBy(value: object): readonly unknown[] {
	if (value instanceof PyObject) return [...value.args, ...value.attributes.values(), ...value.items, ...value.entries];
	if (value instanceof NDArray) return Array.isArray(value.data) ? value.data : [];
	if (Array.isArray(value)) return value;
	if (value instanceof Sparse || ArrayBuffer.isView(value)) return [];
	if (value instanceof Map) return [...value.values()];
	if (value instanceof Set) return [...value];
	return isPlainObject(value) ? Object.values(value) : [];
}
