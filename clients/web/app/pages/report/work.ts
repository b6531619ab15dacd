/* work: what people shared with its data, awards, and what went beyond the organisation. */
import { absentText } from "../../charts/figure";
import { type Child, h } from "../../element";
import { formatDay, formatDecimal } from "../../format";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { absence, change, countText, figureAbsence, type Material, type Report, said } from "./report";

const SHOWN = 6;

function metric(one: Schema<"Metric">): HTMLElement {
	const unit = one.unit === "%" ? "\u00a0%" : one.unit ? ` ${one.unit}` : "";
	return h("div.metric", {}, h("dt", {}, one.name), h("dd", {}, `${formatDecimal(one.value, 2)}${unit}`));
}

function highlight(one: Schema<"ReportHighlight">): HTMLElement {
	return h("li", {},
		h("p.work-title", {}, one.title),
		h("p.soft", {}, h("time", { datetime: one.onDate }, formatDay(one.onDate))),
		one.metrics.length ? h("dl.metrics", {}, one.metrics.map(metric)) : h("p.soft", {}, t("report.work.noData")));
}

function listed(report: Report): Child {
	const [first, later] = [report.highlights.slice(0, SHOWN), report.highlights.slice(SHOWN)];
	return [
		h("ul.works", {}, first.map(highlight)),
		later.length ? h("details", {}, h("summary", {}, t("report.work.more", { n: later.length })), h("ul.works", {}, later.map(highlight))) : null,
		h("p.see-all", {}, h("a", { href: "/highlights" }, t("report.work.all"))),
	];
}

export function workSection({ report }: Material): HTMLElement {
	const why = absence(report);
	return h("section.card", { "aria-labelledby": "work" },
		h("h2", { id: "work" }, t("report.work.title")),
		h("p.unit", {}, t("report.work.unit")),
		report.highlights.length ? listed(report) : why ? absentText(why) : h("p.soft", {}, t("report.work.none")));
}

function award(one: Schema<"ReportAward">): HTMLElement {
	const href = `/cycles/${encodeURIComponent(one.cycle)}`;
	return h("li", {}, h("p.work-title", {}, h("a.plain", { href }, one.awardTitle)),
		h("p.soft", {}, one.cycleTitle, " · ", h("time", { datetime: one.announcedOn }, formatDay(one.announcedOn)), " · ",
			t("report.awards.winners", { n: one.winners })));
}

/* A figure in a line of its own: "Nominations 11". */
function line(report: Report, name: string, figure: string, value: number | null | undefined, source: "awards" | "recognitions"): HTMLElement {
	const moved = change(report, figure, "count");
	return h("div.line", {}, h("dt", {}, name),
		h("dd", {}, said(countText(value), figureAbsence(report, figure, source)), moved ? h("span.stat-change", {}, moved) : null));
}

function external(report: Report): number | null {
	if (absence(report)) return null;
	return report.external.find((one) => one.kind === "RECOGNITION")?.count ?? 0;
}

export function awardsSection({ report }: Material): HTMLElement {
	const why = absence(report, "awards");
	return h("section.card", { "aria-labelledby": "awards" },
		h("h2", { id: "awards" }, t("report.awards.title")),
		h("dl.lines", {},
			line(report, t("report.awards.nominations"), "totals.nominations", report.totals?.nominations, "awards"),
			line(report, t("report.awards.won"), "totals.awardsWon", report.totals?.awardsWon, "awards"),
			line(report, t("report.awards.external"), "external", external(report), "recognitions")),
		report.awards.length ? h("ul.works", {}, report.awards.slice(0, SHOWN).map(award)) : why ? null : h("p.soft", {}, t("report.awards.none")));
}
