/** `brine completion`: scripts that complete commands, options and files in a shell. */
import type { ArgumentParser } from "argparse";
import type { Command } from "./command.ts";
import { type Described, describeAll } from "./describe.ts";
import { print } from "./output.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

interface Options {
	readonly shell: (typeof SHELLS)[number];
}

export const completion: Command<Options> = {
	name: "completion",
	description: "Print a script that teaches a shell to complete commands, options and files.",
	examples: [
		['eval "$(brine completion bash)"', "in ~/.bashrc"],
		['eval "$(brine completion zsh)"', "in ~/.zshrc, after compinit"],
		["brine completion fish > ~/.config/fish/completions/brine.fish", "once"],
	],
	define(parser: ArgumentParser) {
		parser.add_argument("shell", { choices: SHELLS, help: "the shell" });
	},
	async run({ shell }, commands) {
		await print({ bash, zsh, fish }[shell](await describeAll(commands)));
	},
};

function flags(command: Described): string[] {
	return command.options.flatMap((option) => option.names);
}

function bash(commands: readonly Described[]): string {
	const cases = commands.map((command) => {
		const words = [...flags(command), ...command.choices].join(" ");
		return `\t\t${command.name}) words="${words}" ;;`;
	});
	return `_brine() {
	local current="\${COMP_WORDS[COMP_CWORD]}" words=""
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		words="${commands.map(({ name }) => name).join(" ")} --help --version"
	else
		case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
		esac
		case "$current" in -*) ;; *) COMPREPLY=($(compgen -f -- "$current")) ;; esac
	fi
	COMPREPLY+=($(compgen -W "$words" -- "$current"))
}
complete -o filenames -F _brine brine
`;
}

function zsh(commands: readonly Described[]): string {
	const quote = (text: string): string => text.replace(/[[\]:'"\\$`]/g, " ");
	const list = commands.map((command) => `\t\t'${command.name}:${quote(command.summary)}'`);
	const cases = commands.map((command) => {
		const options = command.options.flatMap(({ names, help, takesValue }) =>
			names.map((name) => `'${name}${takesValue ? "=" : ""}[${quote(help)}]'`),
		);
		const rest = command.choices.length > 0 ? `'*:value:(${command.choices.join(" ")})'` : "'*:file:_files'";
		return `\t\t${command.name}) _arguments -s ${[...options, rest].join(" ")} ;;`;
	});
	return `#compdef brine
_brine() {
	local -a commands
	commands=(
${list.join("\n")}
	)
	if (( CURRENT == 2 )); then
		_describe command commands
		return
	fi
	local command=$words[2]
	shift words
	(( CURRENT-- ))
	case $command in
${cases.join("\n")}
	esac
}
compdef _brine brine
`;
}

function fish(commands: readonly Described[]): string {
	const quote = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
	const lines: string[] = [];
	for (const command of commands) {
		lines.push(`complete -c brine -n __fish_use_subcommand -a ${command.name} -d ${quote(command.summary)}`);
		const condition = `-n '__fish_seen_subcommand_from ${command.name}'`;
		for (const { names, help, takesValue } of command.options) {
			const spelled = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
			lines.push(`complete -c brine ${condition} ${spelled.join(" ")}${takesValue ? " -r" : ""} -d ${quote(help)}`);
		}
		if (command.choices.length > 0)
			lines.push(`complete -c brine ${condition} -f -a ${quote(command.choices.join(" "))}`);
	}
	return `${lines.join("\n")}\n`;
}
