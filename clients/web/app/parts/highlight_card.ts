/* highlight_card: a piece of work with what its member may do with it. */
import { write } from "../api";
import { h, replace } from "../element";
import { confirmFirst } from "./confirm";
import { type Highlight, highlightFacts } from "./highlight_facts";
import { highlightForm } from "./highlight_form";
import { toast } from "./notice";
import { hasRole, me, PEOPLE_ROLES } from "../session";
import { t } from "../words";

export function highlightCard(first: Highlight): HTMLElement {
	let highlight = first;
	const facts = h("div");
	const node = h("article.card.highlight", {}, facts);
	const remove = async (): Promise<void> => {
		const act = async (): Promise<void> => void (await write("DELETE", `/v1/highlights/${highlight.id}`));
		if (!(await confirmFirst({ title: t("highlight.deleteTitle"),
			text: t("highlight.deleteText", { title: highlight.title }), confirm: t("highlight.delete"), danger: true,
		act }))) return;
		(node.closest("li") ?? node).remove();
		toast(t("highlight.deleted"));
	};
	const edit = (): void => {
		const cancel = h("button.link", { type: "button", click: () => draw() }, t("form.cancel"));
		const box = highlightForm(highlight, (now) => {
			highlight = now;
			draw();
			toast(t("form.saved"));
		});
		replace(facts, h("h2", {}, t("highlight.edit")), box, cancel);
		facts.querySelector("input")!.focus();
	};
	const draw = (): void => {
		const mine = highlight.member?.handle === me() && me() !== "";
		replace(facts, highlightFacts(highlight, "h2"), (mine || hasRole(...PEOPLE_ROLES)) && h("div.actions", {},
			mine && h("button.link", { type: "button", click: edit }, t("highlight.edit")),
			h("button.link", { type: "button", click: () => void remove() }, t("highlight.delete"))));
	};
	draw();
	return node;
}
