/* matrix: counts from row to column, a deeper ground for a greater one. It is a table already, so that is what a screen
 * reader gets; it scrolls in its box where the screen is narrow. */
import { h } from "../element";
import { formatCount } from "../format";

export interface MatrixOptions {
	label: string;
	corner: string;
	names: { short: string; full: string }[];
	counts: number[][]; // [from][to]
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

export function matrix(options: MatrixOptions): HTMLElement {
	const { names, counts } = options;
	const greatest = Math.max(1, ...counts.flat());
	const head = h("tr", {}, h("th.corner", { scope: "col" }, options.corner),
		names.map((name) => h("th.turned", { scope: "col", title: name.full }, h("span", {}, name.short))),
		h("th.turned.total", { scope: "col" }, h("span", {}, options.total)));
	const rows = names.map((name, i) => h("tr", {}, h("th", { scope: "row", title: name.full }, name.short),
		counts[i]!.map((count) => cell(count, greatest)), h("td.number.total", {}, formatCount(sum(counts[i]!)))));
	const foot = h("tr", {}, h("th", { scope: "row" }, options.total),
		names.map((_, i) => h("td.number.total", {}, formatCount(sum(counts.map((row) => row[i]!))))),
		h("td.number.total", {}, formatCount(sum(counts.map(sum)))));
	return h("div.table-box.matrix", { tabindex: "0", role: "region", "aria-label": options.label },
		h("table", {}, h("caption.visually-hidden", {}, options.label), h("thead", {}, head), h("tbody", {}, rows), h("tfoot", {}, foot)));
}
