// What the tests of pages share: Debian's Chromium, driven by playwright-core, and axe with the rules of WCAG 2.0 to 2.2, A
// and AA. Nothing is downloaded; where either is missing the test says so and is skipped.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const SKIP = 77; // the exit status by which ctest knows a skipped test
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PROGRAM = 'script[src="/app/app.js"]'; // its pages also keep what axe calls best practice
export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 900 };

// How every page is looked at: in both languages in both themes; every two of size, language and theme meet.
export const LOOKS = [
	{ name: "desktop-en", size: DESKTOP, language: "en-GB", dark: false },
	{ name: "phone-en-dark", size: PHONE, language: "en-GB", dark: true },
	{ name: "phone-el", size: PHONE, language: "el-GR", dark: false },
	{ name: "desktop-el-dark", size: DESKTOP, language: "el-GR", dark: true },
];

// The pages of the program, and which test looks at them: the first whose addresses they begin with.
const PAGES = [...fs.readFileSync(new URL("../../clients/web/app/pages/pages.ts", import.meta.url), "utf8").matchAll(/^\t"(\/[^"]*)":/gm)]
	.map(([, template]) => ({ template, pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`) }));
const ROOMS = { dashboard: /^\/$/, admin: /^\/admin\//, awards: /^\/(awards|cycles)\b/, members: /./ };
const looked = new Set(); // template and name of a look

function skip(reason) {
	console.log("SKIP:", reason);
	process.exit(SKIP);
}

function packages() {
	try {
		return {
			chromium: require("playwright-core").chromium,
			axe: fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"),
		};
	} catch {
		return skip("playwright-core and axe-core are not here; npm ci --prefix tests/web brings them (./dev test does that)");
	}
}

const { chromium, axe } = packages();
const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => fs.existsSync(path));
if (!program) skip("Chromium is not here; the package chromium brings it (./dev test does that)");

// A browser; root in a container has no sandbox to be had.
export async function launch() {
	return chromium.launch({ executablePath: program, chromiumSandbox: process.getuid() !== 0 });
}

// One with a profile that stays, for programs that drive it from outside.
export async function launchProfile(folder, args) {
	return chromium.launchPersistentContext(folder, { executablePath: program, chromiumSandbox: process.getuid() !== 0, args });
}

// A package of package.json; where it is missing the test says so and is skipped.
export async function optional(name) {
	try {
		return await import(name);
	} catch {
		return skip(`${name} is not here; npm ci --prefix tests/web brings it (./dev test does that)`);
	}
}

// One visitor's page in a profile of its own. What the browser itself complains of (CSP, scripts) fails the test.
export async function visit(browser, { script = true, size = PHONE, language = "en-GB", dark = false, ...more } = {}) {
	const context = await browser.newContext({
		viewport: size,
		locale: language,
		colorScheme: dark ? "dark" : "light",
		...more,
	});
	const page = await context.newPage();
	page.debug = await context.newCDPSession(page);
	page.allowScript = (allowed) => page.debug.send("Emulation.setScriptExecutionDisabled", { value: !allowed });
	page.script = script;
	await page.allowScript(script);
	page.complaints = [];
	page.on("pageerror", (error) => page.complaints.push(String(error)));
	page.on("console", (message) => {
		const answered = /Failed to load resource: the server responded with a status of [45]/.test(message.text());
		if (message.type() === "error" && !answered) page.complaints.push(message.text());
	});
	return page;
}

// Throws unless axe finds nothing, nothing sticks out sideways, and the browser did not complain. axe comes in through the
// debugger, which the page's CSP does not concern; where scripts are off they are on for as long as it looks.
export async function check(page, what) {
	await page.allowScript(true);
	const evaluate = async (expression) => {
		const answer = await page.debug.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
		if (answer.exceptionDetails) throw new Error(`${what}: ${answer.exceptionDetails.exception?.description}`);
		return answer.result.value;
	};
	if (!(await evaluate("typeof axe === 'object'"))) await evaluate(axe);
	const rules = (await evaluate(`document.querySelector('${PROGRAM}') !== null`)) ? [...RULES, "best-practice"] : RULES;
	const found = await evaluate(
		`axe.run(document, {runOnly: ${JSON.stringify(rules)}, resultTypes: ["violations"]})
			.then(r => r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.target + " " + n.html).join(" | ")))`,
	);
	const sideways = await evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
	await page.allowScript(page.script);
	const problems = [...found, ...page.complaints, ...(sideways ? ["the page is wider than the window"] : [])];
	if (problems.length) throw new Error(`${what}:\n  ${problems.join("\n  ")}`);
}

async function speak(page, code) {
	if ((await page.getAttribute("html", "lang")) === code) return;
	await page.click(`.languages [lang=${code}]`);
	await page.waitForSelector("main:not([aria-busy]) h1");
	if ((await page.getAttribute("html", "lang")) !== code) throw new Error(`the page does not speak ${code}`);
}

async function wear(page, { size, language, dark }) {
	await page.setViewportSize(size);
	await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
	await speak(page, language.slice(0, 2));
}

// That this page was looked at; a door or a problem at its address is not it.
async function note(page, look) {
	if (await page.locator("main .door, main .problem").count()) return;
	const { pathname } = new URL(page.url());
	const found = PAGES.find((one) => one.pattern.test(pathname));
	if (found) looked.add(`${found.template} ${look.name}`);
}

// `check` of a page of the program in every look: it is not loaded for that, but drawn anew in the other language. `each` is
// told of the look that the page has then. In the end it looks as in the beginning.
export async function checkLooks(page, what, each = async () => {}) {
	const language = await page.getAttribute("html", "lang");
	const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
	const before = { size: page.viewportSize(), language, dark };
	const own = (look) => look.language.startsWith(language);
	for (const look of [...LOOKS.filter(own), ...LOOKS.filter((one) => !own(one))]) {
		await wear(page, look);
		await each(look);
		await check(page, `${what}, ${look.name}`);
		await note(page, look);
	}
	await wear(page, before);
}

// Throws unless `checkLooks` saw every page of the room (dashboard, admin, awards, members): a page that is new is missed.
export function assertLooked(room) {
	const roomOf = (template) => Object.keys(ROOMS).find((name) => ROOMS[name].test(template));
	const wanted = PAGES.filter((one) => roomOf(one.template) === room).flatMap((one) => LOOKS.map((look) => `${one.template} ${look.name}`));
	const missed = wanted.filter((one) => !looked.has(one));
	if (!wanted.length || missed.length) throw new Error(`axe never looked at:\n  ${missed.join("\n  ")}`);
}
