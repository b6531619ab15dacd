// A leader and their impact report: by hand and by keyboard, in both languages, with a phone, at a desk and on paper.
//   node dashboard_page.mjs PLAN
// PLAN: {url, pictures, leader, member, days: [from, to]}: a folder for pictures, keys, a range with thanks in it; or
// {url, pictures, leader, away}: one service is away.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { assertLooked, check, checkLooks, DESKTOP, launch, visit } from "./browser.mjs";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const HEADING = { "en-GB": "Impact", "el-GR": "Αντίκτυπος" };

const picture = (page, name) => page.screenshot({ path: path.join(plan.pictures, `dashboard-${name}.png`), fullPage: true });
const numbers = (text) => text.replaceAll(/[^\d]/g, "");

async function api(key, where, body) {
	const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
	const answer = await fetch(plan.url + where, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
	assert.equal(answer.status, 200, where);
	return answer.json();
}

// Through the door, as people come in.
async function enter(browser, { key = plan.leader, where = "/", language = "en-GB", ...options } = {}) {
	const page = await visit(browser, { language, ...options });
	page.elsewhere = [];
	page.on("request", (request) => request.url().startsWith(plan.url) || page.elsewhere.push(request.url()));
	await page.goto(plan.url + where);
	await page.fill("input[name=key]", key);
	await page.press("input[name=key]", "Enter");
	await page.waitForSelector(".signed-in", { state: "attached" });
	await page.waitForSelector("main:not([aria-busy]) h1");
	return page;
}

async function leave(page) {
	assert.deepEqual(page.elsewhere, [], "asked of somebody else");
	assert.deepEqual(page.complaints, []);
	await page.context().close();
}

// The figures are those of the address.
async function settled(page) {
	await page.waitForSelector("main:not([aria-busy]) .board:not([aria-busy])");
}

// Rows of the table that stands under a chart, without its head.
async function tableOf(page, title) {
	const chart = page.locator("figure.chart", { has: page.locator("h2", { hasText: title }) });
	if (!(await chart.locator("details[open]").count())) await chart.locator("summary").click();
	await chart.locator("details tbody").waitFor();
	return chart.locator("details tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
}

async function readsTheNumbersBehindAChart(browser) {
	const page = await enter(browser, { size: DESKTOP, where: `/?from=${plan.days[0]}&to=${plan.days[1]}&interval=week` });
	const { report } = await api(plan.leader, `/v1/reports/impact?from=${plan.days[0]}&to=${plan.days[1]}&interval=WEEK`);
	const series = await tableOf(page, "Recognitions over time");
	assert.deepEqual(series.map((row) => row.slice(1).map(Number)), report.series.map((one) => [one.recognitions, one.arcs, one.givers, one.receivers]));
	assert.ok(report.totals.arcs > 10);
	const ways = await tableOf(page, "Who thanks whom");
	assert.deepEqual(ways.map((row) => Number(row[1])), ["down", "skip", "up", "peer", "other"].map((way) => report.direction[way]));
	const flows = await tableOf(page, "From team to team");
	assert.deepEqual(flows, report.flows.map((one) => [one.fromTeam, one.toTeam, String(one.arcs)]));
	await check(page, "with open tables");
	await leave(page);
}

const CHARTS = [
	["Are leaders there for their people?", "leadership"], ["Who thanks whom along the lines", "direction"], ["From team to team", "flows"], ["Small and big wins", "totals"],
];

/* Whose rows a table in CSV has. */
async function sectionsOf(page, address) {
	const text = await page.evaluate(async (where) => (await fetch(where)).text(), address);
	return new Set(text.trim().split("\r\n").slice(1).map((row) => row.split(",")[0]));
}

async function readsTheGapFirst(browser) {
	const page = await enter(browser, { size: DESKTOP });
	assert.equal(await page.locator("main h2").first().textContent(), "Are leaders there for their people?");
	assert.equal(await page.textContent(".gap-sentence"), "25 points more need leadership involvement than have it.");
	assert.match(await page.getAttribute(".plot", "aria-label"), /^75% need more leadership involvement, 50% have it\./);
	const csv = await page.getAttribute("a[download]", "href");
	const answer = await page.evaluate(async (where) => { const got = await fetch(where); return [got.headers.get("Content-Type"), await got.text()]; }, csv);
	assert.match(answer[0], /^text\/csv/);
	assert.match(answer[1], /^section,key,from,to/);
	assert.ok((await sectionsOf(page, csv)).size > 10);
	for (const [title, section] of CHARTS) {
		const own = await page.locator("figure", { has: page.getByRole("heading", { name: title, exact: true }) }).locator(".csv a").getAttribute("href");
		assert.deepEqual([...await sectionsOf(page, own)], [section], title);
	}
	await leave(page);
}

async function changesDaysAndTeam(browser) {
	const page = await enter(browser, { size: DESKTOP });
	const team = page.locator("select[name=team]");
	const before = await page.textContent("main .lead");
	await page.click("text=365 days");
	await settled(page);
	assert.match(page.url(), /from=\d{4}-\d\d-\d\d&to=/);
	assert.equal(await page.getAttribute("text=365 days", "aria-pressed"), "true");
	await team.focus();
	await team.selectOption("marketing/social");
	await page.waitForFunction(() => document.querySelector("main .lead")?.textContent.startsWith("marketing/social"));
	assert.match(page.url(), /team=marketing%2Fsocial/);
	assert.equal(await page.evaluate(() => document.activeElement.name), "team", "the focus stays");
	await settled(page);
	assert.match(await page.textContent(".stat-words >> nth=3"), /of 7 people/);
	// no column of those whose receipts are not counted
	await page.waitForFunction(() => [...document.querySelectorAll(".matrix thead th")].slice(1).map((one) => one.textContent).join() === "social,All");
	await page.goBack();
	await page.waitForFunction(() => document.querySelector("main .lead")?.textContent.startsWith("Everybody"));
	assert.equal(await team.inputValue(), "");
	await page.goBack();
	await page.waitForFunction((text) => document.querySelector("main .lead")?.textContent === text, before);
	await page.click("text=All");
	await page.waitForURL(/from=/);
	await settled(page);
	assert.ok(!page.url().includes("1970"), "all begins where something does");
	await leave(page);
}

async function daysAreChecked(browser) {
	const page = await enter(browser, { size: DESKTOP, where: `/?from=${plan.days[0]}&to=${plan.days[1]}` });
	const url = page.url();
	await page.fill("input[name=from]", "2200-01-01");
	await page.locator("input[name=from]").dispatchEvent("change");
	await page.waitForSelector("input[name=from][aria-invalid]");
	assert.equal(page.url(), url, "nothing is asked of days in the wrong order");
	await check(page, "with days in the wrong order");
	await leave(page);
}

async function hiddenTeamsShowNothingAndSayWhyOnce(browser) {
	const page = await enter(browser, { where: "/?team=legal" });
	assert.equal(await page.locator(".stat-value, figure.chart").count(), 0, "no figure and no empty chart");
	assert.match(await page.textContent(".notice"), /smaller than 5 people/);
	assert.match(await page.textContent(".collapsed"), /^Not here therefore: Are leaders there/);
	await check(page, "a hidden team");
	await picture(page, "hidden");
	await leave(page);
}

async function nobodyWasHere(browser) {
	const page = await enter(browser, { where: "/?from=1990-01-01&to=1990-02-01" });
	assert.equal(await page.textContent(".empty-title"), "Nobody was here in these days");
	assert.equal(await page.locator("figure.chart").count(), 0);
	await check(page, "days without people");
	await leave(page);
}

async function worksByKeyboardAlone(browser) {
	const page = await enter(browser, { size: DESKTOP });
	const active = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.name || document.activeElement.className);
	const tabTo = async (what) => {
		for (let i = 0; i < 80; i++) {
			await page.keyboard.press("Tab");
			if ((await active()).includes(what)) return;
		}
		assert.fail(`no way to ${what} by keyboard`);
	};
	await page.focus("body");
	await tabTo("30 days");
	await page.keyboard.press("Enter");
	await page.waitForURL(/from=/);
	await settled(page);
	assert.equal(await active(), "30 days", "the focus stays");
	await tabTo("The numbers as a table");
	await page.keyboard.press("Enter");
	assert.equal(await page.locator("figure details[open]").count(), 1);
	await tabTo("chooser");
	const said = await page.textContent(".readout");
	await page.keyboard.press("Home");
	assert.notEqual(await page.textContent(".readout"), said);
	assert.equal(await page.textContent(".readout"), await page.getAttribute(".chooser", "aria-valuetext"));
	await leave(page);
}

async function hearsAThanksLive(browser) {
	const page = await enter(browser, { size: DESKTOP });
	await page.waitForFunction(() => document.querySelector(".latest li"));
	const before = (await api(plan.leader, "/v1/reports/impact")).report.totals.recognitions;
	await api(plan.member, "/v1/recognitions", { receivers: [{ member: "m2" }], message: "For the launch", visibility: "ORGANIZATION" });
	await page.waitForFunction(() => document.querySelector(".latest li")?.textContent.startsWith("Member 9 thanked Member 2."));
	await page.click("text=Something new: count again");
	await page.waitForFunction((n) => document.querySelector(".board")?.textContent.includes(`with ${n} thanks`), before + 1);
	await check(page, "after something happened");
	await leave(page);
}

// Whoever was signed out elsewhere and comes in again hears what happens, as before.
async function hearsAgainAfterASessionThatEnded(browser) {
	const page = await enter(browser, { size: DESKTOP });
	await page.waitForFunction(() => document.querySelector(".latest li"));
	const refused = page.waitForResponse((answer) => answer.url().includes("/v1/events") && answer.status() === 401);
	await api(plan.leader, "/v1/session:endAll", {});
	await refused;
	await page.click(".side nav a[href='/home']");
	await page.fill("input[name=key]", plan.leader);
	await page.press("input[name=key]", "Enter");
	await page.waitForSelector(".signed-in", { state: "attached" });
	await page.click(".side nav a[href='/']");
	await page.waitForFunction(() => document.querySelector(".latest li"));
	await api(plan.member, "/v1/recognitions", { receivers: [{ member: "m3" }], message: "For the landing", visibility: "ORGANIZATION" });
	await page.waitForFunction(() => document.querySelector(".latest li").textContent.startsWith("Member 9 thanked Member 3."));
	await page.context().close();
}

async function changesItsLanguage(browser) {
	const page = await enter(browser, { size: DESKTOP, where: `/?from=${plan.days[0]}&to=${plan.days[1]}` });
	await page.click("[lang=el]");
	await page.waitForFunction(() => document.querySelector("main h1")?.textContent === "Αντίκτυπος");
	assert.match(page.url(), /from=/, "the days stay");
	const english = (await page.locator("main").innerText()).match(/\b(the|of|and|people|thanked)\b/gi);
	assert.deepEqual(english, null);
	await leave(page);
}

// Members see their home at the same address.
async function othersAreAtHome(browser) {
	const page = await enter(browser, { key: plan.member });
	assert.notEqual(await page.textContent("main h1"), "Impact");
	assert.equal(await page.locator(".report-filters").count(), 0);
	await leave(page);
}

const openAll = (page, open) => page.evaluate((to) => document.querySelectorAll("details").forEach((one) => { one.open = to; }), open);

// Also where one comes in, and where there is nothing.
async function looksWellEverywhere(browser) {
	const page = await visit(browser, { size: DESKTOP });
	await page.goto(plan.url);
	await page.waitForSelector("main:not([aria-busy]) h1");
	await checkLooks(page, "the door", ({ name }) => picture(page, `door-${name}`));
	await page.context().close();
	const leader = await enter(browser, { size: DESKTOP });
	await checkLooks(leader, "the report", async ({ name, language }) => {
		assert.equal(await leader.textContent("main h1"), HEADING[language]);
		await openAll(leader, false);
		await picture(leader, name);
		await openAll(leader, true);
	});
	await leader.evaluate(() => {
		history.pushState(null, "", "/nothing/here");
		dispatchEvent(new PopStateEvent("popstate"));
	});
	await leader.waitForSelector("main:not([aria-busy]) h1:text('There is no such page')");
	await checkLooks(leader, "an address without a page");
	await leave(leader);
	assertLooked("dashboard");
}

// A4: what one reads, and no bar, box or button around it.
async function printsWell(browser) {
	const page = await enter(browser, { size: DESKTOP, dark: true });
	await page.pdf({ path: path.join(plan.pictures, "dashboard.pdf"), preferCSSPageSize: true, printBackground: true });
	await page.setViewportSize({ width: 688, height: 1000 }); // what A4 leaves between its margins
	await page.emulateMedia({ media: "print" });
	for (const gone of [".topbar", ".side nav", ".report-filters", ".actions >> nth=0", "figure details >> nth=0", ".latest-card"])
		assert.ok(await page.isHidden(gone), gone);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
	assert.ok(!wide, "wider than the paper");
	assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".report .card")).backgroundColor), "rgb(255, 255, 255)");
	await picture(page, "print");
	await leave(page);
}

// ---- a service is away ----

async function saysWhatIsMissing(browser) {
	const page = await enter(browser, { size: DESKTOP });
	assert.match(await page.textContent(".notice"), new RegExp(`${plan.away} does not answer`, "i"));
	const values = await page.locator(".stat-value").allTextContents();
	if (plan.away === "recognitions") {
		assert.deepEqual(values, [], "no figure");
		assert.match(await page.textContent(".collapsed"), /^Not here therefore: .*Awards/);
	} else {
		assert.match(await page.textContent("section[aria-labelledby=awards]"), /Nominations– missing: its service does not answer/);
		assert.ok(values.some((value) => /\d/.test(value)), "the rest is there");
	}
	await check(page, `without ${plan.away}`);
	await picture(page, `without-${plan.away}`);
	await leave(page);
}

// What another service tells of somebody stands, and what is missing is named once.
async function showsWhatIsLeftOfOtherPages(browser) {
	if (plan.away !== "recognitions") return;
	for (const language of ["en-GB", "el-GR"]) {
		const page = await enter(browser, { where: "/people/m2", language });
		assert.match(await page.textContent(".profile-head"), /@m2/);
		assert.equal(await page.locator(".notice").count(), 1);
		await check(page, `a profile without recognitions, ${language}`);
		await page.goto(`${plan.url}/home`);
		await page.waitForSelector("main:not([aria-busy]) h1");
		assert.equal(await page.locator(".notice").count(), 1);
		assert.equal(await page.locator(".problem").count(), 0);
		await check(page, `home without recognitions, ${language}`);
		await picture(page, `home-without-${language}`);
		await leave(page);
	}
}

// Where there is little room the figures come first, and the fields behind a word.
async function foldsItsFiltersOnAPhone(browser) {
	const page = await enter(browser);
	const place = await page.locator(".gap-sentence").boundingBox();
	assert.ok(place.y + place.height < 740, `whether leaders are there is seen at once, not at ${place.y}`);
	assert.ok(await page.isHidden(".presets"));
	await page.locator(".report-filters summary").focus();
	await page.keyboard.press("Enter");
	await page.locator(".presets").waitFor();
	await check(page, "unfolded filters");
	await page.getByRole("button", { name: "30 days" }).click();
	await page.waitForURL(/from=/);
	await settled(page);
	assert.ok(await page.isVisible(".presets"), "they stay as they are");
	await leave(page);
}

const tests = plan.away ? [saysWhatIsMissing, showsWhatIsLeftOfOtherPages] : [
	readsTheGapFirst, readsTheNumbersBehindAChart, changesDaysAndTeam, daysAreChecked, hiddenTeamsShowNothingAndSayWhyOnce, foldsItsFiltersOnAPhone, nobodyWasHere,
	worksByKeyboardAlone, hearsAThanksLive, hearsAgainAfterASessionThatEnded, changesItsLanguage, othersAreAtHome, looksWellEverywhere, printsWell,
];
const browser = await launch();
try {
	for (const test of tests) {
		await test(browser);
		console.log(`ok ${test.name}`);
	}
} finally {
	await browser.close();
}
