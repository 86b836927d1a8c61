/** What the pages use of clients that npm test does not install; the live tests run them with the real ones. */
declare module "ioredis" {
	interface Multi {
		sadd(key: string, member: string): Multi;
		rpush(key: string, value: string): Multi;
		exec(): Promise<unknown>;
	}
	export default class Redis {
		constructor(url: string);
		get(key: string): Promise<string | null>;
		getBuffer(key: string): Promise<Buffer | null>;
		set(key: string, value: string | Buffer): Promise<"OK">;
		set(key: string, value: string | Buffer, unit: "EX", seconds: number): Promise<"OK">;
		brpop(key: string, timeout: number): Promise<[string, string] | null>;
		lpush(key: string, value: string): Promise<number>;
		lrange(key: string, from: number, to: number): Promise<string[]>;
		hset(key: string, fields: object): Promise<number>;
		hgetBuffer(key: string, field: string): Promise<Buffer | null>;
		hgetallBuffer(key: string): Promise<Record<string, Buffer>>;
		xrevrangeBuffer(key: string, end: string, start: string, count: "COUNT", n: number): Promise<[Buffer, Buffer[]][]>;
		multi(): Multi;
		quit(): Promise<"OK">;
	}
}
declare module "redis" {
	interface Client {
		connect(): Promise<this>;
		withTypeMapping(types: Record<number, typeof Buffer>): {
			get(key: string): Promise<Buffer | null>;
			set(key: string, value: Buffer, options: { EX: number }): Promise<unknown>;
		};
		close(): Promise<void>;
	}
	export const RESP_TYPES: { readonly BLOB_STRING: 36 };
	export function createClient(options: { url: string }): Client;
}
declare module "bullmq" {
	interface Options {
		connection?: { host: string; port: number; maxRetriesPerRequest: null };
		prefix?: string;
	}
	export class Queue {
		constructor(name: string, options?: Options);
		readonly name: string;
		readonly opts: { connection?: unknown; prefix?: string };
		addBulk(jobs: { name: string; data: unknown; opts?: object }[]): Promise<unknown[]>;
		getJobCounts(): Promise<Record<string, number>>;
	}
	interface Job {
		readonly name: string;
		// biome-ignore lint/suspicious/noExplicitAny: as BullMQ has it
		readonly data: any;
		updateProgress(progress: object): Promise<void>;
	}
	export class Worker {
		constructor(name: string, process: (job: Job) => Promise<unknown>, options: object);
		on(event: "error", listener: (error: Error) => void): this;
		waitUntilReady(): Promise<unknown>;
		close(): Promise<void>;
	}
}
declare module "@bull-board/api" {
	export function createBullBoard(options: { queues: object[]; serverAdapter: object }): void;
}
declare module "@bull-board/api/bullMQAdapter" {
	import type { Queue } from "bullmq";
	export class BullMQAdapter {
		constructor(queue: Queue, options: { readOnlyMode: boolean });
	}
}
declare module "@bull-board/express" {
	export class ExpressAdapter {
		getRouter(): object;
	}
}
declare module "express" {
	interface App {
		use(path: string, router: object): App;
		listen(port: number, host: string): void;
	}
	export default function express(): App;
}
declare module "amqplib" {
	interface Message {
		readonly content: Buffer;
		readonly properties: { correlationId: string; replyTo: string; headers: Record<string, unknown> };
	}
	interface Channel {
		assertQueue(queue: string, options: object): Promise<{ queue: string }>;
		sendToQueue(queue: string, content: Buffer, options: object): boolean;
		consume(queue: string, take: (message: Message | null) => void, options?: object): Promise<unknown>;
		ack(message: Message): void;
		close(): Promise<void>;
	}
	interface Connection {
		createChannel(): Promise<Channel>;
		close(): Promise<void>;
	}
	export function connect(url: string): Promise<Connection>;
}
