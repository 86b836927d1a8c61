/** The site: built by `npm run docs`, which gathers the pages in a folder of its own first (scripts/make-site.mjs). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformerTwoslash } from "@shikijs/vitepress-twoslash";
import { defineConfig } from "vitepress";

const source = process.env.BRINE_SITE_SOURCE;
const { sections, modules, zhPages } = JSON.parse(readFileSync(join(source, "navigation.json"), "utf8"));

const sidebar = (language) => [
	...sections.map((section) => ({
		text: language === "zh" ? section.zh : section.title,
		items: section.pages.map(({ name, title }) => {
			const translated = language === "zh" ? zhPages.find((page) => page.name === name) : undefined;
			return { text: translated?.title ?? title, link: translated === undefined ? `/${name}` : `/zh/${name}` };
		}),
	})),
	{
		text: language === "zh" ? "参考" : "Reference",
		items: modules.map(({ name, title }) => ({ text: title, link: `/reference/${name}` })),
	},
];

/** Chinese has no spaces: each Han character is a word of its own, so that any part of a word finds it. */
const tokenize = (text) => text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}_]+/gu) ?? [];

/** The anchor of a heading, as GitHub and the tests of the docs make it. */
const anchorOf = (title) =>
	title
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, "")
		.replace(/\s/g, "-");

export default defineConfig({
	title: "Brine",
	description: "Python's pickle, pickletools and json for TypeScript",
	srcDir: source,
	outDir: process.env.BRINE_SITE_OUT,
	cacheDir: join(source, "..", "vitepress-cache"),
	base: process.env.BRINE_SITE_BASE ?? "/",
	cleanUrls: false,
	lastUpdated: false,
	head: [["link", { rel: "icon", href: "data:," }]],
	router: { prefetchLinks: false },
	markdown: {
		// Braces in a table are those of JSON.
		attrs: { disable: true },
		anchor: { slugify: anchorOf },
		theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
		codeTransformers: [
			transformerTwoslash({
				twoslashOptions: {
					// A block may show an error that it catches; one with a wrong import or type breaks the build.
					compilerOptions: JSON.parse(process.env.BRINE_SITE_COMPILER),
				},
			}),
		],
		languages: ["ts", "js", "json", "bash", "console", "python", "html"],
	},
	themeConfig: {
		// Not every page has been translated: the other language is entered by its first page.
		i18nRouting: false,
		outline: [2, 3],
		search: {
			provider: "local",
			options: {
				miniSearch: {
					options: { tokenize },
					searchOptions: { fuzzy: 0.1, prefix: true, boost: { title: 4, titles: 2 } },
				},
				locales: {
					zh: {
						translations: {
							button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
							modal: { noResultsText: "没有结果" },
						},
					},
				},
			},
		},
	},
	locales: {
		root: {
			label: "English",
			lang: "en",
			themeConfig: {
				nav: [
					{ text: "Start", link: "/from-python" },
					{ text: "Cookbook", link: "/recipes" },
					{ text: "Safety", link: "/safety" },
					{ text: "Reference", link: "/reference/brine/json" },
					{ text: "View a pickle", link: "/view/", target: "_self" },
				],
				sidebar: sidebar("en"),
			},
		},
		zh: {
			label: "中文",
			lang: "zh",
			link: "/zh/",
			themeConfig: {
				nav: [
					{ text: "开始", link: "/zh/from-python" },
					{ text: "示例", link: "/recipes" },
					{ text: "安全", link: "/safety" },
					{ text: "参考", link: "/reference/brine/json" },
					{ text: "查看 pickle", link: "/view/", target: "_self" },
				],
				sidebar: sidebar("zh"),
				outline: { label: "本页内容" },
				docFooter: { prev: "上一页", next: "下一页" },
				darkModeSwitchLabel: "主题",
				sidebarMenuLabel: "菜单",
				returnToTopLabel: "回到顶部",
			},
		},
	},
});
