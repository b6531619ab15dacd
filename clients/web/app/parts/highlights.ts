/* highlights: the work that people share, with the form to share one's own. */
import type { Query } from "../api";
import { type Child, h } from "../element";
import { highlightCard } from "./highlight_card";
import type { Highlight } from "./highlight_facts";
import { highlightForm } from "./highlight_form";
import { pagedList } from "./list";
import { emptyCard, toast } from "./notice";
import { me } from "../session";
import { t } from "../words";

/* Folded until it is asked for; what was shared stands on top of the list at once. */
function sharer(list: () => HTMLElement): HTMLElement {
	const box = h("details.card.creator", {}, h("summary", {}, t("highlight.new")));
	const draw = (): void => {
		box.querySelector("form")?.remove();
		box.append(highlightForm(null, (now) => {
			list().prepend(h("li", {}, highlightCard(now)));
			box.open = false;
			box.querySelector("summary")!.focus();
			toast(t(`heard.${now.visibility}`));
			draw();
		}));
	};
	draw();
	return box;
}

export async function highlightsView(query: Query, signal: AbortSignal, share: boolean): Promise<Child> {
	const list = await pagedList<Highlight>({
		path: "/v1/highlights", query, field: "highlights", label: t("highlight.label"), signal, draw: highlightCard,
		empty: () => emptyCard(t("highlight.empty"), t(me() && share ? "highlight.emptyText" : "highlight.emptyOther")),
	});
	const place = (): HTMLElement => {
		let ul = list.querySelector<HTMLElement>("ul.list");
		if (!ul) list.replaceChildren(ul = h("ul.list", { "aria-label": t("highlight.label") }));
		return ul;
	};
	return [share && me() && sharer(place), list];
}
