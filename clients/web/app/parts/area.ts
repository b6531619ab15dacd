/* area: a part of a page that is drawn anew by itself, while what stands around it stays. */
import { type Child, h, replace } from "../element";
import { problemWords } from "./notice";

export interface Area {
	node: HTMLElement;
	refresh(): Promise<void>; // never throws: what went wrong stands in the area
}

/* Drawn once before it is there; what goes wrong then is the page's. A newer drawing overtakes an older one. Where the
 * focus was on what is gone, it goes to the area. */
export async function area(draw: () => Promise<Child>): Promise<Area> {
	const node = h("div.area", { tabindex: "-1" }, await draw());
	let newest = 0;
	const refresh = async (): Promise<void> => {
		const mine = ++newest;
		const focused = node.contains(document.activeElement) || document.activeElement === document.body;
		node.setAttribute("aria-busy", "true");
		let content: Child;
		try {
			content = await draw();
		} catch (problem) {
			content = h("p.error", { role: "alert" }, problemWords(problem));
		}
		if (mine !== newest) return;
		replace(node, content);
		node.removeAttribute("aria-busy");
		if (focused) node.focus({ preventScroll: true });
	};
	return { node, refresh };
}
