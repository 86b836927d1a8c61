/** The worker: answers what the page asks, one message for each call. */
import { asBlob, type RemoteFile } from "../shared/remote.ts";
import type { Progress, Trouble } from "../shared/types.ts";
import type { BytesSession } from "./bytes-session.ts";
import type { Session } from "./session.ts";
import { troubleOf } from "./trouble.ts";

/** A call of the page; `start` comes first and says which side of a file this worker has. */
interface Call {
	readonly id: number;
	readonly method: string;
	readonly args: readonly unknown[];
}
export type Answer =
	| { readonly id: number; readonly result: unknown }
	| { readonly id: number; readonly trouble: Trouble }
	| { readonly progress: Progress };

interface Post {
	postMessage(message: Answer, transfer?: Transferable[]): void;
	onmessage: ((event: MessageEvent<Call>) => void) | null;
}
const scope = globalThis as unknown as Post;

let starting: Promise<Session | BytesSession> | undefined;

async function started(
	given: Blob | RemoteFile,
	name: string,
	side: "value" | "bytes",
	beside: ReadonlyMap<string, Blob | RemoteFile> = new Map(),
): Promise<Session | BytesSession> {
	const file = asBlob(given);
	if (side === "bytes") return new (await import("./bytes-session.ts")).BytesSession(file, name);
	const { Session: Made } = await import("./session.ts");
	const siblings = new Map([...beside].map(([key, other]) => [key, asBlob(other)]));
	return new Made(file, name, siblings, (progress) => scope.postMessage({ progress }));
}

async function call({ method, args }: Call): Promise<unknown> {
	if (method === "start") {
		starting = started(...(args as [Blob, string, "value" | "bytes"]));
		await starting;
		return true;
	}
	const session = await starting;
	const own = session as unknown as Record<string, unknown>;
	const prototype = Object.getPrototypeOf(own) as object;
	const found = Object.hasOwn(prototype, method) ? own[method] : undefined;
	if (typeof found !== "function" || method === "constructor") throw new TypeError(`no method ${method}`);
	return (found as (...given: readonly unknown[]) => unknown).apply(session, [...args]);
}

scope.onmessage = ({ data }) => {
	call(data)
		.then((result) => scope.postMessage({ id: data.id, result }))
		.catch((error: unknown) => scope.postMessage({ id: data.id, trouble: troubleOf(error) }));
};
