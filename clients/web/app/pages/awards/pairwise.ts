/* pairwise: for every pair, how many ballots put one above the other. */
import { nameOf, type Result } from "./cycles";
import { type Child, h } from "../../element";
import { DASH, formatCount } from "../../format";
import { type Column, table } from "../../parts/table";
import { t } from "../../words";

/* The rule's order, as indexes into the candidates. */
function orderOf(result: Result): number[] {
	const ids = result.ranking.flatMap((place) => place.candidates);
	return ids.map((id) => result.candidates.findIndex((one) => one.id === id));
}

function above(result: Result, row: number, column: number): number {
	return result.pairwise[row]?.above[column] ?? 0;
}

/* Who wins a pair is bold, and says so. */
function cell(result: Result, row: number, column: number): Child {
	if (row === column) return DASH;
	const mine = above(result, row, column), theirs = above(result, column, row);
	if (mine <= theirs) return formatCount(mine);
	return h("strong.pair-won", {}, formatCount(mine), h("span.visually-hidden", {}, ` ${t("awards.pairWon")}`));
}

export function pairwiseSection(result: Result): HTMLElement {
	const order = orderOf(result);
	const name = (at: number) => nameOf(result, result.candidates[at]!.id);
	const columns: Column<number>[] = [
		{ head: t("awards.candidateHead"), header: true, cell: name },
		...order.map((column) => ({ head: name(column), number: true,
			cell: (row: number) => cell(result, row, column) })),
	];
	return h("section.card", {}, h("h2", {}, t("awards.pairs")), h("p", {}, t("awards.pairsLead")),
		table(t("awards.pairsCaption"), columns, order));
}
