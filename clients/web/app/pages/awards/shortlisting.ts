/* shortlisting: the page of a cycle between nominations and voting: nominees answer, the jury scores, others wait. */
import { consentCard } from "./consent";
import { type Context, myId, readNominations, rulesOf } from "./context";
import { type Child, h } from "../../element";
import { formatTime } from "../../format";
import { juryPart } from "./jury";
import { myNominations } from "./my_nominations";
import { sortNominations } from "./nominating";
import { phaseEnd } from "./phases";
import { t } from "../../words";

/* What happens now, for who has nothing to do but wait. */
function whatHappens(context: Context): HTMLElement {
	const rules = rulesOf(context.cycle), end = phaseEnd(context.cycle);
	return h("section.card", {},
		h("h2", {}, t("awards.whatHappens")),
		h("p", {}, t("awards.rule.consent")),
		h("p", {}, t(`awards.rule.shortlist.${rules.shortlist}`, { n: rules.shortlistSize })),
		h("p", {}, end ? t("awards.thenVoting", { time: formatTime(end) }) : t("awards.thenVotingByHand")));
}

export async function shortlistingPart(context: Context): Promise<Child> {
	const nominations = await readNominations(context.cycle.id, context.visit.signal);
	const { mine } = sortNominations(nominations);
	const juror = rulesOf(context.cycle).jurors.includes(myId());
	return [
		consentCard(context, nominations),
		juror ? juryPart(context, nominations) : null,
		whatHappens(context),
		mine.length ? h("section", {}, h("h2", { id: "my-nominations", tabindex: "-1" }, t("awards.myNominations")),
			myNominations(context, mine)) : null,
	];
}
