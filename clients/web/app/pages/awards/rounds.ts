/* rounds: instant runoff round by round: who has how many ballots, who leaves, and which ballots count for nobody. */
import { nameOf, namesOf, type Result } from "./cycles";
import { type Child, h } from "../../element";
import { DASH, formatCount } from "../../format";
import { type Column, table } from "../../parts/table";
import { t } from "../../words";

type Method = Result["methods"][number];
type Round = Method["rounds"][number];

const EXHAUSTED = "";

function cell(round: Round, id: string): Child {
	if (id === EXHAUSTED) return formatCount(round.exhausted);
	const count = round.counts.find((one) => one.id === id);
	if (!count) return DASH;
	return round.eliminated.includes(id) ? [formatCount(count.ballots), " ", h("span.leaves", {}, t("awards.leaves"))]
		: formatCount(count.ballots);
}

function ties(result: Result, method: Method): Child {
	return method.rounds.map((round, i) => (round.tie.length ? h("p", {}, t("awards.roundTie", {
		round: method.roundsLeftOut + i + 1, tied: namesOf(result, round.tie), gone: namesOf(result, round.eliminated),
	})) : null));
}

export function roundsSection(result: Result): Child {
	const method = result.methods.find((one) => one.rounds.length > 0);
	if (!method) return null;
	const ids = result.ranking.flatMap((place) => place.candidates);
	const columns: Column<string>[] = [
		{ head: t("awards.candidateHead"), header: true,
			cell: (id) => (id === EXHAUSTED ? t("awards.exhausted") : nameOf(result, id)) },
		...method.rounds.map((round, i) => ({ head: t("awards.round", { n: method.roundsLeftOut + i + 1 }),
			number: true, cell: (id: string) => cell(round, id) })),
	];
	return h("section.card", {}, h("h2", {}, t("awards.rounds")), h("p", {}, t("awards.roundsLead")),
		method.roundsLeftOut ? h("p.soft", {}, t("awards.roundsLeftOut", { n: method.roundsLeftOut })) : null,
		table(t("awards.roundsCaption"), columns, [...ids, EXHAUSTED]), ties(result, method));
}
