/* jury: a juror scores each nominee by every criterion. A juror sees their own scores alone. */
import { type Context, myId, rulesOf } from "./context";
import type { Nomination } from "./cycles";
import { get, write } from "../../api";
import { type Child, h, replace } from "../../element";
import { formatDecimal } from "../../format";
import { linkList, nomineeNode } from "./nomination_card";
import { field, form } from "../../parts/form";
import { problemText } from "../../parts/notice";
import type { Schema } from "../../schema";
import { t } from "../../words";

const SCORE_MOST = 10;

/* The nominations of each person who has not said no, the first of each being the one that is scored. */
function byNominee(nominations: Nomination[]): Nomination[][] {
	const groups = new Map<string, Nomination[]>();
	for (const one of nominations) {
		if ((one.status !== "PENDING" && one.status !== "ACCEPTED") || !one.nominee) continue;
		groups.set(one.nominee.id, [...(groups.get(one.nominee.id) ?? []), one]);
	}
	return [...groups.values()];
}

function totalWeight(context: Context): number {
	return rulesOf(context.cycle).criteria.reduce((sum, one) => sum + one.weight, 0);
}

type Score = Required<Schema<"CriterionScore">>;

function scoreForm(context: Context, nomination: Nomination, given: Score[]): HTMLElement {
	const total = totalWeight(context);
	const criteria = rulesOf(context.cycle).criteria;
	const fields = criteria.map((one) => field({
		name: one.name, label: one.name, type: "number", required: true,
		hint: criteria.length > 1 ? t("awards.criterionWeight", { share: formatDecimal(one.weight / total * 100, 0) })
			: undefined,
		value: given.find((score) => score.criterion === one.name)?.score.toString(),
		more: { min: 0, max: SCORE_MOST, step: 1, inputmode: "numeric" },
	}));
	const said = h("p.good-text", { role: "status" });
	return form({
		fields, submit: t("awards.score"), more: said,
		body: h("div.row.scores", {}, fields.map((one) => one.node)),
		send: async () => {
			said.textContent = "";
			const scores = criteria.map((one, i) => ({ criterion: one.name, score: Number(fields[i]!.value()) }));
			await write("PUT", `/v1/nominations/${nomination.id}/score`, { scores });
			said.textContent = t("awards.scored");
		},
	});
}

function reasonBlock(nomination: Nomination): Child {
	return h("blockquote", {}, h("p.words", {}, nomination.reason), linkList(nomination.links));
}

/* The form with what was given before; to whom it is not open, why. */
function scorePlace(context: Context, nomination: Nomination): HTMLElement {
	const place = h("div", {}, h("p.soft", {}, t("shell.loading")));
	get<{ scores: Score[] }>(`/v1/nominations/${nomination.id}/score`, {}, context.visit.signal).then(
		({ scores }) => replace(place, scoreForm(context, nomination, scores)),
		(problem: unknown) => replace(place, h("p.soft", {}, problemText(problem))));
	return place;
}

function nomineeCard(context: Context, group: Nomination[]): HTMLElement {
	const first = group[0]!;
	return h("article.card", {}, h("h3", {}, nomineeNode(first)), group.map(reasonBlock),
		first.nominee?.id === myId() ? h("p.soft", {}, t("problem.RECUSED")) : scorePlace(context, first));
}

export function juryPart(context: Context, nominations: Nomination[]): HTMLElement {
	const groups = byNominee(nominations);
	return h("section", {},
		h("h2", {}, t("awards.juryTitle")),
		h("p", {}, t("awards.juryText", { most: SCORE_MOST })),
		groups.length ? h("ul.list", {}, groups.map((group) => h("li", {}, nomineeCard(context, group))))
			: h("p.card.soft", {}, t("awards.juryNobody")));
}
