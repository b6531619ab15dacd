// Members in an award: who names, who is named, who stands behind, who scores, who votes, and who may not; both languages,
// both themes, a phone and a desk, and the vote with the keyboard alone.
//   node awards_pages.mjs PLAN      PLAN: {url, keys, names, cycles, files, pictures}
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { assertLooked, check, checkLooks, DESKTOP, launch, PHONE, visit } from "./browser.mjs";

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const { cycles, names } = plan;
const ENGLISH = { language: "en-GB", size: DESKTOP };
const GREEK = { language: "el-GR", size: PHONE, dark: true };

// ---- the API, as somebody with a key ----

async function call(who, method, address, body) {
	const headers = { Authorization: `Bearer ${plan.keys[who]}`,
		...(body ? { "Content-Type": "application/json" } : {}) };
	const answer = await fetch(plan.url + address, { method, headers, body: body && JSON.stringify(body) });
	return { status: answer.status, json: await answer.json() };
}

async function must(who, method, address, body) {
	const { status, json } = await call(who, method, address, body);
	assert.equal(status, 200, `${method} ${address}: ${JSON.stringify(json)}`);
	return json;
}

const advance = (cycle) => must("admin", "POST", `/v1/cycles/${cycle}:advance`, {});
const nominations = async (who, cycle) => (await must(who, "GET", `/v1/cycles/${cycle}/nominations`)).nominations;
const nominate = (who, cycle, nominee, more = {}) =>
	must(who, "POST", `/v1/cycles/${cycle}/nominations`, { nominee, reason: `${nominee}: because.`, ...more });
const accept = async (who, cycle) => {
	const named = (await nominations(who, cycle)).find((one) => one.nominee.handle === who);
	await must(who, "POST", `/v1/nominations/${named.id}:accept`, {});
};

// ---- a member's browser ----

async function signIn(browser, who, options) {
	const page = await visit(browser, { ...options, acceptDownloads: true });
	const answer = await page.context().request.post(`${plan.url}/v1/session`, {
		data: { key: plan.keys[who] }, headers: { "Sec-Fetch-Site": "same-origin" } });
	assert.ok(answer.ok(), await answer.text());
	page.open = async (address, heading) => {
		await page.goto(plan.url + address);
		await page.waitForSelector("main:not([aria-busy]) h1");
		if (heading) assert.equal(await page.textContent("h1"), heading);
	};
	return page;
}

const picture = (page, name) => page.screenshot({ path: path.join(plan.pictures, `${name}.png`), fullPage: true });

// The page as it is, in both themes: what somebody has begun on it stays.
async function look(page, name) {
	await picture(page, name);
	for (const colorScheme of ["light", "dark"]) {
		await page.emulateMedia({ colorScheme });
		await check(page, `${name}, ${colorScheme}`);
	}
	await page.emulateMedia({ colorScheme: null }); // the visitor's own
}

// The page in every look, drawn anew: what the server has of it is all there is.
async function lookEverywhere(page, name) {
	await picture(page, name);
	await checkLooks(page, name);
}

const button = (page, text) => page.getByRole("button", { name: text, exact: true });
// A verb and, for who does not see where it stands, whom or what it is about.
const about = (verb, name) => new RegExp(`^${verb} ?: ${name}$`);
const said = (page, text) => page.getByText(text).first().waitFor();

// ---- what they do ----

async function names_(page, who, reason) {
	const picker = page.getByRole("combobox", { name: "Whom do you name?" });
	await picker.fill(who);
	await page.waitForSelector("[role=option]");
	await page.keyboard.press("Enter");
	await page.getByLabel("Why?").fill(reason);
}

async function nominating(maria, petros, nikos, kostas) {
	const cycle = cycles.whole;
	await maria.open("/awards", "Awards");
	await said(maria, "Nominate until 12 May 2099");
	await lookEverywhere(maria, "awards-en");
	await maria.getByRole("link", { name: about("Nominate", "Spotlight · 2026") }).click();
	await maria.waitForSelector("h1:has-text('Spotlight · 2026')");
	await said(maria, "You can name 2 more people, of 2.");
	await button(maria, "Nominate").click();
	assert.equal(await maria.locator("textarea[aria-invalid]").count(), 1);
	await names_(maria, "nikos", "He answered every one of them.");
	await button(maria, "Add a link").click();
	await maria.getByLabel("Address").fill("example.org");
	await button(maria, "Nominate").click();
	await said(maria, "A link begins with https:// or http://.");
	assert.equal(await maria.evaluate("document.activeElement.getAttribute('aria-label')"), "Address");
	await look(maria, "nominate-en");
	await maria.getByLabel("Address").fill("https://example.org/campaign");
	const { recognition } = await must("maria", "POST", "/v1/recognitions",
		{ receivers: [{ member: "nikos" }], message: "Thank you." });
	await button(maria, "Add a link").click();
	await maria.getByLabel("Address").last().fill(`${plan.url}/recognitions/${recognition.id}`);
	await button(maria, "Nominate").click();
	await said(maria, "You can name 1 more person, of 2.");
	assert.equal(await maria.evaluate("document.activeElement.id"), "my-nominations");
	await names_(maria, "eleni", "She counts what others guess.");
	await button(maria, "Nominate").click();
	await said(maria, "Your list is full");
	await lookEverywhere(maria, "nominated-en");
	const mine = await nominations("maria", cycle);
	assert.deepEqual(mine.map((one) => one.nominee.handle).sort(), ["eleni", "nikos"]);
	const first = mine.find((one) => one.nominee.handle === "nikos");
	assert.deepEqual(first.links.map((one) => one.url), ["https://example.org/campaign"]);
	assert.deepEqual(first.attachments, [`recognitions/${recognition.id}`],
		"the address of a recognition is an attachment");
	await stands(petros, first.id);
	await changes(maria);
	await agrees(nikos);
	await kostas.open(`/cycles/${cycle}`);
	assert.equal(await kostas.locator(".nomination").count(), 0, "others' nominations are sealed");
	await lookEverywhere(kostas, "nominating-el");
}

async function changes(page) {
	const card = page.locator(".nomination", { hasText: names.eleni });
	await card.getByRole("button", { name: about("Change", names.eleni) }).click();
	await page.locator(".list textarea").fill("She counts what others guess, and says how.");
	await button(page, "Save the changes").click();
	await said(page, "She counts what others guess, and says how.");
	await page.locator(".nomination", { hasText: names.eleni }).getByRole("button",
		{ name: about("Withdraw", names.eleni) }).click();
	await look(page, "withdraw-en");
	await page.locator("dialog").getByRole("button", { name: "Withdraw" }).click();
	await said(page, "You can name 1 more person, of 2.");
	await must("maria", "POST", `/v1/cycles/${cycles.whole}/nominations`,
		{ nominee: "eleni", reason: "She counts what others guess." });
}

// The page is sealed before; then it has the name.
async function stands(page, nomination) {
	await page.open(`/cycles/${cycles.whole}?stand=${nomination}`, "Spotlight · 2026");
	await said(page, "Ένας συνάδελφος σας ζητά");
	assert.equal((await page.textContent("main")).includes(names.nikos), false);
	await lookEverywhere(page, "stand-el");
	await button(page, "Στήριξη").click();
	await page.locator("dialog").getByRole("button", { name: "Στήριξη" }).click();
	await page.getByRole("heading", { name: "Στηρίζετε", exact: true }).waitFor();
	assert.equal(await page.locator(".stood").textContent(), names.nikos);
	await said(page, "Μπορείτε να προτείνετε ακόμη 1 άτομο, από 2.");
}

async function agrees(page) {
	await page.open(`/cycles/${cycles.whole}`);
	await said(page, "Σας πρότειναν");
	await lookEverywhere(page, "named-el");
	await button(page, "Δέχομαι").click();
	await page.locator("dialog").getByRole("button", { name: "Δέχομαι" }).click();
	await said(page, "Δεχτήκατε να είστε υποψήφιος.");
	const [named] = await nominations("nikos", cycles.whole);
	assert.equal(named.status, "ACCEPTED");
	assert.equal(named.reason, "", "why is sealed from the nominee too");
}

// A community's award with a jury: somebody outside is named, a juror scores, others see what happens next.
async function shortlisting(maria, eleni, kostas) {
	const cycle = cycles.jury;
	await maria.open(`/cycles/${cycle}`, "Craft · 2026");
	await maria.getByLabel("Somebody outside").check();
	await maria.getByLabel("Name", { exact: true }).fill("Hannah O’Neill");
	await maria.getByLabel("A page that is theirs").fill("https://example.org/hannah");
	await maria.getByLabel("Why?").fill("Turned a complaint into our most shared post.");
	await look(maria, "outside-en");
	await button(maria, "Nominate").click();
	await said(maria, "You can name 2 more people, of 3.");
	await nominate("maria", cycle, "eleni");
	await nominate("maria", cycle, "petros");
	await advance(cycle);
	await eleni.open(`/cycles/${cycle}`);
	await eleni.waitForSelector("input[type=number]");
	await lookEverywhere(eleni, "jury-en");
	const card = eleni.locator(".card", { hasText: "Hannah O’Neill" }).last();
	await card.getByLabel("Merit").fill("11");
	await card.getByRole("button", { name: "Give these scores" }).click();
	assert.equal(await card.locator("input[aria-invalid]").count(), 2);
	await card.getByLabel("Merit").fill("9");
	await card.getByLabel("Reach").fill("7");
	await card.getByRole("button", { name: "Give these scores" }).click();
	await said(eleni, "Your scores are in.");
	await said(eleni, "You are too close to score"); // of herself
	await eleni.reload();
	await card.getByLabel("Merit").waitFor();
	assert.equal(await card.getByLabel("Merit").inputValue(), "9", "what she gave is there for her");
	await kostas.open(`/cycles/${cycle}`);
	await said(kostas, "Τι γίνεται τώρα");
	assert.equal(await kostas.getByText("Hannah").count(), 0);
	await kostas.getByText("Οι κανόνες").click();
	await said(kostas, `Η κριτική επιτροπή: ${names.eleni}.`);
	await look(kostas, "shortlisting-el");
}

// Tab and Enter alone, from the address bar to the file.
async function tabTo(page, matches) {
	for (let i = 0; i < 80; i++) {
		await page.keyboard.press("Tab");
		const found = await page.evaluate((wanted) => document.activeElement.textContent.trim().startsWith(wanted) ||
			document.activeElement.getAttribute("aria-label") === wanted, matches);
		if (found) return assert.notEqual(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"),
			"none", matches);
	}
	throw new Error(`Tab does not reach ${matches}`);
}

async function votesByKeyboard(page, late) {
	await page.open(`/cycles/${cycles.whole}`);
	await late.open(`/cycles/${cycles.whole}`);
	const press = async (what) => {
		await tabTo(page, what);
		await page.keyboard.press("Enter");
	};
	await press("Check my ballot");
	await said(page, "Give a place to at least one candidate.");
	await look(page, "vote-en");
	for (const who of ["petros", "nikos", "eleni"]) {
		await page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()");
		await page.locator("h1").click();
		await press(`Give the next place: ${names[who]}`);
	}
	await press(`Move ${names.eleni} up`);
	assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-label')"), `Move ${names.eleni} up`,
		"focus goes along");
	await page.keyboard.press("Enter");
	await page.locator("h1").click();
	await press(`Same place as above: ${names.nikos}`);
	assert.deepEqual(await page.locator(".place").evaluateAll((all) => all.map((one) => [...one.querySelectorAll(".who")].map((who) => who.textContent))),
		[[names.eleni], [names.petros, names.nikos]]);
	await look(page, "ranked-en");
	await press("Check my ballot");
	await page.waitForSelector("h2:has-text('Is this your ballot?')");
	assert.deepEqual(await page.locator(".reading dd").allTextContents(),
		[names.eleni, `${names.petros} and ${names.nikos}`, "No award"]);
	await look(page, "review-en");
	await press("Cast my ballot");
	await page.waitForSelector("h2:has-text('Your ballot is in')");
	await look(page, "receipt-en");
	const download = page.waitForEvent("download");
	await press("Save the receipt");
	await (await download).saveAs(plan.files.receipt);
}

async function voting(maria, late, nikos, kostas) {
	const cycle = cycles.whole;
	await said(maria, "This cycle has moved on to its next phase."); // heard while the page was open
	await kostas.open(`/cycles/${cycle}`);
	await said(kostas, "Δεν ψηφίζετε εδώ");
	assert.equal(await kostas.locator(".nomination").count(), 3, "who is no voter sees the candidates");
	await lookEverywhere(kostas, "no-ballot-el");
	await votesByKeyboard(maria, late);
	await late.getByRole("button", { name: about("Give the next place", names.nikos) }).click();
	await button(late, "Check my ballot").click();
	await button(late, "Cast my ballot").click();
	await said(late, "You have voted in this cycle; a ballot is final.");
	await maria.open(`/cycles/${cycle}`);
	await said(maria, "You have voted");
	await maria.getByText("The newest signed head of the log").click();
	await maria.getByRole("link", { name: "Save it as a file" }).waitFor();
	await look(maria, "voted-en");
	await nikos.open(`/cycles/${cycle}`);
	await lookEverywhere(nikos, "vote-el");
	const early = await call("nikos", "GET", `/v1/cycles/${cycle}/result`);
	assert.equal(early.json.error.details[0].reason, "VOTING_NOT_CLOSED");
	await nikos.open(`/cycles/${cycle}/result`);
	await said(nikos, "Δεν υπάρχει ακόμη αποτέλεσμα");
	await lookEverywhere(nikos, "no-result-el");
}

// The forms of a ballot that are no ranking.
async function otherBallots(nikos, kostas) {
	for (const cycle of [cycles.approvals, cycles.one]) {
		await nominate("maria", cycle, "petros");
		await nominate("maria", cycle, "eleni");
		await advance(cycle);
		await accept("petros", cycle);
		await accept("eleni", cycle);
		await advance(cycle);
	}
	await nikos.open(`/cycles/${cycles.approvals}`);
	await nikos.getByLabel(`Εγκρίνω: ${names.petros}`).check();
	await nikos.getByLabel(`Εγκρίνω: ${names.eleni}`).check();
	await nikos.getByRole("button", { name: "English" }).click(); // the draft stays over a change of language
	await nikos.waitForSelector("h2:has-text('Your vote')");
	assert.equal(await nikos.locator("input:checked").count(), 2);
	await nikos.getByRole("button", { name: "Ελληνικά" }).click();
	await nikos.waitForSelector("h2:has-text('Η ψήφος σας')");
	await look(nikos, "approvals-el");
	await button(nikos, "Έλεγχος του ψηφοδελτίου μου").click();
	await button(nikos, "Υποβολή του ψηφοδελτίου μου").click();
	await nikos.waitForSelector("h2:has-text('Το ψηφοδέλτιό σας καταχωρήθηκε')");
	await look(nikos, "receipt-el");
	await kostas.open(`/cycles/${cycles.one}`);
	await kostas.getByLabel(`Η επιλογή μου: ${names.petros}`).check();
	await kostas.getByLabel(`Η επιλογή μου: ${names.eleni}`).check();
	await look(kostas, "one-el");
	await button(kostas, "Έλεγχος του ψηφοδελτίου μου").click();
	assert.equal(await kostas.locator(".reading dd").first().textContent(), names.eleni);
	await look(kostas, "review-el");
	await advance(cycles.one); // nobody voted
	for (const who of ["petros", "eleni", "kostas"])
		await must(who, "POST", `/v1/cycles/${cycles.approvals}/ballots`, { approvals: ["NO_AWARD"] });
	await advance(cycles.approvals);
	await nikos.open(`/cycles/${cycles.approvals}/result`);
	await said(nikos, "Κανείς δεν παίρνει το βραβείο αυτή τη φορά.");
	await lookEverywhere(nikos, "no-award-el");
}

// The tables say what the API says.
async function resultEquals(page, cycle) {
	const { result } = await must("kostas", "GET", `/v1/cycles/${cycle}/result`);
	const named = (id) => (id === "NO_AWARD" ? "No award" : result.candidates.find((one) => one.id === id).displayName);
	const rows = (caption) => page.locator("table", { has: page.locator("caption",
		{ hasText: caption }) }).locator("tbody tr")
		.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.firstChild?.textContent ?? "")));
	assert.equal(await page.textContent(".names-won"), result.winners.map(named).join(" and "));
	const methods = await rows("Winners by method");
	assert.equal(methods.length, result.methods.length);
	result.methods.forEach((method, i) => assert.equal(methods[i][1].split(/, | and /).sort().join(),
		method.winners.map(named).sort().join()));
	const order = result.ranking.flatMap((place) => place.candidates);
	const at = (id) => result.candidates.findIndex((one) => one.id === id);
	const pairs = await rows("Ballots for the row above the column");
	assert.deepEqual(pairs.map((row) => row[0]), order.map(named));
	order.forEach((one, r) => order.forEach((other, c) => {
		if (one !== other) assert.equal(Number.parseInt(pairs[r][c + 1], 10), result.pairwise[at(one)].above[at(other)],
			`${named(one)} above ${named(other)}`);
	}));
	assert.ok((await page.textContent("main")).includes(`${result.ballots} ballots were cast, of ${result.voters} entitled to vote.`));
}

async function result(maria, kostas) {
	const cycle = cycles.whole;
	const order = (await nominations("kostas", cycle)).filter((one) => one.status === "SHORTLISTED");
	const idOf = (who) => order.find((one) => one.nominee.handle === who).id;
	await must("nikos", "POST", `/v1/cycles/${cycle}/ballots`, { ranking: [[idOf("nikos")], [idOf("eleni")]] });
	await must("petros", "POST", `/v1/cycles/${cycle}/ballots`,
		{ ranking: [[idOf("eleni")], ["NO_AWARD"], [idOf("petros")]] });
	await advance(cycle);
	await maria.open(`/cycles/${cycle}`);
	await lookEverywhere(maria, "closed-en");
	await maria.getByRole("link", { name: "See everything behind it" }).click();
	await maria.waitForSelector(".names-won + p");
	await maria.waitForSelector("h1:has-text('Result:')");
	await resultEquals(maria, cycle);
	await maria.getByText("The newest signed head of the log").click();
	await maria.waitForSelector("details dl code");
	await look(maria, "result-en");
	const download = maria.waitForEvent("download");
	await maria.getByRole("link", { name: "Download the log of the vote" }).click();
	await (await download).saveAs(plan.files.log);
	await advance(cycle);
	await kostas.open(`/cycles/${cycle}/result`, "Αποτέλεσμα: Spotlight · 2026");
	await lookEverywhere(kostas, "result-el");
	await kostas.open(`/cycles/${cycles.one}/result`);
	await said(kostas, "Κανείς δεν ψήφισε: δεν υπάρχει νικητής.");
	await lookEverywhere(kostas, "unvoted-el");
	await kostas.open("/awards", "Βραβεία");
	await said(kostas, `Νικητής: ${names.eleni}`);
	await lookEverywhere(kostas, "awards-el");
	await kostas.open("/awards/spotlight", "Spotlight");
	await said(kostas, `Νικητής: ${names.eleni}`);
	await lookEverywhere(kostas, "award-el");
	await maria.open("/awards/spotlight", "Spotlight");
	await look(maria, "award-en");
}

// A key that belongs to no member takes no part, and is told so; what is not there says so.
async function strangers(browser) {
	const page = await signIn(browser, "admin", ENGLISH);
	await page.open(`/cycles/${cycles.jury}`);
	await page.open("/awards/nothing");
	await said(page, "There is no such award.");
	await page.context().close();
}

const browser = await launch();
try {
	const open = (who, options) => signIn(browser, who, options);
	const [maria, late, eleni, petros, nikos, kostas] = await Promise.all([
		open("maria", ENGLISH), open("maria", ENGLISH), open("eleni", ENGLISH), open("petros", GREEK),
			open("nikos", GREEK), open("kostas", GREEK)]);
	for (const cycle of Object.values(cycles)) await advance(cycle);
	await nominating(maria, petros, nikos, kostas);
	await shortlisting(maria, eleni, kostas);
	await nominate("nikos", cycles.whole, "petros");
	await maria.open(`/cycles/${cycles.whole}`);
	await advance(cycles.whole);
	await accept("eleni", cycles.whole);
	await accept("petros", cycles.whole);
	await advance(cycles.whole);
	await voting(maria, late, nikos, kostas);
	await otherBallots(nikos, kostas);
	await result(maria, kostas);
	await strangers(browser);
	assertLooked("awards");
} finally {
	await browser.close();
}
