/* table: rows under heads. Where the screen is narrow it scrolls by itself in a box; or its rows become cards, each
 * cell with its head beside it, which suits rows that one reads one at a time. */
import { type Child, h } from "../element";

export interface Column<Row> {
	head: string;
	cell: (row: Row) => Child;
	number?: boolean; // set flush right
	header?: boolean; // names the row
}

export type Narrow = "scrolls" | "cards";

/* Roles are said aloud where the look is not that of a table: browsers forget them then. */
function roleOf(narrow: Narrow, role: string): string | null {
	return narrow === "cards" ? role : null;
}

function className(column: { number?: boolean }): string {
	return column.number ? ".number" : "";
}

export function tableRow<Row>(columns: Column<Row>[], row: Row, narrow: Narrow = "scrolls"): HTMLElement {
	const cell = (one: Column<Row>): HTMLElement => {
		const more = { role: roleOf(narrow, one.header ? "rowheader" : "cell"),
			"data-head": narrow === "cards" && one.head };
		const content = narrow === "cards" ? h("div", {}, one.cell(row)) : one.cell(row);
		return one.header ? h(`th${className(one)}`, { scope: "row", ...more }, content)
			: h(`td${className(one)}`, more, content);
	};
	return h("tr", { role: roleOf(narrow, "row") }, columns.map(cell));
}

export function table<Row>(caption: string, columns: Column<Row>[], rows: readonly Row[],
	narrow: Narrow = "scrolls"): HTMLElement {
	const group = { role: roleOf(narrow, "rowgroup") };
	const heads = columns.map((one) =>
		h(`th${className(one)}`, { scope: "col", role: roleOf(narrow, "columnheader") }, one.head));
	return h("div.table-box", { tabindex: "0", role: "region", "aria-label": caption },
		h(narrow === "cards" ? "table.cards-narrow" : "table", { role: roleOf(narrow, "table") },
			h("caption", {}, caption),
			h("thead", group, h("tr", { role: roleOf(narrow, "row") }, heads)),
			h("tbody", group, rows.map((row) => tableRow(columns, row, narrow)))));
}
