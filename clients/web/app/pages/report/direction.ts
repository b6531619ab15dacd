/* direction: along which lines of the organisation people thank each other. */
import { stacked } from "../../charts/bars";
import { figure } from "../../charts/figure";
import { h } from "../../element";
import { DASH, formatCount, formatShare } from "../../format";
import { t } from "../../words";
import { figureAbsence, type Material } from "./report";

const WAYS = ["down", "skip", "up", "peer", "other"] as const;

export function directionSection({ report, csv }: Material): HTMLElement {
	const parts = WAYS.map((way) => ({ way, count: report.direction?.[way] }));
	const known = parts.every((one) => typeof one.count === "number");
	const whole = parts.reduce((sum, one) => sum + (one.count ?? 0), 0);
	const share = (count: number | null | undefined): string => (whole ? formatShare((count ?? 0) / whole) : DASH);
	const label = parts.map((one) => `${t(`report.direction.${one.way}`)} ${share(one.count)}`).join(", ");
	return figure({
		title: t("report.direction.title"), unit: t("report.direction.unit"), csv: csv("direction"),
		absent: known && whole ? null : figureAbsence(report, "direction"),
		graphic: stacked(label, parts.map((one) => ({
			name: t(`report.direction.${one.way}`), of: t(`report.direction.${one.way}Words`), value: one.count ?? 0,
		}))),
		note: h("p.soft", {}, t("report.direction.note", { n: whole })),
		head: [t("report.direction.way"), t("report.arcs"), t("report.share")],
		rows: parts.map((one) => [t(`report.direction.${one.way}`), formatCount(one.count), share(one.count)]),
	});
}
