// People who thank each other: by hand and by keyboard, in both languages, with a phone and at a desk.
//   node members_pages.mjs PLAN
// PLAN: {url, pictures, keys: {HANDLE: KEY}, first}: a folder for pictures, and the id of a recognition of nikos's for maria
// and eleni that anna joined.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { assertLooked, check, checkLooks, DESKTOP, launch, visit } from "./browser.mjs";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const { keys } = plan;
const PATIENCE_MS = 15000;

async function api(who, where, body, method = body ? "POST" : "GET") {
	const headers = { Authorization: `Bearer ${keys[who]}`, "Content-Type": "application/json" };
	const answer = await fetch(plan.url + where, { method, headers, body: body && JSON.stringify(body) });
	assert.equal(answer.status, 200, `${where}: ${await answer.clone().text()}`);
	return answer.json();
}

// Somebody who is signed in, on a page.
async function enter(browser, who, where = "/home", options = {}) {
	const page = await visit(browser, { size: DESKTOP, ...options });
	page.setDefaultTimeout(PATIENCE_MS);
	page.elsewhere = [];
	page.on("request", (request) => request.url().startsWith(plan.url) || page.elsewhere.push(request.url()));
	const door = await page.context().request.post(`${plan.url}/v1/session`,
		{ data: { key: keys[who] }, headers: { "Sec-Fetch-Site": "same-origin" } });
	assert.equal(door.status(), 200);
	await open(page, where);
	return page;
}

async function open(page, where) {
	await page.goto(plan.url + where);
	await page.waitForSelector("main:not([aria-busy]) h1");
}

async function leave(...pages) {
	for (const page of pages) {
		assert.deepEqual(page.elsewhere, [], "asked of somebody else");
		assert.deepEqual(page.complaints, []);
		await page.context().close();
	}
}

const card = (page, text) => page.locator(".recognition", { hasText: text });
const whom = (page) => page.locator(".give [role=combobox]");
const words = (page) => page.locator(".give textarea");
const submit = (page) => page.locator(".give button[type=submit]");
const press = (page, name, within = page) => within.getByRole("button", { name, exact: true }).click();

async function choose(page, typed, name) {
	await whom(page).pressSequentially(typed);
	await page.locator("[role=option]", { hasText: name }).waitFor();
	await page.keyboard.press("Enter");
	await page.locator(".receiver", { hasText: name }).waitFor();
}

// From the address to the thanks without a mouse; the other reads on while it comes in.
async function givesByKeyboardAndItArrivesLive(browser) {
	const [giver, reader] = [await enter(browser, "nikos"), await enter(browser, "anna")];
	await words(reader).fill("I am in the middle of a sentence");
	await giver.locator(".give h2").click();
	for (let i = 0; i < 3 && !(await whom(giver).evaluate((node) => node === document.activeElement)); i++) await giver.keyboard.press("Tab");
	await giver.keyboard.type("μαρια");
	await giver.waitForSelector("[role=option]");
	assert.equal(await whom(giver).getAttribute("aria-expanded"), "true");
	await giver.keyboard.press("Enter");
	await giver.keyboard.type("xx");
	await giver.keyboard.press("Backspace");
	await giver.keyboard.press("Backspace");
	await giver.keyboard.press("Backspace"); // takes her away again
	assert.equal(await giver.locator(".chip").count(), 0);
	await giver.keyboard.type("maria");
	await giver.waitForSelector("[role=option]");
	await giver.keyboard.press("ArrowDown");
	await giver.keyboard.press("Enter");
	await giver.locator(".receiver", { hasText: "Is glad when everybody here hears of it." }).waitFor();
	await giver.keyboard.press("Tab"); // what she did
	await giver.keyboard.type("held the line");
	await giver.keyboard.press("Tab");
	await giver.keyboard.type("You kept calm when the site was down.");
	for (let i = 0; i < 4; i++) await giver.keyboard.press("Tab");
	await giver.keyboard.press("Space"); // a big win
	await giver.keyboard.press("Tab");
	await giver.keyboard.press("Enter");
	await giver.locator(".sent", { hasText: "Everybody here sees it." }).waitFor();
	const arrived = card(reader, "You kept calm");
	await arrived.waitFor();
	assert.match(await arrived.textContent(), /Nikos Ray.*Μαρία Παππά.*held the line.*Big win/s);
	assert.equal(await reader.textContent(".news"), "1 new");
	assert.equal(await words(reader).inputValue(), "I am in the middle of a sentence");
	assert.ok(await words(reader).evaluate((node) => node === document.activeElement), "the focus stays");
	assert.equal(await card(giver, "You kept calm").count(), 1, "once, though it was sent and heard of");
	await leave(giver, reader);
}

// How they like it is in view before anything is sent; what is private stays so.
async function aPrivateWordStaysPrivate(browser) {
	const [giver, third] = [await enter(browser, "nikos"), await enter(browser, "eleni")];
	await choose(giver, "kost", "Kostas Hill");
	const receiver = giver.locator(".receiver");
	await receiver.getByText("A quiet word is best.").waitFor();
	assert.match(await receiver.textContent(), /Prefers a private word\..*in a 1:1 and by e-mail/s);
	assert.match(await giver.textContent(".will-be-heard"),
		/Only you and those you thank will see it\..*Quieter than you ask for.*Kostas Hill/s);
	await choose(giver, "ελενη", "Ελένη");
	await words(giver).fill("The numbers were right, and nobody noticed how hard that was.");
	await submit(giver).click();
	await giver.locator(".sent", { hasText: "Only the people it names see it." }).waitFor();
	const { recognitions } = await api("nikos", "/v1/recognitions?giver=me&receiver=kostas");
	await open(third, `/recognitions/${recognitions[0].id}`);
	assert.match(await third.textContent("h1"), /Νίκος|Nikos Ray/);
	await leave(giver, third);
	const other = await enter(browser, "nea");
	assert.equal(await card(other, "nobody noticed").count(), 0);
	await open(other, `/recognitions/${recognitions[0].id}`);
	assert.match(await other.textContent("main"), /It is not there, or it is not for you to see/);
	await leave(other);
}

// Answers: a reaction, one's own thanks, a comment; and what the giver mends, lowers and takes back.
async function answersToARecognition(browser) {
	const { recognition } = await api("nikos", "/v1/recognitions", { receivers: [{ member: "maria" }], message: "You wrote the guidde." });
	const [anna, giver] = [await enter(browser, "anna", `/recognitions/${recognition.id}`),
		await enter(browser, "nikos", `/recognitions/${recognition.id}`)];
	await press(anna, "Join in");
	await anna.locator(".joiners", { hasText: "Άννα Βλάχου joins in" }).waitFor();
	assert.equal(await anna.locator("[data-key=join]").getAttribute("aria-pressed"), "true");
	assert.equal(await anna.evaluate(() => document.activeElement.dataset.key), "join", "the focus stays, also when it is drawn anew");
	await anna.locator("summary").click();
	await press(anna, "Add a word of your own");
	await anna.locator(".panel input").fill("So true.");
	await press(anna, "Save");
	await anna.locator(".joiners q", { hasText: "So true." }).waitFor();
	await press(anna, "Add a reaction");
	await anna.locator('[data-key="react-👏"]').click();
	await anna.locator('[data-key="react-👏"][aria-pressed=true]').waitFor();
	await giver.locator('.reaction:has-text("1")').waitFor();
	await anna.locator(".talk textarea").fill("Clear and kind.");
	await press(anna, "Comment", anna.locator(".talk"));
	await giver.locator(".comments", { hasText: "Clear and kind." }).waitFor();
	await check(anna, "a recognition with answers");
	await press(anna, "Delete", anna.locator(".comments"));
	await press(anna, "Delete", anna.locator("dialog"));
	await anna.locator("[data-key=comments]", { hasText: /^Comment$/ }).waitFor();
	await press(anna, "You joined in");
	await anna.locator(".joiners").waitFor({ state: "detached" });

	await giver.locator("summary").click();
	await press(giver, "Edit the words");
	await giver.locator(".panel textarea").fill("You wrote the guide.");
	await press(giver, "Save");
	await giver.locator(".meta", { hasText: "edited" }).waitFor();
	await giver.locator("summary").click();
	await press(giver, "Make it quieter");
	await giver.locator(".panel select").selectOption("MANAGER");
	await press(giver, "Make it quieter", giver.locator(".panel"));
	await giver.locator(".meta", { hasText: "Manager" }).waitFor();
	await anna.locator(".said", { hasText: "You wrote the guide." }).waitFor(); // her manager still sees it
	await giver.locator("summary").click();
	await press(giver, "Take it back");
	await check(giver, "asked once");
	await press(giver, "Take it back", giver.locator("dialog"));
	await giver.waitForURL("**/home");
	await press(anna, "Join in"); // to what is gone meanwhile
	await anna.waitForURL("**/home");
	await anna.locator(".toast", { hasText: "It is not there" }).waitFor();
	await leave(anna, giver);
}

// The inbox counts in the navigation, and is read one by one or at once.
async function readsTheInbox(browser) {
	const page = await enter(browser, "maria", "/me");
	const count = page.locator(".side nav .unread");
	await count.waitFor();
	const before = Number.parseInt((await count.textContent()).replace(/\D+/, ""), 10);
	await api("eleni", "/v1/recognitions", { receivers: [{ member: "maria" }], message: "One more for the inbox." });
	await page.locator(".side nav .unread", { hasText: String(before + 1) }).waitFor();
	await page.locator(".side nav a", { hasText: "Inbox" }).click();
	await page.waitForSelector(".inbox-note");
	assert.match(await page.locator(".inbox-note").first().textContent(), /New You were thanked/);
	await press(page, "Mark as read", page.locator(".inbox-note").first());
	await page.locator(".side nav .unread", { hasText: String(before) }).waitFor();
	await press(page, "Mark all as read");
	await count.waitFor({ state: "detached" });
	await page.locator(".inbox-note .badge").first().waitFor({ state: "detached" });
	await leave(page);
}

// Whoever never said how they like it is asked once, and may change it.
async function saysHowTheyLikeIt(browser) {
	const page = await enter(browser, "nea");
	await page.getByRole("heading", { name: "How do you like to be recognised?" }).waitFor();
	await check(page, "asked how one likes it");
	await page.screenshot({ path: path.join(plan.pictures, "members-welcome.png"), fullPage: true });
	await page.getByRole("radio", { name: /^Private/ }).check();
	await press(page, "+ in a chat");
	await press(page, "+ by e-mail");
	await press(page, "Move up: by e-mail");
	await page.getByLabel(/In your own words/).fill("No speeches, please.");
	await press(page, "Save");
	await page.locator(".welcome", { hasText: "I like it best: by e-mail and in a chat." }).waitFor();
	await open(page, "/home");
	assert.equal(await page.locator(".welcome").count(), 0, "asked once");
	await open(page, "/me?tab=preference");
	await page.getByRole("radio", { name: /^Team/ }).check();
	await press(page, "Save");
	await page.locator(".preference", { hasText: "My team may hear of it" }).waitFor();
	const { preferences } = await api("eleni", "/v1/members/nea/preferences");
	assert.deepEqual([preferences.ceiling, preferences.channels, preferences.note], ["TEAM", ["EMAIL", "CHAT"], "No speeches, please."]);
	await leave(page);
}

async function answersThePulseOnce(browser) {
	const page = await enter(browser, "eleni", "/me?tab=pulse");
	const answer = async () => {
		await page.getByRole("group", { name: /I need more/ }).getByLabel("Yes").check();
		await page.getByRole("group", { name: /I have my/ }).getByLabel("No").check();
		await page.getByLabel("A little").check();
		await press(page, "Send it, without my name");
	};
	await press(page, "Send it, without my name");
	assert.equal(await page.locator(".error:visible").count(), 1);
	await answer();
	await page.getByText("nobody can tell that it was you").waitFor();
	await open(page, "/me?tab=pulse");
	await answer();
	await page.getByText("You have answered this month already").waitFor();
	await leave(page);
}

// Without accents, over the address, and with filters that stay there.
async function finds(browser) {
	const page = await enter(browser, "maria", "/search");
	await page.getByLabel("Words").fill("βοηθεια ανεκτιμητη");
	await page.keyboard.press("Enter");
	await card(page, "Ευχαριστώ!").waitFor();
	assert.equal(new URL(page.url()).searchParams.get("query"), "βοηθεια ανεκτιμητη");
	await open(page, "/search?giver=nikos&value=craft&win=BIG&team=care&since=2020-01-01");
	await card(page, "Ευχαριστώ!").waitFor();
	assert.equal(await page.locator(".chip").textContent(), "Nikos Ray×");
	await open(page, "/search?query=nothingofthesort");
	await page.getByText("Nothing found").waitFor();
	await leave(page);
}

// Told like one that did not come, and the browser has nothing to complain of.
async function tellsOfAnAnswerThatBreaksOff(browser) {
	const page = await enter(browser, "nikos");
	await page.route("**/v1/highlights?**", (route) => route.fulfill({ contentType: "application/json", body: '{"highlights":[' }));
	await page.click('.side a[href="/highlights"]');
	await page.locator(".problem button").waitFor();
	await check(page, "an answer that broke off");
	await page.unrouteAll();
	await page.click(".problem button");
	await page.waitForSelector("main:not([aria-busy]) h1:not(.problem h1)");
	await leave(page);
}

// What was written stays when it was not sent; and it is sent once, however often one presses.
async function keepsTheWordsWhenSendingFails(browser) {
	const page = await enter(browser, "nikos");
	const ids = [];
	let how = (route) => route.abort();
	await page.route("**/v1/recognitions", (route) => {
		if (route.request().method() !== "POST") return route.continue();
		ids.push(route.request().headers()["idempotency-key"]);
		return how(route);
	});
	await choose(page, "maria", "Μαρία");
	await words(page).fill("Said once, heard once.");
	const failed = page.locator(".give .form-problem", { hasText: "What you wrote is still here" });
	await submit(page).click();
	await failed.waitFor();
	assert.equal(await words(page).inputValue(), "Said once, heard once.");
	how = async (route) => {
		await route.fetch(); // it is done, and the answer is lost
		await route.abort();
	};
	await submit(page).click();
	await page.waitForFunction(() => !document.querySelector(".give [aria-disabled]"));
	await failed.waitFor();
	page.complaints = page.complaints.filter((text) => !text.includes("ERR_FAILED")); // of the line that we cut
	await check(page, "what could not be sent");
	await page.unrouteAll();
	await press(page, "Ελληνικά"); // another language keeps it too
	await page.waitForFunction(() => document.documentElement.lang === "el" && document.querySelector(".give textarea")?.value.includes("once"));
	await press(page, "English");
	await page.waitForFunction(() => document.documentElement.lang === "en" && document.querySelector(".receiver"));
	assert.equal(new Set(ids).size, 1, "one id over retries");
	const { recognitions } = await api("nikos", "/v1/recognitions?giver=me&receiver=maria");
	assert.equal(recognitions.filter((one) => one.message === "Said once, heard once.").length, 1);
	await leave(page);
}

// What the server refuses stands beside the field.
async function saysWhatTheServerRefuses(browser) {
	const page = await enter(browser, "nikos");
	await choose(page, "leo", "Leo Marsh");
	await words(page).fill("All the best.");
	await api("admin", "/v1/members/leaver:deactivate", {});
	await submit(page).click();
	await page.locator(".give .error:visible, .give .form-problem p").first().waitFor();
	assert.equal(await words(page).inputValue(), "All the best.");
	await check(page, "refused");
	await leave(page);
}

async function sharesWork(browser) {
	const page = await enter(browser, "maria", "/highlights");
	await page.locator("summary", { hasText: "Share work of yours" }).click();
	await page.getByLabel("What was it?").fill("The open evening");
	await press(page, "+ Add a figure");
	await page.getByLabel("Of what").fill("guests");
	await page.getByLabel("Number").fill("12,5");
	await check(page, "sharing work");
	await press(page, "Share it");
	const made = page.locator(".highlight", { hasText: "The open evening" });
	await made.waitFor();
	assert.match(await made.textContent(), /guests12\.5/);
	await press(page, "Change it", made);
	await page.locator(".highlight").getByLabel("Number").fill("80");
	await press(page, "Save");
	await page.locator(".highlight", { hasText: "guests80" }).waitFor();
	await press(page, "Delete", made);
	await press(page, "Delete", page.locator("dialog"));
	await made.waitFor({ state: "detached" });
	await leave(page);
}

// Own people with their agendas, and who was forgotten, in no order of merit.
async function leadsPeople(browser) {
	const page = await enter(browser, "anna", "/people");
	assert.deepEqual((await page.locator(".person-line .person").allTextContents()).slice(0, 3).sort(),
		["Kostas Hill", "Nikos Ray", "Μαρία Παππά"]);
	await page.getByLabel("Agenda for the 1:1 with Μαρία Παππά").click();
	await page.getByRole("heading", { name: "Thanks received lately" }).waitFor();
	await page.getByRole("link", { name: "Thank them" }).click();
	await page.locator(".receiver", { hasText: "Μαρία" }).waitFor();
	await open(page, "/people?query=ελεν");
	await page.locator(".person", { hasText: "Ελένη" }).click();
	await page.getByText("Is glad when the team hears of it").waitFor();
	await leave(page);
}

async function seesTheFeedWithAKeyOfNoMember(browser) {
	const page = await enter(browser, "admin");
	await page.getByText("This key belongs to no member").waitFor();
	assert.equal(await page.locator(".give").count(), 0);
	await check(page, "a key of no member");
	for (const where of ["/inbox", "/me"]) {
		await open(page, where);
		await page.getByText("This page is for people").waitFor();
	}
	await leave(page);
}

// One's data as a file, and out of every browser at once.
async function takesTheirDataAndLeavesEverywhere(browser) {
	const [page, other] = [await enter(browser, "kostas", "/me?tab=data"), await enter(browser, "kostas")];
	await page.locator("td", { hasText: "signed in with your key" }).first().waitFor();
	const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Download it")]);
	assert.match(fs.readFileSync(await download.path(), "utf8"), /A quiet word is best/);
	await press(page, "Sign out everywhere");
	await press(page, "Sign out everywhere", page.locator("dialog"));
	await page.waitForSelector("input[name=key]");
	await other.goto(`${plan.url}/inbox`);
	await other.waitForSelector("input[name=key]");
	await leave(page, other);
}

const PAGES = ["home", "inbox", `recognitions/${plan.first}`, "me", "me?tab=given", "me?tab=agenda",
	"me?tab=highlights", "me?tab=preference", "me?tab=pulse", "me?tab=data",
	"people", "people/maria", "people/maria?tab=agenda", "search?query=ευχαριστω&giver=nikos", "highlights"];

// Every page as it looks: nothing that axe finds, nothing wider than the window.
async function everyPageIsWellMade(browser) {
	const page = await enter(browser, "anna");
	const look = async (what) => {
		const picture = ({ name }) => page.screenshot({ path: path.join(plan.pictures, `members-${what}-${name}.png`), fullPage: true });
		await checkLooks(page, what, picture);
	};
	await choose(page, "kostas", "Kostas");
	await page.locator(".receiver .preference").waitFor();
	await look("giving");
	for (const where of PAGES) {
		await open(page, `/${where}`);
		assert.equal(await page.locator("h1").count(), 1, where);
		await look(where.replace(plan.first, "one").replace(/\W+/g, "-"));
	}
	await leave(page);
	assertLooked("members");
}

const browser = await launch();
try {
	for (const test of [givesByKeyboardAndItArrivesLive, aPrivateWordStaysPrivate, answersToARecognition, readsTheInbox,
		saysHowTheyLikeIt, answersThePulseOnce, finds,
		tellsOfAnAnswerThatBreaksOff, keepsTheWordsWhenSendingFails, saysWhatTheServerRefuses, sharesWork, leadsPeople,
		seesTheFeedWithAKeyOfNoMember, takesTheirDataAndLeavesEverywhere,
		everyPageIsWellMade]) {
		await test(browser);
		console.log(`ok ${test.name}`);
	}
} catch (problem) {
	for (const [i, page] of browser.contexts().flatMap((context) => context.pages()).entries()) await page.screenshot({ path: path.join(plan.pictures, `members-failed-${i}.png`) });
	throw problem;
} finally {
	await browser.close();
}
