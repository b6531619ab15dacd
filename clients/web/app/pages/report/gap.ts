/* gap: whether leaders are there for their people: what people say, and beside it what was seen. */
import { dumbbell } from "../../charts/dumbbell";
import { figure } from "../../charts/figure";
import { h } from "../../element";
import { DASH, formatCount, formatShare } from "../../format";
import { t } from "../../words";
import { absence, figureAbsence, type Material, type Ratio, type Report, change, said, shareText } from "./report";
import { ratioStat, stat } from "./stat";

const PULSES = "leadership and strain";

/* "17 points more need leadership than have it" */
function sentence(points: number): string {
	const n = Math.round(Math.abs(points));
	if (n === 0) return t("report.gap.even");
	return t(points > 0 ? "report.gap.more" : "report.gap.less", { n });
}

function row(name: string, ratio: Ratio | null | undefined): string[] {
	return [name, formatCount(ratio?.numerator), formatCount(ratio?.denominator), shareText(ratio) ?? DASH];
}

function why(report: Report): string {
	return report.leadership?.need?.denominator === 0 ? t("report.gap.nobody") : figureAbsence(report, PULSES, "members");
}

function saidPart({ report, csv }: Material): HTMLElement {
	const need = report.leadership?.need, have = report.leadership?.have, gap = report.leadership?.gapPoints;
	const known = typeof need?.value === "number" && typeof have?.value === "number" && typeof gap === "number";
	const words = known ? sentence(gap) : null;
	const label = known ? t("report.gap.label", { need: formatShare(need.value), have: formatShare(have.value), words: words! }) : "";
	const graphic = known && dumbbell(label, { name: t("report.gap.need"), value: need.value! }, { name: t("report.gap.have"), value: have.value! });
	const before = report.comparison?.changes.find((one) => one.figure === "leadership.gapPoints");
	return figure({
		title: t("report.gap.title"), unit: t("report.gap.unit"), absent: known ? null : why(report), csv: csv("leadership"),
		graphic: [h("p.gap-sentence", {}, words), graphic],
		note: [
			h("p.soft", {}, t("report.gap.answers", { n: need?.denominator ?? 0 })),
			before ? h("p.stat-change", {}, t("report.gap.before", { words: sentence(before.previous) })) : null,
		],
		head: [t("report.gap.answer"), t("report.gap.yes"), t("report.gap.answered"), t("report.share")],
		rows: [row(t("report.gap.need"), need), row(t("report.gap.have"), have)],
	});
}

function directionStat(report: Report): HTMLElement {
	const direction = report.direction;
	const parts = direction ? [direction.down, direction.skip, direction.up, direction.peer, direction.other] : [];
	const whole = parts.every((one) => typeof one === "number") ? parts.reduce<number>((sum, one) => sum + one!, 0) : 0;
	const above = whole ? (direction!.down! + direction!.skip!) : 0;
	return stat({
		name: t("report.gap.above"), value: whole ? formatShare(above / whole) : null, why: figureAbsence(report, "direction"),
		words: t("report.gap.aboveWords", { of: formatCount(above), down: formatCount(direction?.down), skip: formatCount(direction?.skip), n: whole }),
	});
}

/* What leaders were seen to do: the answers above are what people say of it. */
function seenPart({ report }: Material): HTMLElement {
	return h("section.card.seen", { "aria-labelledby": "seen" },
		h("h2", { id: "seen" }, t("report.gap.seen")),
		h("p.unit", {}, t("report.gap.seenUnit")),
		ratioStat(report, {
			name: t("report.gap.coverage"), figure: "leadership.managerCoverage", ratio: report.leadership?.managerCoverage,
			words: "report.gap.coverageWords",
		}),
		ratioStat(report, {
			name: t("report.gap.leaders"), figure: "leadership.leaderShare", ratio: report.leadership?.leaderShare,
			words: "report.gap.leadersWords",
		}),
		directionStat(report));
}

export function gapSection(material: Material): HTMLElement {
	return h("div.report-pair", {}, saidPart(material), absence(material.report) ? null : seenPart(material));
}

/* How hard it is: the pulse's other question. */
export function strainStat({ report }: Material): HTMLElement {
	const strain = report.strain;
	const mean = typeof strain?.mean === "number" ? t("report.strain.of", { mean: formatCount(strain.mean) }) : null;
	return h("section.card", { "aria-labelledby": "strain" },
		h("h2", { id: "strain" }, t("report.strain.title")),
		h("p.stat-value", {}, said(mean, strain?.n === 0 ? t("report.gap.nobody") : figureAbsence(report, PULSES, "members"))),
		mean && h("p.soft", {}, t("report.strain.words", { n: strain?.n ?? 0 })),
		mean && h("p.stat-change", {}, change(report, "strain.mean", "points")));
}
