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
	const pages = work.attachments.filter(hasPage);
	return [...work.links, ...pages.map((path) => ({ url: `${location.origin}/${path}`, title: "" }))];
}

interface Row {
	node: HTMLElement;
	url: HTMLInputElement;
	title: HTMLInputElement;
}

function makeRow(link: Link, described: string, taken: (row: Row) => void): Row {
	const url = h("input", {
		type: "text", inputmode: "url", maxlength: 2000, placeholder: "https://",
		"aria-label": t("awards.linkUrl"), "aria-describedby": described,
	});
	const title = h("input", { type: "text", maxlength: 200, "aria-label": t("awards.linkTitle"),
		placeholder: t("awards.linkTitle") });
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

interface State {
	rows: Row[];
	box: HTMLElement;
	add: HTMLButtonElement;
	error: HTMLElement;
	kept: string[]; // attachments without a page of their own: they stay as they are
}

function draw(state: State): void {
	replace(state.box, state.rows.map((row) => row.node));
	state.add.hidden = state.rows.length >= MOST;
}

function putRow(state: State, link: Link): Row {
	const row = makeRow(link, state.error.id, (gone) => {
		state.rows = state.rows.filter((one) => one !== gone);
		draw(state);
		state.add.focus();
	});
	row.url.addEventListener("input", () => {
		judge(row.url);
		row.url.removeAttribute("aria-invalid");
	});
	state.rows.push(row);
	draw(state);
	return row;
}

function findBad(state: State): Row | undefined {
	return state.rows.find((row) => !row.url.validity.valid);
}

function complain(state: State, text: string): void {
	state.error.hidden = text === "";
	state.error.textContent = text;
	if (text) findBad(state)?.url.setAttribute("aria-invalid", "true");
}

function workOf(state: State): Work {
	const said = state.rows.map((row) => ({ url: row.url.value.trim(), title: row.title.value.trim() }));
	const { links, attachments } = split(said.filter((link) => link.url));
	return { links, attachments: [...attachments, ...state.kept] };
}

function makeState(start: Work): State {
	const state = {
		rows: [], box: h("div"), add: h("button.button.quiet.small", { type: "button" }, t("awards.linkAdd")),
		error: h("p.error", { id: freshId("links-error"), hidden: true }),
		kept: start.attachments.filter((one) => !hasPage(one)),
	};
	rowsOf(start).forEach((link) => putRow(state, link));
	state.add.addEventListener("click", () => putRow(state, { url: "", title: "" }).url.focus());
	return state;
}

export function linksField(start: Work): LinksField {
	const state = makeState(start);
	const none = h("input", { type: "text", hidden: true }); // what is valid where there is no row
	return {
		name: "links",
		node: h("fieldset.field", {}, h("legend", {}, t("awards.links"), h("span.soft", {}, ` ${t("form.optional")}`)),
			h("p.hint", {}, t("awards.linksHint")), state.box, state.add, state.error),
		value: () => JSON.stringify(workOf(state)),
		set: () => {},
		get control() {
			return (findBad(state) ?? state.rows[0])?.url ?? none;
		},
		complain: (text) => complain(state, text),
		work: () => workOf(state),
	};
}
