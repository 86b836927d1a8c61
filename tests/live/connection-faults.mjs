/** `brine/connection` and Pythons whose connection breaks: cut at every byte of the handshake, and lengths nobody could hold. */
import { connect, createServer } from "node:net";
import { Client, Listener } from "../../dist/connection/index.js";

const TYPED = /^(EOFError|OSError|AuthenticationError|BrokenPipeError|ConnectionResetError)$/;

/** Between two sides: lets so many bytes through from the side that listens (`down`) or connects (`up`), then ends both. */
async function cutter(port) {
	const rule = { direction: "down", left: Number.POSITIVE_INFINITY, seen: { up: 0, down: 0 } };
	const server = createServer((near) => {
		const far = connect(port, "127.0.0.1");
		const end = () => {
			near.destroy();
			far.destroy();
		};
		for (const [direction, from, to] of [
			["up", near, far],
			["down", far, near],
		]) {
			from.on("error", end).on("close", end);
			from.on("data", (chunk) => {
				rule.seen[direction] += chunk.length;
				if (direction !== rule.direction) return to.write(chunk);
				const part = chunk.subarray(0, rule.left);
				rule.left -= part.length;
				if (rule.left > 0) to.write(part);
				else to.end(part, end);
			});
		}
		// The listening side must see that somebody came.
		if (rule.left === 0) far.once("connect", () => setImmediate(end));
	});
	await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
	const set = (direction, left) => Object.assign(rule, { direction, left, seen: { up: 0, down: 0 } });
	return { port: server.address().port, set, rule, close: () => server.close() };
}

/** How many bytes each side sends in a handshake that succeeds. */
async function whole(cut, settle) {
	cut.set("down", Number.POSITIVE_INFINITY);
	await settle();
	return { ...cut.rule.seen };
}

export async function faults(name, python, key, check) {
	// Python listens, Brine connects.
	const serving = python("serve", 0, key, 10_000);
	const down = await cutter(Number(await serving.line()));
	const options = { authkey: key, timeout: 20 };
	const good = async () => {
		const connection = await Client(["127.0.0.1", down.port], options);
		const value = await connection.recv();
		await connection.close();
		return value;
	};
	const wrong = [];
	const bytes = await whole(down, good);
	let cuts = 0;
	for (const direction of ["down", "up"]) {
		// The message "served" is after the handshake of the listening side.
		for (let at = 0; at < bytes[direction]; at++, cuts++) {
			down.set(direction, at);
			const got = await good().catch((error) => error);
			// The last bytes that the connecting side sends are taken before the cut.
			if (!TYPED.test(got.name)) wrong.push(`${direction} ${at}: ${got}`);
		}
	}
	down.set("down", Number.POSITIVE_INFINITY);
	check(`${name} listens, cut at each of ${cuts} bytes`, wrong.length === 0, wrong.slice(0, 5).join());
	check(`${name} listens after all cuts`, (await good()) === "served");
	down.close();
	serving.end();

	// Python connects, Brine listens.
	const listener = await Listener.listen(["127.0.0.1", 0], options);
	const up = await cutter(listener.address[1]);
	const attempt = async (times) => {
		const trying = python("try", up.port, key, times);
		const line = JSON.parse(await trying.line());
		trying.end();
		return line.refused;
	};
	const first = await whole(up, async () => {
		const [connection] = await Promise.all([listener.accept(), attempt(1)]);
		await connection.close();
	});
	let seen = 0;
	const trying = python("try", up.port, key, first.up + first.down);
	for (const direction of ["down", "up"]) {
		for (let at = 0; at < first[direction]; at++) {
			up.set(direction, at);
			const got = await listener.accept().catch((error) => error);
			if (TYPED.test(got.name)) seen++;
			else if (got.recv === undefined) wrong.push(`${direction} ${at}: ${got}`);
			// A cut after Brine's last byte of the handshake is the connection's.
			else {
				const after = await got.recv().catch((error) => error);
				if (TYPED.test(after.name) || after === "tried") seen++;
				await got.close();
			}
		}
	}
	trying.end();
	const tried = first.up + first.down;
	check(
		`${name} connects, cut at each of ${tried} bytes`,
		seen === tried && wrong.length === 0,
		`${seen} ${wrong.slice(0, 5)}`,
	);
	up.set("down", Number.POSITIVE_INFINITY);
	const [after, refused] = await Promise.all([listener.accept(), attempt(1)]);
	check(`${name} connects after all cuts`, refused === 0 && (await after.recv()) === "tried");
	await after.close();
	up.close();

	// 2^62 bytes are announced, in both roles.
	const memory = process.memoryUsage().rss;
	const declaring = python("declaring", 0, key, 1);
	const client = await Client(["127.0.0.1", Number(await declaring.line())], options);
	const declare = python("declare", listener.address[1], key, 1);
	for (const [role, connection, process_] of [
		["listens", client, declaring],
		["connects", await listener.accept(), declare],
	]) {
		const error = await connection.recv().catch((error) => error);
		check(`${name} ${role}, 2^62 bytes`, error.name === "LimitError" && error.limit === "message", String(error));
		await connection.close();
		await process_.line();
		process_.end();
	}
	const grown = process.memoryUsage().rss - memory;
	check(`${name}: 2^62 bytes take no memory`, grown < 100e6, String(grown));
	await listener.close();
	return cuts + tried;
}
