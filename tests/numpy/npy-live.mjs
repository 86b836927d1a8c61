/**
 * node tests/numpy/npy-live.mjs [SEED [COUNT]]: .npy and .npz files drawn from a seed, both ways against numpy 1.26 and 2.5: what
 * numpy saves is written again as the same bytes, and what is written here numpy loads as equal. Makes the environments in
 * ~/.cache/brine. Needs `npm run build`.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { wholeNumber } from "../whole-number.mjs";

const [seed = "1", count = "2000"] = process.argv.slice(2);
wholeNumber("SEED", seed, 0);
wholeNumber("COUNT", count);
const VERSIONS = [
	["2.5.5", "3.13"],
	["1.26.4", "3.11"],
];
const { dumpsNpy, dumpsNpz, loadNpySync, openNpz } = await import(pathToFileURL(resolve("dist/numpy/index.js")).href);

const PROGRAM = String.raw`
import sys, random, numpy as np
mode, folder, seed, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
BASES = ['?', 'i1', 'u1', '<i2', '>i2', '<u4', '>i4', '<i8', '>u8', '<f2', '>f2', '<f4', '>f4', '<f8', '>f8', '<c8', '>c16', 'S1', 'S7', '<U3', '>U2',
         '<M8[s]', '>M8[25us]', '<m8[D]', 'M8', 'V5', 'g']
def base(r, depth=0):
    if depth < 2 and r.random() < .2:
        names = r.sample(['a', 'b c', 'x"', "y'", 'z\\', 'long name ' * 5], r.randrange(1, 4))
        fields = []
        for n in names:
            f = (n, base(r, depth + 1)) if r.random() < .7 else (n, base(r, depth + 1), tuple(r.randrange(3) for _ in range(r.randrange(1, 3))))
            fields.append(f)
        return np.dtype(fields, align=r.random() < .4)
    return np.dtype(r.choice(BASES))
def made(r):
    d = base(r)
    shape = tuple(r.randrange(5) for _ in range(r.randrange(5)))
    size = int(np.prod(shape, dtype=int))
    raw = bytes(r.randrange(1, 100) if d.kind not in 'bU' and not d.hasobject else 1 for _ in range(size * d.itemsize))
    if d.kind == 'U': a = np.array(['\u00e9' * (i % 3) for i in range(size)], d).reshape(shape)
    else: a = np.frombuffer(raw, d, size).reshape(shape) if d.itemsize else np.zeros(shape, d)
    return np.asfortranarray(a) if r.random() < .4 else a
def same(a, b): # padding is nobody's
    return all(same(a[n], b[n]) for n in a.dtype.names) if a.dtype.names else a.tobytes() == b.tobytes()
r = random.Random(seed)
arrays = [made(r) for _ in range(count)]
if mode == 'write':
    for i, a in enumerate(arrays): np.save('%s/%d.npy' % (folder, i), a)
    np.savez('%s/all.npz' % folder, **{str(i): a for i, a in enumerate(arrays[:200])})
    np.savez_compressed('%s/packed.npz' % folder, **{str(i): a for i, a in enumerate(arrays[:200])})
else:
    z = np.load('%s/ours.npz' % folder)
    p = np.load('%s/ours-packed.npz' % folder)
    for i, a in enumerate(arrays):
        for b in [np.load('%s/%d.ours.npy' % (folder, i))] + ([z[str(i)], p[str(i)]] if i < 200 else []):
            assert b.dtype == a.dtype or a.dtype.names, (i, a.dtype, b.dtype)
            assert b.shape == a.shape and same(a, b) and b.flags.f_contiguous == a.flags.f_contiguous or a.dtype.itemsize == 0, (i, a.dtype, a.shape)
print('ok', np.__version__)
`;

function run(program, ...args) {
	const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 });
	if (status !== 0) throw new Error(`${program}\n${stdout}${stderr}`);
	return stdout.trim();
}
function python(version, wanted) {
	const folder = join(homedir(), ".cache", "brine", `numpy-${version}`);
	const made = join(folder, "bin", "python");
	if (existsSync(made)) return made;
	const versions = join(homedir(), ".pyenv", "versions");
	const found = existsSync(versions) ? readdirSync(versions).find((name) => name.startsWith(`${wanted}.`)) : undefined;
	if (found === undefined) return undefined;
	run(join(versions, found, "bin", "python"), "-m", "venv", folder);
	run(made, "-m", "pip", "install", "-q", `numpy==${version}`);
	return made;
}

let [passed, skipped] = [0, 0];
for (const [version, wanted] of VERSIONS) {
	const program = python(version, wanted);
	if (program === undefined) {
		console.log(`skipped, numpy ${version}: it is not here`);
		skipped++;
		continue;
	}
	const folder = mkdtempSync(join(tmpdir(), "npy-"));
	run(program, "-c", PROGRAM, "write", folder, seed, count);
	let same = 0;
	const first = {};
	for (let i = 0; i < Number(count); i++) {
		const theirs = readFileSync(join(folder, `${i}.npy`));
		const value = loadNpySync(theirs);
		const ours = dumpsNpy(value);
		if (theirs.equals(ours)) same++;
		else
			console.log(
				`${i}: ${theirs.subarray(10, 200).toString("latin1").trim()}\n${Buffer.from(ours).subarray(10, 200).toString("latin1").trim()}`,
			);
		writeFileSync(join(folder, `${i}.ours.npy`), ours);
		if (i < 200) first[i] = value;
	}
	for (const name of ["all", "packed"]) {
		const archive = await openNpz(readFileSync(join(folder, `${name}.npz`)));
		assert.equal(archive.names.length, Math.min(200, Number(count)));
		for (const i of archive.names)
			assert.deepEqual(Buffer.from(dumpsNpy(await archive.get(i))), Buffer.from(dumpsNpy(first[i])));
	}
	writeFileSync(join(folder, "ours.npz"), await dumpsNpz(first));
	writeFileSync(join(folder, "ours-packed.npz"), await dumpsNpz(first, { compress: true }));
	const said = run(program, "-c", PROGRAM, "check", folder, seed, count);
	rmSync(folder, { recursive: true });
	console.log(`numpy ${version}: ${same} of ${count} files are the same bytes, all are read both ways (${said})`);
	passed += 2 * Number(count);
}
console.log(`${passed} passed, 0 failed, ${skipped} skipped`);
