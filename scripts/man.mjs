/** Writes the manual page of the `brine` command from what the commands say of themselves. */
import { writeFile } from "node:fs/promises";

/** Text that troff shows as it is. */
function plain(text) {
	return text
		.replaceAll("\\", "\\e")
		.replaceAll("-", "\\-")
		.replace(/^([.'])/gm, "\\&$1");
}

/**
 * @param path where to write
 * @param version the version of the package
 * @param commands what `describeAll` of `src/cli/describe.ts` gives
 */
export async function writeManual(path, version, commands) {
	const lines = [
		`.TH BRINE 1 "" "brine ${version}"`,
		".SH NAME",
		"brine \\- Python's pickle, pickletools and json at a prompt",
		".SH SYNOPSIS",
		".B brine",
		"COMMAND [ARGUMENT ...]",
		".SH DESCRIPTION",
		"Looks into pickles, disassembles, optimizes and converts them, and formats JSON, as Python's own commands do. Nothing that stands in a pickle is ever run.",
	];
	for (const command of commands) {
		lines.push(`.SH ${command.name.toUpperCase()}`, ".B", plain(command.usage), ".PP", plain(command.description));
		for (const { names, help, takesValue, metavar } of command.options) {
			const spelled = names.map((name) => `\\fB${plain(name)}\\fR${takesValue ? ` \\fI${plain(metavar)}\\fR` : ""}`);
			lines.push(".TP", spelled.join(", "), plain(help));
		}
		if (command.examples.length > 0) lines.push(".PP", "Examples:");
		for (const [line, meaning] of command.examples) lines.push(".TP", `\\fB${plain(line)}\\fR`, plain(meaning));
	}
	lines.push(
		".SH EXIT STATUS",
		".TP\n0\nGood.",
		".TP\n1\nBad data, or a file that cannot be read or written.",
		".TP\n2\nWrong arguments.",
		".TP\n32\nNobody reads the output any more.",
		".SH ENVIRONMENT",
		".TP\n.B PYTHON_COLORS, NO_COLOR, FORCE_COLOR, TERM\nSay whether output is coloured, as for Python 3.14.",
		".TP\n.B NODE_OPTIONS\n\\-\\-max\\-old\\-space\\-size=MEGABYTES gives more memory to very large files.",
	);
	await writeFile(path, `${lines.join("\n")}\n`);
}
