/* review: the second step of voting: the ballot once more before it is cast. */
import { ballotMessage, candidateName, type Draft, kindOf, type Paper, restOf } from "./ballot";
import { joined } from "./cycles";
import { ApiError, newRequestId, write } from "../../api";
import { type Child, h, replace } from "../../element";
import { problemText } from "../../parts/notice";
import type { Schema } from "../../schema";
import { t } from "../../words";

export type Cast = Schema<"CastBallotResponse">;

function pair(term: string, ids: readonly string[], paper: Paper, rest = false): Child {
	if (!ids.length) return null;
	return h(rest ? "div.rest" : "div", {}, h("dt", {}, term),
		h("dd", {}, joined(ids.map((id) => candidateName(paper, id)))));
}

/* Place by place, or who is ticked; then who is not named. */
function ballotText(paper: Paper, draft: Draft): HTMLElement {
	const kind = kindOf(paper), rest = restOf(paper, draft);
	const named = draft.ranking.map((place, at) => pair(kind === "places" ? t("awards.place", { place: at + 1 })
		: t(`awards.said.${kind}`), place, paper));
	return h("dl.reading", {}, named, pair(t(kind === "places" ? "awards.noPlace" : "awards.notTicked"), rest, paper,
		true));
}

/* A ballot that the server cannot read names somebody who is no candidate any more. */
function refusal(problem: unknown): string {
	return problem instanceof ApiError && problem.status === "INVALID_ARGUMENT" ? t("awards.candidatesChanged")
		: problemText(problem);
}

/* The same id however often one presses: the ballot is cast once, and its receipt comes again. */
function castButton(paper: Paper, draft: Draft, cast: (reply: Cast) => void, said: HTMLElement): HTMLElement {
	const requestId = newRequestId();
	const button = h("button.button", { type: "button" }, t("awards.cast"));
	button.addEventListener("click", () => {
		if (button.getAttribute("aria-disabled")) return;
		button.setAttribute("aria-disabled", "true");
		replace(said);
		write<Cast>("POST", `/v1/cycles/${paper.cycle}/ballots`, ballotMessage(paper, draft), requestId).then(cast,
			(problem: unknown) => {
			replace(said, h("p.error", {}, refusal(problem)));
		}).finally(() => button.removeAttribute("aria-disabled"));
	});
	return button;
}

export function reviewStep(paper: Paper, draft: Draft, back: () => void, cast: (reply: Cast) => void): HTMLElement {
	const said = h("div", { role: "alert" });
	return h("div", {},
		h("h2", { tabindex: "-1" }, t("awards.reviewTitle")),
		h("section.card", {}, h("h3", {}, t(kindOf(paper) === "places" ? "awards.youRanked" : "awards.yourBallot")),
			ballotText(paper, draft)),
		h("p.final", {}, t("awards.final")),
		said,
		h("div.actions", {}, castButton(paper, draft, cast, said),
			h("button.button.quiet", { type: "button", click: back }, t("awards.goBack"))));
}
