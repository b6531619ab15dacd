/* award: what it is given for, and its cycles, the newest first. */
import { type Award, type Cycle, outcome, readAward, readResult } from "./cycles";
import { type Child, h } from "../../element";
import { cycleName, invitation, isCounted, phaseBadge } from "./phases";
import { pagedList } from "../../parts/list";
import { emptyCard } from "../../parts/notice";
import type { Page, Visit } from "../../router";
import { t } from "../../words";

function text(title: string, words: string): Child {
	return words ? h("section", {}, h("h2", {}, title), h("p.words", {}, words)) : null;
}

/* Who won stands there as soon as it is known. */
function outcomeLine(cycle: Cycle, signal: AbortSignal): HTMLElement {
	const line = h("p", {}, t("shell.loading"));
	readResult(cycle.id, signal).then((result) => {
		line.textContent = outcome(result);
	}, () => {
		line.textContent = invitation(cycle);
	});
	return line;
}

function cycleCard(award: Award, cycle: Cycle, signal: AbortSignal): HTMLElement {
	const counted = isCounted(cycle);
	return h("article.card.line-card", {},
		h("div", {},
			h("h3", {}, h("a", { href: `/cycles/${cycle.id}` }, cycleName(award, cycle)), " ", phaseBadge(cycle)),
			counted ? outcomeLine(cycle, signal) : h("p", {}, invitation(cycle))),
		counted ? h("p", {}, h("a.button.quiet.small", { href: `/cycles/${cycle.id}/result` }, t("awards.do.ANNOUNCED"),
			h("span.visually-hidden", {}, `: ${cycleName(award, cycle)}`))) : null);
}

export async function awardPage({ fields, signal }: Visit): Promise<Page> {
	const award = await readAward(fields.award!, signal);
	const cycles = await pagedList<Cycle>({
		path: `/v1/awards/${encodeURIComponent(award.slug)}/cycles`, field: "cycles", signal, label: t("awards.cycles"),
		draw: (cycle) => cycleCard(award, cycle, signal),
		empty: () => emptyCard(t("awards.noCycles"), t("awards.noCyclesText")),
	});
	return {
		title: award.title,
		content: h("div.awards", {},
			h("p.kicker", {}, h("a", { href: "/awards" }, t("awards.title"))),
			h("h1", {}, award.title),
			h("p.award-badges", {}, h("span.badge", {}, t(`awards.scope.${award.scope}`)),
				award.hashtag ? h("span.badge", {}, `#${award.hashtag}`) : null),
			award.description ? h("p.words.lead", {}, award.description) : null,
			text(t("awards.criteria"), award.criteria),
			h("section", {}, h("h2", {}, t("awards.cycles")), cycles)),
	};
}
