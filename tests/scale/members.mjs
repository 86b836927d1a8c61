/** Spark on archives of pickles, names of every kind, and files that cannot be read: a row for each. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { rowsIn } from "./reference.mjs";
import { Spark } from "./spark.mjs";

const MAKE = `
import io, os, pickle, sys, tarfile, zipfile
root = sys.argv[1]
os.makedirs(os.path.join(root, "deep", ".hidden"))
data = lambda value: pickle.dumps(value, 4)
def put(name, content):
    with open(os.path.join(os.fsencode(root), name), "wb") as out:
        out.write(content)
for name in (b"plain.pkl", "\\u00e9 b.pkl".encode(), b"a%20b#?.pkl", b"\\xff.pkl", b"deep/x.pkl", b"deep/.hidden/y.pkl"):
    put(name, data(1))
put(b"empty.pkl", b"")
put(b"broken.tar.gz", b"\\x1f\\x8b\\x08 nothing")
for name, mode in (("a.tar", "w"), ("b.tar.gz", "w:gz")):
    with tarfile.open(os.path.join(root, name), mode) as archive:
        for k in range(3):
            info = tarfile.TarInfo("in/%d.pkl" % k)
            info.size = len(data(k))
            archive.addfile(info, io.BytesIO(data(k)))
with zipfile.ZipFile(os.path.join(root, "c.zip"), "w") as archive:
    for k in range(2):
        archive.writestr("%d.pkl" % k, data(k))
    archive.writestr("bad.pkl", b"(")
`;
const PLAIN = ["plain.pkl", "é b.pkl", "a%20b#?.pkl", "deep/x.pkl"];
const MEMBERS = ["a.tar!/in/0.pkl", "a.tar!/in/1.pkl", "a.tar!/in/2.pkl", "b.tar.gz!/in/0.pkl", "b.tar.gz!/in/1.pkl"];
MEMBERS.push("b.tar.gz!/in/2.pkl", "c.zip!/0.pkl", "c.zip!/1.pkl");

export async function members({ python, folder, check }) {
	const input = join(folder, "members");
	execFileSync(python, ["-c", MAKE, input]);
	const spark = new Spark(python, "local[2]");
	try {
		await spark.ready();
		for (const mounted of [2 ** 26, 0]) {
			const result = join(folder, `rows-${mounted}`);
			const job = { task: "convert", in: input, out: join(folder, `parquet-${mounted}`), result, mounted };
			const about = await spark.run({ ...job, options: { archives: true } });
			const rows = rowsIn(result);
			const ids = (ok) =>
				rows
					.filter((row) => row.ok === ok)
					.map(({ id }) => id.replace(/^file:\/*(?=\/)/, "").replace(`${input}/`, ""))
					.sort();
			// A name that is not UTF-8: Spark's reader leaves it out without a word.
			const odd = mounted ? ["%FF.pkl"] : [];
			const good = [...PLAIN, ...MEMBERS, ...odd].sort();
			const name = mounted ? "files()" : "binaryFile";
			check(`archives, ${name}: each file and member`, `${ids(true)}` === `${good}`, `${ids(true)}`);
			const bad = ["broken.tar.gz", "c.zip!/bad.pkl", ...(mounted ? ["empty.pkl"] : [])];
			check(`archives, ${name}: those that are broken`, `${ids(false)}` === `${bad.sort()}`, `${ids(false)}`);
			check(`archives, ${name}: no task failed`, about.failed === 0, JSON.stringify(about));
		}
	} finally {
		await spark.end();
	}
}
