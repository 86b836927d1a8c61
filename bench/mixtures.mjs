// Mixtures: 0 to 100 % of the values break what a fast way hopes for, and each is measured against V8's JSON, or, for
// pickle, against the same work at its better end. What a wrong guess costs is bounded by what a right one saves, so no
// ratio may leave its bound. `--quick` takes small inputs and ends with exit code 1 when one does.
//
//   node bench/mixtures.mjs [--quick] [name of a family]
import { json, pickle } from "../dist/index.js";

const quick = process.argv.includes("--quick");
const wanted = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const COUNT = quick ? 4_000 : 40_000;
const TURNS = quick ? 12 : 20;
const SHARES = [0, 0.1, 1, 10, 50, 100];

// Where the ratios have to be below: what is wanted, times what a busy machine may add in a quick run.
const NOISE = quick ? 3 : 1;

let seed = 5;
function random(below) {
	seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
	return Math.floor((seed / 0x80000000) * below);
}

const word = (i) => `a line of some thirty chars ${i % 977}`;
const id = () => String(100000000000000000n + BigInt(random(2 ** 30)) * 7919n);

// name, a usual value, one that breaks the guess, and what is measured: [work, plain way, bound].
const parse = (read) => (text) => [() => read(text), () => JSON.parse(text)];
const write = (options) => (value) => [() => json.dumps(value, options), () => JSON.stringify(value)];
const texts = (usual, odd, measure) => ({ usual, odd, make: (values) => `[${values.join()}]`, measure });
const values = (usual, odd, measure) => ({ usual, odd, make: (list) => list, measure });
const rounds = (usual, odd) => ({
	usual,
	odd,
	make: (list) => list,
	measure: (list, ends) => [
		() => pickle.loads(pickle.dumps(list)),
		() => ends.map((end) => pickle.loads(pickle.dumps(end))),
	],
});
const families = {
	"dumps: strings that need escapes": [4, values(word, (i) => `"${word(i)}`, write())],
	"dumps: long strings that need escapes": [
		4,
		values(
			(i) => word(i).repeat(20),
			(i) => `"${word(i)}\n`.repeat(20),
			write(),
		),
	],
	"dumps: strings beyond ASCII": [6, values(word, (i) => `строка ${word(i)}`, write())],
	"dumps: strings beyond Latin, ensureAscii: false": [
		4,
		values(word, (i) => `строка ${word(i)}`, write({ ensureAscii: false })),
	],
	"dumps: lone surrogates, ensureAscii: false": [
		4,
		values(word, (i) => `\ud83d ${word(i)}`, write({ ensureAscii: false })),
	],
	"dumps: sortKeys, objects of other keys": [
		15,
		values(
			(i) => ({ a: i, b: 1, c: 2 }),
			(i) => ({ [`k${i % 977}`]: i, [`b${i % 89}`]: 1, [`a${i % 7}`]: 2 }),
			write({ sortKeys: true }),
		),
	],
	"iterencode: strings that need escapes": [
		30,
		values(
			word,
			(i) => `"${word(i)}`,
			(list) => [() => [...json.iterencode(list)], () => JSON.stringify(list)],
		),
	],
	"dumps: ints among strings": [4, values(word, (i) => i, write())],
	"loads: long ints": [
		5,
		texts(
			(i) => i,
			id,
			parse((text) => json.loads(text)),
		),
	],
	"loads: -0": [
		5,
		texts(
			(i) => i,
			() => "-0",
			parse((text) => json.loads(text)),
		),
	],
	"loads: NaN": [
		6,
		{
			...texts(
				(i) => i,
				() => "1.5",
				parse((text) => json.loads(text)),
			),
			measure: (text) => [() => json.loads(text.replace("[", "[NaN,")), () => JSON.parse(text)],
		},
	],
	"loads: strings with escapes, parseFloat": [
		6,
		texts(
			(i) => `"${word(i)}"`,
			(i) => `"\\n${word(i)}"`,
			parse((text) => json.loads(text, { parseFloat: String })),
		),
	],
	"loads: index-like keys, parseFloat": [
		7,
		texts(
			(i) => `{"a":${i},"b":1}`,
			() => `{"${random(1000)}":1,"${random(1000)}":2}`,
			parse((text) => json.loads(text, { parseFloat: String })),
		),
	],
	"loads: keys that differ, objectHook": [
		6,
		texts(
			(i) => `{"a":${i},"b":1}`,
			(i) => `{"k${i}":1,"l${i % 97}":2}`,
			parse((text) => json.loads(text, { objectHook: (object) => object })),
		),
	],
	"pickle: floats among ints": [
		3,
		rounds(
			(i) => i,
			(i) => i + 0.5,
		),
	],
	"pickle: strings beyond ASCII": [3, rounds(word, (i) => `строка ${word(i)}`)],
	"pickle: objects of other keys": [
		3,
		rounds(
			(i) => ({ a: i, b: word(i) }),
			(i) => ({ a: i, [`k${i % 97}`]: word(i) }),
		),
	],
	"pickle: index-like keys": [
		4,
		rounds(
			(i) => ({ a: i, b: 1 }),
			() => ({ [random(1000)]: 1, [random(1000)]: 2 }),
		),
	],
};

// The best of several turns of each, so that a machine with other work does not count.
function ratioOf([work, plain], both) {
	let mine = Number.POSITIVE_INFINITY;
	let theirs = Number.POSITIVE_INFINITY;
	for (let turn = 0; turn < TURNS; turn++) {
		const start = performance.now();
		work();
		const middle = performance.now();
		plain();
		mine = Math.min(mine, middle - start);
		theirs = Math.min(theirs, performance.now() - middle);
	}
	return (mine / theirs) * both;
}

let failed = 0;
for (const [name, [bound, family]] of Object.entries(families)) {
	if (wanted !== undefined && !name.includes(wanted)) continue;
	const build = (share) =>
		family.make(Array.from({ length: COUNT }, (_, i) => (random(1000) < share * 10 ? family.odd(i) : family.usual(i))));
	const ends = [build(0), build(100)];
	const isPickle = name.startsWith("pickle");
	const shown = SHARES.map((share) => {
		const ratio = ratioOf(family.measure(build(share), ends), isPickle ? 2 : 1);
		if (ratio <= bound * NOISE) return ratio.toFixed(1);
		failed++;
		return `${ratio.toFixed(1)}!`;
	});
	console.log(`${name.padEnd(50)} ${shown.map((text) => text.padStart(6)).join("")}   bound ${bound}`);
}
console.log(
	`ratios at ${SHARES.join(", ")} % of values that break the guess${failed > 0 ? `; ${failed} beyond their bound` : ""}`,
);
if (failed > 0) process.exitCode = 1;
