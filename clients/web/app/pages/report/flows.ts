/* flows: which teams thank which, as a matrix of the busiest; the others are one line together. */
import { figure } from "../../charts/figure";
import { matrix, type Name } from "../../charts/matrix";
import { h } from "../../element";
import { formatCount } from "../../format";
import { t } from "../../words";
import { absence, type Material, type Report, teamName } from "./report";

const SHOWN = 10; // groups with a line of their own
const LISTED = 200; // rows of the table; all of them are in the CSV

type Side = "fromTeam" | "toTeam";

/* Groups by what goes out or comes in, the busiest first. */
function groupsOf(report: Report, sides: Side[]): string[] {
	const busy = new Map<string, number>();
	for (const flow of report.flows)
		for (const side of sides) busy.set(flow[side], (busy.get(flow[side]) ?? 0) + flow.arcs);
	return [...busy].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([team]) => team);
}

/* The last segment where that says enough; of many merged ones the first and how many more. */
function shortNames(groups: string[]): Name[] {
	const last = (path: string): string => path.split("/").pop()!;
	const shorts = groups.map((group) => {
		const parts = group.split(" + ");
		const two = parts.slice(0, 2).map((one) => last(teamName(one))).join(" + ");
		return parts.length > 2 ? t("report.flows.more", { names: two, n: parts.length - 2 }) : two;
	});
	return groups.map((group, i) => ({ full: teamName(group), short: shorts.filter((one) => one === shorts[i]).length > 1 ? teamName(group) : shorts[i]! }));
}

/* One side of the matrix: the busiest by themselves, the others as one line. */
interface Lines {
	names: Name[];
	index: Map<string, number>;
}

function linesOf(groups: string[]): Lines {
	const own = groups.length <= SHOWN + 1 ? groups : groups.slice(0, SHOWN);
	const names = shortNames(own);
	const rest = t("report.flows.rest", { n: groups.length - own.length });
	if (groups.length > own.length) names.push({ short: rest, full: rest });
	return { names, index: new Map(groups.map((group, i) => [group, Math.min(i, own.length)])) };
}

/* Of a team only what it receives is counted, so it has no columns of others: their zeros would be untrue. */
function picture(report: Report): HTMLElement {
	const from = linesOf(groupsOf(report, report.team ? ["fromTeam"] : ["fromTeam", "toTeam"]));
	const to = report.team ? linesOf(groupsOf(report, ["toTeam"])) : from;
	const counts = from.names.map(() => new Array<number>(to.names.length).fill(0));
	for (const { fromTeam, toTeam, arcs } of report.flows) counts[from.index.get(fromTeam)!]![to.index.get(toTeam)!]! += arcs;
	return matrix({
		label: t("report.flows.label"), corner: t("report.flows.corner"), total: t("report.flows.total"),
		rows: from.names, columns: to.names, counts,
	});
}

export function flowsSection({ report, csv }: Material): HTMLElement {
	const within = report.flows.filter((one) => one.fromTeam === one.toTeam).reduce((sum, one) => sum + one.arcs, 0);
	const whole = report.flows.reduce((sum, one) => sum + one.arcs, 0);
	return figure({
		title: t("report.flows.title"), unit: t(report.team ? "report.flows.unitTeam" : "report.flows.unit"), csv: csv("flows"), wide: true,
		absent: report.flows.length ? null : (absence(report) ?? t("report.nothing")),
		graphic: report.flows.length ? picture(report) : null,
		note: h("p.soft", {}, t("report.flows.note", { n: whole, within: formatCount(within) })),
		head: [t("report.flows.from"), t("report.flows.to"), t("report.arcs")],
		rows: report.flows.slice(0, LISTED).map((one) => [teamName(one.fromTeam), teamName(one.toTeam), formatCount(one.arcs)]),
	});
}
