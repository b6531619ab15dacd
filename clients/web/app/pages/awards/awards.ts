/* awards: what is open, what one can do there now, and who won before. */
import { get } from "../../api";
import { type Award, type Cycle, outcome, readCycles, readResult, type Result } from "./cycles";
import { append, type Child, h } from "../../element";
import { cycleName, invitation, isCounted, isOpen, phaseBadge } from "./phases";
import { emptyCard, problemText } from "../../parts/notice";
import type { Page, Visit } from "../../router";
import { AWARDS_ROLES, hasRole } from "../../session";
import { t } from "../../words";

const PAGE = 50;
const RECENT = 10; // cycles of an award that are looked through

/* An award with what is shown of its cycles. */
interface Shown {
	award: Award;
	open: Cycle[];
	last: { cycle: Cycle; result: Result } | null; // the newest that was counted
}

async function look(award: Award, signal: AbortSignal): Promise<Shown> {
	const cycles = await readCycles(award.slug, RECENT, signal);
	const counted = cycles.find(isCounted);
	return {
		award,
		open: cycles.filter(isOpen),
		last: counted ? { cycle: counted, result: await readResult(counted.id, signal) } : null,
	};
}

/* What one does in a cycle now, as its button says it. */
function action(cycle: Cycle): string {
	return t(`awards.do.${cycle.phase}`);
}

function openCard(award: Award, cycle: Cycle): HTMLElement {
	const href = `/cycles/${cycle.id}`;
	return h("article.card.cycle-card", {},
		h("p", {}, phaseBadge(cycle)),
		h("h3", {}, h("a", { href }, cycleName(award, cycle))),
		h("p.invitation", {}, invitation(cycle)),
		award.criteria ? h("p.soft.clamp", {}, award.criteria) : null,
		h("p", {}, h(cycle.phase === "SHORTLISTING" ? "a.button.quiet" : "a.button", { href }, action(cycle),
			h("span.visually-hidden", {}, `: ${cycleName(award, cycle)}`))));
}

function lastLine(award: Award, last: Shown["last"]): Child {
	if (!last) return h("p.soft", {}, t("awards.noResultYet"));
	return h("p", {}, h("a", { href: `/cycles/${last.cycle.id}/result` }, cycleName(award, last.cycle)), ": ",
		outcome(last.result));
}

function awardCard({ award, open, last }: Shown): HTMLElement {
	return h("article.card", {},
		h("h3", {}, h("a", { href: `/awards/${award.slug}` }, award.title)),
		award.description ? h("p.clamp", {}, award.description) : null,
		open.length ? h("p", {}, open.map((cycle) => [phaseBadge(cycle), " "])) : null,
		lastLine(award, last));
}

/* One page of awards: their open cycles above, all of them below, those with something open first. */
async function take(token: string, open: HTMLElement, all: HTMLElement, signal: AbortSignal): Promise<string> {
	const answer = await get<{ awards: Award[]; nextPageToken: string }>("/v1/awards",
		{ pageSize: PAGE, pageToken: token }, signal);
	const shown = await Promise.all(answer.awards.map((award) => look(award, signal)));
	shown.sort((a, b) => Number(b.open.length > 0) - Number(a.open.length > 0));
	append(open, shown.flatMap((one) => one.open.map((cycle) => openCard(one.award, cycle))));
	append(all, shown.map(awardCard));
	return answer.nextPageToken;
}

function moreButton(next: string, open: HTMLElement, all: HTMLElement, signal: AbortSignal): HTMLElement {
	const button = h("button.button.quiet", { type: "button" }, t("list.more"));
	const said = h("p.error", { role: "alert" });
	let token = next;
	button.addEventListener("click", () => {
		said.textContent = "";
		take(token, open, all, signal).then((following) => {
			token = following;
			if (!following) button.remove();
		}, (problem: unknown) => {
			said.textContent = problemText(problem);
		});
	});
	return h("div", {}, button, said);
}

function noAwards(): HTMLElement {
	const runs = hasRole(...AWARDS_ROLES);
	return emptyCard(t("awards.none"), t(runs ? "awards.noneForAdmins" : "awards.noneText"),
		runs ? h("p", {}, h("a.button", { href: "/admin/awards" }, t("nav.cycles"))) : null);
}

export async function awardsPage({ signal }: Visit): Promise<Page> {
	const open = h("div.cards"), all = h("div.cards");
	const next = await take("", open, all, signal);
	const head = [h("h1", {}, t("awards.title")), h("p.lead", {}, t("awards.lead"))];
	if (!all.childElementCount) return { title: t("awards.title"), content: h("div.awards", {}, head, noAwards()) };
	return {
		title: t("awards.title"),
		content: h("div.awards", {}, head,
			h("section", {}, h("h2", {}, t("awards.open")), open.childElementCount ? open
				: h("p.card.soft", {}, t("awards.nothingOpen"))),
			h("section", {}, h("h2", {}, t("awards.all")), all, next ? moreButton(next, open, all, signal) : null)),
	};
}
