/* result: what a vote came to: by the rule, by every other method beside it, pair by pair, and how to check it. */
import { checkYourself } from "./check_yourself";
import { type Award, type Cycle, NO_AWARD, namesOf, outcome, readAward, readCycle, readResult,
	type Result } from "./cycles";
import { type Child, h } from "../../element";
import { formatShare } from "../../format";
import { methodsSection } from "./methods";
import { pairwiseSection } from "./pairwise";
import { crumbs, cycleName, invitation, isCounted } from "./phases";
import { placesSection } from "./places";
import { emptyCard } from "../../parts/notice";
import type { Page, Visit } from "../../router";
import { roundsSection } from "./rounds";
import { t } from "../../words";

function winnerCard(result: Result): HTMLElement {
	const nobody = !result.ballots || result.winners.includes(NO_AWARD) || !result.winners.length;
	const word = result.winners.length > 1 ? "awards.tieTitle" : "awards.winnerTitle";
	return h("section.card.winner", {},
		h("h2", {}, t(nobody ? "awards.result" : word)),
		h("p.names-won", {}, nobody ? outcome(result) : namesOf(result, result.winners)),
		h("p.soft", {}, t("awards.decidedBy", { method: t(`awards.method.${result.method}`) })));
}

function turnoutCard(result: Result): HTMLElement {
	const share = result.voters ? formatShare(result.ballots / result.voters) : formatShare(null);
	return h("section.card", {},
		h("h2", {}, t("awards.turnoutTitle")),
		h("p.big", {}, share),
		h("p", {}, t("awards.turnout", { n: result.ballots, voters: result.voters })));
}

function sections(award: Award, cycle: Cycle, result: Result, signal: AbortSignal): Child {
	return [
		h("div.cards", {}, winnerCard(result), turnoutCard(result)),
		result.ballots ? [methodsSection(result), placesSection(result), pairwiseSection(result), roundsSection(result)]
			: null,
		checkYourself(award, cycle, signal),
	];
}

export async function resultPage({ fields, signal }: Visit): Promise<Page> {
	const cycle = await readCycle(fields.cycle!, signal);
	const award = await readAward(cycle.award, signal);
	const name = cycleName(award, cycle), title = t("awards.resultOf", { name });
	const head = [
		crumbs(award, " › ", h("a", { href: `/cycles/${cycle.id}` }, name)),
		h("h1", {}, title),
	];
	if (!isCounted(cycle)) return { title, content: h("div.awards", {}, head,
		emptyCard(t("awards.notCounted"), `${t("awards.noCounts")} ${invitation(cycle)}`)) };
	const result = await readResult(cycle.id, signal);
	return { title, content: h("div.awards.result", {}, head, cycle.phase === "CLOSED"
		? h("p.sealed", {}, t("awards.notAnnounced")) : null, sections(award, cycle, result, signal)) };
}
