/* cycle: one round of an award for who runs it: where it is, what comes next, and what can be done. */
import { get } from "../../api";
import { type Child, h } from "../../element";
import { formatTime } from "../../format";
import { personLink } from "../../parts/person";
import type { Page, Visit } from "../../router";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { type Context, rulesOf } from "../awards/context";
import { type Cycle, readAward, readCycle } from "../awards/cycles";
import { cycleName, invitation, phaseBadge, phaseSteps } from "../awards/phases";
import { rulesCard } from "../awards/rules";
import { advanceCard } from "./cycle_advance";
import { nominationsPart } from "./cycle_nominations";
import { readJurors } from "./cycle_rules";
import { tokensCard } from "./cycle_tokens";
import { adminHead } from "./head";

const TIMES = ["opensNominatingTime", "closesNominatingTime", "opensVotingTime", "closesVotingTime",
	"announcesTime"] as const;

function timesCard(cycle: Cycle): HTMLElement {
	return h("div.card", {}, h("h2", {}, t("admin.cycles.times")), h("dl.when", {}, TIMES.map((name) => [
		h("dt", {}, t(`admin.time.${name}`)),
		h("dd", {}, cycle[name] ? formatTime(cycle[name]) : h("span.soft", {}, t("admin.cycles.hand"))),
	])));
}

/* How many have voted, which the log's head tells; for whom nobody knows before the end. */
async function votingCard(cycle: Cycle, signal: AbortSignal): Promise<Child> {
	if (cycle.phase !== "VOTING") return null;
	const { head, commitments } = await get<Schema<"GetTreeHeadResponse">>(`/v1/cycles/${cycle.id}/tree-head`, {},
		signal);
	const ballots = head ? Math.max(0, head.treeSize - commitments.length) : 0;
	return h("div.card", {}, h("h2", {}, t("admin.voting.title")),
		h("p", {}, t("admin.voting.ballots", { n: ballots })), h("p.soft", {}, t("admin.voting.text")));
}

async function juryCard(cycle: Cycle, signal: AbortSignal): Promise<Child> {
	const { jurors, criteria, shortlist } = rulesOf(cycle);
	if (shortlist !== "JURY") return null;
	const people = await readJurors(jurors, signal);
	return h("div.card", {}, h("h2", {}, t("admin.jury.title")),
		h("p", {}, t("admin.jury.people", { n: jurors.length })),
		h("p.names", {}, people.map((one) => personLink(one))),
		h("ul", {}, criteria.map((one) => h("li", {}, t("admin.jury.criterion", { name: one.name, n: one.weight })))));
}

function memberLinks(cycle: Cycle): Child[] {
	const counted = cycle.phase === "CLOSED" || cycle.phase === "ANNOUNCED";
	return [
		h("a.button.quiet", { href: `/cycles/${cycle.id}` }, t("admin.cycles.see")),
		counted && h("a.button.quiet", { href: `/cycles/${cycle.id}/result` }, t("admin.cycles.result")),
		cycle.phase !== "ANNOUNCED" &&
			h("a.button.quiet", { href: `/admin/cycles/${cycle.id}/edit` }, t("admin.cycles.change")),
	];
}

export async function adminCyclePage(visit: Visit): Promise<Page> {
	const cycle = await readCycle(visit.fields.cycle!, visit.signal);
	const award = await readAward(cycle.award, visit.signal);
	const context: Context = { award, cycle, visit, redraw: async () => {} };
	return {
		title: cycleName(award, cycle),
		content: [
			adminHead(cycleName(award, cycle), [phaseBadge(cycle), " ", invitation(cycle)],
				{ href: `/admin/awards/${award.slug}`, text: award.title }),
			h("div.awards", {}, phaseSteps(cycle)),
			h("div.actions.below", {}, memberLinks(cycle)),
			advanceCard(cycle), await votingCard(cycle, visit.signal), tokensCard(cycle), timesCard(cycle),
			await juryCard(cycle, visit.signal),
			h("div.awards", {}, rulesCard(context)),
			await nominationsPart(cycle, visit.signal),
		],
	};
}
