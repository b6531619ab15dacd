/* cycle_form: a cycle's title, rules and times, for a new one and for one that there is. Rules are fixed when it leaves
 * DRAFT, and a time when it has come. */
import { h } from "../../element";
import { type Field, field } from "../../parts/form";
import { momentField, momentOf, readersZone } from "../../parts/moment";
import { t } from "../../words";
import type { Award, Cycle } from "../awards/cycles";
import { rulesOf } from "../awards/context";
import { rulesFields, type RulesFields } from "./cycle_rules";

const TIMES = ["opensNominatingTime", "closesNominatingTime", "opensVotingTime", "closesVotingTime",
	"announcesTime"] as const;
/* Each time ends the phase of its place. */
const PHASES = ["DRAFT", "NOMINATING", "SHORTLISTING", "VOTING", "CLOSED", "ANNOUNCED"];

export interface CycleForm {
	fields: Field[];
	body: Node[];
	values(): Record<string, unknown>; // by the request's names
}

/* Times of phases that are over stay what they are. */
function timeFields(cycle: Cycle | null): Field[] {
	const at = cycle ? PHASES.indexOf(cycle.phase) : 0;
	return TIMES.map((name, i) => momentField(name, t(`admin.time.${name}`), cycle?.[name], i < at));
}

/* null: a new cycle. */
export async function cycleForm(award: Award, cycle: Cycle | null, signal: AbortSignal): Promise<CycleForm> {
	const title = field({
		name: "title", label: t("admin.cycles.title"), hint: t("admin.cycles.titleHint"),
		value: cycle?.title ?? String(new Date().getFullYear()),
		required: true, more: { maxlength: 200 },
	});
	const times = timeFields(cycle);
	const rules: RulesFields | null = !cycle || cycle.phase === "DRAFT"
		? await rulesFields(award, cycle && rulesOf(cycle), signal) : null;
	return {
		fields: [title, ...times, ...(rules?.fields ?? [])],
		body: [
			title.node,
			h("section", {}, h("h2", {}, t("admin.cycles.times")),
				h("p.soft", {}, t("admin.cycles.timesText", { zone: readersZone() })),
				h("div.row.times", {}, times.map((one) => one.node))),
			rules
				? h("section", {}, h("h2", {}, t("awards.rules")), h("p.soft", {}, t("admin.cycles.rulesText")),
					rules.body)
				: h("p.soft", {}, t("admin.cycles.rulesFixed")),
		],
		values: () => ({
			title: title.value().trim(),
			...Object.fromEntries(times.map((one) => [one.name, momentOf(one)])),
			...(rules ? { rules: rules.values() } : {}),
		}),
	};
}
