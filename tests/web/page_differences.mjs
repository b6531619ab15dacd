// A leader who looks at the impact report of every team in two worlds that differ only in the figures of groups of four, and
// compares them: by eye, and by sums and differences.
//   node page_differences.mjs PLAN
// PLAN: {worlds: [{url, key, thanks: [{key, receiver}], openly: {key, receiver}}], now, teams, hidden, follow, told, shown}.
// Where the groups of `hidden` are `shown` the worlds look different, their figures go to the file `told`, and those of `follow`
// are found by subtraction. Where they are not shown nothing differs, and what `told` has follows from nothing that is shown.
import assert from "node:assert/strict";
import fs from "node:fs";

import { DESKTOP, launch, visit } from "./browser.mjs";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
// The whole, the pulses' month, a quarter with one before it, a week, a day; what the page chooses itself.
const RANGES = [
	"from=2025-03-01&to=2026-03-31", "from=2026-03-01&to=2026-03-31", "from=2025-10-01&to=2025-12-31",
	"from=2025-11-03&to=2025-11-09", "from=2025-11-05&to=2025-11-05", "",
];
const INTERVALS = ["month", "week", "day"];
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const LEAST = 3; // figures that are not zero, for a column of a table to say something

async function enter(browser, world) {
	const page = await visit(browser, { size: DESKTOP });
	const door = await page.context().request.post(`${world.url}/v1/session`,
		{ data: { key: world.key }, headers: { "Sec-Fetch-Site": "same-origin" } });
	assert.equal(door.status(), 200);
	await page.clock.setFixedTime(plan.now * 1000); // the server's time: what is a while ago is so in both
	await page.goto(world.url);
	await page.waitForSelector("main:not([aria-busy]) .board");
	return page;
}

// In the page: waits until everything is drawn in its width, with all tables open.
async function settle() {
	const frame = () => new Promise((next) => requestAnimationFrame(next));
	const main = document.getElementById("main");
	while (main.hasAttribute("aria-busy") || !main.querySelector("h1") || main.querySelector(".board[aria-busy]")) await frame();
	for (const one of main.querySelectorAll("details")) one.open = true;
	while ([...main.querySelectorAll("figure details")].some((one) => !one.querySelector("table"))) await frame();
	const isDrawn = (plot) => plot.viewBox.baseVal.width === Math.round(plot.getBoundingClientRect().width);
	while (![...main.querySelectorAll("svg.plot")].every(isDrawn)) await frame();
}

// In the page: all that there is of it, and the figures of the tables: {caption: {column: {row: number}}}.
function read() {
	const controls = [...document.querySelectorAll("input, select")].map((one) => [one.name, one.value]);
	const tables = {};
	for (const table of document.querySelectorAll("figure details table")) {
		const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
		const columns = (tables[table.caption.textContent] = {});
		for (const row of table.tBodies[0].rows)
			[...row.cells].forEach((cell, i) => {
				const figure = Number(cell.textContent.replaceAll(",", ""));
				if (i && cell.textContent.trim() && !Number.isNaN(figure)) (columns[heads[i]] ??= {})[row.cells[0].textContent] = figure;
			});
	}
	return { seen: JSON.stringify([document.title, controls]) + document.body.outerHTML, tables };
}

// Ids are drawn by chance: which of them are the same is compared, not what they are.
function withoutIds(text) {
	const known = [];
	return text.replace(UUID, (id) => `id ${(known.includes(id) ? known : (known.push(id), known)).indexOf(id)}`);
}

async function see(page) {
	await page.evaluate(settle);
	const { seen, tables } = await page.evaluate(read);
	assert.deepEqual(page.complaints, []);
	return { seen: withoutIds(seen), tables };
}

async function follow(page, query) {
	await page.evaluate((to) => {
		history.pushState(null, "", to);
		dispatchEvent(new PopStateEvent("popstate"));
	}, `/?${query}`);
	return see(page);
}

// Where two texts part.
function difference([a, b]) {
	let i = 0;
	while (a[i] === b[i]) i++;
	return [a, b].map((text) => text.slice(Math.max(0, i - 200), i + 200)).join("\n---\n"); // of both what stands around
}

function assertEqual(views, what) {
	const [a, b] = views.map((view) => view.seen);
	assert.ok(a === b, `${what} differs:\n${a === b ? "" : difference([a, b])}`);
}

const queryOf = (team, range, interval) => `${range && `${range}&`}team=${encodeURIComponent(team)}&interval=${interval}`;

// Every team, in every range, in steps by turns; the whole in all steps. The control needs no more than a few.
function* queries() {
	for (const [t, team] of plan.teams.entries()) {
		for (const interval of plan.shown ? ["month"] : INTERVALS) yield [team, queryOf(team, RANGES[0], interval)];
		for (const [r, range] of RANGES.entries())
			if (plan.shown ? r === 1 : r > 0) yield [team, queryOf(team, range, INTERVALS[(t + r) % INTERVALS.length])];
	}
}

// How many pages differ, and the figures of the whole by team and world.
async function compareAll(pages) {
	const figures = {};
	const differ = [];
	let compared = 0;
	for (const [team, query] of queries()) {
		const views = await Promise.all(pages.map((page) => follow(page, query)));
		compared++;
		if (!plan.shown) assertEqual(views, query);
		else if (views[0].seen !== views[1].seen) differ.push(query);
		if (query.startsWith(RANGES[0]) && query.endsWith("month")) figures[team] = views.map((view) => view.tables);
	}
	return { figures, differ, compared };
}

// ---- what follows from what is shown ----

// Calls back with every way to add and to take away columns, one of them at least.
function combine(columns, tell, i = 0, sum = null) {
	if (i === columns.length) return sum ? tell(sum) : undefined;
	combine(columns, tell, i + 1, sum);
	for (const sign of [1, -1]) combine(columns, tell, i + 1, columns[i].map((value, k) => (sum ? sum[k] : 0) + sign * value));
}

// Whether a sum or difference of the columns that are shown (not undefined) is the wanted one, in its rows.
function isGiven(wanted, columns) {
	const rows = Object.keys(wanted);
	let hit = false;
	combine(columns.filter(Boolean).map((column) => rows.map((row) => column[row] ?? 0)),
		(sum) => (hit ||= sum.every((value, k) => value === wanted[rows[k]])));
	return hit;
}

// The family of a group: everybody, its parents, and whoever stands beside and inside of them.
function familyOf(group) {
	const root = group.split("/")[0];
	return plan.teams.filter((team) => team !== group && (team === "" || team.split("/")[0] === root));
}

// Columns of the group's tables that a sum or difference of its family's gives, in both worlds.
function followers(group, truth, figures) {
	const found = [];
	for (const [caption, columns] of Object.entries(truth[group][0]))
		for (const head of Object.keys(columns)) {
			const follows = [0, 1].map((world) => {
				const wanted = truth[group][world][caption]?.[head] ?? {};
				if (Object.values(wanted).filter((value) => value !== 0).length < LEAST) return null;
				return isGiven(wanted, familyOf(group).map((team) => figures[team][world][caption]?.[head]));
			});
			if (follows.every((one) => one !== null)) found.push({ what: `${group}: ${caption}, ${head}`, follows: follows.every(Boolean) });
		}
	return found;
}

// ---- the tests ----

// The control: where the groups are large enough the worlds look different, and what one team has follows from the others.
async function worldsDifferWhereGroupsAreShown(pages) {
	const { figures, differ, compared } = await compareAll(pages);
	for (const group of plan.hidden) assert.ok(differ.some((query) => query.includes(encodeURIComponent(group))), group);
	const columns = plan.hidden.flatMap((group) => followers(group, figures, figures));
	const follow = columns.filter((one) => one.follows);
	const groups = new Set(follow.map((one) => one.what.split(":")[0]));
	assert.deepEqual([...groups].sort(), plan.follow, "subtraction finds what it can");
	fs.writeFileSync(plan.told, JSON.stringify(figures));
	console.log(`${differ.length} of ${compared} pages tell the worlds apart, ${follow.length} of ${columns.length} columns follow`);
}

async function nothingDiffersWhereGroupsAreHidden(pages) {
	const { figures, compared } = await compareAll(pages);
	const truth = JSON.parse(fs.readFileSync(plan.told, "utf8"));
	for (const group of plan.hidden) assert.deepEqual(figures[group], [{}, {}], `${group} has no tables`);
	const columns = plan.hidden.flatMap((group) => followers(group, truth, figures));
	assert.ok(columns.length > 20);
	assert.deepEqual(columns.filter((one) => one.follows), []);
	console.log(`${compared} pages are equal in both worlds, and none of ${columns.length} columns of hidden groups follows from them`);
}

// As one clicks: days that are chosen by a word, and the team from the list.
async function nothingDiffersForWhoClicks(pages) {
	for (const team of ["works", ...plan.hidden]) {
		const views = async (what) => assertEqual(await Promise.all(pages.map(see)), `${team}, ${what}`);
		await Promise.all(pages.map((page) => page.selectOption("select[name=team]", team)));
		await views("chosen");
		for (const preset of ["All", "365 days"]) {
			await Promise.all(pages.map(async (page) => {
				const before = page.url();
				await page.getByRole("button", { name: preset, exact: true }).click();
				await page.waitForURL((url) => url.href !== before);
			}));
			await views(preset);
		}
	}
}

async function give(world, { key, receiver }, visibility) {
	const answer = await fetch(`${world.url}/v1/recognitions`, {
		method: "POST", headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
		body: JSON.stringify({ receivers: [{ member: receiver }], message: "thanks", visibility }),
	});
	assert.equal(answer.status, 200, await answer.text());
}

// Quiet thanks in the group in one world and elsewhere in the other one: no page hears of them; then, of one that all may
// hear, both do. What everybody may read names its people, and is no figure.
async function nothingDiffersAsItHappens(pages) {
	for (const [i, team] of ["works", ...plan.hidden].entries()) {
		await Promise.all(pages.map((page) => follow(page, queryOf(team, "", "day"))));
		const counted = await pages[0].textContent(".board");
		await Promise.all(pages.map(async (page, k) => {
			const world = plan.worlds[k];
			for (const visibility of ["PRIVATE", "MANAGER", "TEAM"]) await give(world, world.thanks[i % world.thanks.length], visibility);
			await give(world, world.openly, "ORGANIZATION");
			await page.locator("button:not([hidden])", { hasText: "Something new: count again" }).waitFor();
		}));
		assertEqual(await Promise.all(pages.map(see)), `${team}, after something happened`);
		await Promise.all(pages.map((page) => page.getByRole("button", { name: "Something new: count again" }).click()));
		assertEqual(await Promise.all(pages.map(see)), `${team}, counted again`);
		const now = await pages[0].textContent(".board");
		assert.equal(now === counted, plan.hidden.includes(team), `quiet thanks are counted, and shown of enough people: ${team}`);
	}
}

const browser = await launch();
try {
	const pages = await Promise.all(plan.worlds.map((world) => enter(browser, world)));
	const tests = plan.shown ? [worldsDifferWhereGroupsAreShown]
		: [nothingDiffersWhereGroupsAreHidden, nothingDiffersForWhoClicks, nothingDiffersAsItHappens];
	for (const test of tests) {
		const start = Date.now();
		await test(pages);
		console.log(`ok ${test.name} ${Date.now() - start} ms`);
	}
} finally {
	await browser.close();
}
