/* list: pages of an API list under each other, with a button for more. */
import { get, type Query } from "../api";
import { type Child, h } from "../element";
import { problemWords } from "./notice";
import { t } from "../words";

export interface ListOptions<Item> {
	path: string;
	query?: Query;
	field: string; // of the answer: "members"
	draw: (item: Item) => Child; // what goes into a list item
	empty: () => Node;
	signal: AbortSignal;
	label?: string;
	pageSize?: number;
}

type Answer = Record<string, unknown> & { nextPageToken?: string };

/* The first page is asked for before the list is there; each next one by its button. */
export async function pagedList<Item>(options: ListOptions<Item>): Promise<HTMLElement> {
	const list = h("ul.list", options.label ? { "aria-label": options.label } : {});
	const more = h("button.button.quiet", { type: "button" }, t("list.more"));
	const box = h("div", {}, list);
	const take = async (token: string): Promise<string> => {
		const answer = await get<Answer>(options.path, { pageSize: options.pageSize ?? 20, ...options.query, pageToken: token }, options.signal);
		for (const item of (answer[options.field] as Item[] | undefined) ?? []) list.appendChild(h("li", {}, options.draw(item)));
		return answer.nextPageToken ?? "";
	};
	let token = await take("");
	if (!list.childElementCount) return h("div", {}, options.empty());
	if (token) box.appendChild(more);
	more.addEventListener("click", () => {
		more.setAttribute("aria-disabled", "true");
		take(token).then((next) => {
			token = next;
			if (!next) more.remove();
		}, (problem: unknown) => box.appendChild(h("p.error", { role: "alert" }, problemWords(problem)))).finally(() => more.removeAttribute("aria-disabled"));
	});
	return box;
}
