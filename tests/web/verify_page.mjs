// A visitor who checks the log of a vote, in both languages, with a phone and at a desk.
//   node verify_page.mjs PLAN      PLAN: {url, held: [{log, head, receipt, tally}], refused: [{what, log, head, reason}]}
// With KLEOS_SCREENSHOTS=FOLDER it also takes pictures.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { check, launch, LOOKS, visit } from "./browser.mjs";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const pictures = process.env.KLEOS_SCREENSHOTS;

const picture = async (page, name) =>
	pictures && page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });

async function verify(page, { log, head = "", receipt = "" }) {
	await page.setInputFiles("#log", log);
	await page.fill("#head", head);
	await page.fill("#receipt", receipt);
	await page.click("#check");
	await page.waitForSelector("#result .verdict", { timeout: 60000 });
}

// Everything one sees, in one language and on one screen.
async function walk(browser, { name, ...options }) {
	const words = options.language === "en-GB" ? english : greek;
	const page = await visit(browser, options);
	await page.goto(plan.url);
	assert.equal(await page.textContent("h1"), words.heading);
	assert.equal(await page.getAttribute("html", "lang"), words.lang);
	await check(page, `${name}, empty`);
	await picture(page, `${name}-empty`);
	await page.click("#check");
	assert.equal(await page.textContent("#status"), words.noLog);
	await verify(page, plan.held[0]);
	assert.equal(await page.textContent("#verdict"), words.good);
	assert.equal(await page.locator(".checks .not").count(), 0);
	assert.equal(await page.textContent(".mine h2"), words.mine);
	await page.click("details summary");
	await check(page, `${name}, held`);
	await picture(page, `${name}-held`);
	await verify(page, plan.refused[0]);
	assert.equal(await page.textContent("#verdict"), words.bad);
	await check(page, `${name}, refused`);
	await picture(page, `${name}-refused`);
	await page.context().close();
}

const english = { lang: "en", heading: "Check the vote yourself", noLog: "Choose the published log first.", good: "Everything holds",
	bad: "This log does not hold", unknown: "This could not be checked", mine: "Your ballot was counted" };
const greek = { lang: "el", heading: "Ελέγξτε μόνοι σας την ψηφοφορία", noLog: "Διαλέξτε πρώτα το δημοσιευμένο μητρώο.", good: "Όλα ισχύουν",
	bad: "Το μητρώο δεν ισχύει", mine: "Το ψηφοδέλτιό σας μετρήθηκε" };

async function walks(browser) {
	for (const look of LOOKS) await walk(browser, look);
}

// Each rule's log holds; without a head it says what nobody can say.
async function holds(browser) {
	const page = await visit(browser);
	await page.goto(plan.url);
	for (const held of plan.held) {
		await verify(page, held);
		assert.equal(await page.textContent("#verdict"), english.good, held.tally);
		assert.equal(await page.locator(".stack tbody tr:has(.tag) th").count(), 1, held.tally);
	}
	await verify(page, { log: plan.held[0].log });
	assert.equal(await page.locator(".checks .not").count(), 1);
	await verify(page, { log: plan.held[0].log, head: plan.held[1].head });
	assert.equal(await page.getAttribute("[data-reason]", "data-reason"), "PUBLISHED_SIGNATURE");
	await page.click("[data-language=el]");
	assert.equal(await page.textContent("#verdict"), greek.bad);
	await check(page, "after the switch of languages");
	await page.context().close();
}

async function refuses(browser) {
	const page = await visit(browser);
	await page.goto(plan.url);
	for (const refused of plan.refused) {
		await verify(page, refused);
		assert.equal(await page.textContent("#verdict"), refused.reason === "FORM" ? english.unknown : english.bad, refused.what);
		assert.equal(await page.getAttribute("[data-reason]", "data-reason"), refused.reason, refused.what);
	}
	await page.context().close();
}

// Nothing but the page's own files is asked for, whatever one does.
async function asksForNothing(browser) {
	const page = await visit(browser);
	const asked = [];
	page.on("request", (request) => asked.push(`${request.method()} ${request.url().replace(new URL(plan.url).origin, "")}`));
	await page.goto(plan.url);
	await verify(page, plan.held[0]);
	assert.ok(asked.every((what) => /^GET \/(verify-ballots|assets)/.test(what)), asked.join());
	assert.ok(asked.every((what) => !what.includes("?")));
	await page.context().close();
}

async function worksByKeyboardAlone(browser) {
	const page = await visit(browser);
	await page.goto(plan.url);
	await page.setInputFiles("#log", plan.held[0].log);
	await page.focus("#receipt");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await page.waitForSelector("#result .verdict");
	assert.equal(await page.evaluate(() => document.activeElement.id), "result");
	await page.context().close();
}

// An older browser: nothing is proved, and nothing is said to be.
async function saysThatTheBrowserCannot(browser) {
	const page = await visit(browser);
	await page.addInitScript(() => {
		const refuse = () => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
		Object.defineProperty(SubtleCrypto.prototype, "importKey", { value: refuse });
	});
	await page.goto(plan.url);
	await verify(page, plan.held[0]);
	assert.equal(await page.textContent("#verdict"), "This could not be checked");
	assert.match(await page.textContent("#result .reason"), /cannot check Ed25519 signatures/);
	await page.context().close();
}

async function saysWhatItNeedsWithoutScripts(browser) {
	const page = await visit(browser, { script: false });
	await page.goto(plan.url);
	assert.ok(await page.isVisible("noscript .notice"));
	assert.ok(await page.isHidden("#form"));
	await page.context().close();
}

const browser = await launch();
try {
	for (const test of [walks, holds, refuses, asksForNothing, worksByKeyboardAlone, saysThatTheBrowserCannot,
		saysWhatItNeedsWithoutScripts]) {
		await test(browser);
		console.log(`ok ${test.name}`);
	}
} finally {
	await browser.close();
}
