/* table: rows under heads, in a box that scrolls by itself where the screen is narrow. */
import { type Child, h } from "../element";

export interface Column<Row> {
	head: string;
	cell: (row: Row) => Child;
	number?: boolean; // set flush right
	header?: boolean; // names the row
}

export function table<Row>(caption: string, columns: Column<Row>[], rows: readonly Row[]): HTMLElement {
	const name = (column: Column<Row>) => (column.number ? ".number" : "");
	return h("div.table-box", { tabindex: "0", role: "region", "aria-label": caption },
		h("table", {},
			h("caption", {}, caption),
			h("thead", {}, h("tr", {}, columns.map((one) => h(`th${name(one)}`, { scope: "col" }, one.head)))),
			h("tbody", {}, rows.map((row) => h("tr", {}, columns.map((one) =>
				one.header ? h(`th${name(one)}`, { scope: "row" }, one.cell(row)) : h(`td${name(one)}`, {}, one.cell(row))))))));
}
