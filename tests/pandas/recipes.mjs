/**
 * The recipes of docs/pandas.md with the real packages, installed into a folder of the user's cache: what each shows of a frame.
 *
 * node tests/pandas/recipes.mjs [NAME...]     after a build; a package that cannot be installed is skipped, and said so
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as flechette from "@uwdata/flechette";
import { DataFrame } from "brine/pandas";

const frame = DataFrame.from(
	{
		city: ["Bern", "Oslo", null],
		size: [134, 709, 3],
		x: new Float64Array([1.5, Number.NaN, 2]),
		when: [new Date("2024-02-29"), null, new Date("2020-01-01")],
		kind: ["a", "b", "a"],
	},
	{ dtypes: { kind: "category" } },
);
const ipc = (format) => flechette.tableToIPC(frame.toArrow(flechette), { format });

/** What is installed for each, and what must come out. */
const RECIPES = {
	plot: {
		packages: ["@observablehq/plot@0.6.17", "jsdom@26.1.0"],
		async run(load) {
			const [Plot, { JSDOM }] = [await load("@observablehq/plot"), await load("jsdom")];
			const { document } = new JSDOM("").window;
			const rows = frame.toRows({ objects: true });
			const svg = Plot.dot(rows, { x: "size", y: "x" }).plot({ document });
			return [svg.querySelectorAll("circle").length];
		},
		wanted: [2],
	},
	arquero: {
		packages: ["arquero@8.0.3"],
		// The newest flechette asks for a package that is not published.
		overrides: { "@uwdata/flechette": "2.6.0" },
		async run(load) {
			const aq = await load("arquero");
			const fromArrow = aq.fromArrow(ipc("stream"));
			const fromColumns = aq.table(frame.toColumns());
			const sum = ({ sum }) => sum;
			return [
				fromArrow
					.rollup({ sum: (d) => aq.op.sum(d.size) })
					.objects()
					.map(sum),
				fromColumns
					.rollup({ sum: (d) => aq.op.sum(d.x) })
					.objects()
					.map(sum),
				[...fromArrow.array("kind")],
			];
		},
		wanted: [[846], [3.5], ["a", "b", "a"]],
	},
	duckdb: {
		packages: ["@duckdb/duckdb-wasm@1.29.0", "apache-arrow@17.0.0"],
		async run(_, folder) {
			const require = createRequire(join(folder, "package.json"));
			const dist = join(folder, "node_modules", "@duckdb", "duckdb-wasm", "dist");
			const duckdb = require(join(dist, "duckdb-node-blocking.cjs"));
			const bundles = {
				mvp: { mainModule: join(dist, "duckdb-mvp.wasm") },
				eh: { mainModule: join(dist, "duckdb-eh.wasm") },
			};
			const db = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
			await db.instantiate();
			const connection = db.connect();
			connection.insertArrowFromIPCStream(ipc("stream"), { name: "t" });
			const [row] = connection
				.query("select count(*)::int n, sum(size)::int s, count(x)::int x, max(kind::varchar) k from t")
				.toArray();
			return [row.n, row.s, row.x, row.k];
		},
		wanted: [3, 846, 2, "b"],
	},
	perspective: {
		packages: ["@perspective-dev/client@5.5.1"],
		async run(load) {
			const { default: perspective } = await load("@perspective-dev/client");
			const bytes = ipc("stream");
			const table = await perspective.table(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
			return [await table.size(), (await (await table.view()).to_columns()).size];
		},
		wanted: [3, [134, 709, 3]],
	},
	polars: {
		packages: ["nodejs-polars@0.18.0"],
		async run(load) {
			const { default: pl } = await load("nodejs-polars");
			const own = pl.readIPC(Buffer.from(ipc("file")));
			return [own.height, own.getColumn("size").sum(), own.getColumn("x").nullCount(), own.getColumn("city").toArray()];
		},
		wanted: [3, 846, 1, ["Bern", "Oslo", null]],
	},
};

const names = process.argv.slice(2);
let [passed, failed, skipped] = [0, 0, 0];
for (const [name, { packages, overrides, run, wanted }] of Object.entries(RECIPES)) {
	if (names.length > 0 && !names.includes(name)) continue;
	const folder = join(homedir(), ".cache", "brine", "recipes", name);
	if (!existsSync(join(folder, "done"))) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, "package.json"), JSON.stringify({ overrides }));
		console.log(`installing ${packages.join(", ")} into ${folder}`);
		const { status, stderr } = spawnSync(
			"npm",
			["install", "--ignore-scripts", "--no-audit", "--no-fund", ...packages],
			{ cwd: folder, encoding: "utf8" },
		);
		if (status !== 0) {
			console.log(`skipped, ${name}: ${stderr.trim().split("\n").slice(0, 3).join(" ")}`);
			skipped++;
			continue;
		}
		writeFileSync(join(folder, "done"), "");
	}
	const require = createRequire(join(folder, "package.json"));
	const load = async (specifier) => {
		try {
			return await import(pathToFileURL(require.resolve(specifier)).href);
		} catch {
			// A package for import alone.
			const { exports, module, main } = require(join(folder, "node_modules", specifier, "package.json"));
			const entry = exports?.["."] ?? exports;
			const file =
				entry?.node?.import ??
				entry?.import ??
				entry?.default ??
				(typeof entry === "string" ? entry : (module ?? main));
			const path = typeof file === "string" ? file : (file.default ?? file.node);
			return await import(pathToFileURL(join(folder, "node_modules", specifier, path)).href);
		}
	};
	try {
		const got = await run(load, folder);
		const same = JSON.stringify(got, (_, v) => (typeof v === "bigint" ? Number(v) : v)) === JSON.stringify(wanted);
		if (same) passed++;
		else failed++;
		console.log(
			`${same ? "passed" : "FAILED"} ${name}${same ? "" : `: ${JSON.stringify(got, (_, v) => (typeof v === "bigint" ? Number(v) : v))}`}`,
		);
	} catch (error) {
		failed++;
		console.log(`FAILED ${name}: ${error.stack?.slice(0, 600)}`);
	}
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
