/** What is copied is what Python itself makes of it: paths lead there, texts are equal values. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { json, pickle } from "../../../dist/index.js";
import { dumpsJoblib } from "../../../dist/joblib/index.js";
import { array, dumpsNpy } from "../../../dist/numpy/index.js";
import { DataFrame, registry as pandasTypes } from "../../../dist/pandas/index.js";
import { dumpsTorch, Tensor } from "../../../dist/torch/index.js";
import { PyDict } from "../../../dist/types/index.js";
import { looked } from "./kinds.mjs";

/** Runs a script of Python, with what it is to read. */
function python(script, input = "") {
	const { status, stdout, stderr } = spawnSync("python3", ["-c", script], { input, maxBuffer: 2 ** 28 });
	assert.equal(status, 0, String(stderr));
	return stdout;
}

/** A value with every kind of way to what is in it, as Python writes it. */
const MAKE = `
import pickle, sys, types, collections, fractions, decimal, datetime, uuid
inner = types.SimpleNamespace(name="n", items=[1, {"deep": (2, b"3")}])
error = ValueError("bad", [4, 5])
error.note = {"kept": True}
value = {
    "plain": [1, 2.5, None, True, -0.0, 10**30, 1j, float("inf")],
    "quotes 'a' \\"b\\" \\\\ \\n\\x07 \\u202e \\U0001f600 成都": ("x", ("y",)),
    7: {b"bytes": bytearray(b"\\x00\\xff")},
    ("a", 1, None): {1.5: "float", -3: "negative", True: "t"},
    "k" * 300: ["under a long key"],
    ("t" * 200, ("u" * 200,)): ["under a long tuple"],
    "set": {"one", "two"},
    "frozen": frozenset({(1, 2)}),
    "namespace": inner,
    "ordered": collections.OrderedDict([("o", [1]), (("p", "q"), 2)]),
    "default": collections.defaultdict(list, {"d": [[6]]}),
    "counter": collections.Counter("abca"),
    "deque": collections.deque([[7], "8"], 5),
    "chain": collections.ChainMap({"c": [9]}, {"c": 0, "e": 1}),
    "error": error,
    "when": datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.timezone.utc),
    "numbers": [fractions.Fraction(1, 3), decimal.Decimal("1.50"), uuid.UUID(int=5)],
    "": "empty key",
}
`;
/** Reads lines of [path, text], looks whether each path leads to what its text says, and says what is wrong. */
const CHECK = `${MAKE}
import json
obj = pickle.loads(pickle.dumps(value))
wrong = []
for path, text in json.load(sys.stdin):
    try:
        found = repr(eval(path))
    except Exception as e:
        wrong.append(f"{path}: {e!r}")
        continue
    # OrderedDict is written in another way since 3.12.
    if found != text and "OrderedDict" not in text: wrong.append(f"{path}: {found} is not {text}")
print("\\n".join(wrong), end="")
`;

/** Copies of the value that is selected, one in each form. */
async function copy(shown, name) {
	const { page } = shown;
	await page.evaluate(() => navigator.clipboard.writeText("nothing was copied"));
	await page.locator("summary[aria-label=Copy]").click();
	await page.getByRole("button", { name, exact: true }).click();
	let copied = "";
	await shown.until(
		() => page.evaluate(() => navigator.clipboard.readText()),
		(text) => {
			assert.notEqual(text, "nothing was copied");
			copied = text;
		},
	);
	return copied;
}
async function select(shown, row) {
	await shown.page.locator("[role=tree]").focus();
	await shown.page.keyboard.press("Home");
	for (let i = 0; i < row; i++) await shown.page.keyboard.press("ArrowDown");
	await shown.page.waitForFunction(
		(id) => document.querySelector(`#${id}`)?.getAttribute("aria-selected") === "true",
		`row-${row}`,
	);
	await shown.idle();
}

export const tests = {
	"each path that is copied leads there in Python, and each text is its repr": async (page) => {
		const bytes = python(`${MAKE}\nsys.stdout.buffer.write(pickle.dumps(value, 4))`);
		await looked(
			page,
			"paths.pkl",
			bytes,
			async (shown) => {
				await shown.page.getByRole("button", { name: "Open all below" }).click();
				await shown.idle();
				const total = await shown.page
					.locator(".tree .row")
					.first()
					.evaluate((row) => {
						const last = row.closest(".tree").querySelectorAll(".row");
						return last.length;
					});
				assert.ok(total > 10);
				const copies = [];
				await select(shown, 0);
				for (let row = 0; ; row++) {
					copies.push([await copy(shown, "Copy path"), await copy(shown, "Copy as Python")]);
					await shown.page.locator("[role=tree]").focus();
					await shown.page.keyboard.press("ArrowDown");
					await shown.idle();
					const at = await shown.page.locator("[role=tree]").getAttribute("aria-activedescendant");
					if (at === `row-${row}`) break;
				}
				console.log(`       ${copies.length} paths`);
				assert.ok(copies.length > 60, `${copies.length}`);
				// A set has no order that another process would have too.
				const checked = copies.filter(([path, text]) => !/^list\(|set\(|\{'(one|two)'/.test(path + text));
				assert.ok(checked.length > 50, `${checked.length}`);
				assert.equal(String(python(CHECK, JSON.stringify(checked.slice(1)))), "");
			},
			{ viewport: { width: 1700, height: 1000 } },
		);
	},
	"copies of arrays, frames, tensors and models": async (page) => {
		const items = array(Float64Array.of(1, 2.5, Number.NaN, 4), { shape: [2, 2] });
		await looked(page, "a.npy", dumpsNpy(items), async (shown) => {
			assert.equal(await copy(shown, "Copy as Python"), "array([[1. , 2.5],\n       [nan, 4. ]])");
			assert.equal(await copy(shown, "Copy path"), "obj");
			assert.deepEqual(json.loads(await copy(shown, "Copy as JSON")), [
				[1, 2.5],
				[Number.NaN, 4],
			]);
		});
		await looked(page, "a.joblib", await dumpsJoblib({ x: array([1, 2], { dtype: "int8" }) }), async (shown) => {
			assert.equal(await copy(shown, "Copy as Python"), "{'x': array([1, 2], dtype=int8)}");
			assert.deepEqual(json.loads(await copy(shown, "Copy as JSON")), { x: [1, 2] });
			await select(shown, 1);
			assert.equal(await copy(shown, "Copy path"), 'obj["x"]');
			assert.equal(await copy(shown, "Copy as Python"), "array([1, 2], dtype=int8)");
		});
		const frame = DataFrame.from([
			["n", Int32Array.of(1, 2)],
			["s", ["a", null]],
		]);
		await looked(page, "frame.pkl", pickle.dumps({ frame }, { registry: pandasTypes }), async (shown) => {
			await select(shown, 1);
			assert.equal(await copy(shown, "Copy path"), 'obj["frame"]');
			assert.equal(await copy(shown, "Copy as Python"), "   n     s\n0  1     a\n1  2  None");
			assert.match(await copy(shown, "Copy as JSON"), /"n"/);
			await shown.page.locator(".grid .cell", { hasText: "a" }).first().click();
			await shown.page.locator(".grid").focus();
			await shown.page.keyboard.press("Control+c");
			await shown.until(
				() => shown.page.evaluate(() => navigator.clipboard.readText()),
				(text) => assert.equal(text, "a"),
			);
		});
		const model = new PyDict([["net", new PyDict([["w", Tensor.from(Float32Array.of(1.5, 2), [2])]])]]);
		await looked(page, "m.pt", await dumpsTorch(model), async (shown) => {
			assert.deepEqual(json.loads(await copy(shown, "Copy as JSON")), { net: { w: [1.5, 2] } });
			await shown.page.getByRole("button", { name: "Open all below" }).click();
			await shown.idle();
			await select(shown, 2);
			assert.equal(await copy(shown, "Copy path"), 'obj["net"]["w"]');
			assert.deepEqual(json.loads(await copy(shown, "Copy as JSON")), [1.5, 2]);
			assert.equal(await copy(shown, "Copy as Python"), "torch.Tensor(dtype='torch.float32', shape=[2])");
		});
	},
	"copies of what is one of several pickles": async (page) =>
		looked(page, "several.pkl", Buffer.concat([pickle.dumps("first"), pickle.dumps({ b: 2 })]), async (shown) => {
			assert.equal(await copy(shown, "Copy as Python"), "['first', {'b': 2}]");
			await select(shown, 2);
			assert.equal(await copy(shown, "Copy path"), "objects[1]");
			assert.equal(await copy(shown, "Copy as Python"), "{'b': 2}");
		}),
	"what cannot be copied says why": async (page) => {
		let laughs = ["lol"];
		for (let i = 0; i < 60; i++) laughs = [laughs, laughs];
		await looked(page, "laughs.pkl", pickle.dumps(laughs), async (shown) => {
			for (const name of ["Copy as Python", "Copy as JSON"]) {
				await shown.page.locator("summary[aria-label=Copy]").click();
				await shown.page.getByRole("button", { name, exact: true }).click();
				await shown.page.getByText(/^Not copied: /).waitFor({ timeout: 60_000 });
				await shown.page
					.getByText(/^Not copied: /)
					.waitFor({ state: "detached" })
					.catch(() => undefined);
			}
		});
	},
};
