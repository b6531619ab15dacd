/* choose: the first step of voting: the candidates, and the ballot that one makes of them. */
import { type Candidate, candidatesOf, type Draft, type Kind, kindOf, type Paper } from "./ballot";
import { NO_AWARD } from "./cycles";
import { type Child, h } from "../../element";
import { linkList, outsideLink } from "./nomination_card";
import { placeOf } from "./ranking";
import { rankingList, type RankingList } from "./ranking_list";
import { t } from "../../words";

/* What stands in a candidate's card beside the words: how one names them. */
type Mark = (candidate: Candidate) => HTMLElement;

function about(candidate: Candidate): Child {
	return [
		candidate.profileUrl ? h("p", {}, outsideLink(candidate.profileUrl, candidate.profileUrl)) : null,
		candidate.reason ? h("p.words", {}, candidate.reason) : null,
		linkList(candidate.links),
	];
}

function candidateCard(candidate: Candidate, mark: Mark): HTMLElement {
	const nobody = candidate.nomination === NO_AWARD;
	return h("li", {}, h("article.card.candidate", {}, h("h3", {}, candidate.displayName || t("awards.nameless")),
		nobody ? h("p.soft", {}, candidate.reason) : about(candidate), h("div.pick", {}, mark(candidate))));
}

/* A button that puts somebody behind those who have a place, or takes them off again. */
function placeMark(draft: Draft, list: () => RankingList, redraws: (() => void)[]): Mark {
	return ({ nomination: id, displayName }) => {
		const badge = h("span.badge.gold", { hidden: true });
		const button = h("button.button.small", { type: "button", "data-candidate": id });
		const draw = (): void => {
			const at = placeOf(draft.ranking, id), on = at >= 0;
			badge.hidden = !on;
			badge.textContent = on ? t("awards.place", { place: at + 1 }) : "";
			button.className = on ? "button small quiet" : "button small";
			button.replaceChildren(t(on ? "awards.takeOff" : "awards.givePlace"),
				h("span.visually-hidden", {}, `: ${displayName}`));
		};
		button.addEventListener("click", () => (placeOf(draft.ranking, id) >= 0 ? list().remove(id) : list().add(id)));
		redraws.push(draw);
		draw();
		return h("div.mark", {}, button, badge);
	};
}

/* A box for each, or a dot for one of them. */
function tickMark(draft: Draft, kind: Kind): Mark {
	return ({ nomination: id, displayName }) => {
		const input = h("input", { type: kind === "one" ? "radio" : "checkbox", name: "choice",
			checked: placeOf(draft.ranking, id) >= 0 });
		input.addEventListener("change", () => {
			const others = kind === "one" ? [] : draft.ranking.flat().filter((one) => one !== id);
			const chosen = input.checked ? [...others, id] : others;
			draft.ranking = chosen.length ? [chosen] : [];
		});
		return h("label.tick", {}, input, h("span", {},
			t(kind === "one" ? "awards.myChoice" : "awards.approve", { name: displayName })));
	};
}

function checkButton(paper: Paper, draft: Draft, review: () => void): HTMLElement {
	const said = h("p.error", { role: "alert" });
	const button = h("button.button", { type: "button" }, t("awards.toReview"));
	button.addEventListener("click", () => {
		said.textContent = draft.ranking.length ? "" : t(`awards.empty.${kindOf(paper)}`);
		if (draft.ranking.length) review();
	});
	return h("div.go", {}, button, h("p.soft", {}, t("awards.nothingCast")), said);
}

function ranked(paper: Paper, draft: Draft, review: () => void): HTMLElement {
	const redraws: (() => void)[] = [];
	const list = rankingList(paper, draft, () => redraws.forEach((draw) => draw()));
	const mark = placeMark(draft, () => list, redraws);
	return h("div.voting", {},
		h("section", {}, h("h3", {}, t("awards.candidates")), h("p.soft", {}, t("awards.order")),
			h("ul.list", {}, candidatesOf(paper).map((one) => candidateCard(one, mark)))),
		h("section.card.your-ballot", {}, h("h3", {}, t("awards.yourBallot")), h("p.soft", {}, t("awards.howToOrder")),
			list.node, checkButton(paper, draft, review)));
}

function ticked(paper: Paper, draft: Draft, review: () => void): HTMLElement {
	const mark = tickMark(draft, kindOf(paper));
	return h("section", {}, h("h3", {}, t("awards.candidates")), h("p.soft", {}, t("awards.order")),
		h("ul.list", { "aria-label": t("awards.candidates") },
			candidatesOf(paper).map((one) => candidateCard(one, mark))),
		checkButton(paper, draft, review));
}

export function chooseStep(paper: Paper, draft: Draft, review: () => void): HTMLElement {
	const kind = kindOf(paper);
	return h("div", {},
		h("h2", { tabindex: "-1" }, t("awards.vote.choose")),
		h("p", {}, t(`awards.how.${kind}`)),
		kind === "places" ? h("p", {}, t("awards.weak")) : null,
		h("p.soft", {}, t(`awards.rule.tally.${paper.tally}`)),
		kind === "places" ? ranked(paper, draft, review) : ticked(paper, draft, review));
}
