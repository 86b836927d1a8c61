/** The report of a bench of families: geometric means, distribution, and the worst ten of each comparison. */

const geometric = (list) => Math.exp(list.reduce((sum, ratio) => sum + Math.log(ratio), 0) / list.length);

/** A contender's time: of its passes the best one, since the machine's other work only ever adds. */
function best(passes, kind) {
	const times = (passes ?? []).map((pass) => pass[kind]).filter((time) => time > 0);
	return times.length === 0 ? undefined : Math.min(...times);
}
const bestPeer = (result, kind) => {
	const names = new Set(
		result.times.others.flatMap((pass) => Object.keys(pass)).filter((name) => name.endsWith(` ${kind}`)),
	);
	const times = [...names].map((name) => best(result.times.others, name)).filter((time) => time !== undefined);
	return times.length === 0 ? undefined : Math.min(...times);
};
const python = (kind) => (result) => best(result.times.python, kind);
const v8 = (kind) => (result) => best(result.times.others, kind);
const ours = (kind) => (result) => best(result.times.brine, kind);
const isLarge = (result) => result.bytes > 1_000_000;

/** Title, format, Brine's figure, theirs, and which families count. */
const COMPARISONS = [
	["pickle.loads, warm, to CPython's C", "pickle", ours("loads"), python("loads")],
	["pickle.loads exact, warm, to CPython's C", "pickle", ours("loads-exact"), python("loads")],
	["pickle.dumps, warm, to CPython's C", "pickle", ours("dumps"), python("dumps")],
	["pickle.loads, warm, to v8.deserialize", "pickle", ours("loads"), v8("loads")],
	["pickle.dumps, warm, to v8.serialize", "pickle", ours("dumps"), v8("dumps")],
	["pickle.loads, warm, to the fastest of npm", "pickle", ours("loads"), (result) => bestPeer(result, "loads")],
	["pickle.loads, fifth call, over 1 MB", "pickle", ours("loads-fifth"), python("loads"), isLarge],
	["pickle.dumps, fifth call, over 1 MB", "pickle", ours("dumps-fifth"), python("dumps"), isLarge],
	["json.loads, warm, to JSON.parse", "json", ours("loads"), v8("loads")],
	["json.loads exact, warm, to JSON.parse", "json", ours("loads-exact"), v8("loads")],
	["json.dumps, warm, to JSON.stringify", "json", ours("dumps"), v8("dumps")],
	["json.loads, warm, to CPython's C", "json", ours("loads"), python("loads")],
	["json.loads exact, warm, to CPython's C", "json", ours("loads-exact"), python("loads")],
	["json.dumps, warm, to CPython's C", "json", ours("dumps"), python("dumps")],
	["json.loads, warm, to the fastest of npm", "json", ours("loads"), (result) => bestPeer(result, "loads")],
	["json.dumps, warm, to the fastest of npm", "json", ours("dumps"), (result) => bestPeer(result, "dumps")],
	["json.load of a stream, to json.loads", "json", ours("stream"), ours("loads")],
	["json.events, to json.loads", "json", ours("events"), ours("loads")],
	["json.loads, fifth call, over 1 MB, to JSON.parse warm", "json", ours("loads-fifth"), v8("loads"), isLarge],
	["peak of pickle.loads, over 1 MB, to CPython", "pickle", ours("loads-peak"), python("loads-peak"), isLarge],
	["peak of pickle.dumps, over 1 MB, to CPython", "pickle", ours("dumps-peak"), python("dumps-peak"), isLarge],
	["peak of json.loads, over 1 MB, to CPython", "json", ours("loads-peak"), python("loads-peak"), isLarge],
];
/** Calls in a fresh process on what is below 1 MB: in milliseconds over what CPython takes warm. */
const SMALL = [
	["pickle.loads", "pickle", "loads"],
	["pickle.dumps", "pickle", "dumps"],
	["json.loads", "json", "loads"],
	["json.dumps", "json", "dumps"],
];
/** Whose worst families are listed, and kept by `--keep`. */
const LISTED = [0, 1, 2, 8, 9, 10, 13];

const at = (sorted, part) => sorted[Math.round((sorted.length - 1) * part)];
/** A ratio, if there are two times: what has NaN V8 does not read, for example. */
const short = (ratio) => (ratio > 0 && Number.isFinite(ratio) ? ratio.toFixed(2) : "—");

/** One line about a family while it runs. */
export function measuresOf(result) {
	return COMPARISONS.filter((row, i) => row[1] === result.format && LISTED.includes(i))
		.map(
			([title, , mine, theirs]) =>
				`${title.split(",")[0].replace(/^\w+\./, "")} ${short(mine(result) / theirs(result))}`,
		)
		.join("  ");
}

function ratiosOf(results, [, format, mine, theirs, counts]) {
	const list = [];
	for (const [name, result] of Object.entries(results)) {
		if (result.format !== format || counts?.(result) === false) continue;
		const ratio = mine(result) / theirs(result);
		if (Number.isFinite(ratio) && ratio > 0)
			list.push({ name, ratio, result, mine: mine(result), theirs: theirs(result) });
	}
	return list.sort((a, b) => a.ratio - b.ratio);
}

const time = (seconds) => (seconds < 1e-3 ? `${(seconds * 1e6).toFixed(1)} µs` : `${(seconds * 1e3).toFixed(1)} ms`);
const row = (cells) => `| ${cells.join(" | ")} |`;

export function reportOf(state) {
	const { results } = state;
	const distribution = [
		row(["Ratio", "Families", "Geometric mean", "10 %", "50 %", "90 %", "99 %", "Worst"]),
		row(Array(8).fill("---")),
	];
	const worstTables = [];
	const worst = [];
	for (const [index, comparison] of COMPARISONS.entries()) {
		const list = ratiosOf(results, comparison);
		if (list.length === 0) continue;
		const ratios = list.map((one) => one.ratio);
		const parts = [0.1, 0.5, 0.9, 0.99, 1].map((part) => short(at(ratios, part)));
		distribution.push(row([comparison[0], list.length, short(geometric(ratios)), ...parts]));
		if (!LISTED.includes(index)) continue;
		const ten = list.slice(-10).reverse();
		worstTables.push(
			`### The worst ten: ${comparison[0]}\n`,
			row(["Family", "Bytes", "Brine", "Theirs", "Ratio", "Drawn"]),
			row(Array(6).fill("---")),
			...ten.map((one) =>
				row([
					one.name,
					one.result.bytes,
					time(one.mine),
					time(one.theirs),
					short(one.ratio),
					one.result.about.replaceAll("|", "\\|"),
				]),
			),
			"",
		);
		for (const { result, ratio } of ten.slice(0, 2))
			if (ratio > 1.5) worst.push({ ...result, why: `${comparison[0]} ${short(ratio)} on ${state.date}` });
	}
	const small = [
		row([
			"Below 1 MB, in a fresh process",
			"Families",
			"First call, median",
			"90 %",
			"Fifth, over CPython: median",
			"90 %",
			"Worst",
		]),
		row(Array(7).fill("---")),
	];
	for (const [title, format, kind] of SMALL) {
		const few = Object.values(results).filter((result) => result.format === format && !isLarge(result));
		if (few.length === 0) continue;
		const first = few.map(ours(`${kind}-first`)).sort((a, b) => a - b);
		const over = few
			.map((result) => Math.max(0, ours(`${kind}-fifth`)(result) - python(kind)(result)))
			.sort((a, b) => a - b);
		small.push(
			row([
				title,
				few.length,
				time(at(first, 0.5)),
				time(at(first, 0.9)),
				time(at(over, 0.5)),
				time(at(over, 0.9)),
				time(at(over, 1)),
			]),
		);
	}
	const groups = groupsOf(results);
	const loads = state.loads.map((load) => load.toFixed(1)).join(", ");
	const head = `Seed ${state.seed}, ${Object.keys(results).length} families, CPython ${state.python}, Node ${state.node}, ${state.cpu}, ${state.cores} cores, ${state.date}, ${state.clock === "cpu" ? "time of all processors, V8's collector and compiler included" : "time of the clock"}; load of the machine when the parts of the run began: ${loads}.`;
	const markdown = [head, "", ...distribution, "", ...small, "", ...groups, "", ...worstTables].join("\n");
	return { markdown, text: markdown.replace(/^\| ---.*\n/gm, ""), worst };
}

/** Geometric means by shape and by size. */
function groupsOf(results) {
	const rows = [
		row(["Group", "Families", ...[0, 2, 8, 9, 10].map((index) => COMPARISONS[index][0])]),
		row(Array(7).fill("---")),
	];
	const groups = new Map();
	for (const [name, result] of Object.entries(results)) {
		const band = result.bytes < 1e4 ? "below 10 kB" : result.bytes < 1e6 ? "10 kB to 1 MB" : "over 1 MB";
		for (const group of [band, result.shape]) groups.set(group, { ...groups.get(group), [name]: result });
	}
	for (const [group, members] of [...groups].sort()) {
		const means = [0, 2, 8, 9, 10].map((index) => ratiosOf(members, COMPARISONS[index]).map((one) => one.ratio));
		rows.push(
			row([group, Object.keys(members).length, ...means.map((list) => (list.length ? short(geometric(list)) : "—"))]),
		);
	}
	return rows;
}
