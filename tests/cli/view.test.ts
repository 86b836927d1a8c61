/** `brine view`: what its server hands out, and to whom. The page itself is tested in a browser (tests/page). */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServed } from "../../src/cli/served-file.ts";
import { findPage, serve } from "../../src/cli/view-server.ts";
import { removeFolder } from "../remove-folder.mjs";

interface Answer {
	readonly status: number;
	readonly headers: Record<string, string | string[] | undefined>;
	readonly body: Buffer;
}

/** A request as it is, since fetch() changes Host and tidies up paths. */
function ask(address: string, path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
	const { hostname, port } = new URL(address);
	return new Promise((resolve, reject) => {
		const sent = request({ hostname, port, path, method, headers }, (response) => {
			const pieces: Buffer[] = [];
			response.on("data", (piece: Buffer) => pieces.push(piece));
			response.on("end", () =>
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
			);
		});
		sent.setTimeout(5000, () => sent.destroy(new Error("no answer")));
		sent.on("error", reject);
		sent.end();
	});
}

let folder = "";
let address = "";
let root = "";
let close: () => Promise<void> = async () => undefined;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "brine-view-"));
	mkdirSync(join(folder, "page/assets"), { recursive: true });
	writeFileSync(join(folder, "page/index.html"), "<!doctype html>");
	writeFileSync(join(folder, "page/assets/main.js"), "export {};");
	writeFileSync(join(folder, "secret.txt"), "not served");
	writeFileSync(join(folder, "data.pkl"), Buffer.from(Array.from({ length: 100 }, (_, i) => i)));
	const files = [await openServed(join(folder, "data.pkl"))];
	({ address, close } = await serve(join(folder, "page"), files, 0));
	root = new URL(address).pathname;
});
afterAll(async () => {
	await close();
	removeFolder(folder);
});

describe("the server of brine view", () => {
	it("has an address of this machine, with a secret in it", () => {
		expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/\?files$/);
	});
	it("hands out the page and the files that were named", async () => {
		expect((await ask(address, root)).body.toString()).toBe("<!doctype html>");
		const script = await ask(address, `${root}assets/main.js`);
		expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
		expect(JSON.parse((await ask(address, `${root}files.json`)).body.toString())).toEqual([
			{ name: "data.pkl", size: 100 },
		]);
		expect((await ask(address, `${root}files/0`)).body.length).toBe(100);
	});
	it("hands out nothing else", async () => {
		for (const path of [
			"files/1",
			"../secret.txt",
			"..%2fsecret.txt",
			"assets/../../secret.txt",
			"files/0/../../x",
			"assets",
		])
			expect((await ask(address, root + path)).status, path).toBe(404);
		for (const path of ["/", "/files.json", "/files/0", "/index.html", `/${"A".repeat(32)}/`])
			expect((await ask(address, path)).status, path).toBe(404);
	});
	it("answers no other name than its own, no other site and no other method", async () => {
		expect((await ask(address, root, { host: "evil.example" })).status).toBe(403);
		expect((await ask(address, `${root}files/0`, { host: `evil.example:${new URL(address).port}` })).status).toBe(403);
		expect((await ask(address, `${root}files/0`, { "sec-fetch-site": "cross-site" })).status).toBe(403);
		expect((await ask(address, `${root}files/0`, { "sec-fetch-site": "same-site" })).status).toBe(403);
		expect((await ask(address, `${root}files/0`, {}, "POST")).status).toBe(405);
		expect((await ask(address, root, { host: `localhost:${new URL(address).port}` })).status).toBe(200);
	});
	it("sends the policy with everything, refusals too", async () => {
		for (const path of [root, `${root}assets/main.js`, `${root}files/0`, "/"]) {
			const { headers } = await ask(address, path);
			expect(headers["content-security-policy"]).toContain("default-src 'none'");
			expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
			expect(headers["x-content-type-options"]).toBe("nosniff");
			expect(headers["cache-control"]).toBe("no-store");
		}
	});
	it.each([
		["bytes=0-9", 206, "bytes 0-9/100", 10],
		["bytes=90-", 206, "bytes 90-99/100", 10],
		["bytes=-4", 206, "bytes 96-99/100", 4],
		["bytes=95-1000", 206, "bytes 95-99/100", 5],
		["bytes=100-", 416, "bytes */100", 0],
		["bytes=-0", 416, "bytes */100", 0],
		["bytes=0-1,5-6", 200, undefined, 100],
		["items=0-1", 200, undefined, 100],
	])("takes the range %s", async (range, status, contentRange, length) => {
		const found = await ask(address, `${root}files/0`, { range });
		expect([found.status, found.headers["content-range"], found.body.length]).toEqual([status, contentRange, length]);
		const start = /^bytes (\d+)-/.exec(contentRange ?? "")?.[1];
		if (start !== undefined) expect(found.body[0]).toBe(Number(start));
	});
	it("answers HEAD without a body", async () => {
		const { status, headers, body } = await ask(address, `${root}files/0`, {}, "HEAD");
		expect([status, headers["content-length"], body.length]).toEqual([200, "100", 0]);
	});
	it("finds no page where none was built", () => {
		expect(findPage(`file://${folder}/a/b/c/d.js`)).toBeUndefined();
	});
});

describe("brine view", () => {
	const start = (...args: string[]) => {
		const child = spawn(process.execPath, ["dist/cli/main.js", "view", ...args], { stdio: ["ignore", "pipe", "pipe"] });
		let [out, err] = ["", ""];
		child.stdout.on("data", (piece: Buffer) => {
			out += piece.toString();
		});
		child.stderr.on("data", (piece: Buffer) => {
			err += piece.toString();
		});
		const ended = new Promise<{ code: number | null; signal: string | null; out: string; err: string }>((resolve) =>
			child.on("exit", (code, signal) => resolve({ code, signal, out, err })),
		);
		return { child, ended, said: () => out };
	};
	const isBuilt = findPage(`file://${process.cwd()}/dist/cli/main.js`) !== undefined;
	it.skipIf(!isBuilt)("prints the address with --no-open, serves, and ends on SIGINT", async () => {
		const { child, ended, said } = start("--no-open", join(folder, "data.pkl"));
		while (!said().includes("\n")) await new Promise((resolve) => setTimeout(resolve, 20));
		const printed = said().trim();
		expect((await fetch(printed)).status).toBe(200);
		child.kill("SIGINT");
		expect((await ended).signal).toBe("SIGINT");
		await expect(fetch(printed)).rejects.toThrow();
	});
	it("says what is wrong with a file that is not there", async () => {
		const { code, err } = await start("--no-open", join(folder, "none.pkl")).ended;
		expect(code).not.toBe(0);
		expect(err).toMatch(isBuilt ? /No such file/ : /not built/);
	});
});
