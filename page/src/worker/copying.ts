/** A value as text for the clipboard. */
import { jsonForm } from "../../../src/cli/json-form.ts";
import { repr } from "../../../src/types/index.ts";
import { loadArrays, ownForms } from "./lazy-arrays.ts";
import { libraries } from "./libraries.ts";
import { LazyArray, Several } from "./values.ts";

/** Characters that go to the clipboard. */
const MOST = 32 * 2 ** 20;

/** Bytes of tensors that are read for a copy; larger ones are named by dtype and shape. */
const MOST_TENSORS = 2 ** 28;

async function loadTensors(value: unknown): Promise<void> {
	const tensors = [...(libraries()?.namedTensors(value).values() ?? [])];
	if (tensors.reduce((sum, { nbytes }) => sum + nbytes, 0) > MOST_TENSORS) return;
	for (const tensor of tensors) await tensor.load();
}

/** A value as Python or as JSON. */
export async function textOf(given: unknown, form: "python" | "json"): Promise<string> {
	let value = given instanceof Several ? [...given.values] : given;
	await loadArrays(value);
	await loadTensors(value);
	if (value instanceof LazyArray) value = await value.whole();
	if (form === "python") {
		const known = libraries();
		if (known !== undefined && value instanceof known.NDArray) return known.repr(value);
		return repr(value, { limits: { text: MOST } });
	}
	const json = await import("../../../src/json/index.ts");
	return json.dumps(jsonForm(value, "repr", ownForms()), { indent: 2, limits: { text: MOST } } as never);
}
