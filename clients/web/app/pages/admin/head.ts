/* head: what every page of the administration begins with: its name, what it is for, and where it belongs. */
import { type Child, h } from "../../element";

export interface Crumb {
	href: string;
	text: string;
}

export function adminHead(title: string, lead: Child, up: Crumb | null = null, ...actions: Child[]): HTMLElement {
	return h("div", {},
		up && h("p.crumb", {}, h("a", { href: up.href }, `← ${up.text}`)),
		h("div.page-head", {}, h("h1", {}, title), actions.length ? h("div.actions", {}, actions) : null),
		lead && h("p.lead", {}, lead));
}

/* A path breaks behind its slashes. */
export function teamPath(path: string): Child {
	return path.split("/").map((part, i) => (i ? ["/", h("wbr"), part] : part));
}

/* A button of a row: what it does, to whom is for screen readers. */
export function rowButton(text: string, label: string, act: () => void, danger = false): HTMLElement {
	return h("button", { type: "button", class: `button small ${danger ? "danger" : "quiet"}`, "aria-label": label,
		click: act }, text);
}
