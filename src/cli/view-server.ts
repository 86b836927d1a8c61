/** The server of `brine view`: loopback only, a secret in the path, the files of the page and those that were named. */
import { randomBytes } from "node:crypto";
import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { toOSError } from "../node/index.ts";
import { PAGE_POLICY } from "./page-policy.ts";
import type { ServedFile } from "./served-file.ts";

const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
	".webmanifest": "application/manifest+json",
};
const HEADERS: Readonly<Record<string, string>> = {
	"content-security-policy": `${PAGE_POLICY}; frame-ancestors 'none'`,
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"cross-origin-resource-policy": "same-origin",
	"cross-origin-opener-policy": "same-origin",
	"cache-control": "no-store",
};
/** Bytes of the secret in the path. */
const SECRET = 24;

/** The folder of the built page: beside the command, or in a parent of it. Undefined when it was not built. */
export function findPage(module: string): string | undefined {
	for (const up of ["page/", "../page/", "../../page/", "../../dist/page/"]) {
		const folder = fileURLToPath(new URL(up, module));
		if (existsSync(join(folder, "index.html")) && existsSync(join(folder, "assets"))) return folder;
	}
	return undefined;
}

/**
 * Starts the server.
 *
 * @param folder the built page
 * @param files the files that it hands out
 * @param port 0 for any that is free
 * @returns the address of the page, and what ends the server
 * @throws OSError when the port is taken
 */
export async function serve(
	folder: string,
	files: readonly ServedFile[],
	port: number,
): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
	const secret = randomBytes(SECRET).toString("base64url");
	const pages = pagesOf(folder);
	const hosts = new Set<string>();
	const server = createServer((request, response) => answer(request, response, { secret, pages, files, hosts }));
	const bound = await listen(server, port);
	hosts.add(`127.0.0.1:${bound}`).add(`localhost:${bound}`);
	return {
		address: `http://127.0.0.1:${bound}/${secret}/?files`,
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

function listen(server: Server, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once("error", (error) => reject(toOSError(error)));
		server.listen(port, "127.0.0.1", () => {
			const address = server.address();
			resolve(typeof address === "object" && address !== null ? address.port : port);
		});
	});
}

/** The files of the page by their path, listed once: no path of a request reaches the file system. */
function pagesOf(folder: string): ReadonlyMap<string, string> {
	const pages = new Map<string, string>();
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath ?? entry.path, entry.name);
		pages.set(relative(folder, path).split(sep).join("/"), path);
	}
	return pages;
}

interface Site {
	readonly secret: string;
	readonly pages: ReadonlyMap<string, string>;
	readonly files: readonly ServedFile[];
	readonly hosts: ReadonlySet<string>;
}

function answer(request: IncomingMessage, response: ServerResponse, site: Site): void {
	for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
	const refused = handle(request, response, site);
	if (refused === undefined) return;
	response.statusCode = refused;
	response.end();
}

/** Answers a request; returns the status of one that is refused. */
function handle(request: IncomingMessage, response: ServerResponse, site: Site): number | undefined {
	// A page of another site that resolves a name of its own to this machine has that name here.
	if (!site.hosts.has(request.headers.host ?? "")) return 403;
	if (request.method !== "GET" && request.method !== "HEAD") return 405;
	const origin = request.headers["sec-fetch-site"];
	if (origin !== undefined && origin !== "same-origin" && origin !== "none") return 403;
	const path = (request.url ?? "").replace(/\?.*$/s, "");
	const start = `/${site.secret}/`;
	if (!path.startsWith(start)) return 404;
	const name = path.slice(start.length);
	if (name === "files.json") {
		const list = site.files.map((file) => ({ name: file.name, size: file.size }));
		send(request, response, "application/json", Buffer.from(JSON.stringify(list)));
		return undefined;
	}
	const number = /^files\/(\d{1,6})$/.exec(name)?.[1];
	const file = number === undefined ? undefined : site.files[Number(number)];
	if (file !== undefined) return sendFile(request, response, file);
	const page = site.pages.get(name === "" ? "index.html" : name);
	if (page === undefined) return 404;
	response.setHeader("content-type", TYPES[extname(page)] ?? "application/octet-stream");
	response.setHeader("content-length", statSync(page).size);
	if (request.method === "HEAD") response.end();
	else
		createReadStream(page)
			.on("error", () => response.destroy())
			.pipe(response);
	return undefined;
}

function send(request: IncomingMessage, response: ServerResponse, type: string, body: Uint8Array): void {
	response.setHeader("content-type", type);
	response.setHeader("content-length", body.length);
	response.end(request.method === "HEAD" ? undefined : body);
}

/** Sends a file, or the range of it that is asked for; returns the status of a range that is refused. */
function sendFile(request: IncomingMessage, response: ServerResponse, file: ServedFile): number | undefined {
	response.setHeader("content-type", "application/octet-stream");
	response.setHeader("accept-ranges", "bytes");
	const asked = rangeOf(request.headers.range, file.size);
	if (asked === "outside") {
		response.setHeader("content-range", `bytes */${file.size}`);
		return 416;
	}
	const [start, end] = asked ?? [0, file.size];
	if (asked !== undefined) {
		response.statusCode = 206;
		response.setHeader("content-range", `bytes ${start}-${end - 1}/${file.size}`);
	}
	response.setHeader("content-length", end - start);
	if (request.method === "HEAD") {
		response.end();
		return undefined;
	}
	const stream = file.read(start, end);
	stream.on("error", () => response.destroy());
	response.on("close", () => stream.destroy());
	stream.pipe(response);
	return undefined;
}

/** One range of bytes, as `bytes=0-99`, `bytes=100-` or `bytes=-10`; anything else is not understood, which means all. */
function rangeOf(
	header: string | undefined,
	size: number,
): readonly [start: number, end: number] | "outside" | undefined {
	const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
	if (found === null) return undefined;
	const [, first = "", last = ""] = found;
	if (first === "" && last === "") return undefined;
	if (first === "") return Number(last) === 0 ? "outside" : [Math.max(0, size - Number(last)), size];
	const start = Number(first);
	const end = last === "" ? size : Math.min(size, Number(last) + 1);
	return start >= size || end <= start ? "outside" : [start, end];
}
