/** From a place in the tree to the way a pickle has it, and back. */
import { childrenOf } from "./children.ts";
import type { Step } from "./spans.ts";
import { Several } from "./values.ts";

/** Labels that are looked through for an attribute. */
const MOST = 10_000;

/** The way to a place, as the machine of a pickle knows it. */
export function routeOf(root: unknown, steps: readonly number[]): { readonly root: number; readonly steps: Step[] } {
	const route: Step[] = [];
	let value = root;
	let [first, from] = [0, 0];
	if (root instanceof Several) {
		first = steps[0] ?? 0;
		value = root.values[first];
		from = 1;
	}
	for (const index of steps.slice(from)) {
		const children = childrenOf(value);
		if (children === undefined) break;
		const label = children.label(index);
		if (children.what === "keys") route.push(`e${index}`);
		else if (children.what !== "parts") route.push(`i${index}`);
		else if (label.startsWith(".")) route.push(`a${label.slice(1)}`);
		else if (label.startsWith("[")) route.push(`e${index - firstLabel(value, "[")}`);
		else if (/^\d+$/.test(label)) route.push(`i${Number(label)}`);
		else break;
		value = children.value(index);
	}
	return { root: first, steps: route };
}
function firstLabel(value: unknown, start: string): number {
	const children = childrenOf(value);
	for (let i = 0; children !== undefined && i < Math.min(MOST, children.count); i++)
		if (children.label(i).startsWith(start)) return i;
	return 0;
}

/** The place in the tree that a way leads to, as far as it goes. */
export function stepsOf(root: unknown, route: { readonly root: number; readonly steps: readonly Step[] }): number[] {
	const steps: number[] = [];
	let value = root;
	if (root instanceof Several) {
		steps.push(route.root);
		value = root.values[route.root];
	}
	for (const step of route.steps) {
		const children = childrenOf(value);
		if (children === undefined) break;
		const index = indexOf(children, step, value);
		if (index === undefined || index >= children.count) break;
		steps.push(index);
		value = children.value(index);
	}
	return steps;
}
function indexOf(children: NonNullable<ReturnType<typeof childrenOf>>, step: Step, value: unknown): number | undefined {
	const n = Number(step.slice(1));
	if (children.what !== "parts") return step.startsWith("a") ? undefined : n;
	if (step.startsWith("e")) return firstLabel(value, "[") + n;
	const wanted = step.startsWith("a") ? `.${step.slice(1)}` : String(n);
	for (let i = 0; i < Math.min(MOST, children.count); i++) if (children.label(i) === wanted) return i;
	return undefined;
}
