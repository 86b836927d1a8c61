/** Every function that takes options, with an input that it takes: what tests of all of them ask. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { Client, type Connection, frames, Listener } from "../src/connection/index.ts";
import { fromTagged, json, pformat, pickle, pickletools, repr, toPlain, toTagged } from "../src/index.ts";
import { dumpsJoblib, loadJoblib, writeJoblib } from "../src/joblib/index.ts";
import { plan } from "../src/jobs/index.ts";
import { dumpFile, dumpFileSync, loadFile, loadFileSync, scanFile, unpacked } from "../src/node/index.ts";
import {
	array,
	dumpsNpy,
	dumpsNpz,
	loadNpy,
	loadNpySync,
	numpyRegistry,
	openNpy,
	openNpz,
	repr as printNumpy,
	str,
	streamNpy,
	writeNpz,
} from "../src/numpy/index.ts";
import { pandasRegistry } from "../src/pandas/index.ts";
import { createPolicy, scan } from "../src/scan/index.ts";
import {
	dumpsTorch,
	dumpTorch,
	fromSafetensors,
	loadIndex,
	loadTorch,
	splitShards,
	Tensor,
	toSafetensors,
	weightsOnly,
	writeSafetensors,
} from "../src/torch/index.ts";

export const DATA = pickle.dumps([1, "two", { three: 3 }], { protocol: 2 });

export const collect = async (values: AsyncIterable<unknown>): Promise<unknown> => {
	for await (const value of values) return value;
	return undefined;
};
export const TEXT = '[1, "two", {"three": 3}]      ';
export const JSON_BYTES = new TextEncoder().encode(TEXT.padEnd(Math.ceil(TEXT.length / 8) * 8));
const folder = join(tmpdir(), `brine-kinds-${process.pid}`);
/** Has the files of these functions while the tests of a file run: files of tests share this module, one after the other. */
export function haveFiles(): void {
	beforeAll(() => {
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, "a.pkl"), DATA);
		writeFileSync(join(folder, "a.json"), TEXT);
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
}
const [pkl, doc, out] = ["a.pkl", "a.json", "out.pkl"].map((name) => join(folder, name)) as [string, string, string];

export type Work = (options: object) => unknown;
/** All that reads or writes a value: does it wait, and does it return what a schema could check? */
export const ALL: Readonly<Record<string, readonly [work: Work, waits: boolean, reads: boolean]>> = {
	"pickle.loads": [(o) => pickle.loads(DATA, o), false, true],
	"pickle.load": [(o) => pickle.load(DATA, o), true, true],
	"pickle.loadSync": [(o) => pickle.loadSync(DATA, o), false, true],
	"pickle.loadAll": [(o) => collect(pickle.loadAll(DATA, o)), true, true],
	"pickle.Unpickler": [(o) => new pickle.Unpickler(DATA, o).load(), true, true],
	"pickle.dumps": [(o) => pickle.dumps([1], o), false, false],
	"pickle.dump": [(o) => pickle.dump([1], { write: () => undefined }, o), true, false],
	"pickle.dumpSync": [(o) => pickle.dumpSync([1], { write: () => undefined }, o), false, false],
	"pickletools.dis": [(o) => pickletools.dis(DATA, o), false, false],
	"pickletools.genops": [(o) => [...pickletools.genops(DATA, o)], false, false],
	"pickletools.optimize": [(o) => pickletools.optimize(DATA, o), false, false],
	"pickletools.globals": [(o) => pickletools.globals(DATA, o), false, false],
	"pickletools.tree": [(o) => pickletools.tree(DATA, o), false, false],
	"json.loads": [(o) => json.loads(TEXT, o), false, true],
	"json.load": [(o) => json.load([TEXT], o), true, true],
	"json.loadSync": [(o) => json.loadSync([TEXT], o), false, true],
	"json.loadAll": [(o) => collect(json.loadAll([TEXT], o)), true, true],
	"json.loadLines": [(o) => collect(json.loadLines([TEXT], o)), true, true],
	"json.loadLinesSync": [(o) => [...json.loadLinesSync([TEXT], o)][0], false, true],
	"json.items": [(o) => collect(json.items([TEXT], "", o)), true, true],
	"json.kvitems": [(o) => collect(json.kvitems([TEXT], "item", o)), true, true],
	"json.events": [(o) => collect(json.events([TEXT], o)), true, true],
	"json.dumps": [(o) => json.dumps([1], o), false, false],
	"json.dump": [(o) => json.dump([1], { write: () => undefined }, o), true, false],
	"json.dumpSync": [(o) => json.dumpSync([1], { write: () => undefined }, o), false, false],
	"loadFile of a pickle": [(o) => loadFile(pkl, o), true, true],
	"loadFile of JSON": [(o) => loadFile(doc, o), true, true],
	"loadFileSync of a pickle": [(o) => loadFileSync(pkl, o), false, true],
	"loadFileSync of JSON": [(o) => loadFileSync(doc, o), false, true],
	dumpFile: [(o) => dumpFile([1], out, o), true, false],
	dumpFileSync: [(o) => dumpFileSync([1], out, o), false, false],
};

const numbers = array([1, 2]);
const tensors = { w: Tensor.from(new Float32Array([1]), [1]) };
export const FILES = {
	npy: dumpsNpy(numbers),
	npz: await dumpsNpz({ numbers }),
	joblib: await dumpsJoblib([1]),
	torch: await dumpsTorch(tensors),
	safetensors: (await toSafetensors(tensors)).data,
	frame: Uint8Array.of(0, 0, 0, DATA.length, ...DATA),
};
const _nowhere = (): { write(chunk: Uint8Array | string): void } => ({ write: () => undefined });
/** A value whose form nearly every option changes. */
const VALUE = {
	b: [1.5, "é<", 12345678901234567890n, { z: 1, y: true }],
	a: Array.from({ length: 30 }, (_, i) => `item ${i}`),
};
/** Everything that a function writes. */
async function written(write: (sink: { write(chunk: Uint8Array | string): void }) => unknown): Promise<unknown> {
	const chunks: unknown[] = [];
	await write({ write: (chunk) => void chunks.push(chunk) });
	return chunks;
}
export type Reader = (data: never, options?: never) => unknown;
/** What reads files: the file, whether it waits, and whether it takes streams. */
export const READERS: Readonly<
	Record<string, readonly [work: Reader, file: Uint8Array, waits: boolean, streams: boolean]>
> = {
	"numpy.openNpy": [openNpy, FILES.npy, true, false],
	"numpy.loadNpy": [loadNpy, FILES.npy, true, true],
	"numpy.loadNpySync": [loadNpySync, FILES.npy, false, false],
	"numpy.streamNpy": [(data, options) => collect(streamNpy(data, options)), FILES.npy, true, true],
	"numpy.openNpz": [openNpz, FILES.npz, true, false],
	"joblib.loadJoblib": [loadJoblib, FILES.joblib, true, true],
	"torch.loadTorch": [loadTorch, FILES.torch, true, true],
	"torch.loadIndex": [loadIndex, FILES.torch, true, true],
	"torch.fromSafetensors": [fromSafetensors, FILES.safetensors, true, true],
	"torch.weightsOnly": [weightsOnly, DATA, false, false],
	"scan.scan": [(data, options) => collect(scan(data, options)), DATA, true, true],
	"connection.frames": [
		(data, options) => collect(frames(data, { length: "u32be", ...(options as object | undefined) })),
		FILES.frame,
		true,
		true,
	],
	"node.unpacked": [(data, options) => collect(unpacked(data, options)), DATA, true, true],
};
/** Connects to a listener that takes whatever comes. */
async function withServer(connect: (address: Listener["address"]) => Promise<Connection>): Promise<void> {
	const listener = await Listener.listen();
	const accepted = listener.accept().then(
		(connection) => connection.close(),
		() => undefined,
	);
	try {
		await (await connect(listener.address)).close();
		await accepted;
	} finally {
		await listener.close();
	}
}
/** What takes options and no file. */
export const WRITERS: Readonly<Record<string, readonly [work: (options: never) => unknown, waits: boolean]>> = {
	"numpy.dumpsNpy": [(o) => dumpsNpy(numbers, o), false],
	"numpy.dumpsNpz": [(o) => dumpsNpz({ numbers }, o), false],
	"numpy.writeNpz": [(o) => written((sink) => writeNpz({ numbers }, sink, o)), false],
	"joblib.dumpsJoblib": [(o) => dumpsJoblib(VALUE, o), true],
	"joblib.writeJoblib": [(o) => written((sink) => writeJoblib(VALUE, sink, o)), true],
	"torch.dumpsTorch": [(o) => dumpsTorch(tensors, o), false],
	"torch.dumpTorch": [(o) => written((sink) => dumpTorch(tensors, sink, o)), true],
	"torch.toSafetensors": [(o) => toSafetensors(tensors, o), false],
	"torch.writeSafetensors": [(o) => written((sink) => writeSafetensors(tensors, sink, o)), true],
	toTagged: [(o) => toTagged(VALUE, o), false],
	fromTagged: [(o) => fromTagged([1], o), false],
	toPlain: [(o) => toPlain(VALUE, o), false],
	repr: [(o) => repr(VALUE, o), false],
	pformat: [(o) => pformat(VALUE, o), false],
	"json.dumps": [(o) => json.dumps(VALUE, o), false],
	"json.iterencode": [(o) => [...json.iterencode(VALUE, o)], false],
	"json.dump": [(o) => written((sink) => json.dump(VALUE, sink, o)), true],
	"json.dumpSync": [(o) => written((sink) => json.dumpSync(VALUE, sink, o)), false],
	"json.dumpLines": [(o) => written((sink) => json.dumpLines([VALUE], sink, o)), true],
	"json.dumpLinesSync": [(o) => written((sink) => json.dumpLinesSync([VALUE], sink, o)), false],
	"json.JSONEncoder": [(o) => new json.JSONEncoder(o), false],
	"json.JSONDecoder": [(o) => new json.JSONDecoder(o), false],
	"pickle.dumps": [(o) => pickle.dumps(VALUE, o), false],
	"pickle.dump": [(o) => written((sink) => pickle.dump(VALUE, sink, o)), true],
	"pickle.dumpSync": [(o) => written((sink) => pickle.dumpSync(VALUE, sink, o)), false],
	"numpy.array": [(o) => array([1], o), false],
	"numpy.repr": [(o) => printNumpy([VALUE, numbers], o), false],
	"numpy.str": [(o) => str(numbers, o), false],
	"numpy.numpyRegistry": [(o) => numpyRegistry(o), false],
	"pandas.pandasRegistry": [(o) => pandasRegistry(o), false],
	"torch.splitShards": [(o) => splitShards(tensors, o), false],
	"scan.createPolicy": [(o) => createPolicy(o), false],
	"node.scanFile": [(o) => collect(scanFile(pkl, o)), true],
	"jobs.plan": [(o) => [...plan([folder], o)], false],
	"connection.Client": [(o) => withServer((address) => Client(address, o)), true],
	"connection.Listener.listen": [(o) => Listener.listen(null, o).then((listener) => listener.close()), true],
	"json.PartialDecoder": [(o) => new json.PartialDecoder(o), false],
	"pickle.Pickler": [(o) => written((sink) => new pickle.Pickler(sink, o).dump(VALUE)), true],
};
