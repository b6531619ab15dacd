/* cycle_rules: the rules of a cycle as fields, each choice explained in the words that everybody will read. */
import { ApiError, get } from "../../api";
import { h, replace } from "../../element";
import { type Field, field } from "../../parts/form";
import type { PersonReference } from "../../parts/person";
import { type Picker, picker } from "../../parts/picker";
import type { Schema } from "../../schema";
import { t } from "../../words";
import type { Award, Rules } from "../awards/cycles";
import { teamField } from "./member_form";

export interface RulesFields {
	fields: Field[];
	body: Node[];
	values(): Record<string, unknown>; // CycleRules
}

const SHORTLISTS = ["NONE", "APPROVAL", "EPH", "JURY"];
const TALLIES = ["SCHULZE", "IRV", "APPROVAL", "PLURALITY", "BORDA"];

interface Option {
	value: string;
	label: string;
}

/* Their names are words of that stem. */
function optionsOf(values: string[], stem: string): Option[] {
	return values.map((value) => ({ value, label: t(`${stem}.${value}`) }));
}

/* A choice with what it means beneath, which changes with it. */
function explained(name: string, label: string, options: Option[], chosen: string,
	words: (value: string) => string): Field {
	const one = field({ name, label, type: "select", value: chosen, required: true, options });
	const text = h("p.explained", { role: "status" }, words(chosen));
	one.node.appendChild(text);
	one.control.addEventListener("change", () => replace(text, words(one.value())));
	return one;
}

function numberField(name: string, label: string, value: number, most: number): Field {
	return field({ name, label, value: String(value), required: true,
		more: { type: "number", min: 1, max: most, step: 1 } });
}

function box(name: string, label: string, hint: string, value: boolean): Field {
	return field({ name, label, hint, type: "checkbox", value: String(value) });
}

/* "merit = 3" a line; a name alone counts once. */
function criteriaOf(text: string): { name: string; weight: number }[] {
	return text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => {
		const [, name, weight] = /^(.*?)\s*=\s*(\d+)$/.exec(line) ?? [line, line, "1"];
		return { name: name!, weight: Number(weight) };
	});
}

/* Those of them who are still to be found: who was erased is not. */
export async function readJurors(ids: string[], signal: AbortSignal): Promise<PersonReference[]> {
	const gone = (problem: unknown): null => {
		if (problem instanceof ApiError && problem.status === "NOT_FOUND") return null;
		throw problem;
	};
	const read = (id: string) => get<{ member: Schema<"Member"> }>(`/v1/members/${id}`, {}, signal).catch(gone);
	return (await Promise.all(ids.map(read))).flatMap((one) => (one ? [one.member] : []));
}

interface Parts {
	most: Field;
	self: Field;
	shortlist: Field;
	size: Field;
	jurors: Picker;
	criteria: Field;
	tally: Field;
	noAward: Field;
	electorate: Field;
	team: Field;
	recusal: Field;
}

/* As the API has it where nothing was said. */
function start(award: Award): Rules {
	return {
		maxNominationsPerPerson: 3, selfNomination: false, shortlistSize: 5, shortlist: "NONE", tally: "SCHULZE",
		noAward: false,
		electorate: award.scope === "COMMUNITY" ? "COMMUNITY" : "ALL", team: "", recusal: false, criteria: [],
		jurors: [],
	};
}

async function partsOf(award: Award, rules: Rules, signal: AbortSignal): Promise<Parts> {
	const size = numberField("rules.shortlistSize", t("admin.rules.size"), rules.shortlistSize, 50);
	const electorates = award.scope === "COMMUNITY" ? ["COMMUNITY", "ALL", "TEAM"] : ["ALL", "TEAM"];
	return {
		most: numberField("rules.maxNominationsPerPerson", t("admin.rules.most"), rules.maxNominationsPerPerson, 10),
		self: box("rules.selfNomination", t("admin.rules.self"), t("admin.rules.selfHint"), rules.selfNomination),
		shortlist: explained("rules.shortlist", t("admin.rules.shortlist"), optionsOf(SHORTLISTS, "admin.shortlist"),
			rules.shortlist,
			(value) => t(`awards.rule.shortlist.${value}`, { n: Number(size.value()) })),
		size,
		jurors: picker({ name: "rules.jurors", label: t("admin.rules.jurors"), most: 50,
			chosen: await readJurors(rules.jurors, signal) }),
		criteria: field({
			name: "rules.criteria", label: t("admin.rules.criteria"), hint: t("admin.rules.criteriaHint"),
			type: "textarea",
			value: rules.criteria.map((one) => `${one.name} = ${one.weight}`).join("\n"), more: { rows: 3 },
		}),
		tally: explained("rules.tally", t("admin.rules.tally"), optionsOf(TALLIES, "admin.tally"), rules.tally,
			(value) => t(`awards.rule.tally.${value}`)),
		noAward: box("rules.noAward", t("admin.rules.noAward"), t("awards.rule.noAward"), rules.noAward),
		electorate: field({
			name: "rules.electorate", label: t("admin.rules.electorate"), type: "select", value: rules.electorate,
			required: true,
			options: optionsOf(electorates, "admin.electorate"),
		}),
		team: await teamField("rules.team", rules.team, false, signal),
		recusal: box("rules.recusal", t("admin.rules.recusal"), t("admin.rules.recusalHint"), rules.recusal),
	};
}

/* What does not belong to the choice is out of sight, and not sent. */
function showFitting(parts: Parts): void {
	parts.size.node.hidden = parts.shortlist.value() === "NONE";
	parts.jurors.node.hidden = parts.criteria.node.hidden = parts.shortlist.value() !== "JURY";
	parts.team.node.hidden = parts.electorate.value() !== "TEAM";
}

function valuesOf(parts: Parts): Record<string, unknown> {
	const jury = parts.shortlist.value() === "JURY";
	return {
		maxNominationsPerPerson: Number(parts.most.value()), selfNomination: parts.self.value() === "true",
		shortlist: parts.shortlist.value(), shortlistSize: Number(parts.size.value()),
		jurors: jury ? parts.jurors.people().map((one) => one.id) : [],
		criteria: jury ? criteriaOf(parts.criteria.value()) : [],
		tally: parts.tally.value(), noAward: parts.noAward.value() === "true",
		electorate: parts.electorate.value(),
		team: parts.electorate.value() === "TEAM" ? parts.team.value().trim() : "",
		recusal: parts.recusal.value() === "true",
	};
}

function section(title: string, ...fields: Field[]): HTMLElement {
	return h("section.rules-part", {}, h("h3", {}, title), fields.map((one) => one.node));
}

/* null: a new cycle. */
export async function rulesFields(award: Award, known: Rules | null, signal: AbortSignal): Promise<RulesFields> {
	const parts = await partsOf(award, known ?? start(award), signal);
	showFitting(parts);
	const fit = (): void => showFitting(parts);
	for (const one of [parts.shortlist, parts.electorate]) one.control.addEventListener("change", fit);
	return {
		fields: Object.values(parts) as Field[],
		body: [
			section(t("awards.step.NOMINATING"), parts.most, parts.self),
			section(t("awards.step.SHORTLISTING"), parts.shortlist, parts.size, parts.jurors, parts.criteria),
			section(t("awards.step.VOTING"), parts.electorate, parts.team, parts.recusal, parts.tally, parts.noAward),
		],
		values: () => valuesOf(parts),
	};
}
