/* links_field: links to the work, each with a name, as one field of a form. */
import type { Link } from "./cycles";
import { freshId, h, replace } from "../../element";
import type { Field } from "../../parts/form";
import { t } from "../../words";

const MOST = 10;

export interface LinksField extends Field {
	links(): Link[];
}

interface Row {
	node: HTMLElement;
	url: HTMLInputElement;
	title: HTMLInputElement;
}

function makeRow(link: Link, described: string, taken: (row: Row) => void): Row {
	const url = h("input", { type: "text", inputmode: "url", maxlength: 2000, placeholder: "https://", "aria-label": t("awards.linkUrl"), "aria-describedby": described });
	const title = h("input", { type: "text", maxlength: 200, "aria-label": t("awards.linkTitle"), placeholder: t("awards.linkTitle") });
	const off = h("button.button.quiet.small", { type: "button" }, t("awards.linkRemove"));
	url.value = link.url;
	title.value = link.title;
	const row = { node: h("div.link-row", {}, url, title, off), url, title };
	off.addEventListener("click", () => taken(row));
	return row;
}

function isAddress(text: string): boolean {
	return /^https?:\/\/[^\s]+$/i.test(text);
}

/* Says in the reader's language what the browser would say in its own. */
function judge(url: HTMLInputElement): void {
	const text = url.value.trim();
	url.setCustomValidity(!text || isAddress(text) ? "" : t("awards.linkWrong"));
}

export function linksField(start: Link[]): LinksField {
	const id = freshId("links");
	const error = h("p.error", { id: `${id}-error`, hidden: true });
	const box = h("div"), add = h("button.button.quiet.small", { type: "button" }, t("awards.linkAdd"));
	const none = h("input", { type: "text", hidden: true }); // what is valid where there is no row
	let rows: Row[] = [];
	const draw = (): void => {
		replace(box, rows.map((row) => row.node));
		add.hidden = rows.length >= MOST;
	};
	const put = (link: Link): Row => {
		const row = makeRow(link, `${id}-error`, (gone) => {
			rows = rows.filter((one) => one !== gone);
			draw();
			add.focus();
		});
		row.url.addEventListener("input", () => {
			judge(row.url);
			row.url.removeAttribute("aria-invalid");
		});
		rows.push(row);
		draw();
		return row;
	};
	start.forEach(put);
	add.addEventListener("click", () => put({ url: "", title: "" }).url.focus());
	return {
		name: "links",
		node: h("fieldset.field", {}, h("legend", {}, t("awards.links"), h("span.soft", {}, ` ${t("form.optional")}`)),
			h("p.hint", {}, t("awards.linksHint")), box, add, error),
		value: () => JSON.stringify(rows.map((row) => row.url.value)),
		set: () => {},
		get control() {
			return (rows.find((row) => !row.url.validity.valid) ?? rows[0])?.url ?? none;
		},
		complain: (text) => {
			error.hidden = text === "";
			error.textContent = text;
			if (text) rows.find((row) => !row.url.validity.valid)?.url.setAttribute("aria-invalid", "true");
		},
		links: () => rows.map((row) => ({ url: row.url.value.trim(), title: row.title.value.trim() })).filter((link) => link.url),
	};
}
