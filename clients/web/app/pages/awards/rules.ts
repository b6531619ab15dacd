/* rules: how a cycle goes, in plain words. They are fixed when it leaves DRAFT. */
import { type Context, rulesOf } from "./context";
import { joined } from "./cycles";
import { get } from "../../api";
import { h } from "../../element";
import { formatShare } from "../../format";
import type { Schema } from "../../schema";
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
	const total = rules.criteria.reduce((sum, one) => sum + one.weight, 0);
	const criteria = rules.criteria.map((one) => t("awards.rule.criterion",
		{ name: one.name, share: formatShare(one.weight / total) }));
	return [
		t("awards.rule.consent"), t(`awards.rule.shortlist.${rules.shortlist}`, { n: rules.shortlistSize }),
		...(criteria.length ? [t("awards.rule.criteria", { criteria: joined(criteria) })] : []),
	];
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

/* Who is on the jury; asked for when somebody reads the rules. */
async function tellJury({ cycle, visit }: Context, place: HTMLElement): Promise<void> {
	const read = (id: string) => get<{ member: Schema<"Member"> }>(`/v1/members/${id}`, {}, visit.signal);
	const members = await Promise.all(rulesOf(cycle).jurors.map(read));
	const names = joined(members.map(({ member }) => member.displayName || `@${member.handle}`));
	place.textContent = t("awards.rule.jury", { names });
}

/* All rules, folded together. */
export function rulesCard(context: Context): HTMLElement {
	const jury = h("p", {}), hasJury = rulesOf(context.cycle).jurors.length > 0;
	const card = h("details.card.rules", {},
		h("summary", {}, h("h2", {}, t("awards.rules"))),
		h("p.soft", {}, t("awards.rulesFixed")),
		part(t("awards.step.NOMINATING"), nominating(context)),
		part(t("awards.step.SHORTLISTING"), shortlisting(context)), hasJury ? jury : null,
		part(t("awards.step.VOTING"), voting(context)));
	if (hasJury) card.addEventListener("toggle", () => void tellJury(context, jury).catch(() => jury.remove()),
		{ once: true });
	return card;
}
