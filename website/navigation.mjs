/**
 * The order in which the site shows the pages of `docs/`. A page that is not listed comes at the end of "More", so that none
 * is forgotten; its title is its first heading.
 */
export const SECTIONS = [
	{ title: "Start", zh: "开始", pages: ["from-python", "dump-and-load", "values", "recipes", "view"] },
	{
		title: "Guides",
		zh: "指南",
		pages: [
			"streaming",
			"own-classes",
			"errors",
			"limits",
			"json",
			"beside-python",
			"connection",
			"many-machines",
			"tagged-json",
			"migrating",
		],
	},
	{
		title: "Arrays, frames, tensors",
		zh: "数组、表格、张量",
		pages: ["numpy", "npy", "joblib", "scikit-learn", "pandas", "torch"],
	},
	{ title: "Safety", zh: "安全", pages: ["safety", "scanning", "differences", "proved"] },
	{ title: "Tables", zh: "表格", pages: ["command", "types", "opcodes", "command-transcript"] },
	{ title: "How it compares", zh: "比较", pages: ["speed", "peers"] },
];

/** Pages that are not shown: lists of the pages themselves. */
export const HIDDEN = new Set(["README"]);

/**
 * @param {readonly string[]} pages names of all pages of `docs/`, without `.md`
 * @returns {{ title: string, zh: string, pages: string[] }[]} the sections with the pages that exist, each page once
 */
export function arrange(pages) {
	const left = new Set(pages.filter((page) => !HIDDEN.has(page) && !page.endsWith(".zh")));
	const sections = SECTIONS.map(({ title, zh, pages: wanted }) => ({
		title,
		zh,
		pages: wanted.filter((page) => left.delete(page)),
	}));
	sections.push({ title: "More", zh: "更多", pages: [...left].sort() });
	return sections.filter(({ pages }) => pages.length > 0);
}
