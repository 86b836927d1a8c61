// Has the validator of SARIF's own authors look at a report of attacks, benign pickles and files that cannot be opened.
// After `npm run build`: node tests/scan/sarif.mjs. It installs @microsoft/sarif-multitool for this run.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "../remove-folder.mjs";

const VERSION = "5.7.0";
const folder = mkdtempSync(join(tmpdir(), "brine-sarif-"));
const files = {
	"evil.pkl": "cos\nsystem\n(S'id'\ntR.",
	"odd name %.pkl": "ccalendar\nweek\n)R.cshop\nCart\n)R.",
	"broken.pkl": "ccollections\nOrderedDict\n)R\xff",
	"twice.pkl": "cshop\nmake\n)R0cshop\nmake\n)R.",
	"packed.7z": "7z\xbc\xaf\x27\x1c",
	"cut.gz": "\x1f\x8b\x08",
	"data.pkl": "\x80\x04N.",
};
mkdirSync(join(folder, "files"));
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "files", name), text, "latin1");
const archive = new URL("benign.tar.gz", import.meta.url).pathname;
execFileSync("tar", ["-xzf", archive, "-C", join(folder, "files")]);
const command = new URL("../../dist/cli/main.js", import.meta.url).pathname;
spawnSync(process.execPath, [command, "scan", "--sarif", "report.sarif", "files"], { cwd: folder });
const platform = { linux: "linux", darwin: "darwin", win32: "win32" }[process.platform];
const install = [
	"install",
	"--no-save",
	"--no-audit",
	"--no-fund",
	`@microsoft/sarif-multitool-${platform}@${VERSION}`,
];
execFileSync("npm", install, { cwd: folder, stdio: "ignore" });
const tool = join(folder, `node_modules/@microsoft/sarif-multitool-${platform}/Sarif.Multitool`);
const { stdout, status } = spawnSync(tool, ["validate", "report.sarif"], { cwd: folder, encoding: "utf8" });
const told = stdout.split("\n").filter((line) => /: (?:error|warning) /.test(line));
// The tool wants an address of the project, which it does not have yet.
const wrong = told.filter((line) => !line.includes("SARIF2005"));
for (const line of wrong) console.log(line);
removeFolder(folder);
const failed = wrong.length + (status === 0 ? 0 : 1);
console.log(`${failed === 0 ? 1 : 0} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
