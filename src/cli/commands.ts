/** Every command by name. Its file is loaded only when it is asked for, so that the command starts at once. */
import type { Commands, Example } from "./command.ts";

export const COMMANDS: Commands = {
	show: { summary: "print what is in pickle files", load: async () => (await import("./show.ts")).show },
	json: { summary: "check and format JSON, as python -m json", load: async () => (await import("./json.ts")).json },
	dis: {
		summary: "disassemble pickles, as python -m pickletools",
		load: async () => (await import("./dis.ts")).dis,
	},
	optimize: {
		summary: "drop what a pickle does not need",
		load: async () => (await import("./optimize.ts")).optimize,
	},
	convert: {
		summary: "turn pickle into JSON, JSON into pickle, one protocol into another",
		load: async () => (await import("./convert.ts")).convert,
	},
	scan: {
		summary: "say what pickles would do, without loading them",
		load: async () => (await import("./scan.ts")).scan,
	},
	worker: {
		summary: "convert, scan or show what comes through a pipe, for Spark, xargs and others",
		load: async () => (await import("./worker.ts")).worker,
	},
	jobs: {
		summary: "convert, scan or show many files on many machines",
		load: async () => (await import("./jobs.ts")).jobs,
	},
	view: {
		summary: "show pickle files in a browser, from this machine alone",
		load: async () => (await import("./view.ts")).view,
	},
	completion: {
		summary: "print a completion script for a shell",
		load: async () => (await import("./completion.ts")).completion,
	},
};

/** For `brine --help`. */
export const EXAMPLES: readonly Example[] = [
	["brine show model.pkl", "what is in it, as Python prints it"],
	["brine show --tree *.pkl.gz", "the same as a tree, out of gzip"],
	["brine view model.pkl", "in a browser: tree, tables, arrays, bytes"],
	["brine scan models/", "what the pickles in it would do"],
	["brine dis -a model.pkl", "opcode by opcode, with explanations"],
	["brine convert data.pkl data.json", "from Python to everybody"],
	["brine convert data.json data.pkl --protocol 2", "and back, for an old Python"],
	["curl -s https://example.org/data | brine json", "JSON, readable"],
];
