// Somebody signs in with an identity provider, whose own pages are a stranger's, and out again.
//   node sign_in_page.mjs PLAN WALK      PLAN: {url, provider, name, pictures}      WALK: in|leaver|unknown|refuses|away
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { check, DESKTOP, launch, visit } from "./browser.mjs";

if (!process.argv[2]) process.exit(0); // it is only asked whether it could
const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const provider = new URL(plan.provider).host;
const LANGUAGES = {
	en: { button: `Sign in with ${provider}`, unknown: /no active member/, refused: /did not sign you in/, away: /does not answer/ },
	el: { button: `Σύνδεση με ${provider}`, unknown: /δεν έχει ενεργό μέλος/, refused: /δεν σας συνέδεσε/, away: /δεν απαντά/ },
};

// The provider's pages ask others for a font.
async function visitor(browser, language) {
	const page = await visit(browser, { size: DESKTOP, language });
	const ours = [provider, new URL(plan.url).host];
	await page.route((url) => !ours.includes(url.host), (route) => route.fulfill({ status: 204 }));
	return page;
}

async function look(page, name) {
	await page.screenshot({ path: path.join(plan.pictures, `${name}.png`), fullPage: true });
	await check(page, name);
}

// To the provider's form, over the button of Kleos's page.
async function leave(page, words, target = "/me") {
	await page.goto(plan.url + target);
	await page.getByRole("link", { name: words.button }).click();
}

// Its form for a name, and its question whether Kleos may know it.
async function signIn(page, name) {
	await page.waitForSelector("input[name=login]");
	assert.equal(new URL(page.url()).host, provider);
	await page.fill("input[name=login]", name);
	await page.fill("input[name=password]", "any");
	await page.click("button[type=submit]");
	await page.waitForSelector("form input[value=consent]", { state: "attached" });
	await page.click("button[type=submit]");
}

async function said(page, words, name) {
	await page.waitForSelector(".door [role=alert]");
	assert.match(await page.textContent(".door [role=alert]"), words);
	await look(page, name);
}

const walks = {
	async in(browser, language, words) {
		const page = await visitor(browser, language);
		await page.goto(`${plan.url}/me`);
		await page.getByRole("link", { name: words.button }).waitFor();
		await look(page, `sign-in-${language}`);
		await leave(page, words, "/me?tab=x");
		await signIn(page, plan.name);
		await page.waitForSelector(".signed-in");
		assert.equal(page.url(), `${plan.url}/me?tab=x`);
		const [cookie, ...others] = await page.context().cookies().then((all) => all.filter((one) => one.name.startsWith("__Host-kleos")));
		assert.deepEqual(others, []); // that of the attempt is gone
		assert.deepEqual([cookie.name, cookie.httpOnly, cookie.secure, cookie.sameSite, cookie.path], ["__Host-kleos", true, true, "Lax", "/"]);
		await page.reload();
		await page.waitForSelector(".signed-in");
		await page.click(".signed-in button");
		await page.waitForSelector(".door [role=status] a");
		await look(page, `signed-out-${language}`);
		await page.click(".door [role=status] a");
		await page.waitForURL((url) => url.host === provider);
		await page.goto(`${plan.url}/me`); // here it is over in any case
		await page.waitForSelector(".door");
	},
	// Signed in until the test, which watches for the file, has deactivated the person.
	async leaver(browser, language, words) {
		const page = await visitor(browser, language);
		await leave(page, words);
		await signIn(page, plan.name);
		await page.waitForSelector(".signed-in");
		const status = () => page.evaluate(() => fetch("/v1/me").then((answer) => answer.status));
		assert.equal(await status(), 200);
		fs.writeFileSync(plan.file, "in");
		while (fs.readFileSync(plan.file, "utf8") !== "gone") await new Promise((done) => setTimeout(done, 5));
		const since = Date.now();
		while ((await status()) !== 401) assert.ok(Date.now() - since < 1000, "a second later still in");
		console.log(`out after ${Date.now() - since} ms`);
	},
	async unknown(browser, language, words) {
		const page = await visitor(browser, language);
		await leave(page, words);
		await signIn(page, "stranger");
		await said(page, words.unknown, `sign-in-unknown-${language}`);
	},
	async refuses(browser, language, words) {
		const page = await visitor(browser, language);
		await leave(page, words);
		await page.waitForSelector("input[name=login]");
		await page.getByRole("link", { name: /cancel/i }).click();
		await said(page, words.refused, `sign-in-refused-${language}`);
	},
	async away(browser, language, words) {
		const page = await visitor(browser, language);
		await leave(page, words);
		await said(page, words.away, `sign-in-away-${language}`);
		assert.equal(new URL(page.url()).pathname, "/me");
	},
};

const browser = await launch();
try {
	for (const language of ["en", "el"].slice(0, plan.languages ?? 2)) await walks[process.argv[3]](browser, language, LANGUAGES[language]);
} finally {
	await browser.close();
}
