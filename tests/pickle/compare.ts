/** Brine beside a live CPython: random values read, real pickles broken and read, random values written. */
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { repr } from "../../src/values/repr.ts";
import { type Answer, type Python, startWorker } from "../python/pythons.mjs";
import { BATCH, base64, Findings, fromBase64, protocolsOf, sortSets, versionOf } from "./compare-support.ts";
import { Values } from "./random-values.ts";
import { build } from "./tagged-build.ts";
import { describe } from "./tagged-describe.ts";

export { compareMutations } from "./compare-mutations.ts";

/** Random values that CPython pickled: read as equal, in type, content, order and sharing, and with the same text. */
export async function compareReading(python: Python, count: number, seed: number): Promise<Findings> {
	const findings = new Findings();
	const worker = startWorker(python);
	const pythonVersion = versionOf(python);
	for (let done = 0; done < count; done += BATCH) {
		const { answers = [] } = await worker.ask({
			command: "random",
			seed: seed * 1009 + done,
			count: Math.min(BATCH, count - done),
			protocol: protocolsOf(python),
			describe: true,
		});
		for (const answer of answers) {
			findings.count(`read at protocol ${answer.protocol}`);
			const wrong = readOtherwise(answer, pythonVersion);
			if (wrong !== undefined) findings.differ(`${answer.data}: ${wrong}`);
		}
	}
	await worker.close();
	return findings;
}
function readOtherwise({ data, repr: text, value: described }: Answer, pythonVersion: string): string | undefined {
	const value = loads(fromBase64(data), { mode: "exact", pythonVersion });
	const ours = JSON.stringify(describe(value));
	if (ours !== JSON.stringify(described)) return `is ${ours}, not ${JSON.stringify(described)}`;
	sortSets(value, pythonVersion);
	const shown = repr(value, { pythonVersion });
	return typeof text === "string" && shown !== text ? `shows as ${shown}, not ${text}` : undefined;
}

/** Random values that JavaScript made: the bytes of CPython at each protocol, and an equal value in CPython. */
export async function compareWriting(python: Python, count: number, seed: number): Promise<Findings> {
	const findings = new Findings();
	const worker = startWorker(python);
	const pythonVersion = versionOf(python);
	const protocols = protocolsOf(python);
	for (let done = 0; done < count; done += BATCH) {
		const tagged = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => new Values(seed + done + i).value());
		const asking = worker.ask({ command: "build", protocols, silent: true, batch: tagged.map((value) => ({ value })) });
		const ours = tagged.map((value) =>
			protocols.map((protocol) => base64(dumps(build(value), { protocol, pythonVersion }))),
		);
		const { answers = [] } = await asking;
		const pairs = ours.map((streams, i) => {
			// Below protocol 4 CPython does not write the fold of a time.
			const hasFold = JSON.stringify(tagged[i]).includes(",1,null]");
			const left = { data: streams[hasFold ? streams.length - 1 : (done + i) % streams.length] };
			return { left, right: { value: tagged[i] } };
		});
		const compared = await worker.ask({ command: "equal", batch: pairs });
		for (const [i, answer] of answers.entries()) {
			const theirs = answer.streams ?? [];
			const wrong = protocols.filter((_, k) => theirs[k] !== ours[i]?.[k]);
			findings.count("values written");
			findings.count("pickles with the bytes of Python", protocols.length - wrong.length);
			if (wrong.length > 0) {
				const k = protocols.indexOf(wrong[0] as number);
				const both = `${ours[i]?.[k]} and not ${answer.ok ? theirs[k] : answer.error}`;
				findings.differ(`${JSON.stringify(tagged[i])} at ${wrong}: ${both}`);
			}
			if (compared.answers?.[i]?.equal === true) findings.count("read by Python as an equal value");
			else findings.differ(`${JSON.stringify(tagged[i])} is read as ${JSON.stringify(compared.answers?.[i])}`);
		}
	}
	await worker.close();
	return findings;
}
