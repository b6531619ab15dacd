/* highlight_form: sharing work of one's own, or mending what was shared: reach grows later. */
import { write } from "../api";
import { today } from "../format";
import { field, form } from "./form";
import type { Highlight } from "./highlight_facts";
import { Once } from "./once";
import { picker } from "./picker";
import { rows } from "./rows";
import { VISIBILITIES } from "./visibility";
import { me } from "../session";
import { t } from "../words";

const KINDS = ["CAMPAIGN", "EVENT", "CONTENT", "OTHER"];

function makeFields(before: Highlight | null) {
	const one = (name: string, text: string, now: string | undefined,
		more: object): ReturnType<typeof field> => field({ name, label: t(text), value: now, ...more });
	return {
		title: one("title", "highlight.title", before?.title, { required: true, more: { maxlength: 200 } }),
		description: one("description", "highlight.description", before?.description, { type: "textarea", more: { maxlength: 4000 } }),
		kind: one("kind", "highlight.kind", before?.kind ?? "OTHER",
			{ type: "select", required: true, options: KINDS.map((value) => ({ value, label: t(`kind.${value}`) })) }),
		onDate: one("onDate", "highlight.day", before?.onDate ?? today(),
			{ type: "date", required: true, more: { max: today(), min: "1970-01-01" } }),
		visibility: one("visibility", "give.loud", before?.requestedVisibility ?? "ORGANIZATION",
			{ type: "select", required: true, hint: t("highlight.loudHint"),
				options: VISIBILITIES.map((value) => ({ value, label: t(`visibility.${value}`) })) }),
		collaborators: picker({ name: "collaborators", label: t("highlight.collaborators"), most: 20, leaveOut: me(),
			chosen: before?.collaborators ?? [] }),
		metrics: rows({
			name: "metrics", legend: t("highlight.metrics"), hint: t("highlight.metricsHint"), add: t("highlight.addMetric"), most: 20,
			columns: [{ name: "name", label: t("highlight.metricName"), more: { maxlength: 60 } },
				{ name: "value", label: t("highlight.metricValue"), more: { inputmode: "decimal" } },
				{ name: "unit", label: t("highlight.metricUnit"), more: { maxlength: 20 } }],
			rows: (before?.metrics ?? []).map((metric) => ({ name: metric.name ?? "", value: String(metric.value),
				unit: metric.unit ?? "" })),
		}),
		links: rows({
			name: "links", legend: t("card.links"), hint: t("highlight.linksHint"), add: t("highlight.addLink"), most: 10,
			columns: [{ name: "url", label: t("highlight.url"), type: "url" },
				{ name: "title", label: t("highlight.linkTitle"), more: { maxlength: 200 } }],
			rows: (before?.links ?? []).map((link) => ({ url: link.url ?? "", title: link.title ?? "" })),
		}),
	};
}

/* "12,5" as "12.5": people write a comma where their language does. */
function numberOf(text: string): number {
	return Number(text.replace(/\s/g, "").replace(",", "."));
}

/* `saved` gets it as it is now. */
export function highlightForm(before: Highlight | null, saved: (now: Highlight) => void): HTMLFormElement {
	const fields = makeFields(before);
	const once = new Once();
	const send = async (): Promise<void> => {
		const metrics = fields.metrics.rows().map((row) => ({ name: row.name, value: numberOf(row.value ?? ""), unit: row.unit }));
		if (metrics.some((metric) => !metric.name || Number.isNaN(metric.value))) {
			fields.metrics.complain(t("highlight.metricWrong"));
			fields.metrics.control.focus();
			return;
		}
		const body = {
			title: fields.title.value(), description: fields.description.value(), kind: fields.kind.value(), onDate: fields.onDate.value(),
			collaborators: fields.collaborators.people().map((one) => one.id), visibility: fields.visibility.value(),
			metrics, links: fields.links.rows(),
		};
		const answer = before
			? await write<{ highlight: Highlight }>("PATCH", `/v1/highlights/${before.id}`, { ...body, updateMask: "*" }, once.idOf(body))
			: await write<{ highlight: Highlight }>("POST", "/v1/highlights", body, once.idOf(body));
		once.done();
		saved(answer.highlight);
	};
	return form({ fields: Object.values(fields), submit: t(before ? "form.save" : "highlight.share"), send });
}
