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
