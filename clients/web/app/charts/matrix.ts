/* matrix: counts from row to column, a deeper ground for a greater one. It is a table already, so that is what a screen
 * reader gets; it scrolls in its box where the screen is narrow. */
import { h } from "../element";
import { formatCount } from "../format";

export interface Name {
	short: string;
	full: string;
}

export interface MatrixOptions {
	label: string;
	corner: string;
	rows: Name[];
	columns: Name[];
	counts: number[][]; // [row][column]
	total: string;
}

const LEVELS = 9;

function cell(count: number, greatest: number): HTMLElement {
	const level = count ? Math.max(1, Math.round((LEVELS * count) / greatest)) : 0;
	return h(`td.number.heat-${level}`, {}, count ? formatCount(count) : h("span.soft", {}, "0"));
}

function sum(counts: number[]): number {
	return counts.reduce((all, one) => all + one, 0);
}

function headOf(options: MatrixOptions): HTMLElement {
	return h("tr", {}, h("th.corner", { scope: "col" }, options.corner),
		options.columns.map((name) => h("th.turned", { scope: "col", title: name.full }, h("span", {}, name.short))),
		h("th.turned.total", { scope: "col" }, h("span", {}, options.total)));
}

function total(counts: number[]): HTMLElement {
	return h("td.number.total", {}, formatCount(sum(counts)));
}

export function matrix(options: MatrixOptions): HTMLElement {
	const { counts } = options;
	const greatest = Math.max(1, ...counts.flat());
	const rows = options.rows.map((name, i) => h("tr", {}, h("th", { scope: "row", title: name.full }, name.short),
		counts[i]!.map((count) => cell(count, greatest)), total(counts[i]!)));
	const foot = h("tr", {}, h("th", { scope: "row" }, options.total),
		options.columns.map((_, i) => total(counts.map((row) => row[i]!))), total(counts.flat()));
	return h("div.table-box.matrix", { tabindex: "0", role: "region", "aria-label": options.label },
		h("table", {}, h("caption.visually-hidden", {}, options.label), h("thead", {}, headOf(options)), h("tbody", {}, rows), h("tfoot", {}, foot)));
}
