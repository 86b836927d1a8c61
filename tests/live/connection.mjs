/**
 * `brine/connection` against `multiprocessing.connection` of each Python of this machine, in both roles: values and bytes
 * there and back, wrong keys, cut and lying peers (connection-faults.mjs), and messages of 1 kB a second beside those of two
 * Pythons.
 *
 * node tests/live/connection.mjs [--count 2000] [--only 3.8,3.13]      after a build
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Client, Listener } from "../../dist/connection/index.js";
import { findPythons, onePerMinor } from "../python/pythons.mjs";
import { wholeNumber } from "../whole-number.mjs";
import { faults } from "./connection-faults.mjs";

const { values: options } = parseArgs({
	options: { count: { type: "string", default: "2000" }, only: { type: "string" } },
});
const wanted = options.only?.split(",");
const count = wholeNumber("--count", options.count);
const script = fileURLToPath(new URL("connection.py", import.meta.url));
const KEY = "secret";

let passed = 0;
const failures = [];
function check(name, ok, shown = "") {
	if (ok) passed++;
	else failures.push(`${name} ${shown}`);
}

/** Starts a Python; its lines, one by one. */
function python(one, ...args) {
	const child = spawn(one.command, [...one.args, script, ...args.map(String)], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	return { line: async () => (await lines.next()).value, end: () => child.kill() };
}

/** Brine's side: sends back what comes. */
async function echo(connection, exact) {
	for (let i = 0; i < exact; i++) await connection.send(await connection.recv());
	await connection.sendBytes(await connection.recvBytes());
	let bytes = 0;
	const messages = [];
	for (let i = 0; i < count; i++) {
		messages.push(await connection.recvBytes());
		bytes += messages[i].length;
	}
	for (const message of messages) await connection.sendBytes(message);
	return bytes;
}

const VALUES = 13;
const options_ = { authkey: KEY, loads: { mode: "exact" } };
const pythons = onePerMinor((await findPythons()).filter(({ kind }) => kind !== "pyodide"));
const speaking = pythons.filter(({ version }) => !/^(2|3\.[0-7])\./.test(version));
const chosen = speaking.filter(({ version }) => wanted?.includes(version.split(".", 2).join(".")) ?? true);
for (const one of chosen.length > 0 ? chosen : speaking) {
	const name = `Python ${one.version}`;
	const listening = python(one, "listen", 0, KEY, count);
	const port = Number(await listening.line());
	const client = await Client(["127.0.0.1", port], options_);
	check(`${name} listens: bytes`, (await echo(client, VALUES)) === count * 1000);
	const there = JSON.parse(await listening.line());
	check(`${name} listens`, there.equal && there.raw && there.got === count * 1000, JSON.stringify(there));
	await client.close();

	const listener = await Listener.listen(["127.0.0.1", 0], options_);
	const connecting = python(one, "connect", listener.address[1], KEY, count);
	const accepted = await listener.accept();
	check(`${name} connects: bytes`, (await echo(accepted, VALUES)) === count * 1000);
	const here = JSON.parse(await connecting.line());
	check(`${name} connects`, here.equal && here.raw && here.got === count * 1000, JSON.stringify(here));
	await accepted.close();

	const wrong = python(one, "connect", listener.address[1], "other", 1);
	const refused = await listener.accept().catch((error) => error.name);
	check(`${name} with a wrong key`, refused === "AuthenticationError", String(refused));
	check(`${name} hears of it`, JSON.parse(await wrong.line()).error === "AuthenticationError");
	await listener.close();

	const strict = python(one, "listen", 0, KEY, 1);
	const answer = await Client(["127.0.0.1", Number(await strict.line())], { authkey: "other" }).catch(
		(error) => error.name,
	);
	check(`${name} refuses a wrong key`, answer === "AuthenticationError", String(answer));
	for (const process of [listening, connecting, wrong, strict]) process.end();

	const own = python(one, "listen", 0, KEY, count);
	const other = python(one, "echo", Number(await own.line()), KEY, count);
	const alone = JSON.parse(await own.line());
	for (const process of [own, other]) process.end();
	const [rate, listens, connects] = [alone, there, here].map(({ seconds }) => Math.round((2 * count) / seconds));
	const best = Math.max(listens, connects);
	const ratio = (best / rate).toFixed(2);
	console.log(
		`${name}: ${listens} and ${connects} messages of 1 kB a second, two Pythons ${rate}: ${ratio} of Python's own client`,
	);
	// A machine that is busy slows both down.
	check(`${name}: messages a second`, best >= Math.min(10_000, rate / 2), `${best}, two Pythons ${rate}`);
	const cuts = await faults(name, (...args) => python(one, ...args), KEY, check);
	console.log(`${name}: ${cuts} cuts within the handshake, 2^62 bytes refused in both roles`);
}
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed, 0 skipped`);
process.exitCode = failures.length > 0 || (passed === 0 && speaking.length > 0) ? 1 : 0;
