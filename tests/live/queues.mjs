/** Celery and RQ over Redis: messages, results and exceptions in both directions, with real workers. */
import { randomUUID } from "node:crypto";
import { setTimeout as later } from "node:timers/promises";
import { deflateSync, inflateSync } from "node:zlib";
import { json, PyException, pickle, repr, tuple } from "../../dist/index.js";
import { dumpsBuffer } from "../../dist/node/index.js";
import { exportsOf } from "./cookbook-parts.mjs";

const EXACT = { mode: "exact" };

const field = (dict, name) => (dict instanceof Map ? dict.get(name) : dict?.[name]);

/** Asks again until there is an answer; undefined after 15 seconds. */
async function eventually(ask) {
	for (let i = 0; i < 150; i++) {
		const answer = await ask();
		if (answer !== null && answer !== undefined) return answer;
		await later(100);
	}
	return undefined;
}

export async function queues({ python, check, ioredis }) {
	const values = await python("values");
	const { readKombu, writeKombu } = await exportsOf("readKombu");
	for (const serializer of ["json", "pickle"]) {
		const exact = serializer === "json" ? (text) => readKombu(text) : (bytes) => pickle.loads(bytes, EXACT);
		const write = serializer === "json" ? (value) => Buffer.from(writeKombu(value)) : dumpsBuffer;
		const queue = serializer === "json" ? "celery" : "pickled";
		const name = (what) => `Celery, ${serializer}: ${what}`;
		const pop = async () => {
			const text = await ioredis.rpop("inbox");
			const message = json.loads(text);
			return { message, body: exact(Buffer.from(message.body, "base64")) };
		};
		/** The message that Celery's client writes, in the parts that a worker reads. */
		const send = (task, args, kwargs = {}, { chord = null, group = null } = {}) => {
			const id = randomUUID();
			const embed = { callbacks: null, errbacks: null, chain: null, chord };
			const body = serializer === "json" ? [args, kwargs, embed] : tuple(tuple(...args), kwargs, embed);
			const message = {
				body: write(body).toString("base64"),
				"content-type": serializer === "json" ? "application/json" : "application/x-python-serialize",
				"content-encoding": serializer === "json" ? "utf-8" : "binary",
				headers: { lang: "js", task, id, root_id: id, parent_id: null, group },
				properties: {
					correlation_id: id,
					delivery_mode: 2,
					delivery_info: { exchange: "", routing_key: queue },
					priority: 0,
					body_encoding: "base64",
					delivery_tag: randomUUID(),
				},
			};
			return ioredis.lpush(queue, json.dumps(message)).then(() => id);
		};
		const meta = async (id) => {
			const bytes = await eventually(() => ioredis.getBuffer(`celery-task-meta-${id}`));
			const value = bytes === undefined ? new Map() : exact(bytes);
			return { status: field(value, "status"), result: field(value, "result"), all: value };
		};
		const answer = (id, status, result) =>
			ioredis.set(
				`celery-task-meta-${id}`,
				write({ status, result, traceback: null, children: [], date_done: new Date().toISOString(), task_id: id }),
			);

		// From Python's client: what a worker in Node reads, and what Python gets of its results.
		for (const value of serializer === "json" ? ["plain", "extended"] : ["plain", "pickled", "extended"]) {
			const id = await python("celery_send", serializer, "live.echo", [value], { key: 1 }, "inbox");
			const { message, body } = await pop();
			const [args, kwargs, embed] = body;
			check(name(`${value} task`), message.headers.task === "live.echo" && message.headers.id === id);
			check(name(`${value} args`), repr(args[0]) === values[value], repr(args[0]).slice(0, 300));
			check(name(`${value} kwargs`), repr(kwargs) === "{'key': 1}", repr(kwargs));
			check(name(`${value} embed`), field(embed, "chord") === null, repr(embed));
			await answer(id, "SUCCESS", args[0]);
			const back = await python("celery_result", serializer, id);
			check(name(`${value} result`), back === values[value], back.slice(0, 300));
		}
		const failed = await python("celery_send", serializer, "live.echo", ["plain"], {}, "inbox");
		await pop();
		await answer(
			failed,
			"FAILURE",
			serializer === "json"
				? { exc_type: "ValueError", exc_message: ["boom", 7], exc_module: "builtins" }
				: new PyException("ValueError", ["boom", 7]),
		);
		const raised = await python("celery_result", serializer, failed);
		check(name("an exception for Python"), raised === "raises ValueError('boom', 7)", raised);

		await python("celery_chord", serializer, "inbox");
		for (let part = 0; part < 2; part++) {
			const { body } = await pop();
			const chord = field(body[2], "chord");
			const shown = repr(chord);
			check(name("a chord's body"), shown.includes("'task': 'live.total'") && shown.includes("'factor': 10"), shown);
		}

		// To a worker of Celery's, and its results.
		await python("celery_worker", serializer);
		const added = await meta(await send("live.add", [2, 3]));
		check(name("a worker adds"), added.status === "SUCCESS" && added.result === 5, repr(added.all));
		for (const value of serializer === "json" ? ["plain", "extended"] : ["plain", "pickled", "extended"]) {
			await python("celery_send", serializer, "live.echo", [value], {}, "inbox");
			const { body } = await pop();
			const echoed = await meta(await send("live.echo", [body[0][0]]));
			check(
				name(`a worker has ${value} and returns it`),
				repr(echoed.result) === values[value],
				repr(echoed.all).slice(0, 400),
			);
		}
		const [group, body] = [randomUUID(), randomUUID()];
		const options = { task_id: body, queue, group_id: group };
		const chord = {
			task: "live.total",
			args: [],
			kwargs: { factor: 10 },
			options,
			subtask_type: null,
			immutable: false,
		};
		await ioredis.set(`celery-taskset-meta-${group}.s`, "3", "EX", 600);
		for (const pair of [
			[1, 2],
			[3, 4],
			[5, 6],
		])
			await send("live.add", pair, {}, { chord, group });
		const total = await meta(body);
		check(name("a worker finishes a chord"), total.status === "SUCCESS" && total.result === 210, repr(total.all));
		const failure = await meta(await send("live.fail", ["boom"]));
		const error =
			serializer === "json"
				? new PyException(
						field(failure.result, "exc_type"),
						field(failure.result, "exc_message"),
						field(failure.result, "exc_module"),
					)
				: failure.result;
		const shown = error?.toError?.();
		check(name("a worker fails"), failure.status === "FAILURE" && shown?.name === "ValueError", repr(failure.all));
		check(name("with its arguments"), repr(error.args) === "('boom', 7)", repr(error.args));
		const refused = await meta(await send("live.refuse", ["no"]));
		check(name("an exception of its own"), repr(refused.all).includes("Refused"), repr(refused.all));
		await python("celery_end");
	}

	// RQ: Python's jobs read here, Node's jobs run there.
	const id = await python("rq_enqueue");
	const job = await ioredis.hgetallBuffer(`rq:job:${id}`);
	const [func, instance, args, kwargs] = pickle.loads(inflateSync(job.data), EXACT);
	check(
		"RQ: a job",
		repr([func, instance, args, kwargs]) === "['worker.rq_double', None, (21,), {'shout': True}]",
		repr([func, args]),
	);
	check("RQ: is in the queue", (await ioredis.lrange("rq:queue:default", 0, -1)).includes(id));
	const mine = randomUUID();
	await ioredis.hset(`rq:job:${mine}`, {
		data: deflateSync(dumpsBuffer(tuple("worker.rq_double", null, tuple(21), { shout: true }))),
		created_at: new Date().toISOString().replace(/\.\d+/, ".000000"),
		origin: "default",
		status: "queued",
		timeout: 180,
	});
	await ioredis.multi().sadd("rq:queues", "rq:queue:default").rpush("rq:queue:default", mine).exec();
	const seen = await python("rq_job", mine);
	check("RQ: a job of Node's", repr(seen) === `['worker.rq_double', '(21,)', "{'shout': True}", 'queued']`, repr(seen));
	await python("rq_work");
	const { rqResult } = await exportsOf("rqResult");
	for (const done of [id, mine]) {
		const result = await rqResult(ioredis, done, EXACT);
		const there = await python("rq_result", done);
		check(
			"RQ: a result",
			repr(result) === there && there.includes("'double': 42"),
			`${repr(result)} ${there}`.slice(0, 300),
		);
	}
}
