/* series: recognitions over time. */
import { columns } from "../../charts/columns";
import { figure } from "../../charts/figure";
import { formatCount, formatDay, formatRange, shiftDay } from "../../format";
import { t } from "../../words";
import { absence, countText, type Material, type Report } from "./report";
import type { Interval } from "./state";

const SHORT: Record<Interval, Intl.DateTimeFormatOptions> = {
	DAY: { day: "numeric", month: "short" }, WEEK: { day: "numeric", month: "short" }, MONTH: { month: "short", year: "2-digit" },
};

/* From its first day to the one before the next begins. */
function bucketTitle(report: Report, i: number): string {
	const from = report.series[i]!.start, next = report.series[i + 1]?.start;
	const to = next ? shiftDay(next, -1) : report.range!.to;
	return from === to ? formatDay(from) : formatRange(from, to);
}

export function seriesSection({ report, csv }: Material, interval: Interval): HTMLElement {
	const all = report.series.map((one, i) => ({ short: formatDay(one.start, SHORT[interval]), title: bucketTitle(report, i), value: one.recognitions }));
	const sum = all.reduce((total, one) => total + (one.value ?? 0), 0);
	const best = all.reduce<(typeof all)[number] | null>((most, one) => (!most || (one.value ?? 0) > (most.value ?? 0) ? one : most), null);
	const say = (one: (typeof all)[number]): string => t("report.series.say", { title: one.title, n: one.value ?? 0 });
	const label = best ? t("report.series.label", { n: all.length, sum: formatCount(sum), best: say(best) }) : "";
	return figure({
		title: t("report.series.title"), unit: t(`report.series.unit.${interval}`), csv: csv("series"), wide: true,
		absent: best ? null : (absence(report) ?? t("report.nothing")),
		graphic: best && columns({ label, choose: t("report.series.choose"), columns: all, say }),
		head: [t("report.series.days"), t("report.recognitions"), t("report.arcs"), t("report.givers"), t("report.receivers")],
		rows: report.series.map((one, i) => [
			all[i]!.title, countText(one.recognitions), countText(one.arcs), countText(one.givers), countText(one.receivers),
		]),
	});
}
