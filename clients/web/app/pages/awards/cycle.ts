/* cycle: one round of an award. Each phase has its own part. */
import { type Context } from "./context";
import { type Child, h, replace } from "../../element";
import { countedPart } from "./counted";
import { type Award, type Cycle, readAward, readCycle } from "./cycles";
import { listen } from "../../live";
import { nominatingPart } from "./nominating";
import { crumbs, cycleName, invitation, phaseSteps } from "./phases";
import { emptyCard } from "../../parts/notice";
import { type Page, reload, type Visit } from "../../router";
import { rulesCard } from "./rules";
import { shortlistingPart } from "./shortlisting";
import { votingPart } from "./voting";
import { t } from "../../words";

function partOf(context: Context): Promise<Child> | Child {
	switch (context.cycle.phase) {
		case "NOMINATING": return nominatingPart(context);
		case "SHORTLISTING": return shortlistingPart(context);
		case "VOTING": return votingPart(context);
		case "CLOSED":
		case "ANNOUNCED": return countedPart(context);
		default: return emptyCard(t("awards.draft"), t("awards.draftText"));
	}
}

/* Says when the cycle moved on while the page was open; what is being written stays until the reader asks. */
function watch(cycle: Cycle, place: HTMLElement, signal: AbortSignal): void {
	listen((event) => {
		if (!event.type.startsWith("award.")) return;
		readCycle(cycle.id, signal).then((now) => {
			if (now.phase === cycle.phase) return;
			replace(place, h("p.moved", {}, t("awards.movedOn"), " ",
				h("button.button.small", { type: "button", click: reload }, t("awards.showNow"))));
		}, () => {});
	}, signal);
}

function head(award: Award, cycle: Cycle): Child {
	return [
		crumbs(award),
		h("h1", {}, cycleName(award, cycle)),
		h("p.invitation.lead", {}, invitation(cycle)),
		phaseSteps(cycle),
		award.criteria ? h("p.words.criteria", {}, award.criteria) : null,
	];
}

export async function cyclePage(visit: Visit): Promise<Page> {
	const cycle = await readCycle(visit.fields.cycle!, visit.signal);
	const award = await readAward(cycle.award, visit.signal);
	const part = h("div.part"), moved = h("div", { role: "status" });
	const context: Context = {
		award, cycle, visit,
		redraw: async (focus) => {
			try {
				replace(part, await partOf(context));
				if (focus) document.getElementById(focus)?.focus();
			} catch {
				reload(); // which says what is wrong
			}
		},
	};
	replace(part, await partOf(context));
	watch(cycle, moved, visit.signal);
	return { title: cycleName(award, cycle), content: h("div.awards", {}, head(award, cycle), moved, part,
		rulesCard(context)) };
}
