// The same objects handed to a real Python and back, in both formats.
import { spawnSync } from "node:child_process";
import { equals, json, pickle, tuple } from "brine";

const value = { name: "bob", age: 20, score: 88, point: tuple(1, 2.5), big: 2n ** 70n };
const script =
	"import sys, pickle; v = pickle.load(sys.stdin.buffer); v['seen'] = True; pickle.dump(v, sys.stdout.buffer)";
const python = process.env.PYTHON ?? "python3";

const run = spawnSync(python, ["-c", script], { input: pickle.dumps(value, { protocol: 3 }) });
if (run.status === 0) {
	const back = pickle.loads(run.stdout);
	console.log(equals(back, { ...value, seen: true }) ? "pickle: the same objects came back" : "pickle: changed");
	const text = "import sys, json; v = json.load(sys.stdin); v['seen'] = True; json.dump(v, sys.stdout)";
	const plain = { ...value, point: [1, 2.5] };
	const other = spawnSync(python, ["-c", text], { input: json.dumps(plain) });
	console.log(
		equals(json.loads(other.stdout), { ...plain, seen: true }) ? "json: the same objects came back" : "json: changed",
	);
} else {
	console.log("no Python here to talk to");
}
