/* paged_table: pages of an API list as rows of one table, with a button for more. */
import { get, type Query } from "../api";
import { h } from "../element";
import { problemText } from "./notice";
import { type Column, table, tableRow } from "./table";
import { t } from "../words";

export interface PagedTableOptions<Row> {
	path: string;
	query?: Query;
	field: string; // of the answer: "members"
	caption: string;
	columns: Column<Row>[];
	empty: () => Node;
	signal: AbortSignal;
	pageSize?: number;
}

type Answer = Record<string, unknown> & { nextPageToken?: string };

interface Rows<Row> {
	rows: Row[];
	next: string;
}

async function rowsOf<Row>(options: PagedTableOptions<Row>, pageToken: string): Promise<Rows<Row>> {
	const answer = await get<Answer>(options.path, { pageSize: options.pageSize ?? 50, ...options.query, pageToken },
		options.signal);
	return { rows: (answer[options.field] as Row[] | undefined) ?? [], next: answer.nextPageToken ?? "" };
}

/* The first page is asked for before the table is there; each next one by its button. */
export async function pagedTable<Row>(options: PagedTableOptions<Row>): Promise<HTMLElement> {
	let { rows, next } = await rowsOf(options, "");
	if (!rows.length) return h("div", {}, options.empty());
	const box = h("div", {}, table(options.caption, options.columns, rows, "cards"));
	const body = box.querySelector("tbody")!;
	const said = h("p.error", { role: "alert", hidden: true });
	const more = h("button.button.quiet", { type: "button" }, t("list.more"));
	const take = async (): Promise<void> => {
		({ rows, next } = await rowsOf(options, next));
		for (const row of rows) body.appendChild(tableRow(options.columns, row, "cards"));
		if (next) return;
		(box.firstElementChild as HTMLElement).focus({ preventScroll: true }); // in place of the button, which goes
		more.remove();
	};
	more.addEventListener("click", () => {
		if (more.getAttribute("aria-disabled")) return;
		more.setAttribute("aria-disabled", "true");
		said.hidden = true;
		take().catch((problem: unknown) => {
			said.hidden = false;
			said.textContent = problemText(problem);
		}).finally(() => more.removeAttribute("aria-disabled"));
	});
	if (next) box.appendChild(h("div.after-table", {}, more, said));
	return box;
}
