/* nominating: the page of a cycle while nominations are taken. */
import { consentCard } from "./consent";
import { type Context, myId, readNominations, rulesOf } from "./context";
import type { Nomination } from "./cycles";
import { type Child, h } from "../../element";
import { myNominations } from "./my_nominations";
import { nominateForm } from "./nominate";
import { emptyCard } from "../../parts/notice";
import { standCard, stoodList } from "./stand";
import { t } from "../../words";

export interface Sorted {
	mine: Nomination[];
	endorsed: Nomination[];
}

/* What one made, and what one stands behind: sealed, and oneself not the one who is named. */
export function sortNominations(nominations: Nomination[]): Sorted {
	const me = myId();
	return {
		mine: nominations.filter((one) => me && one.nominator?.id === me),
		endorsed: nominations.filter((one) => !one.nominator && one.nominee?.id !== me && one.status !== "WITHDRAWN"),
	};
}

/* How many more people one may name: whom one nominated and whom one stands behind are one list. */
function placesLeft(context: Context, { mine, endorsed }: Sorted): number {
	const stand = [...mine.filter((one) => one.status !== "WITHDRAWN"), ...endorsed];
	const named = new Set(stand.map((one) => one.nominee?.id));
	return Math.max(0, rulesOf(context.cycle).maxNominationsPerPerson - named.size);
}

function formCard(context: Context, left: number): HTMLElement {
	const most = rulesOf(context.cycle).maxNominationsPerPerson;
	return h("section.card", {},
		h("h2", { id: "nominate" }, t("awards.nominateTitle")),
		h("p", {}, left ? t("awards.placesLeft", { n: left, most }) : t("awards.placesNone", { n: most })),
		left ? nominateForm(context) : null);
}

function mineSection(context: Context, mine: Nomination[]): HTMLElement {
	return h("section", {},
		h("h2", { id: "my-nominations", tabindex: "-1" }, t("awards.myNominations")),
		mine.length ? myNominations(context, mine) : h("p.card.soft", {}, t("awards.noneOfMine")));
}

export async function nominatingPart(context: Context): Promise<Child> {
	if (!myId()) return emptyCard(t("awards.noMember"), t("awards.noMemberText"));
	const nominations = await readNominations(context.cycle.id, context.visit.signal);
	const sorted = sortNominations(nominations);
	return [
		h("p.sealed", {}, t("awards.sealedNow")),
		standCard(context, nominations),
		consentCard(context, nominations),
		formCard(context, placesLeft(context, sorted)),
		mineSection(context, sorted.mine),
		stoodList(sorted.endorsed),
	];
}
