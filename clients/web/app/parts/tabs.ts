/* tabs: parts of one page, each with an address of its own in the query. */
import { h } from "../element";
import { t } from "../words";

export interface Tab {
	name: string; // in the query: ?tab=given
	word: string;
}

/* The first tab is where the page opens; an unknown name opens it too. */
export function chosenTab(tabs: Tab[], query: URLSearchParams): string {
	return tabs.find((one) => one.name === query.get("tab"))?.name ?? tabs[0]!.name;
}

export function tabLinks(path: string, label: string, tabs: Tab[], chosen: string): HTMLElement {
	return h("nav.page-tabs", { "aria-label": label }, h("ul", {}, tabs.map((one, i) => h("li", {},
		h("a", { href: i ? `${path}?tab=${one.name}` : path, "aria-current": one.name === chosen ? "page" : null }, t(one.word))))));
}
