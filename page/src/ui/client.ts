/** The page's side of a worker: calls with promises, progress, and an end at any time. */

import type { Progress, Trouble } from "../shared/types.ts";
import type { Answer } from "../worker/main.ts";
// The bundler makes the default export: the address of the built worker.
// oxlint-disable-next-line import/default
import workerUrl from "../worker/main.ts?worker&url";

/** An error that the worker told. */
export class WorkerTrouble extends Error {
	readonly trouble: Trouble;
	constructor(trouble: Trouble) {
		super(`${trouble.name}: ${trouble.message}`);
		this.trouble = trouble;
	}
}
/** The worker was ended before it answered. */
export class Cancelled extends Error {}

interface Policy {
	createScriptURL(url: string): string;
}
const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } };
let policy: Policy | undefined;

/** An address for a worker or the service worker, which the page's policy wants to be told of. */
export function scriptUrl(url: string): string {
	policy ??= trustedTypes?.createPolicy("brine", { createScriptURL: (given) => given }) ?? {
		createScriptURL: (given) => given,
	};
	return policy.createScriptURL(url);
}

/**
 * Starts the worker from a blob: so it has the page's own content security policy, which a worker from an address would
 * only have if the server sent it as a header.
 */
function start(): Worker {
	const code = `import ${JSON.stringify(new URL(workerUrl, document.baseURI).href)};`;
	const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
	const worker = new Worker(scriptUrl(url), { type: "module", name: "brine" });
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
	return worker;
}

interface Waiting {
	resolve(value: unknown): void;
	reject(error: Error): void;
}

/** One worker. */
export class Client {
	onProgress: (progress: Progress) => void = () => undefined;
	readonly #worker: Worker;
	readonly #waiting = new Map<number, Waiting>();
	#last = 0;
	constructor() {
		this.#worker = start();
		this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#take(data);
		this.#worker.onerror = (event) => {
			event.preventDefault();
			this.#failAll(new WorkerTrouble({ name: "MemoryError", message: event.message || "worker.lost" }));
		};
	}
	#take(answer: Answer): void {
		if ("progress" in answer) {
			this.onProgress(answer.progress);
			return;
		}
		const waiting = this.#waiting.get(answer.id);
		this.#waiting.delete(answer.id);
		if ("trouble" in answer) waiting?.reject(new WorkerTrouble(answer.trouble));
		else waiting?.resolve(answer.result);
	}
	call<T>(method: string, ...args: readonly unknown[]): Promise<T> {
		const id = ++this.#last;
		return new Promise<T>((resolve, reject) => {
			this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
			this.#worker.postMessage({ id, method, args });
		});
	}
	/** Ends it, whatever it does. */
	end(): void {
		this.#worker.terminate();
		this.#failAll(new Cancelled("cancelled"));
	}
	#failAll(error: Error): void {
		for (const { reject } of this.#waiting.values()) reject(error);
		this.#waiting.clear();
	}
}
