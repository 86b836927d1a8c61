import type { AbortSignalLike } from "../bytes/signal.ts";
import { PyTypeError, ValueError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import { type BytesLike, bytesOf, isBytes } from "../pickle/loads.ts";
import type { DumpsOptions, LoadsOptions } from "../pickle/options.ts";
import type { ConnectionSettings } from "./connection.ts";
import { messageLimit } from "./frames.ts";

/** Options of {@link Client} and {@link Listener.listen}. */
export interface ConnectionOptions {
	/** The key that both sides have, as bytes, or as a string of which the UTF-8 is meant. @defaultValue none: no challenge */
	readonly authkey?: BytesLike | string;
	/** How values that come are read, as for `pickle.loads`: registry, limits, mode and so on. */
	readonly loads?: LoadsOptions;
	/** How values are written, as for `pickle.dumps`. @defaultValue protocol 5, which Python 3.8 and newer read */
	readonly dumps?: DumpsOptions;
	/** The limits. */
	readonly limits?: {
		/** Most bytes of one message; a longer one is refused before it is read. @defaultValue 2^30 (1 GiB) */
		readonly message?: number;
	};
	/** Seconds that connecting and the challenge may take together. @defaultValue 20 */
	readonly timeout?: number;
	/** Stops connecting, or ends a waiting `accept`. */
	readonly signal?: AbortSignalLike;
}

/** Seconds that a handshake may take. */
const TIMEOUT = 20;
const OPTIONS: ReadonlySet<string> = new Set(["authkey", "loads", "dumps", "limits", "timeout", "signal"]);

/** Options with their defaults. */
export interface FullOptions extends ConnectionSettings {
	readonly authkey: Uint8Array | undefined;
	readonly timeout: number;
	readonly signal: AbortSignalLike | undefined;
}

/**
 * Completes the options.
 *
 * @throws PyTypeError, ValueError (`option`) for what is not an option, or not of its type
 */
export function fullOptions(callee: string, options: ConnectionOptions | undefined | null): FullOptions {
	const { authkey, loads, dumps, limits, timeout = TIMEOUT, signal } = givenOptions(callee, options, OPTIONS);
	if (authkey !== undefined && typeof authkey !== "string" && !isBytes(authkey)) {
		throw new PyTypeError("authkey should be a byte string", { code: "option" });
	}
	if (typeof timeout !== "number" || !(timeout > 0)) {
		throw new ValueError(`timeout must be a number of seconds above 0, not ${String(timeout)}`, { code: "option" });
	}
	const key = typeof authkey === "string" ? new TextEncoder().encode(authkey) : authkey && bytesOf(authkey);
	return { authkey: key, loads, dumps, limit: messageLimit(limits), timeout, signal };
}
