/** Celery over RabbitMQ: tasks and results are messages of AMQP, in both directions, with a real worker and a real client. */
import { randomUUID } from "node:crypto";
import { setTimeout as later } from "node:timers/promises";
import { PyException, pickle, repr, tuple } from "../../dist/index.js";
import { dumpsBuffer } from "../../dist/node/index.js";
import { exportsOf } from "./cookbook-parts.mjs";
import { client } from "./setup.mjs";

const EXACT = { mode: "exact" };

export async function amqp({ python, check, skip, env }) {
	if (env.AMQP_URL === undefined) return skip("Celery over AMQP: no RabbitMQ");
	const values = await python("values");
	const { readKombu, writeKombu } = await exportsOf("readKombu");
	const { connect } = (await client("amqplib")).default;
	const connection = await connect(env.AMQP_URL);
	const channel = await connection.createChannel();
	const get = async (queue) => {
		for (let i = 0; i < 200; i++) {
			const message = await channel.get(queue, { noAck: true });
			if (message) return message;
			await later(100);
		}
		throw new Error(`nothing comes to ${queue}`);
	};
	for (const serializer of ["json", "pickle"]) {
		const isJson = serializer === "json";
		const name = (what) => `Celery over AMQP, ${serializer}: ${what}`;
		const read = isJson ? (bytes) => readKombu(String(bytes)) : (bytes) => pickle.loads(bytes, EXACT);
		const write = isJson ? (value) => Buffer.from(writeKombu(value)) : dumpsBuffer;
		const field = (dict, key) => (dict instanceof Map ? dict.get(key) : dict[key]);
		const kind = {
			contentType: isJson ? "application/json" : "application/x-python-serialize",
			contentEncoding: isJson ? "utf-8" : "binary",
		};
		const wanted = isJson ? ["plain", "extended"] : ["plain", "pickled", "extended"];
		const inbox = `inbox-${serializer}`;
		// The client of Celery declares the queue with these options.
		await channel.assertQueue(inbox, { durable: true });
		const answer = (message, status, result) => {
			const { correlationId: id, replyTo } = message.properties;
			const body = { task_id: id, status, result, traceback: null, children: [] };
			channel.sendToQueue(replyTo, write(body), { ...kind, correlationId: id });
			return id;
		};
		for (const value of wanted) {
			const id = await python("amqp_send", serializer, value, inbox);
			const message = await get(inbox);
			const { headers, contentType } = message.properties;
			check(
				name(`${value} task`),
				headers.task === "live.echo" && headers.id === id && contentType === kind.contentType,
			);
			const [args, kwargs, embed] = read(message.content);
			check(name(`${value} args`), repr(args[0]) === values[value], repr(args).slice(0, 300));
			check(name(`${value} kwargs`), repr(kwargs) === "{'key': 1}" && field(embed, "chord") === null, repr(kwargs));
			answer(message, "SUCCESS", args[0]);
			const back = await python("celery_result", `amqp ${serializer}`, id);
			check(name(`${value} result`), back === values[value], back.slice(0, 300));
		}
		const sent = await python("amqp_send", serializer, "plain", inbox);
		const failure = isJson
			? { exc_type: "ValueError", exc_message: ["boom", 7], exc_module: "builtins" }
			: new PyException("ValueError", ["boom", 7]);
		answer(await get(inbox), "FAILURE", failure);
		const raised = await python("celery_result", `amqp ${serializer}`, sent);
		check(name("an exception for Python"), raised === "raises ValueError('boom', 7)", raised);

		// To a worker of Celery's, whose results come as messages.
		await python("celery_worker", `amqp ${serializer}`);
		const { queue: replyTo } = await channel.assertQueue("", { exclusive: true });
		const queue = isJson ? "celery" : "pickled";
		await channel.assertQueue(queue, { durable: true });
		const send = async (task, args) => {
			const id = randomUUID();
			const embed = { callbacks: null, errbacks: null, chain: null, chord: null };
			const body = isJson ? [args, {}, embed] : tuple(tuple(...args), {}, embed);
			const headers = { lang: "js", task, id, root_id: id, parent_id: null, group: null };
			channel.sendToQueue(queue, write(body), { ...kind, correlationId: id, replyTo, deliveryMode: 2, headers });
			const message = await get(replyTo);
			check(name(`${task} is answered`), message.properties.correlationId === id);
			return read(message.content);
		};
		const added = await send("live.add", [2, 3]);
		check(name("a worker adds"), field(added, "status") === "SUCCESS" && field(added, "result") === 5, repr(added));
		for (const value of wanted) {
			await python("amqp_send", serializer, value, inbox);
			const [args] = read((await get(inbox)).content);
			const echoed = await send("live.echo", [args[0]]);
			check(
				name(`a worker returns ${value}`),
				repr(field(echoed, "result")) === values[value],
				repr(echoed).slice(0, 300),
			);
		}
		const failed = await send("live.fail", ["boom"]);
		const result = field(failed, "result");
		const shown = isJson ? repr(field(result, "exc_message")) : repr(result.args);
		check(
			name("a worker fails"),
			field(failed, "status") === "FAILURE" && /^[[(]'boom', 7[\])]$/.test(shown),
			repr(failed).slice(0, 300),
		);
		await python("celery_end");
	}
	await connection.close();
}
