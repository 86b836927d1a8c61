/**
 * Draws the pictures of README as text that a browser renders: docs/images/show-tree.svg, what a command prints, with colours
 * for dark and light, and badges with facts from package.json, which need no server.
 *
 * node scripts/make-picture.mjs [--check]       after a build
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const ARGS = ["show", "--tree", "--max-items", "10", "examples/data/settings.pkl"];
const CHARACTER = 8.45;
const LINE = 20;
/** The colours of the terminal's codes, by class of the style sheet. */
const CLASSES = { 31: "r", 32: "g", 33: "y", 34: "b", 35: "m", 36: "c", 90: "d" };

const env = { ...process.env, FORCE_COLOR: "1" };
delete env.NO_COLOR;
const { stdout, status, stderr } = spawnSync(process.execPath, ["dist/cli/main.js", ...ARGS], {
	encoding: "utf8",
	env,
});
if (status !== 0) throw new Error(stderr);

const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
const ESCAPE = "\x1b";
/** One line as spans, each in the colour that was set before it. */
function spans(line) {
	let colour = "";
	return line
		.split(new RegExp(`${ESCAPE}\\[([\\d;]*)m`))
		.map((part, i) => {
			if (i % 2 === 1) {
				const code = part.split(";").findLast((one) => one in CLASSES);
				colour = part === "0" || part === "" ? "" : (CLASSES[code] ?? colour);
				return "";
			}
			if (part === "") return "";
			return colour === "" ? escape(part) : `<tspan class="${colour}">${escape(part)}</tspan>`;
		})
		.join("");
}

const lines = [`$ brine ${ARGS.join(" ")}`, ...stdout.trimEnd().split("\n")];
const plain = lines.map((line) => line.replace(new RegExp(`${ESCAPE}\\[[\\d;]*m`, "g"), ""));
const width = Math.ceil(Math.max(...plain.map((line) => line.length)) * CHARACTER) + 40;
const height = lines.length * LINE + 32;
const rows = lines.map((line, i) => `<text x="20" y="${32 + i * LINE}" xml:space="preserve">${spans(line)}</text>`);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="What brine show --tree prints of a pickle of settings">
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328; }
rect { fill: #f6f8fa; }
.r { fill: #a40e26; } .g { fill: #116329; } .y { fill: #7d4e00; } .b { fill: #0550ae; } .m { fill: #6639ba; } .c { fill: #1b6a74; } .d { fill: #57606a; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; } rect { fill: #161b22; }
.r { fill: #ff9b94; } .g { fill: #7ee787; } .y { fill: #e3b341; } .b { fill: #79c0ff; } .m { fill: #d2a8ff; } .c { fill: #76e3ea; } .d { fill: #9198a1; }
}
</style>
<rect width="100%" height="100%" rx="8"/>
${rows.join("\n")}
</svg>
`;
/** Two words side by side, the second on green. */
function badge(label, value) {
	const [left, right] = [label, value].map((word) => Math.round(word.length * 6.6 + 12));
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${value}">
<style>text { font: 11px Verdana, Geneva, DejaVu Sans, sans-serif; fill: #fff; text-anchor: middle; }</style>
<rect width="${left + right}" height="20" rx="3" fill="#444c56"/>
<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${left}z" fill="#116329"/>
<text x="${left / 2}" y="14">${label}</text><text x="${left + right / 2}" y="14">${value}</text>
</svg>
`;
}

const about = JSON.parse(readFileSync("package.json", "utf8"));
const pictures = {
	"show-tree": svg,
	"badge-node": badge("node", about.engines.node.replace(">=", "≥ ")),
	"badge-dependencies": badge("dependencies", String(Object.keys(about.dependencies ?? {}).length)),
	"badge-license": badge("license", about.license),
};
for (const [name, picture] of Object.entries(pictures)) {
	const file = `docs/images/${name}.svg`;
	if (!process.argv.includes("--check")) writeFileSync(file, picture);
	else if (readFileSync(file, "utf8") !== picture) {
		console.error(`${file} is not what scripts/make-picture.mjs draws today`);
		process.exitCode = 1;
	}
}
