/* counted: the page of a cycle once voting is over: who won, and the way to everything behind it. */
import { type Context } from "./context";
import { outcome, readResult } from "./cycles";
import { type Child, h } from "../../element";
import { t } from "../../words";

export async function countedPart({ cycle, visit }: Context): Promise<Child> {
	const result = await readResult(cycle.id, visit.signal);
	return h("section.card.winner", {},
		h("h2", {}, t("awards.result")),
		h("p.names-won", {}, outcome(result)),
		h("p.soft", {}, t("awards.turnout", { n: result.ballots, voters: result.voters })),
		h("p", {}, h("a.button", { href: `/cycles/${cycle.id}/result` }, t("awards.wholeResult"))));
}
