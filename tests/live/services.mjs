/** JSON to and from services in FastAPI, Flask and Django: numbers, strings and lines that `JSON` would lose. */
import { request } from "node:http";
import { setTimeout as later } from "node:timers/promises";
import { json, repr } from "../../dist/index.js";

const EXACT = { mode: "exact" };
const TEXT =
	'{"id": 12345678901234567890, "whole": 10.0, "n": 1, "small": 1e-07, "minus": -0.0, "name": "bob \\u65e5 \\ud83d\\ude00", "list": [1, [2.0]], "2": null}';

async function ready(url) {
	for (let i = 0; i < 150; i++) {
		const response = await fetch(url).catch(() => undefined);
		if (response !== undefined) return response.text();
		await later(100);
	}
	throw new Error(`${url} does not answer`);
}

export async function services({ python, check }) {
	const value = json.loads(TEXT, EXACT);
	for (const framework of ["fastapi", "flask", "django"]) {
		const url = `http://127.0.0.1:${await python("service", framework)}`;
		await ready(`${url}/nothing`);
		const sent = json.dumps(value);
		const echoed = await fetch(`${url}/echo`, {
			method: "POST",
			signal: AbortSignal.timeout(20_000),
			headers: { "content-type": "application/json" },
			body: sent,
		});
		const back = json.loads(await echoed.text(), EXACT);
		const sorted = (one) => json.dumps(one, { sortKeys: true });
		check(`${framework}: a value there and back`, echoed.ok && sorted(back) === sorted(value), repr(back));
		const streamed = await fetch(`${url}/echo`, {
			method: "POST",
			signal: AbortSignal.timeout(20_000),
			headers: { "content-type": "application/json" },
			body: sent,
		});
		check(`${framework}: from the response as it comes`, sorted(await json.load(streamed, EXACT)) === sorted(value));
		const ids = Array.from({ length: 500 }, (_, i) => (i % 2 ? 2n ** 64n + BigInt(i) : i));
		const body = new TextEncoder().encode(ids.map((id) => `${json.dumps({ id })}\n`).join(""));
		const answer = await fetch(`${url}/lines`, { method: "POST", signal: AbortSignal.timeout(20_000), body });
		const seen = [];
		for await (const line of json.loadLines(answer)) seen.push(line.id);
		check(`${framework}: 500 lines there and back`, repr(seen) === repr(ids), repr(seen).slice(0, 200));
	}

	// Both ways at once: each line is sent when the one before it has been answered.
	const url = `http://127.0.0.1:${await python("service", "fastapi")}`;
	await ready(`${url}/nothing`);
	const sending = request(`${url}/both/`, { method: "POST", signal: AbortSignal.timeout(20_000) });
	const ids = Array.from({ length: 100 }, (_, i) => 2n ** 64n + BigInt(i));
	const send = (id) => sending.write(`${json.dumps({ id })}\n`);
	const answered = new Promise((resolve, reject) => sending.once("response", resolve).once("error", reject));
	send(ids[0]);
	const seen = [];
	for await (const line of json.loadLines(await answered)) {
		seen.push(line.id);
		if (seen.length < ids.length) send(ids[seen.length]);
		else sending.end();
	}
	check("fastapi: lines both ways at once", repr(seen) === repr(ids), repr(seen).slice(0, 200));
}
