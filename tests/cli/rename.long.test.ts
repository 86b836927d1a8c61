/** `brine convert --rename`, and the hook that it is made of. */
import { describe, expect, it } from "vitest";
import { pickle, pickletools } from "../../src/index.ts";
import { PyGlobal, PyObject, tuple } from "../../src/types/index.ts";
import { brine } from "./run.ts";

const point = (module: string, name: string): PyObject =>
	new PyObject({ callable: new PyGlobal(module, name), args: tuple(1, 2) });
const DATA = pickle.dumps([point("old.shapes", "Point"), point("old.other", "Thing"), point("olden", "Times")]);

function names(data: Uint8Array): string[] {
	return pickletools.globals(data).imports.map(({ module, name }) => `${module}.${name}`);
}

describe("brine convert --rename", () => {
	it("gives classes and modules other names", async () => {
		const renames = ["--rename", "old.shapes.Point=new.geometry.Point2", "--rename", "old=fresh"];
		const { code, stderr, written } = await brine(["convert", ...renames, "a.pkl", "b.pkl"], {
			files: { "a.pkl": DATA },
		});
		expect([code, stderr]).toEqual([0, ""]);
		expect(names(written["b.pkl"] as Buffer)).toEqual(["new.geometry.Point2", "fresh.other.Thing", "olden.Times"]);
	});
	it("leaves all else as it is, in place too", async () => {
		const { written } = await brine(["convert", "--rename", "olden=old", "a.pkl", "a.pkl"], {
			files: { "a.pkl": DATA },
		});
		expect(names(written["a.pkl"] as Buffer)).toEqual(["old.shapes.Point", "old.other.Thing", "old.Times"]);
	});
	it("refuses a rule that is none, or of no use, or for JSON", async () => {
		for (const [rule, input] of [
			["x", "a.pkl"],
			["=x", "a.pkl"],
			["missing=x", "a.pkl"],
			["old.shapes.Point=Point", "a.pkl"],
			["old=x", "a.json"],
		] as const) {
			const files = { "a.pkl": DATA, "a.json": "[1]" };
			const { code, stderr, written } = await brine(["convert", "--rename", rule, input, "b.pkl"], { files });
			expect([rule, code, written]).toEqual([rule, 2, {}]);
			expect(stderr).toContain("--rename");
		}
	});
	it("is findClass with a PyGlobal in code", () => {
		const value = pickle.loads(DATA, {
			findClass: (module, name) => (module === "old.shapes" ? new PyGlobal("new.shapes", name) : undefined),
		});
		expect(names(pickle.dumps(value))).toEqual(["new.shapes.Point", "old.other.Thing", "olden.Times"]);
	});
});
