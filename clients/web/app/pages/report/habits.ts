/* habits: what thanks are for: the values they show and the questions they answer. */
import { type Bar, bars } from "../../charts/bars";
import { figure } from "../../charts/figure";
import { formatCount } from "../../format";
import { promptText, valueTitle } from "../../parts/catalogue";
import { t } from "../../words";
import { absence, type Material } from "./report";

const SHOWN = 12;

/* The greatest, and the others as one. */
function shorten(rows: Bar[]): Bar[] {
	if (rows.length <= SHOWN + 1) return rows;
	const rest = rows.slice(SHOWN);
	return [...rows.slice(0, SHOWN), { name: t("report.theRest", { n: rest.length }), value: rest.reduce((sum, one) => sum + one.value, 0) }];
}

function summary(rows: Bar[]): string {
	return rows.map((one) => `${one.name}: ${formatCount(one.value)}`).join("; ");
}

export function valuesSection({ report, csv, catalogue }: Material): HTMLElement {
	const rows = report.values.map((one) => ({
		name: one.value ? valueTitle(catalogue, one.value) : t("report.values.none"), value: one.arcs,
	}));
	const shown = shorten(rows);
	return figure({
		title: t("report.values.title"), unit: t("report.values.unit"), csv: csv("values"),
		absent: rows.length ? null : (absence(report) ?? t("report.nothing")),
		graphic: bars(summary(shown), shown),
		head: [t("report.values.value"), t("report.arcs")], rows: rows.map((one) => [one.name, formatCount(one.value)]),
	});
}

export function promptsSection({ report, csv, catalogue }: Material): HTMLElement {
	const rows = report.prompts.map((one) => ({
		name: promptText(catalogue, one.prompt) || t("report.prompts.number", { n: one.prompt }), value: one.recognitions,
	}));
	return figure({
		title: t("report.prompts.title"), unit: t("report.prompts.unit"), csv: csv("prompts"),
		absent: rows.length ? null : (absence(report) ?? t("report.nothing")),
		graphic: bars(summary(rows), rows),
		head: [t("report.prompts.prompt"), t("report.recognitions")], rows: rows.map((one) => [one.name, formatCount(one.value)]),
	});
}
