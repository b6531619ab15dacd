/* table: rows under heads, in a box that scrolls by itself where the screen is narrow. */
import { type Child, h } from "../element";

export interface Column<Row> {
	head: string;
	cell: (row: Row) => Child;
	number?: boolean; // set flush right
	header?: boolean; // names the row
}

function className(column: { number?: boolean }): string {
	return column.number ? ".number" : "";
}

export function tableRow<Row>(columns: Column<Row>[], row: Row): HTMLElement {
	return h("tr", {}, columns.map((one) =>
		one.header ? h(`th${className(one)}`, { scope: "row" }, one.cell(row)) : h(`td${className(one)}`, {}, one.cell(row))));
}

export function table<Row>(caption: string, columns: Column<Row>[], rows: readonly Row[]): HTMLElement {
	return h("div.table-box", { tabindex: "0", role: "region", "aria-label": caption },
		h("table", {},
			h("caption", {}, caption),
			h("thead", {}, h("tr", {}, columns.map((one) => h(`th${className(one)}`, { scope: "col" }, one.head)))),
			h("tbody", {}, rows.map((row) => tableRow(columns, row)))));
}
