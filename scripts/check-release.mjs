/**
 * Fails unless a tag, package.json and CHANGELOG.md name the same version.
 *
 * node scripts/check-release.mjs v1.2.3
 */
import { readFileSync } from "node:fs";

const tag = process.argv[2] ?? "";
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const problems = [];
if (tag !== `v${version}`) problems.push(`the tag is ${tag}, package.json has ${version}`);
if (!readFileSync("CHANGELOG.md", "utf8").includes(`\n## ${version}`))
	problems.push(`CHANGELOG.md has no "## ${version}"`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
