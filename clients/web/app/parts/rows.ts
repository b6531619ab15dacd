/* rows: fields that come in rows, as many as one likes up to a bound. It is a Field, so that errors find it. */
import { freshId, h } from "../element";
import type { Field } from "./form";
import { t } from "../words";

export interface RowsOptions {
	name: string;
	legend: string;
	hint: string;
	add: string; // "Add a figure"
	most: number;
	columns: { name: string; label: string; type?: string; more?: Record<string, string | number> }[];
	rows: Record<string, string>[];
}

export interface Rows extends Field {
	rows(): Record<string, string>[]; // those with something in them
}

function rowNode(options: RowsOptions, row: Record<string, string>, gone: (node: HTMLElement) => void): HTMLElement {
	const cells = options.columns.map((column) => {
		const id = freshId(column.name);
		return h("div.cell", {}, h("label", { for: id }, column.label),
			h("input", { id, type: column.type ?? "text", value: row[column.name] ?? "", "data-column": column.name, ...column.more }));
	});
	const node = h("li.cells", {}, cells);
	node.append(h("button.button.quiet.small.square", { type: "button", "aria-label": t("rows.remove"), click: () => gone(node) }, "×"));
	return node;
}

function readRow(node: Element): Record<string, string> {
	const cells = [...node.querySelectorAll<HTMLInputElement>("[data-column]")];
	return Object.fromEntries(cells.map((cell) => [cell.dataset.column!, cell.value.trim()]));
}

export function rows(options: RowsOptions): Rows {
	const list = h("ul.rows");
	const error = h("p.error", { hidden: true, role: "alert" });
	const add = h("button.button.quiet.small", { type: "button" }, "+ ", options.add);
	const put = (row: Record<string, string>): HTMLElement => {
		const node = rowNode(options, row, (one) => {
			one.remove();
			add.disabled = false;
			add.focus();
		});
		list.append(node);
		add.disabled = list.childElementCount >= options.most;
		return node;
	};
	add.addEventListener("click", () => put({}).querySelector("input")!.focus());
	options.rows.forEach(put);
	const read = (): Record<string, string>[] => [...list.children].map(readRow).filter((row) => Object.values(row).some(Boolean));
	return {
		name: options.name, control: add, rows: read,
		node: h("fieldset", {}, h("legend", {}, options.legend), h("p.hint", {}, options.hint), list, add, error),
		value: () => JSON.stringify(read()),
		set: () => list.replaceChildren(),
		complain: (text) => {
			error.hidden = text === "";
			error.textContent = text;
		},
	};
}
