/* places: everybody in the order of the rule, with their place by every method; ballots or points in brackets. */
import { nameOf, type Result } from "./cycles";
import { h } from "../../element";
import { DASH } from "../../format";
import { type Column, table } from "../../parts/table";
import { localeTag, t } from "../../words";

type Method = Result["methods"][number];

/* "1", or "2=" for those who share it. */
function placeText(method: Method, id: string): string {
	let above = 0;
	for (const { candidates } of method.ranking) {
		if (candidates.includes(id)) return `${above + 1}${candidates.length > 1 ? "=" : ""}`;
		above += candidates.length;
	}
	return DASH;
}

function cell(method: Method, id: string): string {
	const score = method.scores.find((one) => one.id === id)?.score;
	const place = placeText(method, id);
	return score === undefined ? place : `${place} (${Number(score).toLocaleString(localeTag())})`;
}

export function placesSection(result: Result): HTMLElement {
	const columns: Column<string>[] = [
		{ head: t("awards.candidateHead"), header: true, cell: (id) => nameOf(result, id) },
		...result.methods.map((method) => ({ head: t(`awards.method.${method.method}`), number: true,
			cell: (id: string) => cell(method, id) })),
	];
	return h("section.card", {}, h("h2", {}, t("awards.places")), h("p", {}, t("awards.placesLead")),
		table(t("awards.placesCaption"), columns, result.ranking.flatMap((place) => place.candidates)));
}
