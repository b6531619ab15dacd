/* ranking_list: the ballot as a list of places that buttons order; the same by keyboard, pointer and touch. */
import { candidateName, type Draft, type Paper } from "./ballot";
import { joined } from "./cycles";
import { h, replace } from "../../element";
import { appended, canMoveDown, canMoveUp, isTiedAbove, movedDown, movedUp, placeOf, type Ranking, removed,
	tieToggled } from "./ranking";
import { t } from "../../words";

type Act = "up" | "down" | "tie" | "remove";

const ACTS: Record<Act, (ranking: Ranking, id: string) => Ranking> = { up: movedUp, down: movedDown, tie: tieToggled,
	remove: removed };
const SIGNS: Partial<Record<Act, string>> = { up: "↑", down: "↓", remove: "×" };

export interface RankingList {
	node: HTMLElement;
	add: (id: string) => void;
	remove: (id: string) => void;
}

interface State {
	paper: Paper;
	draft: Draft;
	list: HTMLElement;
	said: HTMLElement; // to screen readers
	changed: () => void;
}

function can(ranking: Ranking, id: string, act: Act): boolean {
	if (act === "up") return canMoveUp(ranking, id);
	if (act === "down") return canMoveDown(ranking, id);
	return act === "remove" || placeOf(ranking, id) > 0 || isTiedAbove(ranking, id);
}

/* Where somebody stands now, and with whom. */
function tell(state: State, id: string): void {
	const { paper, draft: { ranking } } = state;
	const at = placeOf(ranking, id), name = candidateName(paper, id);
	const others = (ranking[at] ?? []).filter((one) => one !== id).map((one) => candidateName(paper, one));
	if (at < 0) state.said.textContent = t("awards.saidOff", { name });
	else if (others.length) state.said.textContent = t("awards.saidShared",
		{ name, place: at + 1, others: joined(others) });
	else state.said.textContent = t("awards.saidPlace", { name, place: at + 1 });
}

function press(state: State, id: string, act: Act): void {
	if (!can(state.draft.ranking, id, act)) return;
	state.draft.ranking = ACTS[act](state.draft.ranking, id);
	draw(state);
	tell(state, id);
	state.changed();
	const again = state.list.querySelector<HTMLElement>(`[data-act="${act}"][data-id="${id}"]`)
		?? state.list.querySelector<HTMLElement>("button");
	(again ?? state.list).focus();
}

function actButton(state: State, id: string, act: Act): HTMLElement {
	const { ranking } = state.draft;
	const name = candidateName(state.paper, id);
	const attributes = {
		type: "button", "data-act": act, "data-id": id, "aria-disabled": can(ranking, id, act) ? null : "true",
			click: () => press(state, id, act),
	};
	if (act === "tie")
		return h("button.tie", { ...attributes, "aria-pressed": String(isTiedAbove(ranking, id)) }, t("awards.tie"),
			h("span.visually-hidden", {}, `: ${name}`));
	return h("button.act", { ...attributes, "aria-label": t(`awards.act.${act}`, { name }) }, SIGNS[act]);
}

function row(state: State, id: string): HTMLElement {
	const acts: Act[] = ["up", "down", "remove"];
	return h("li", {}, h("span.who", {}, candidateName(state.paper, id)),
		h("span.acts", {}, acts.map((act) => actButton(state, id, act))),
		state.draft.ranking[0]![0] === id ? null : actButton(state, id, "tie"));
}

function draw(state: State): void {
	const { ranking } = state.draft;
	replace(state.list, ranking.map((place, at) => h("li.place", {},
		h("span.place-number", {}, t("awards.place", { place: at + 1 })),
			h("ul", {}, place.map((id) => row(state, id))))));
	if (!ranking.length) replace(state.list, h("li.soft", {}, t("awards.ballotEmpty")));
}

export function rankingList(paper: Paper, draft: Draft, changed: () => void): RankingList {
	const state: State = { paper, draft, list: h("ol.places", { tabindex: "-1" }),
		said: h("p.visually-hidden", { role: "status" }), changed };
	const change = (next: Ranking, id: string): void => {
		draft.ranking = next;
		draw(state);
		tell(state, id);
		changed();
	};
	draw(state);
	return {
		node: h("div", {}, state.list, state.said),
		add: (id) => change(appended(draft.ranking, id), id),
		remove: (id) => change(removed(draft.ranking, id), id),
	};
}
