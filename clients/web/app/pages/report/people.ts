/* people: who takes part, whom thanks reach, and how long ago. */
import { h } from "../../element";
import { formatRange } from "../../format";
import { t } from "../../words";
import { countText, decimalText, type Material, type Ratio, type Report } from "./report";
import { countStat, ratioStat } from "./stat";

function recency(report: Report): HTMLElement {
	const median = report.recency?.medianDaysSinceLast;
	return countStat(report, {
		name: t("report.recency"), figure: "recency.medianDaysSinceLast", value: median, measure: "days",
		text: typeof median === "number" ? t("report.days", { n: Math.round(median) }) : null, words: t("report.recencyWords"),
	});
}

function shares(report: Report): HTMLElement[] {
	const rates = report.rates;
	const rows: [string, string, Ratio | null][] = [
		["participation", "rates.participation", rates?.participation ?? null],
		["giving", "rates.giving", rates?.giving ?? null],
		["coverage", "rates.coverage", rates?.coverage ?? null],
		["crossTeam", "rates.crossTeam", rates?.crossTeam ?? null],
		["over30", "recency.over30", report.recency?.over30 ?? null],
		["over60", "recency.over60", report.recency?.over60 ?? null],
	];
	return rows.map(([word, figure, ratio]) => ratioStat(report, { name: t(`report.${word}`), figure, ratio, words: `report.${word}Words` }));
}

function counts(report: Report): HTMLElement[] {
	const totals = report.totals, pace = report.rates?.perMemberPer30Days?.value;
	return [
		countStat(report, {
			name: t("report.recognitions"), figure: "totals.recognitions", value: totals?.recognitions, measure: "count",
			text: countText(totals?.recognitions), words: t("report.recognitionsWords", { n: totals?.arcs ?? 0 }),
		}),
		countStat(report, {
			name: t("report.pace"), figure: "rates.perMemberPer30Days", value: pace, measure: "decimal",
			text: decimalText(pace, 2), words: t("report.paceWords", { n: report.headcount ?? 0 }),
		}),
	];
}

export function peopleSection({ report }: Material): HTMLElement {
	const before = report.comparison?.range;
	const [participation, giving, coverage, crossTeam, over30, over60] = shares(report);
	return h("section.card", { "aria-labelledby": "people" },
		h("h2", { id: "people" }, t("report.people")),
		before ? h("p.unit", {}, t("report.comparedWith", { range: formatRange(before.from, before.to) })) : null,
		h("div.stats", {}, participation, coverage, recency(report), over30, over60, giving, crossTeam, counts(report)));
}
