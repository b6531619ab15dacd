// A reader of the API's documentation, in both languages, with a phone and at a desk, by hand and by keyboard.
//   node docs_page.mjs PLAN      PLAN: {url, operation, command}: the page; an operation; where to put its command
// With KLEOS_SCREENSHOTS=FOLDER it also takes pictures.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { check, DESKTOP, launch, LOOKS, PHONE, visit } from "./browser.mjs";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const pictures = process.env.KLEOS_SCREENSHOTS;
const WORDS = { "en-GB": { lang: "en", example: "Example" }, "el-GR": { lang: "el", example: "Παράδειγμα" } };
const GIVE = "RecognitionsService_GiveRecognition";

const picture = async (page, name) =>
	pictures && page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });

async function open(browser, options, hash = "") {
	const page = await visit(browser, options);
	await page.goto(plan.url + hash);
	await page.waitForSelector("#content h1");
	return page;
}

async function look(page, hash) {
	await page.evaluate((to) => new Promise((shown) => {
		if (location.hash === `#${to}`) return shown();
		addEventListener("hashchange", shown, { once: true }); // after the page's own, which draws
		location.hash = to;
	}), hash);
	await page.waitForSelector("#content .line, #content h1");
}

// Everything one sees, in one language and on one screen.
async function walk(browser, { name, ...options }) {
	const words = WORDS[options.language];
	const page = await open(browser, options);
	assert.equal(await page.getAttribute("html", "lang"), words.lang);
	await check(page, `${name}, overview`);
	await picture(page, `docs-${name}-overview`);
	await look(page, GIVE);
	assert.equal(await page.textContent("#content .line code"), "/v1/recognitions");
	assert.equal(await page.textContent("#content section h2"), words.example);
	await page.click("#content summary");
	assert.match(await page.textContent(".sample"), /"requestedVisibility": "PRIVATE"/);
	await check(page, `${name}, operation`);
	await picture(page, `docs-${name}-operation`);
	await look(page, "schema/Recognition");
	assert.equal(await page.textContent("#content h1"), "Recognition");
	await check(page, `${name}, schema`);
	await page.context().close();
}

async function walks(browser) {
	for (const look of LOOKS) await walk(browser, look);
}

// Every operation and schema of the document has a view, without a complaint of the browser's.
async function showsAllThereIs(browser) {
	const page = await open(browser, { size: PHONE });
	const api = await page.evaluate(() => fetch("openapi.json").then((answer) => answer.json()));
	const operations = Object.values(api.paths).flatMap((item) => Object.values(item));
	for (const { operationId, summary } of operations) {
		await look(page, operationId);
		assert.equal(await page.textContent("#content h1"), summary.replaceAll("`", ""), operationId);
		assert.match(await page.textContent("#content pre"), /^curl /);
		assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), operationId);
	}
	for (const name of Object.keys(api.components.schemas)) {
		await look(page, `schema/${name}`);
		assert.equal(await page.textContent("#content h1"), name);
	}
	assert.ok(operations.length > 90);
	await look(page, "MembersService_ImportMembers");
	assert.equal(await page.textContent(".command:nth-of-type(2) h3"), "REST, text/csv");
	await check(page, "after all of them");
	await page.context().close();
}

async function finds(browser) {
	const page = await open(browser, { size: DESKTOP, language: "en-GB" });
	await page.keyboard.press("/");
	await page.keyboard.type("cast /ballots");
	assert.deepEqual(await page.locator("#list a").allTextContents(), ["POST CastBallot"]);
	assert.equal(await page.textContent("#found"), "1 operation");
	await page.fill("#search", "no such thing");
	assert.equal(await page.textContent("#found"), "Nothing is called so.");
	await page.fill("#search", "updateMask");
	assert.ok((await page.locator("#list a").count()) >= 5);
	await check(page, "search");
	await page.context().close();
}

async function worksByKeyboardAlone(browser) {
	const page = await open(browser, { size: DESKTOP });
	await page.keyboard.press("Tab");
	assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
	await page.keyboard.press("/");
	await page.keyboard.type("whoami");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => location.hash === "#MembersService_WhoAmI");
	await page.waitForFunction(() => document.activeElement.id === "content");
	assert.equal(await page.getAttribute("#list [aria-current]", "href"), "#MembersService_WhoAmI");
	await page.context().close();
}

async function onAPhoneOneThingAtATime(browser) {
	const page = await open(browser, { size: PHONE });
	assert.ok(await page.isHidden("#list"));
	await page.fill("#search", "thanks somebody");
	assert.ok(await page.isVisible(`#list a[href='#${GIVE}']`));
	await look(page, GIVE);
	assert.ok(await page.isHidden("#index"));
	await page.click(".back a");
	await page.waitForFunction(() => !document.body.classList.contains("one"));
	assert.ok(await page.isVisible("#index"));
	await page.context().close();
}

// Nothing but this host is asked for anything, and nothing but files and the document.
async function asksNobodyElse(browser) {
	const page = await visit(browser);
	const asked = new Set();
	page.on("request", (request) => asked.add(request.url().replace(new URL(plan.url).origin, "")));
	await page.goto(plan.url);
	await page.waitForSelector("#content h1");
	await look(page, GIVE);
	assert.ok([...asked].every((what) => /^\/(docs|assets\/|openapi\.json$)/.test(what)), [...asked].join());
	await page.context().close();
}

async function changesItsLanguage(browser) {
	const page = await open(browser, { language: "en-GB" }, `#${GIVE}`);
	await page.click("[data-language=el]");
	assert.equal(await page.textContent("#content section h2"), "Παράδειγμα");
	assert.equal(await page.getAttribute("#content h1", "lang"), "en");
	await check(page, "after the switch of languages");
	await page.context().close();
}

async function saysWhatThereIsWithoutScripts(browser) {
	const page = await visit(browser, { script: false });
	await page.goto(plan.url);
	assert.ok(await page.isVisible("noscript a[href='openapi.json']"));
	await page.context().close();
}

// For the test that runs it in a shell.
async function showsACommand(browser) {
	const page = await open(browser, {}, `#${plan.operation}`);
	fs.writeFileSync(plan.command, (await page.locator("#content pre").allTextContents()).join("\n"));
	await page.context().close();
}

const browser = await launch();
try {
	for (const test of [walks, showsAllThereIs, finds, worksByKeyboardAlone, onAPhoneOneThingAtATime, asksNobodyElse,
		changesItsLanguage, saysWhatThereIsWithoutScripts, showsACommand]) {
		await test(browser);
		console.log(`ok ${test.name}`);
	}
} finally {
	await browser.close();
}
