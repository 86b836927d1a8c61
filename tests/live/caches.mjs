/** Caches, sessions, shelves and joblib's memory: what Python's libraries write is read, and what is written they read. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, gzipSync, inflateSync } from "node:zlib";
import { json, pickle, repr } from "../../dist/index.js";
import { loadJoblib, writeJoblib } from "../../dist/joblib/index.js";
import { dumpsBuffer, unpacked } from "../../dist/node/index.js";
import { exportsOf } from "./cookbook-parts.mjs";
import { client } from "./setup.mjs";

const EXACT = { mode: "exact" };
const md5 = (text) => createHash("md5").update(text).digest("hex");

/** Django's and django-redis' values: ints as digits, all else packed or not, by the serializer. */
async function readDjango(bytes, serializer) {
	const { length } = bytes;
	if (length < 64 && /^-?\d+$/.test(bytes.toString("latin1"))) return json.loads(bytes, EXACT);
	const source = unpacked(bytes);
	if (serializer === "json") return json.load(source, EXACT);
	if (serializer === "pickle") return pickle.load(source, EXACT);
	const { unpack } = await client("msgpackr");
	const pieces = [];
	for await (const piece of source) pieces.push(piece);
	return unpack(Buffer.concat(pieces));
}

const SCALARS = ["int", "zero", "text", "float", "none", "bool", "big"];

export async function caches({ python, set, check, skip, folder, ioredis, redis }) {
	const values = await python("values");
	/** Each value of Python's, read, and written again under another key for Python to read. */
	async function both(name, wanted, { write, keyOf, read, store, again }) {
		for (const value of wanted) {
			try {
				const key = (await write(value)) ?? keyOf(value);
				const got = await read(key);
				check(`${name} ${value}: read`, repr(got) === values[value], repr(got).slice(0, 200));
				await store(key, got);
				const back = await again(value);
				check(`${name} ${value}: written`, back === values[value], String(back).slice(0, 200));
			} catch (error) {
				check(`${name} ${value}`, false, error.stack);
			}
		}
	}
	/** Stored by one client, so that both are used. */
	const clients = {
		ioredis: { get: (key) => ioredis.getBuffer(key), set: (key, bytes) => ioredis.set(key, bytes) },
		redis: { get: async (key) => Buffer.from(await redis.get(key)), set: (key, bytes) => redis.set(key, bytes) },
	};
	const digits = (value) => (typeof value === "number" && Number.isInteger(value)) || typeof value === "bigint";
	const djangoBytes = (value, dump) => (digits(value) ? Buffer.from(String(value)) : dump(value));

	for (const [label, { get, set: put }] of Object.entries(clients)) {
		await both(`Django's Redis cache, ${label}`, ["plain", "pickled", ...SCALARS], {
			write: (value) => python("django_set", "default", value, value),
			read: async (key) => readDjango(await get(key), "pickle"),
			store: (key, value) => put(key, djangoBytes(value, dumpsBuffer)),
			again: (value) => python("django_get", "default", value),
		});
		await both(`cachelib in Redis, ${label}`, ["plain", "pickled", ...SCALARS], {
			write: (value) => python("cachelib_set", "redis", value, value),
			keyOf: (value) => value,
			read: async (key) => {
				const bytes = await get(key);
				return bytes[0] === 0x21 ? pickle.loads(bytes.subarray(1), EXACT) : json.loads(bytes, EXACT);
			},
			store: (key, value) =>
				put(key, digits(value) ? String(value) : Buffer.concat([Buffer.from("!"), dumpsBuffer(value)])),
			again: (value) => python("cachelib_get", "redis", value),
		});
		await both(`Flask-Caching in Redis, ${label}`, ["plain", "pickled", "int"], {
			write: (value) => python("flask_set", "RedisCache", value, value),
			keyOf: (value) => `flask_cache_${value}`,
			read: async (key) => {
				const bytes = await get(key);
				return bytes[0] === 0x21 ? pickle.loads(bytes.subarray(1), EXACT) : json.loads(bytes, EXACT);
			},
			store: (key, value) =>
				put(key, digits(value) ? String(value) : Buffer.concat([Buffer.from("!"), dumpsBuffer(value)])),
			again: (value) => python("flask_get", "RedisCache", value),
		});
	}
	for (const cache of await python("django_caches")) {
		const [serializer, compressor] = cache.split(" ");
		if (serializer === "msgpack" && compressor !== "identity") continue;
		const pack = { gzip: gzipSync, zlib: deflateSync }[compressor] ?? ((bytes) => bytes);
		const dump = {
			pickle: (value) => pack(dumpsBuffer(value)),
			json: (value) => pack(Buffer.from(json.dumps(value))),
			msgpack: (value) => msgpack.pack(value),
		}[serializer];
		const msgpack = serializer === "msgpack" ? await client("msgpackr") : undefined;
		await both(`django-redis ${cache}`, serializer === "pickle" ? ["plain", "pickled", "int"] : ["plain", "int"], {
			write: (value) => python("django_set", cache, value, value),
			read: async (key) => readDjango(await ioredis.getBuffer(key), serializer),
			store: (key, value) => ioredis.set(key, djangoBytes(value, dump)),
			again: (value) => python("django_get", cache, value),
		});
	}

	const { readDogpile, writeDogpile, writeOldDogpile } = await exportsOf("readDogpile");
	let writeAlike = writeDogpile;
	await both("dogpile.cache", ["plain", "pickled", "int"], {
		write: (value) => python("dogpile_set", value, value),
		keyOf: (value) => value,
		read: async (key) => {
			const bytes = await ioredis.getBuffer(key);
			writeAlike = bytes[0] === 0x80 ? writeOldDogpile : writeDogpile;
			return readDogpile(bytes, EXACT);
		},
		store: (key, value) => ioredis.set(key, writeAlike(value)),
		again: (value) => python("dogpile_get", value),
	});

	await both("Django's file cache", ["plain", "pickled", "int"], {
		write: (value) => python("django_set", "file", value, value),
		read: async (key) => {
			const bytes = readFileSync(join(folder, "django", `${md5(key)}.djcache`));
			const file = new pickle.Unpickler([bytes]);
			check("Django's file cache: expiry", typeof (await file.load()) === "number");
			return pickle.loads(inflateSync(file.rest), EXACT);
		},
		store: (key, value) => {
			const expiry = dumpsBuffer(Date.now() / 1000 + 300.5);
			const file = Buffer.concat([expiry, deflateSync(dumpsBuffer(value))]);
			writeFileSync(join(folder, "django", `${md5(key)}.djcache`), file);
		},
		again: (value) => python("django_get", "file", value),
	});
	const { readCachelib } = await exportsOf("readCachelib");
	for (const [name, call, kind, path] of [
		["cachelib's files", "cachelib", "file", "cachelib"],
		["Flask-Caching's files", "flask", "FileSystemCache", "flask"],
	]) {
		let header = true;
		await both(name, ["plain", "pickled", "int"], {
			write: (value) => python(`${call}_set`, kind, value, value),
			keyOf: (value) => {
				const names = [createHash("sha256").update(value).digest("hex"), md5(value)];
				return names.find((name) => existsSync(join(folder, path, name)));
			},
			read: async (key) => {
				const bytes = readFileSync(join(folder, path, key));
				header = bytes[4] === 0x80;
				return readCachelib(bytes, EXACT);
			},
			store: (key, value) => {
				let expiry = Buffer.alloc(4);
				if (header) expiry.writeUInt32LE(Date.now() / 1000 + 300);
				else expiry = dumpsBuffer(Math.floor(Date.now() / 1000) + 300, { protocol: 1 });
				writeFileSync(join(folder, path, key), Buffer.concat([expiry, dumpsBuffer(value)]));
			},
			again: (value) => python(`${call}_get`, kind, value),
		});
	}

	const { readSigned, writeSigned } = await exportsOf("readSigned");
	const salts = {
		db: "django.contrib.sessions.SessionStore",
		cookie: "django.contrib.sessions.backends.signed_cookies",
	};
	for (const [kind, salt] of Object.entries(salts)) {
		for (const serializer of ["json", "pickle"]) {
			const value = serializer === "json" ? "plain" : "pickled";
			const text = await python("session_write", kind, serializer, value);
			const load = serializer === "json" ? json.loads : pickle.loads;
			const got = load(readSigned(text, salt, "a secret of the tests"), EXACT);
			check(`Django session ${kind} ${serializer}: read`, repr(got) === values[value], repr(got).slice(0, 200));
			const bytes = serializer === "json" ? Buffer.from(json.dumps(got)) : dumpsBuffer(got);
			const written = writeSigned(bytes, salt, "a secret of the tests");
			const back = await python("session_read", kind, serializer, written);
			check(`Django session ${kind} ${serializer}: written`, back === values[value], back.slice(0, 200));
			const forged = `${written.slice(0, -1)}${written.endsWith("A") ? "B" : "A"}`;
			let refused = false;
			try {
				readSigned(written.replace(/^..../, "AAAA"), salt, "a secret of the tests");
			} catch {
				refused = true;
			}
			check(`Django session ${kind} ${serializer}: a forged one is refused`, refused);
			check(
				`Django session ${kind} ${serializer}: and by Django`,
				(await python("session_read", kind, serializer, forged)) === "{}",
			);
		}
	}

	const result = await python("memory", 21);
	const outputs = readdirSync(join(folder, "joblib"), { recursive: true }).filter((name) =>
		name.endsWith("output.pkl"),
	);
	check("joblib.Memory: one file", outputs.length === 1, outputs.join());
	const output = join(folder, "joblib", outputs[0]);
	const stored = await loadJoblib(new Blob([readFileSync(output)]), EXACT);
	check("joblib.Memory: read", repr(stored) === result, repr(stored).slice(0, 200));
	stored.set("twice", 43);
	const pieces = [];
	await writeJoblib(stored, { write: (piece) => void pieces.push(Buffer.from(piece)) });
	writeFileSync(output, Buffer.concat(pieces));
	const [again] = await python("memory_again", 21);
	check("joblib.Memory: written", again === result.replace("'twice': 42", "'twice': 43"), again.slice(0, 200));

	const kinds = set.label === "new" && Number(set.version.split(".")[1]) >= 13 ? ["dumb", "sqlite3"] : ["dumb"];
	const { readDumb } = await exportsOf("readDumb");
	for (const kind of kinds) {
		const path = join(folder, `shelf-${kind}`);
		await python("shelf_set", kind, path, "one", "plain");
		await python("shelf_set", kind, path, "k\u00e9y", "pickled");
		if (kind === "dumb") {
			const shelf = readDumb(path);
			check("shelve dbm.dumb: keys", [...shelf.keys()].sort().join() === "k\u00e9y,one", [...shelf.keys()].join());
			for (const [key, value] of [
				["one", "plain"],
				["k\u00e9y", "pickled"],
			]) {
				const got = shelf.has(key) ? pickle.loads(shelf.get(key), EXACT) : undefined;
				check(`shelve dbm.dumb ${key}: read`, repr(got) === values[value], repr(got).slice(0, 200));
			}
			const { writeDumb } = await exportsOf("readDumb");
			writeDumb(path, new Map([...shelf].reverse()));
			check("shelve dbm.dumb: written", (await python("shelf_get", "dumb", path, "one")) === values.plain);
			check("shelve dbm.dumb: written", (await python("shelf_get", "dumb", path, "k\u00e9y")) === values.pickled);
			continue;
		}
		const sqlite = await import("node:sqlite").catch(() => undefined);
		if (sqlite === undefined) {
			skip("shelve dbm.sqlite3: this Node has no node:sqlite");
			continue;
		}
		const shelf = new sqlite.DatabaseSync(path);
		const row = shelf.prepare("SELECT value FROM Dict WHERE key = CAST(? AS BLOB)").get("one");
		const got = pickle.loads(row.value, EXACT);
		check("shelve dbm.sqlite3: read", repr(got) === values.plain, repr(got).slice(0, 200));
		shelf.prepare("REPLACE INTO Dict (key, value) VALUES (CAST(? AS BLOB), ?)").run("two", dumpsBuffer(got));
		shelf.close();
		check("shelve dbm.sqlite3: written", (await python("shelf_get", kind, path, "two")) === values.plain);
	}
}
