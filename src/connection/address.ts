/** Addresses in the forms that Python's have. */
import { PyTypeError, ValueError } from "../errors.ts";

/**
 * Where a connection leads: host and port, as Python's pair or as an object, or the path of a Unix socket. A path that begins
 * with `"\0"` is a name in Linux's abstract namespace.
 */
export type Address = readonly [host: string, port: number] | { readonly host: string; readonly port: number } | string;

/** An address as `node:net` takes it. */
export type NetAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/**
 * Checks an address.
 *
 * @throws PyTypeError, ValueError (`argument`) for anything else
 */
export function netAddress(address: Address): NetAddress {
	if (typeof address === "string") {
		if (address.startsWith("\\\\.\\pipe\\")) {
			throw new ValueError("named pipes of Windows carry messages without a length, which Node cannot read; use TCP", {
				code: "argument",
			});
		}
		if (address === "") throw new ValueError("the path of a socket must not be empty", { code: "argument" });
		return { path: address };
	}
	const [host, port] = Array.isArray(address)
		? (address as readonly [unknown, unknown])
		: [(address as { host?: unknown } | null)?.host, (address as { port?: unknown } | null)?.port];
	if (typeof host !== "string" || !Number.isInteger(port) || (port as number) < 0 || (port as number) > 65535) {
		throw new PyTypeError("address must be [host, port], { host, port } or the path of a Unix socket", {
			code: "argument",
		});
	}
	return { host, port: port as number };
}
