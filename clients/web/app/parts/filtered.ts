/* filtered: results with the fields that choose them. What is chosen stands in the URL, so that reload and a sent link
 * show the same; the fields keep the focus while the results are drawn anew. */
import { address, type Query } from "../api";
import { type Child, h } from "../element";
import { area } from "./area";
import type { Field } from "./form";
import { t } from "../words";

/* The fields' names are those of the URL's query; their values are of it already. */
export async function filtered(path: string, fields: Field[],
	draw: (query: Query) => Promise<Child>): Promise<HTMLElement> {
	const query = (): Query => Object.fromEntries(fields.map((one) => [one.name, one.value().trim()]));
	const results = await area(() => draw(query()));
	const said = h("p.visually-hidden", { role: "status" });
	let shown = address(path, query());
	const apply = (): void => {
		const wanted = address(path, query());
		if (wanted === shown) return;
		shown = wanted;
		history.replaceState(null, "", wanted);
		void results.refresh().then(() => {
			said.textContent = t("filtered.found", { n: results.node.querySelectorAll("tbody tr").length });
		});
	};
	const submit = (event: Event): void => {
		event.preventDefault();
		apply();
	};
	const form = h("form.filters", { role: "search", "aria-label": t("filtered.label"), change: apply, submit },
		fields.map((one) => one.node), h("button.button.quiet", { type: "submit" }, t("filtered.show")));
	return h("div", {}, form, said, h("div.card", {}, results.node));
}
