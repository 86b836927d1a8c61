/** Writes the files that the page offers to whoever has none, by the library itself: node page/scripts/samples.mjs, after a build. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pickle } from "../../dist/index.js";
import { array, dumpsNpy } from "../../dist/numpy/index.js";
import { DataFrame, registry as pandasTypes } from "../../dist/pandas/index.js";
import { dumpsTorch, Tensor } from "../../dist/torch/index.js";
import { createRegistry, PyDateTime, PyDecimal, PyDict, PySet, PyUUID, tuple } from "../../dist/types/index.js";

const out = join(import.meta.dirname, "../public/samples");
mkdirSync(out, { recursive: true });
const write = (name, bytes) => writeFileSync(join(out, name), bytes);

/** Numbers that are the same each time. */
let seed = 20260101;
const random = () => {
	seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
	return seed / 2 ** 32;
};
const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
const pick = (items) => items[Math.floor(random() * items.length)];
const hex = (digits) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");

const CITIES = ["Oslo", "Lima", "Kyoto", "Nairobi", "Porto", "Tromsø", "成都"];
const home = new PyDict([
	["city", "Oslo"],
	["zip", "0150"],
]);
const records = Array.from(
	{ length: 2000 },
	(_, i) =>
		new PyDict([
			["id", i + 1],
			["order", new PyUUID(`${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`)],
			[
				"placed",
				new PyDateTime(
					2025,
					1 + Math.floor(random() * 12),
					1 + Math.floor(random() * 28),
					Math.floor(random() * 24),
					Math.floor(random() * 60),
				),
			],
			["total", new PyDecimal((random() * 400).toFixed(2))],
			["city", pick(CITIES)],
			["paid", random() < 0.8],
			["coupon", random() < 0.7 ? null : pick(["SPRING", "FRIEND"])],
			["tags", new PySet([pick(["new", "gift", "bulk"]), pick(["air", "sea"])])],
			["size", tuple(Math.ceil(random() * 60), Math.ceil(random() * 40))],
			["home", home],
		]),
);
write("records.pkl", pickle.dumps(records));

const days = 6000;
let price = 100;
const frame = DataFrame.from([
	[
		"day",
		Array.from(
			{ length: days },
			(_, i) =>
				`${2003 + Math.floor(i / 365)}-${String(1 + (Math.floor(i / 30) % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`,
		),
	],
	["close", Float64Array.from({ length: days }, () => (price = Math.max(5, price + normal())))],
	["volume", Int32Array.from({ length: days }, () => Math.floor(1e4 + random() * 9e4))],
	["change", Float64Array.from({ length: days }, () => (random() < 0.04 ? Number.NaN : normal() * 2))],
	["market", Array.from({ length: days }, () => pick(["XOSL", "XLIM", "XTKS"]))],
	["open", Array.from({ length: days }, () => random() < 0.9)],
]);
write("frame.pkl", pickle.dumps(frame, { registry: createRegistry(pandasTypes) }));

const [depth, height, width] = [6, 96, 128];
const field = new Float32Array(depth * height * width);
for (let z = 0, i = 0; z < depth; z++)
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			field[i++] =
				Math.sin((x + 10 * z) / 11) * Math.cos((y - 6 * z) / 9) +
				0.7 * Math.exp(-((x - 64) ** 2 + (y - 48) ** 2) / (220 + 90 * z));
write("field.npy", dumpsNpy(array(field, { shape: [depth, height, width] })));

const tensor = (...shape) =>
	Tensor.from(
		Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => normal() / Math.sqrt(shape.at(-1) ?? 1)),
		shape,
	);
const network = new PyDict([
	["epoch", 12],
	["loss", 0.0831],
	[
		"model",
		new PyDict([
			["embed.weight", tensor(200, 32)],
			["layers.0.weight", tensor(64, 32)],
			["layers.0.bias", tensor(64)],
			["layers.1.weight", tensor(64, 64)],
			["layers.1.bias", tensor(64)],
			["head.weight", tensor(10, 64)],
			["head.bias", tensor(10)],
		]),
	],
]);
write("network.pt", await dumpsTorch(network));

// What people mean by a malicious pickle, written by hand: it is shown, never run. It asks for nothing that does harm.
write("malicious.pkl", new TextEncoder().encode("cos\nsystem\n(S'echo this pickle would have run a command'\ntR."));

// A random forest of scikit-learn, saved by joblib under Python 3.13.
copyFileSync(join(import.meta.dirname, "../samples/forest.joblib"), join(out, "forest.joblib"));
