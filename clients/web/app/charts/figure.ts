/* figure: what stands around every chart: its title and unit, and the same numbers as a table and as CSV. */
import { type Child, h } from "../element";
import { DASH } from "../format";
import { table } from "../parts/table";
import { t } from "../words";

export type Cell = string | null;

export interface FigureOptions {
	title: string;
	unit: string;
	graphic: Child; // with a text alternative of its own
	head: string[]; // the first column names its row
	rows: Cell[][];
	csv: string; // address of the same numbers as CSV
	note?: Child;
	absent?: string | null; // why there is nothing to draw
	wide?: boolean;
}

function numbersTable(options: FigureOptions): HTMLElement {
	const columns = options.head.map((head, i) => ({
		head, header: i === 0, number: i > 0, cell: (row: Cell[]) => row[i] ?? DASH,
	}));
	return table(`${options.title} (${options.unit})`, columns, options.rows);
}

/* The table is made when somebody opens it: a report may have thousands of rows. */
function numbers(options: FigureOptions): HTMLElement {
	const csv = h("p.csv", {}, h("a", { href: options.csv, download: "kleos-impact.csv" }, t("report.csv")));
	const details = h("details", {},
		h("summary", {}, t("report.numbers"), h("span.visually-hidden", {}, `: ${options.title}`)), csv);
	details.addEventListener("toggle", () => csv.before(numbersTable(options)), { once: true });
	return details;
}

/* Nothing to draw is a dash and why, never an empty axis. */
export function absentText(why: string): HTMLElement {
	return h("p.absent", {}, h("span.dash", { "aria-hidden": "true" }, DASH), h("span", {}, why));
}

export function figure(options: FigureOptions): HTMLElement {
	const heading = h("figcaption", {}, h("h2", {}, options.title), h("p.unit", {}, options.unit));
	const drawn = options.absent ? absentText(options.absent) : [options.graphic, options.note, numbers(options)];
	return h(options.wide ? "figure.chart.card.wide-chart" : "figure.chart.card", {}, heading, drawn);
}
