// Lighthouse (as on a middling phone) over pages of a Kleos, signed out and signed in.
//   node lighthouse.mjs PLAN      PLAN: {url, key, least, visits: [{name, path, signedIn}]}
// Says each score, and fails with what is wrong where one is less than `least`.
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

import { launchProfile, optional } from "./browser.mjs";

const { default: lighthouse } = await optional("lighthouse");
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const TRIES = 4; // the time that a page takes is also that of whatever else the machine does
// Lighthouse slows the processor down to that of a middling phone, four times on a quick machine. One that is busy or slow
// is nearer to the phone already: by its own benchmark it says how much (Lighthouse, docs/throttling.md).
const PHONE_INDEX = 375;
const SLOWDOWN = 4;
const NETWORK = { rttMs: 150, throughputKbps: 1638.4, requestLatencyMs: 562.5, downloadThroughputKbps: 1474.56, uploadThroughputKbps: 675 };

if (process.argv.length < 3) process.exit(0); // asked only whether it is there
const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));

function freePort() {
	return new Promise((done) => {
		const server = net.createServer().listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => done(port));
		});
	});
}

async function signIn(context) {
	const page = await context.newPage();
	await page.goto(plan.url);
	await page.fill("input[name=key]", plan.key);
	await page.press("input[name=key]", "Enter");
	await page.waitForSelector(".signed-in", { state: "attached" });
	await page.close();
}

const flags = (port, slowdown) => ({
	port, onlyCategories: CATEGORIES, disableStorageReset: true, maxWaitForLoad: 30_000, logLevel: "error",
	throttling: { ...NETWORK, cpuSlowdownMultiplier: slowdown },
});

// What holds a category below its best.
function faults(result) {
	const references = CATEGORIES.flatMap((name) => result.categories[name].auditRefs).filter((one) => one.weight > 0);
	return references.map((one) => result.audits[one.id]).filter((audit) => audit.score !== null && audit.score < 0.9)
		.map((audit) => `${audit.id} ${audit.displayValue ?? ""}: ${JSON.stringify(audit.details?.items?.slice(0, 3) ?? "")}`);
}

async function measure(visit) {
	const profile = fs.mkdtempSync(path.join(os.tmpdir(), "kleos-lighthouse-"));
	const port = await freePort();
	const context = await launchProfile(profile, [`--remote-debugging-port=${port}`]);
	try {
		if (visit.signedIn) await signIn(context);
		let last, slowdown = SLOWDOWN;
		for (let i = 0; i < TRIES; i++) {
			last = (await lighthouse(plan.url + visit.path, flags(port, slowdown))).lhr;
			const scores = CATEGORIES.map((name) => Math.round(last.categories[name].score * 100));
			const index = last.environment.benchmarkIndex;
			console.log(`${visit.name}: ${CATEGORIES.map((name, k) => `${name} ${scores[k]}`).join(", ")} (machine ${index}, slowed ${slowdown.toFixed(1)})`);
			slowdown = Math.min(SLOWDOWN, Math.max(1, index / PHONE_INDEX));
			if (Math.min(...scores) >= plan.least) return [];
		}
		return [`${visit.name}:`, ...faults(last)];
	} finally {
		await context.close();
		fs.rmSync(profile, { recursive: true, force: true });
	}
}

const problems = [];
for (const visit of plan.visits) problems.push(...(await measure(visit)));
if (problems.length) throw new Error(problems.join("\n  "));
