/* voting: the page of a cycle while ballots are taken: choose, check, receipt. Nobody sees a count. */
import { draftOf, forgetDraft, type Paper } from "./ballot";
import { chooseStep } from "./choose";
import { headDetails } from "./check_yourself";
import { type Context, myId, readNominations, rulesOf } from "./context";
import { ApiError, get } from "../../api";
import { type Child, h, replace } from "../../element";
import { nominationCard } from "./nomination_card";
import { receiptStep } from "./receipt";
import { reviewStep } from "./review";
import { t } from "../../words";

const STEPS = ["choose", "review", "receipt"] as const;

function stepsNode(now: number): HTMLElement {
	return h("ol.steps", { "aria-label": t("awards.voteSteps") },
		STEPS.map((step, at) => h(at < now ? "li.done" : "li", { "aria-current": at === now ? "step" : null },
			t(`awards.voteStep.${step}`))));
}

/* The three steps in one place; focus goes to the heading of each. */
function ballot(paper: Paper, signal: AbortSignal): HTMLElement {
	const box = h("section.ballot"), draft = draftOf(paper);
	const show = (at: number, content: HTMLElement, focus = true): void => {
		replace(box, stepsNode(at), content);
		if (!focus) return;
		content.querySelector("h2")?.focus({ preventScroll: true });
		box.scrollIntoView({ block: "start" });
	};
	const choose = (focus = true): void => show(0, chooseStep(paper, draft, review), focus);
	const review = (): void => show(1, reviewStep(paper, draft, () => choose(), (reply) => {
		forgetDraft(paper);
		show(2, receiptStep(reply, signal));
	}));
	choose(false);
	return box;
}

async function candidateList(context: Context): Promise<Child> {
	const all = await readNominations(context.cycle.id, context.visit.signal);
	const nominations = all.filter((one) => one.status === "SHORTLISTED");
	return h("section", {}, h("h2", {}, t("awards.candidates")),
		h("ul.list", {}, nominations.map((one) => h("li", {}, nominationCard(one)))));
}

/* Who has no ballot here is told why, and sees who stands for it. */
async function noBallot(context: Context, text: string): Promise<Child> {
	return [h("section.card", {}, h("h2", {}, t("awards.noBallot")), h("p", {}, text),
		h("p.soft", {}, t("awards.noCounts"))), await candidateList(context)];
}

/* Who is not on the roll, in the words of the cycle's rules. */
function whyNot({ cycle }: Context): string {
	const rules = rulesOf(cycle);
	if (rules.electorate === "COMMUNITY") return t("awards.votesByToken");
	return [t("awards.notOnRoll"), t(`awards.rule.electorate.${rules.electorate}`, { team: rules.team }), rules.recusal
		? t("awards.rule.recusal") : ""].join(" ");
}

function votedCard(): HTMLElement {
	return h("section.card", {},
		h("h2.good", {}, t("awards.voted")),
		h("p", {}, t("awards.votedText")),
		h("p", {}, t("awards.noCounts")),
		h("p", {}, h("a", { href: "/verify-ballots" }, t("awards.verifyLink"))));
}

async function ballotPart(context: Context): Promise<Child> {
	if (!myId()) return noBallot(context, t("awards.noMemberText"));
	if (rulesOf(context.cycle).electorate === "COMMUNITY") return noBallot(context, whyNot(context));
	try {
		const { paper } = await get<{ paper: Paper }>(`/v1/cycles/${context.cycle.id}/ballot-paper`, {},
			context.visit.signal);
		return paper.hasVoted ? votedCard() : ballot(paper, context.visit.signal);
	} catch (problem) {
		if (problem instanceof ApiError && problem.reason === "NOT_ON_ROLL") return noBallot(context, whyNot(context));
		throw problem;
	}
}

/* The head of the log stands there all along: whoever notes it now sees afterwards that the log only grew. */
export async function votingPart(context: Context): Promise<Child> {
	return [await ballotPart(context), h("div.card", {}, headDetails(context.cycle, context.visit.signal))];
}
