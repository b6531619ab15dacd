/* rules: how a cycle goes, in plain words. They are fixed when it leaves DRAFT. */
import { type Context, rulesOf } from "./context";
import { h } from "../../element";
import { t } from "../../words";

function nominating({ award, cycle }: Context): string[] {
	const rules = rulesOf(cycle);
	return [
		t("awards.rule.names", { n: rules.maxNominationsPerPerson }),
		t(award.scope === "COMMUNITY" ? "awards.rule.outsiders" : "awards.rule.members"),
		t(rules.selfNomination ? "awards.rule.self" : "awards.rule.noSelf"),
		t("awards.rule.sealed"),
	];
}

function shortlisting({ cycle }: Context): string[] {
	const rules = rulesOf(cycle);
	return [t("awards.rule.consent"), t(`awards.rule.shortlist.${rules.shortlist}`, { n: rules.shortlistSize })];
}

function voting({ cycle }: Context): string[] {
	const rules = rulesOf(cycle);
	return [
		t(`awards.rule.electorate.${rules.electorate}`, { team: rules.team }),
		t(rules.recusal ? "awards.rule.recusal" : "awards.rule.noRecusal"),
		t(`awards.rule.tally.${rules.tally}`),
		...(rules.noAward ? [t("awards.rule.noAward")] : []),
		t("awards.rule.final"),
		t("awards.rule.secret"),
	];
}

function part(title: string, sentences: string[]): HTMLElement {
	return h("section", {}, h("h3", {}, title), h("ul", {}, sentences.map((one) => h("li", {}, one))));
}

/* All rules, folded together. */
export function rulesCard(context: Context): HTMLElement {
	return h("details.card.rules", {},
		h("summary", {}, h("h2", {}, t("awards.rules"))),
		h("p.soft", {}, t("awards.rulesFixed")),
		part(t("awards.step.NOMINATING"), nominating(context)),
		part(t("awards.step.SHORTLISTING"), shortlisting(context)),
		part(t("awards.step.VOTING"), voting(context)));
}
