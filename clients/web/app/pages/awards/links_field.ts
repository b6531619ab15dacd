/* links_field: links to the work, each with a name, as one field of a form. The address of a recognition of this
 * Kleos is an attachment: whoever reads it follows it with their own rights. */
import type { Link } from "./cycles";
import { freshId, h, replace } from "../../element";
import type { Field } from "../../parts/form";
import { t } from "../../words";

const MOST = 10;

/* What a nomination carries of them. */
export interface Work {
	links: Link[];
	attachments: string[]; // recognitions/{id}, highlights/{id}
}

export interface LinksField extends Field {
	work(): Work;
}

/* "recognitions/{id}" of the address of its page; "": it is somewhere else. */
function attachmentOf(address: string): string {
	if (!address.startsWith(`${location.origin}/`)) return "";
	return /^\/(recognitions\/[0-9a-f-]{36})$/.exec(new URL(address).pathname)?.[1] ?? "";
}

function split(links: Link[]): Work {
	const found = links.map((link) => attachmentOf(link.url));
	return { links: links.filter((_, i) => !found[i]), attachments: found.filter(Boolean) };
}

function hasPage(attachment: string): boolean {
	return attachment.startsWith("recognitions/");
}

function rowsOf(work: Work): Link[] {
	return [...work.links, ...work.attachments.filter(hasPage).map((path) => ({ url: `${location.origin}/${path}`, title: "" }))];
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

export function linksField(start: Work): LinksField {
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
	rowsOf(start).forEach(put);
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
		work: () => {
			const { links, attachments } = split(rows.map((row) => ({ url: row.url.value.trim(), title: row.title.value.trim() })).filter((link) => link.url));
			return { links, attachments: [...attachments, ...start.attachments.filter((one) => !hasPage(one))] };
		},
	};
}
