// Visitors who vote: with scripts and without, in both languages, with a phone and at a desk, and with the keyboard alone.
//   node vote_page.mjs PLAN votes|away      PLAN: {url, tokens: {ranking, approvals, early, closed, result, away}, names}
// With KLEOS_SCREENSHOTS=FOLDER it also takes pictures.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { check, DESKTOP, launch, LOOKS, visit } from "./browser.mjs";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const pictures = process.env.KLEOS_SCREENSHOTS;
const LANGUAGES = {
	el: { choose: "Υποψήφιοι", review: "Είναι αυτό το ψηφοδέλτιό σας;", receipt: "Το ψηφοδέλτιό σας καταχωρήθηκε" },
	en: { choose: "Candidates", review: "Is this your ballot?", receipt: "Your ballot is in" },
};
const REFUSALS = { early: 409, closed: 410, unknown: 404, used: 410, result: 200 };

async function look(page, name) {
	if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
	await check(page, name);
}

// The button or field by what it says, as a visitor finds it.
const field = (page, name) => page.locator(".pick", { hasText: name }).locator("select, input");
const press = (page, wish) => page.click(`button.button[value=${wish}]`);

// From the link to the receipt, over a mistake, a change of mind and a change of language.
async function vote(browser, kind, token, name, options) {
	const page = await visit(browser, options);
	const code = options.language.slice(0, 2), other = code === "el" ? "en" : "el";
	const says = async (step, language = code) => {
		assert.equal(await page.getAttribute("html", "lang"), language, name);
		assert.equal(await page.textContent(step === "choose" ? "form h2" : "h1"), LANGUAGES[language][step], name);
	};
	await page.goto(plan.url + token);
	await says("choose");
	await look(page, `${name}-choose`);
	await press(page, "review");
	await look(page, `${name}-problem`);
	assert.equal(await page.evaluate("document.activeElement.id"), "problem", name);
	const choose = async (who, value) =>
		kind === "ranking" ? field(page, who).selectOption(value) : field(page, who).setChecked(value !== "");
	await choose(plan.names[2], "1");
	await choose(plan.names[1], "3");
	await choose(plan.names[0], "3");
	await page.click(`button[name=language][value=${other}]`);
	await says("choose", other);
	await page.click(`button[name=language][value=${code}]`);
	await press(page, "review");
	await says("review");
	await look(page, `${name}-review`);
	const places = await page.locator(".places dd").allTextContents();
	assert.equal(places[0].includes(plan.names[2]), true, name);
	assert.equal(places[kind === "ranking" ? 1 : 0].includes(plan.names[1]), true, name);
	await press(page, "change");
	await says("choose");
	await choose(plan.names[1], "");
	await press(page, "review");
	await press(page, "cast");
	await says("receipt");
	await look(page, `${name}-receipt`);
	const receipt = await page.locator(".receipt code").allTextContents();
	await page.reload();
	await page.click(`button[name=language][value=${other}]`);
	await says("receipt", other);
	assert.deepEqual(await page.locator(".receipt code").allTextContents(), receipt, name);
	const [download] = await Promise.all([page.waitForEvent("download"), press(page, "save")]);
	const file = JSON.parse(fs.readFileSync(await download.path(), "utf8")), saved = file.receipt;
	assert.match(file.publicKey, /^[0-9a-f]{64}$/);
	assert.ok(file.head.treeSize >= 2, "the head that the log must have grown from");
	assert.deepEqual([saved.entry, saved.cycle, saved.signature], receipt, name);
	await page.context().close();
}

// Tab, letters and Enter alone.
async function type(browser, token) {
	const page = await visit(browser, { language: "en-GB", size: DESKTOP });
	await page.goto(plan.url + token);
	const focused = () => page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id");
	await page.keyboard.press("Tab");
	assert.equal(await focused(), "To the ballot");
	await page.keyboard.press("Enter");
	const reach = async (selector) => {
		for (let i = 0; i < 60; i++) {
			await page.keyboard.press("Tab");
			const outlined = await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`);
			if (outlined) return page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
		}
		throw new Error(`Tab does not reach ${selector}`);
	};
	assert.equal(await reach("select"), "solid");
	await page.keyboard.type("1st");
	assert.equal(await reach("button.button[value=review]"), "solid");
	await page.keyboard.press("Enter");
	await page.waitForSelector("h1:has-text('Is this your ballot?')");
	await reach("button.button[value=cast]");
	await page.keyboard.press("Enter");
	await page.waitForSelector(".receipt");
	await page.context().close();
}

async function refusals(browser, name, options, expected) {
	const page = await visit(browser, options);
	for (const [what, status] of Object.entries(expected)) {
		const token = { unknown: "nonsense", used: plan.used }[what] ?? plan.tokens[what][0];
		const answer = await page.goto(plan.url + token);
		assert.equal(answer.status(), status, `${name}, ${what}`);
		assert.equal(await page.getAttribute("html", "lang"), options.language.slice(0, 2));
		await look(page, `${name}-${what}`);
	}
	await page.context().close();
}

// On a phone without scripts, at a desk with them.
const visitors = LOOKS.map(({ name, ...look }) => [name, { ...look, script: look.size === DESKTOP }]);
const browser = await launch();
try {
	if (process.argv[3] === "votes") {
		let number = 0;
		for (const [name, options] of visitors) {
			plan.used = plan.tokens.ranking[number];
			await vote(browser, "ranking", plan.tokens.ranking[number], `${name}-ranking`, options);
			await vote(browser, "approvals", plan.tokens.approvals[number++], `${name}-approvals`, options);
			await refusals(browser, name, options, REFUSALS);
		}
		await type(browser, plan.tokens.ranking[number]);
	} else {
		for (const [name, options] of visitors) await refusals(browser, name, options, { away: 503 });
	}
} finally {
	await browser.close();
}
