/* spread: big and small wins, how evenly thanks are spread, and whether they come back. */
import { stacked } from "../../charts/bars";
import { figure } from "../../charts/figure";
import { type Child, h } from "../../element";
import { DASH, formatCount, formatDecimal, formatShare } from "../../format";
import { t } from "../../words";
import { absence, change, decimalText, figureAbsence, type Material, said } from "./report";

export function winsSection({ report, csv }: Material): HTMLElement {
	const big = report.totals?.bigWins ?? 0, small = report.totals?.smallWins ?? 0, whole = report.totals?.recognitions ?? 0;
	const parts = [{ name: t("report.wins.small"), value: small }, { name: t("report.wins.big"), value: big }];
	if (whole > big + small) parts.push({ name: t("report.wins.other"), value: whole - big - small });
	const share = (value: number): string => (whole ? formatShare(value / whole) : DASH);
	return figure({
		title: t("report.wins.title"), unit: t("report.wins.unit"), csv: csv("totals"),
		absent: whole ? null : (absence(report) ?? t("report.nothing")),
		graphic: stacked(parts.map((one) => `${one.name} ${share(one.value)}`).join(", "), parts),
		head: [t("report.wins.kind"), t("report.recognitions"), t("report.share")],
		rows: parts.map((one) => [one.name, formatCount(one.value), share(one.value)]),
	});
}

interface SpreadOptions {
	id: string;
	value: string | null;
	why: string;
	words: Child;
	moved: string | null;
}

/* One figure and the sentence that says what it means. */
function spreadCard({ id, value, why, words, moved }: SpreadOptions): HTMLElement {
	return h("section.card", { "aria-labelledby": id },
		h("h2", { id }, t(`report.${id}.title`)),
		h("p.stat-value", {}, said(value, why)),
		value === null ? null : [h("p.soft", {}, words), moved ? h("p.stat-change", {}, moved) : null]);
}

export function concentrationCard({ report }: Material): HTMLElement {
	const concentration = report.concentration, gini = concentration?.giniReceived;
	return spreadCard({
		id: "evenness", value: decimalText(gini, 2), why: figureAbsence(report, "concentration"),
		words: t("report.evenness.words", {
			tenth: typeof concentration?.topDecileShare === "number" ? formatShare(concentration.topDecileShare) : DASH,
			given: formatDecimal(concentration?.giniGiven, 2),
		}),
		moved: change(report, "concentration.giniReceived", "decimal"),
	});
}

export function reciprocityCard({ report }: Material): HTMLElement {
	const reciprocity = report.reciprocity, value = reciprocity?.value;
	const words = t("report.mutual.words", { of: formatCount(reciprocity?.mutual), n: reciprocity?.distinct ?? 0 });
	const rho = typeof reciprocity?.rho === "number" ? ` ${t("report.mutual.rho", { rho: formatDecimal(reciprocity.rho, 2) })}` : "";
	return spreadCard({
		id: "mutual", value: typeof value === "number" ? formatShare(value) : null, why: figureAbsence(report, "reciprocity"),
		words: words + rho, moved: change(report, "reciprocity.value", "share"),
	});
}
