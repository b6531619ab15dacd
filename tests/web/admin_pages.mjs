// Who runs Kleos, at work: members and their import, teams, values, routines, keys, reports, awards and cycles, the audit
// log; and what a member is told who comes by.
//   node admin_pages.mjs PLAN
// PLAN: {url, pictures, report, admin, other, member, nominator, integration}: a folder for pictures, a content report's
// id, keys.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { assertLooked, check, checkLooks, DESKTOP, launch, visit } from "./browser.mjs";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const ADDRESSES = [
	"/admin/members", "/admin/members/mel", "/admin/new-member", "/admin/import", "/admin/teams", "/admin/values", "/admin/routines",
	"/admin/keys", "/admin/reports", "/admin/reports?resolved=true", `/admin/reports/${plan.report}`, "/admin/audit", "/admin/awards",
];
const made = []; // addresses of what the tests make

async function api(key, method, where, body) {
	const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
	const answer = await fetch(plan.url + where, { method, headers, body: body && JSON.stringify(body) });
	return { status: answer.status, ...(await answer.json()) };
}

// Signed in, with a page to go about from.
async function enter(browser, { key = plan.admin, ...options } = {}) {
	const page = await visit(browser, { size: DESKTOP, ...options });
	const opened = await page.context().request.post(`${plan.url}/v1/session`, { data: { key }, headers: { "Sec-Fetch-Site": "same-origin" } });
	assert.ok(opened.ok());
	page.elsewhere = [];
	page.on("request", (request) => request.url().startsWith(plan.url) || request.url().startsWith("blob:") || page.elsewhere.push(request.url()));
	return page;
}

async function open(page, where) {
	await page.goto(plan.url + where);
	await page.waitForSelector("main:not([aria-busy]) h1");
}

// To another page of the program that is there already, as its links do.
async function follow(page, where) {
	await page.evaluate((to) => {
		history.pushState(null, "", to);
		dispatchEvent(new PopStateEvent("popstate"));
	}, where);
	await page.waitForSelector("main:not([aria-busy]) h1");
}

async function leave(page) {
	assert.deepEqual(page.elsewhere, [], "asked of somebody else");
	assert.deepEqual(page.complaints, []);
	await page.context().close();
}

const picture = (page, name, fullPage = true) => page.screenshot({ path: path.join(plan.pictures, `admin-${name}.png`), fullPage });
const button = (page, name) => page.getByRole("button", { name, exact: true });
const dialog = (page) => page.getByRole("dialog");
const said = (page, text) => page.locator(".toast", { hasText: text }).first().waitFor();

// Rows of a table by its caption, without its head.
const rowsOf = (page, caption) => page.locator("table", { has: page.locator("caption", { hasText: caption }) }).locator("tbody tr")
	.evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));

async function importsMembersByKeyboardAlone(browser) {
	const page = await enter(browser);
	page.on("filechooser", () => {}); // from here on: to ask for it only at the key would race with the key
	await open(page, "/admin/import");
	const tabTo = async (what) => {
		for (let i = 0; i < 60; i++) {
			await page.keyboard.press("Tab");
			if (await page.evaluate((text) => (document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim() === text, what)) return;
		}
		assert.fail(`no way to ${what} by keyboard`);
	};
	await tabTo("Choose a CSV file");
	const asked = page.waitForEvent("filechooser");
	await page.keyboard.press("Enter");
	const text = "handle,display_name,team,joined_on\nzoe,Ζωή,marketing/social,2026-02-01\nBad Handle,Κανείς,,\niris,Ίρις,data,yesterday\ntasos,\"Τάσος\nΔύο\",data,\n";
	await (await asked).setFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
	await page.getByText("people.csv, 1 KiB").waitFor();
	await tabTo("Import it");
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: "2 rows were refused" }).waitFor();
	assert.equal(await page.evaluate(() => document.activeElement.tagName), "H2", "the outcome has the focus");
	const refused = await rowsOf(page, "Refused rows");
	assert.deepEqual(refused.map((row) => row.slice(0, 2)), [["3", "handle"], ["4", "joined_on"]]);
	for (const row of refused) assert.ok(row[2].length > 10, "says what is wrong");
	assert.deepEqual(await page.locator(".figures dd").allTextContents(), ["2", "0", "0", "2"]);
	await check(page, "after an import");
	await picture(page, "import");
	assert.equal((await api(plan.admin, "GET", "/v1/members/zoe")).status, 200, "good rows are in");
	await leave(page);
}

async function saysWhatIsWrongWithAFile(browser) {
	const page = await enter(browser);
	await open(page, "/admin/import");
	await button(page, "Import it").click();
	await page.getByText("Choose a file first.").waitFor();
	const template = page.waitForEvent("download");
	await button(page, "Download a template").click();
	const rows = fs.readFileSync(await (await template).path(), "utf8").replace("\uFEFF", "").split("\r\n");
	assert.match(rows[0], /^handle,display_name,email,team,title,manager,leader,hats,joined_on,locale,time_zone,ceiling,external_id$/);
	await page.setInputFiles("input[type=file]", { name: "odd.csv", mimeType: "text/csv", buffer: Buffer.from("handle,shoe_size\nzoe,38\n") });
	await button(page, "Import it").click();
	await page.locator("[role=alert] li", { hasText: "shoe_size" }).waitFor();
	await check(page, "a refused file");
	await leave(page);
}

async function findsMembersByTheAddress(browser) {
	const page = await enter(browser);
	await open(page, "/admin/members?team=marketing%2Fsocial");
	assert.deepEqual((await rowsOf(page, "Members")).map((row) => row[0].split("\n").at(-1)).sort(), ["@mel", "@zoe"]);
	await page.getByLabel("Name or handle").fill("ζωη");
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
	assert.match(page.url(), /query=%CE%B6%CF%89%CE%B7&team=marketing%2Fsocial/);
	assert.equal(await page.evaluate(() => document.activeElement.name), "query", "the focus stays");
	await page.reload();
	await page.waitForSelector("tbody tr");
	assert.equal(await page.locator("tbody tr").count(), 1);
	await page.getByLabel("Name or handle").fill("nobody like this");
	await page.getByLabel("Name or handle").press("Enter");
	await page.getByText("Nobody found").waitFor();
	await leave(page);
}

async function addsAMemberWhoIsNotThereYet(browser) {
	const page = await enter(browser);
	await open(page, "/admin/new-member");
	await button(page, "Add the member").click();
	assert.equal(await page.evaluate(() => document.activeElement.name), "handle", "what is missing has the focus");
	await page.getByLabel("Handle").fill("mel");
	await button(page, "Add the member").click();
	await page.getByText("This handle is taken").waitFor();
	await page.getByLabel("Handle").fill("lena");
	await page.getByLabel("Name that people read").fill("Λένα");
	await page.getByRole("combobox", { name: "Reports to" }).fill("ada");
	await page.getByRole("option", { name: "Άντα" }).click();
	await button(page, "Add the member").click();
	await page.waitForURL("**/admin/members/lena");
	const { member } = await api(plan.admin, "GET", "/v1/members/lena");
	assert.equal(member.manager.handle, "ada");
	await leave(page);
}

async function twoChangeTheSameMember(browser) {
	const page = await enter(browser);
	await open(page, "/admin/members/lena");
	await api(plan.other, "PATCH", "/v1/members/lena", { title: "Writer", updateMask: "title" });
	await page.getByLabel("Team").fill("data");
	await button(page, "Save").click();
	await dialog(page).getByText("Όττο changed this member").waitFor();
	assert.deepEqual(await rowsOf(page, "What they changed"), [["Title", "", "Writer"]]);
	await check(page, "a conflict");
	await picture(page, "conflict", false);
	await button(page, "Load anew").click();
	await page.waitForFunction(() => document.querySelector("input[name=title]")?.value === "Writer");
	await page.getByLabel("Team").fill("data");
	await button(page, "Save").click();
	await said(page, "Saved.");
	const { member } = await api(plan.admin, "GET", "/v1/members/lena");
	assert.deepEqual([member.team, member.title], ["data", "Writer"]);
	await leave(page);
}

async function aMemberLeavesComesBackAndIsErased(browser) {
	const page = await enter(browser);
	await open(page, "/admin/members/lena");
	await button(page, "Deactivate").click();
	await dialog(page).getByRole("button", { name: "Deactivate" }).click();
	await page.locator(".lead", { hasText: "Left on" }).waitFor();
	await button(page, "Reactivate").click();
	await dialog(page).getByRole("button", { name: "Reactivate" }).click();
	await page.locator(".lead", { hasText: "Active" }).waitFor();
	const file = page.waitForEvent("download");
	await button(page, "Export").click();
	assert.match(fs.readFileSync(await (await file).path(), "utf8"), /Λένα/);
	await button(page, "Erase").click();
	await dialog(page).getByLabel("Type lena to confirm").fill("mel");
	await dialog(page).getByRole("button", { name: "Erase" }).click();
	await dialog(page).getByText("This is not their handle.").waitFor();
	await check(page, "before an erasure");
	await dialog(page).getByLabel("Type lena to confirm").fill("lena");
	await dialog(page).getByRole("button", { name: "Erase" }).click();
	await dialog(page).getByText("Nothing is left in any service.").waitFor();
	assert.deepEqual((await rowsOf(page, "How far each service is")).map((row) => row.slice(0, 2)).sort(), [["Awards", "Done"], ["Members", "Done"], ["Recognitions", "Done"]]);
	await check(page, "an erasure");
	await button(page, "Close").click();
	await page.waitForURL("**/admin/members");
	assert.equal((await api(plan.admin, "GET", "/v1/members/lena")).status, 404);
	await leave(page);
}

async function makesAKeyAndRevokesIt(browser) {
	const page = await enter(browser);
	await open(page, "/admin/keys");
	await page.getByText("New key").click();
	await page.getByLabel("What it is for").fill("Νέος φορητός");
	const member = page.getByRole("checkbox", { name: "Member", exact: true });
	assert.ok(await member.isChecked(), "a key is for a member unless somebody says more");
	await member.uncheck();
	await button(page, "Make the key").click();
	await page.getByText("Please fill this in.").waitFor();
	await page.getByRole("combobox", { name: "Whose it is" }).fill("mel");
	await page.getByRole("option", { name: "Μελίνα" }).waitFor();
	await page.keyboard.press("Enter");
	await member.check();
	await button(page, "Make the key").click();
	const shown = dialog(page).getByLabel("Key: Νέος φορητός");
	const key = await shown.inputValue();
	assert.match(key, /^kls_/);
	await check(page, "a key that is shown once");
	await picture(page, "key", false);
	await button(page, "I have saved it").click();
	await page.getByRole("button", { name: "Revoke Νέος φορητός" }).waitFor();
	assert.ok(!(await page.content()).includes(key), "it is nowhere any more");
	assert.equal((await api(key, "GET", "/v1/me")).member.handle, "mel");
	await page.getByRole("button", { name: "Revoke Νέος φορητός" }).click();
	await dialog(page).getByRole("button", { name: "Revoke" }).click();
	await page.locator("tr", { hasText: "Νέος φορητός" }).locator(".badge", { hasText: "Revoked" }).waitFor();
	while ((await api(key, "GET", "/v1/me")).status === 200) await new Promise((resolve) => setTimeout(resolve, 20));
	await leave(page);
}

async function renewsAKey(browser) {
	const page = await enter(browser);
	await open(page, "/admin/keys");
	await page.getByText("New key").click();
	await page.getByLabel("What it is for").fill("Wall screen");
	await page.getByRole("checkbox", { name: "Write", exact: true }).uncheck();
	await page.getByRole("checkbox", { name: "Administer", exact: true }).uncheck();
	const soon = new Date(Date.now() + 5 * 86_400_000);
	await page.getByLabel("When it ends by itself").fill(soon.toISOString().slice(0, 10));
	await button(page, "Make the key").click();
	const old = await dialog(page).getByLabel("Key: Wall screen").inputValue();
	await button(page, "I have saved it").click();
	const row = page.locator("tr", { hasText: "Wall screen" });
	await row.getByText("only: Read").waitFor();
	await row.locator(".badge.bad", { hasText: /in \d days/ }).waitFor();
	await row.getByText("Not yet").waitFor();
	await page.getByRole("button", { name: "Renew Wall screen" }).click();
	await dialog(page).getByLabel("How long the old one works besides").selectOption("60");
	await check(page, "a key that is to be renewed");
	await dialog(page).getByRole("button", { name: "Renew" }).click();
	const renewed = await dialog(page).getByLabel("Key: Wall screen").inputValue();
	assert.match(renewed, /^kls_/);
	assert.notEqual(renewed, old);
	await button(page, "I have saved it").click();
	await row.locator(".badge", { hasText: "Replaced" }).waitFor();
	assert.equal(await row.count(), 2);
	await check(page, "keys with an end and one that was replaced");
	await picture(page, "keys-renewed");
	for (const key of [old, renewed]) assert.equal((await api(key, "GET", "/v1/recognitions")).status, 200);
	await leave(page);
}

// Whoever takes their own way in away is told before, and stands at the door after.
async function ownKeysGoWithAWarning(browser) {
	const own = (await api(plan.admin, "POST", "/v1/apikeys", { name: "Own", member: "ada", roles: ["MEMBER", "ADMIN"] })).key;
	const page = await enter(browser, { key: own });
	let alone = false; // as if no other key could make keys
	await page.route("**/v1/apikeys?pageSize=100*", async (route) => {
		const answer = await (await route.fetch()).json();
		await route.fulfill({ json: alone ? { ...answer, apiKeys: answer.apiKeys.filter((one) => one.name === "Own") } : answer });
	});
	await open(page, "/admin/keys");
	await page.getByRole("button", { name: "Revoke Own" }).click();
	await dialog(page).getByText("You are signed in with this key").waitFor();
	assert.equal(await dialog(page).getByText("last key").count(), 0);
	await page.keyboard.press("Escape");
	alone = true;
	await page.getByRole("button", { name: "Revoke Own" }).click();
	await dialog(page).getByText("This is the last key with which keys can be made.").waitFor();
	await check(page, "the last key");
	await dialog(page).getByRole("button", { name: "Revoke" }).click();
	await page.waitForSelector("input[name=key]");
	assert.equal((await api(plan.admin, "GET", "/v1/apikeys")).apiKeys.filter((one) => one.name === "Own" && !one.revokeTime).length, 0);
	await leave(page);
}

// What the server finds wrong it says in English, and the page in Greek.
async function whatIsWrongIsSaidInGreek(browser) {
	const page = await enter(browser, { language: "el-GR" });
	await open(page, "/admin/new-member");
	await page.fill("input[name=handle]", "Όχι καλό");
	await page.fill("input[name=team]", "a b//c");
	await page.locator("main form [type=submit]").click();
	await page.getByText("1 έως 63 λατινικά πεζά γράμματα").waitFor();
	await page.getByText("Δώστε διαδρομή με 1 έως 8 μέρη").waitFor();
	await page.fill("input[name=email]", "a@@b");
	await page.locator("main form [type=submit]").click();
	await page.getByText("Δώστε διεύθυνση, για παράδειγμα maria@example.org.").waitFor();
	await open(page, "/admin/import");
	const text = "handle,manager,ceiling\nνέος,,\nnew1,nobody-here,\nnew2,,LOUD\nnew3,\n";
	await page.setInputFiles("input[type=file]", { name: "odd.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
	await page.locator("main form [type=submit]").click();
	await page.getByText("Δεν υπάρχει μέλος με το όνομα «nobody-here».").waitFor();
	await page.getByText("Η γραμμή έχει 2 πεδία, η κεφαλίδα 3.").waitFor();
	assert.equal(await page.locator("main [lang=en]").count(), 0, "nothing is left in English");
	await leave(page);
}

async function teamsAreRenamedAndMerged(browser) {
	const page = await enter(browser);
	await open(page, "/admin/teams");
	assert.deepEqual((await rowsOf(page, "Teams")).find((row) => row[0] === "marketing").slice(1, 3), ["0", "3"], "with teams inside");
	await page.getByRole("button", { name: "Rename marketing/events" }).click();
	await dialog(page).getByLabel("New path").fill("marketing/social");
	await dialog(page).getByRole("button", { name: "Rename" }).click();
	await dialog(page).getByText("merge the two instead").waitFor();
	await dialog(page).getByLabel("New path").fill("marketing/live");
	await dialog(page).getByRole("button", { name: "Rename" }).click();
	await page.getByRole("button", { name: "Merge marketing/live" }).click();
	await dialog(page).getByText("1 person of marketing/live goes").waitFor();
	await check(page, "before a merge");
	await dialog(page).getByLabel("Into which team").selectOption("marketing/social");
	await dialog(page).getByRole("button", { name: "Merge" }).click();
	await page.getByRole("button", { name: "Merge marketing/live" }).waitFor({ state: "detached" });
	assert.equal((await api(plan.admin, "GET", "/v1/members/nik")).member.team, "marketing/social");
	await leave(page);
}

async function valuesComeAndGo(browser) {
	const page = await enter(browser);
	await open(page, "/admin/values");
	await page.getByText("No values yet").waitFor();
	await page.getByText("New value").click();
	await page.getByLabel("Value", { exact: true }).fill("Μεράκι");
	await page.getByLabel("Short name").fill("Craft!");
	await button(page, "Add the value").click();
	await page.locator("input[name=slug][aria-invalid]").waitFor();
	await page.getByLabel("Short name").fill("craft");
	await button(page, "Add the value").click();
	await said(page, "The value is there.");
	await page.getByRole("button", { name: "Retire Μεράκι" }).click();
	await dialog(page).getByRole("button", { name: "Retire" }).click();
	await page.locator(".badge", { hasText: "Retired" }).waitFor();
	await page.getByRole("button", { name: "Bring back Μεράκι" }).click();
	await dialog(page).getByRole("button", { name: "Bring back" }).click();
	await page.locator(".badge", { hasText: "In use" }).waitFor();
	await leave(page);
}

async function aRoutineIsMadeAndEnds(browser) {
	const page = await enter(browser, { timezoneId: "Europe/Athens" });
	await open(page, "/admin/routines");
	await page.getByText("New routine").click();
	assert.equal(await page.getByLabel("Time zone").inputValue(), "Europe/Athens");
	await page.getByLabel("Team", { exact: true }).fill("marketing/social");
	await page.getByLabel("Day of the week").selectOption("MONDAY");
	await page.getByLabel("Channel").fill("#kudos");
	await button(page, "Add the routine").click();
	await said(page, "The routine is there.");
	const [row] = await rowsOf(page, "Routines");
	assert.deepEqual(row.slice(0, 2), ["marketing/social", "Every Monday, 15:00 (Europe/Athens)"]);
	assert.match(row[2], /^(in \d+ (day|hour|minute)s?|tomorrow|this minute)/);
	await page.getByRole("button", { name: "End the routine of marketing/social" }).click();
	await dialog(page).getByRole("button", { name: "End" }).click();
	await page.getByText("No routines yet").waitFor();
	await leave(page);
}

async function reportedWordsAreLookedAt(browser) {
	const page = await enter(browser);
	await open(page, "/admin/reports");
	await page.getByRole("link", { name: "Look at the words" }).click();
	await page.getByText("Χωρίς αυτήν δεν θα προλαβαίναμε").waitFor();
	await page.getByText("The audit log tells that you did.").waitFor();
	await button(page, "They may stand").click();
	await dialog(page).getByLabel("A word on it").fill("Είναι για τη δουλειά.");
	await dialog(page).getByRole("button", { name: "They may stand" }).click();
	await page.getByRole("heading", { name: "The decision" }).waitFor();
	await open(page, "/admin/audit?actor=ada");
	const deeds = (await rowsOf(page, "What was done")).map((row) => row[2]);
	for (const deed of ["Looked at reported words", "Decided a content report", "Renamed a team", "Erased a member"]) assert.ok(deeds.includes(deed), deed);
	await page.getByLabel("To").fill("2001-01-01");
	await page.getByLabel("To").press("Enter");
	await page.getByText("No such lines").waitFor();
	assert.match(page.url(), /actor=ada&until=2001-01-01/);
	await leave(page);
}

async function anAwardBegins(browser) {
	const page = await enter(browser);
	await open(page, "/admin/awards");
	await page.getByText("New award").click();
	await page.getByLabel("Title", { exact: true }).fill("Λάμψη");
	await page.getByLabel("Short name").fill("spotlight");
	await button(page, "Found the award").click();
	await page.waitForURL("**/admin/awards/spotlight");
	made.push("/admin/awards/spotlight", "/admin/awards/spotlight/new-cycle");
	await page.getByRole("link", { name: "New cycle" }).click();
	await page.getByLabel("How candidates are found").selectOption("JURY");
	await page.getByText("with the highest scores of a jury").waitFor();
	await page.getByRole("combobox", { name: "Jury" }).fill("ada");
	await page.getByRole("option", { name: "Άντα" }).click();
	await page.getByLabel("What the jury scores").fill("αξία = 3\nτόλμη");
	await button(page, "Prepare the cycle").click();
	await page.waitForURL("**/admin/cycles/*");
	made.push(new URL(page.url()).pathname, `${new URL(page.url()).pathname}/edit`);
	await page.getByText("αξία, counts 3 times").waitFor();
	await button(page, "Open nominations").click();
	await dialog(page).getByText("There is no way back").waitFor();
	await check(page, "before a phase");
	await dialog(page).getByRole("button", { name: "Open nominations" }).click();
	await button(page, "Close nominations").waitFor();
	await page.getByText("They are sealed while they are taken").waitFor();
	await picture(page, "cycle");
	await leave(page);
}

async function nominationsAreReadAndOneGoes(browser) {
	const cycle = made.find((one) => /cycles\/[^/]+$/.test(one)).split("/").at(-1);
	const { nomination } = await api(plan.nominator, "POST", `/v1/cycles/${cycle}/nominations`, { nominee: "mel", reason: "Για την εκδήλωση" });
	const page = await enter(browser);
	await open(page, `/admin/cycles/${cycle}/edit`);
	await page.getByText("The rules are fixed since nominations opened.").waitFor();
	assert.ok(await page.getByLabel("Nominations open").isDisabled(), "its time is over");
	await open(page, `/admin/cycles/${cycle}`);
	await api(plan.admin, "PATCH", `/v1/cycles/${cycle}`, { title: "Άνοιξη", updateMask: "title" });
	await button(page, "Close nominations").click();
	await dialog(page).getByRole("button", { name: "Close nominations" }).click();
	await page.getByRole("heading", { name: "Λάμψη · Άνοιξη" }).waitFor(); // somebody was faster: nothing moved
	await button(page, "Close nominations").click();
	await dialog(page).getByRole("button", { name: "Close nominations" }).click();
	await page.getByText("Για την εκδήλωση").waitFor();
	await check(page, "nominations to read");
	await page.getByRole("button", { name: "Withdraw the nomination of Μελίνα" }).click();
	await dialog(page).getByRole("button", { name: "Withdraw" }).click();
	await page.locator(".nomination .badge", { hasText: "Withdrawn" }).waitFor();
	assert.equal((await api(plan.nominator, "GET", `/v1/nominations/${nomination.id}`)).nomination.status, "WITHDRAWN");
	await button(page, "Open voting").click();
	await dialog(page).getByRole("button", { name: "Open voting" }).click();
	await dialog(page).getByText("There is nobody to vote for").waitFor();
	await leave(page);
}

async function aCommunityGetsItsLinks(browser) {
	const { award } = await api(plan.admin, "POST", "/v1/awards", { slug: "community", title: "Κοινότητα", scope: "COMMUNITY" });
	const { cycle } = await api(plan.admin, "POST", `/v1/awards/${award.id}/cycles`, { title: "2026" });
	made.push(`/admin/cycles/${cycle.id}/edit`, `/admin/cycles/${cycle.id}`);
	const page = await enter(browser, { timezoneId: "Europe/Athens" });
	await open(page, `/admin/cycles/${cycle.id}`);
	await page.getByLabel("How many").fill("3");
	const file = page.waitForEvent("download");
	await button(page, "Make and save them").click();
	const rows = fs.readFileSync(await (await file).path(), "utf8").trim().split("\r\n");
	assert.equal(rows[0], "token,url");
	assert.equal(rows.length, 4);
	await page.getByText("3 links were made; the cycle has 3 by now.").waitFor();
	await page.getByRole("link", { name: "Change it" }).click();
	await page.getByLabel("Voting opens").fill("2036-06-01T12:00");
	await page.getByLabel("How ballots are counted").selectOption("APPROVAL");
	await page.getByText("whoever is ticked most often wins").waitFor();
	await button(page, "Save").click();
	await said(page, "Saved.");
	const now = (await api(plan.admin, "GET", `/v1/cycles/${cycle.id}`)).cycle;
	assert.deepEqual([now.rules.tally, now.rules.electorate, now.opensVotingTime], ["APPROVAL", "COMMUNITY", "2036-06-01T09:00:00Z"]);
	await page.getByText("The clock does it").waitFor({ state: "detached" });
	await page.locator("dd", { hasText: "1 Jun 2036, 12:00" }).waitFor();
	await leave(page);
}

async function membersAreToldThatItIsNotForThem(browser) {
	const page = await enter(browser, { key: plan.member });
	await open(page, "/admin/members");
	assert.equal(await page.locator(".side h2", { hasText: "Administration" }).count(), 0);
	for (const where of [...ADDRESSES, ...made]) {
		await follow(page, where);
		assert.equal(await page.textContent("main h1"), "This page is not for you", where);
	}
	await check(page, "a refusal");
	await leave(page);
}

// The first key belongs to nobody, who has no audit lines either.
async function anIntegrationIsToldWhoReadsTheLog(browser) {
	const page = await enter(browser, { key: plan.integration });
	await open(page, "/admin/audit");
	await page.getByText("This key reads no audit lines").waitFor();
	await leave(page);
}

async function looksWellEverywhere(browser) {
	const page = await enter(browser);
	await open(page, ADDRESSES[0]);
	for (const where of [...ADDRESSES, ...made]) {
		await follow(page, where);
		const what = where.slice(1).replaceAll(/[/?=]/g, "-");
		await checkLooks(page, what, async ({ name, language }) => {
			await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
			const words = await page.evaluate(() => document.querySelector("main").innerText);
			if (language === "el-GR") assert.deepEqual(words.match(/\b(the|of|and|who|admin\.\w+)\b/g), null, what);
			if (/-(members|import|new-cycle)$/.test(what)) await page.screenshot({ path: path.join(plan.pictures, `${what}-${name}.png`), fullPage: true });
		});
	}
	await leave(page);
	assertLooked("admin");
}

const browser = await launch();
try {
	for (const test of [
		importsMembersByKeyboardAlone, saysWhatIsWrongWithAFile, findsMembersByTheAddress, addsAMemberWhoIsNotThereYet, twoChangeTheSameMember,
		aMemberLeavesComesBackAndIsErased, makesAKeyAndRevokesIt, renewsAKey, ownKeysGoWithAWarning, whatIsWrongIsSaidInGreek, teamsAreRenamedAndMerged, valuesComeAndGo, aRoutineIsMadeAndEnds,
		reportedWordsAreLookedAt, anAwardBegins, nominationsAreReadAndOneGoes, aCommunityGetsItsLinks, membersAreToldThatItIsNotForThem,
		anIntegrationIsToldWhoReadsTheLog, looksWellEverywhere,
	]) {
		const start = Date.now();
		await test(browser);
		console.log(`ok ${test.name} ${Date.now() - start} ms`);
	}
} finally {
	await browser.close();
}
