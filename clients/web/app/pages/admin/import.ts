/* import: many members at once, from a CSV file: what it looks like, the file, how far it is, and what became of it. */
import { ApiError, upload } from "../../api";
import { freshId, h, replace } from "../../element";
import { formatCount, formatShare } from "../../format";
import { saveFile } from "../../parts/download";
import { problemText, problemWords } from "../../parts/notice";
import { refusalText } from "../../parts/refusal";
import { table } from "../../parts/table";
import type { Page } from "../../router";
import { t } from "../../words";
import { adminHead } from "./head";
import { importOutcome, type Outcome } from "./import_outcome";

const COLUMNS: [name: string, example: string][] = [
	["handle", "maria"], ["display_name", "Μαρία Νικολάου"], ["email", "maria@example.org"],
	["team", "marketing/social"],
	["title", "Social media manager"], ["manager", "nikos"], ["leader", "false"], ["hats", "STRATEGY;COPYWRITING"],
	["joined_on", "2026-03-01"], ["locale", "el"], ["time_zone", "Europe/Athens"], ["ceiling", "TEAM"],
	["external_id", "hr-1042"],
];
const MOST_BYTES = 64 * 1024 * 1024;

function template(): string {
	const rows = [COLUMNS.map(([name]) => name), COLUMNS.map(([, example]) => example)];
	const mark = "\uFEFF"; // by which spreadsheets know that it is UTF-8
	return `${mark}${rows.map((row) => `${row.join(",")}\r\n`).join("")}`;
}

function explained(): HTMLElement {
	return h("details.card.creator", {}, h("summary", {}, t("admin.import.columns")),
		h("p", {}, t("admin.import.columnsText")),
		table(t("admin.import.columns"), [
			{ head: t("admin.import.column"), cell: ([name]) => h("code", {}, name), header: true },
			{ head: t("admin.import.meaning"), cell: ([name]) => t(`admin.column.${name}`) },
			{ head: t("admin.import.example"), cell: ([, example]) => h("code", {}, example) },
		], COLUMNS, "cards"));
}

interface Drop {
	node: HTMLElement;
	input: HTMLInputElement;
	take(file: File | null): void;
}

/* The input itself fills the place, so that clicking, keys and dropping are the browser's own. */
function dropPlace(chosen: (file: File | null) => void): Drop {
	const id = freshId("file");
	const input = h("input", { id, type: "file", accept: ".csv,text/csv", "aria-describedby": `${id}-said` });
	const said = h("p.soft", { id: `${id}-said` }, t("admin.import.dropText"));
	const node = h("div.drop", {}, h("label", { for: id }, t("admin.import.drop")), said, input);
	const take = (file: File | null): void => {
		const size = Math.max(1, Math.round((file?.size ?? 0) / 1024));
		said.textContent = file ? t("admin.import.chosen", { name: file.name, size }) : t("admin.import.dropText");
		chosen(file);
	};
	input.addEventListener("click", () => {
		input.value = ""; // the same file, mended, is another choice
	});
	input.addEventListener("change", () => take(input.files?.[0] ?? null));
	for (const name of ["dragenter", "dragover"]) node.addEventListener(name, () => node.classList.add("over"));
	for (const name of ["dragleave", "drop"]) node.addEventListener(name, () => node.classList.remove("over"));
	return { node, input, take };
}

function refusal(problem: unknown): HTMLElement {
	const fields = problem instanceof ApiError ? problem.fields : [];
	const said = problem instanceof ApiError ? problem.message : "";
	const text = problemText(problem);
	return h("div.card.problem", { role: "alert" }, h("h2", { tabindex: "-1" }, t("problem.title")), h("p", {}, problemWords(problem)),
		said && said !== text && !fields.length && h("p.soft", { lang: "en" }, said),
		fields.length > 0 && h("ul", {}, fields.map((one) =>
			h("li", {}, h("code", {}, one.field), ": ", refusalText({ ...one, sentence: one.description })))));
}

/* All of the file as it is now: a browser refuses to send one that changed since it was chosen. */
async function bytesOf(file: File): Promise<Blob> {
	try {
		return new Blob([await file.arrayBuffer()]);
	} catch {
		throw new ApiError("FAILED_PRECONDITION", "", "FILE_CHANGED", [], null);
	}
}

/* Sends the file and shows how far it is; then what became of it has the focus. */
async function run(file: File, place: HTMLElement): Promise<void> {
	const bar = h("progress", { max: "1", value: "0", "aria-label": t("admin.import.progress") });
	const said = h("p", { role: "status" }, t("admin.import.sending"));
	replace(place, h("div.card", {}, said, bar));
	const sent = (share: number): void => {
		bar.value = share;
		if (share < 1) bar.textContent = formatShare(share);
		else {
			said.textContent = t("admin.import.reading");
			bar.removeAttribute("value"); // how far the rows are nobody tells us
		}
	};
	try {
		const outcome = await upload<Outcome>("/v1/members:import", await bytesOf(file), "text/csv", sent);
		replace(place, importOutcome(outcome));
	} catch (problem) {
		if (!(problem instanceof ApiError)) console.error(problem);
		replace(place, refusal(problem));
	}
	place.querySelector("h2")?.focus();
}

function importer(): HTMLElement {
	let chosen: File | null = null;
	let busy = false;
	const place = h("div");
	const error = h("p.error", { role: "alert", hidden: true });
	const button = h("button.button", { type: "submit" }, t("admin.import.start"));
	const drop = dropPlace((file) => {
		chosen = file;
		error.hidden = true;
	});
	const problemOf = (file: File | null): string =>
		!file ? t("admin.import.noFile") : file.size > MOST_BYTES
			? t("admin.import.tooLarge", { most: formatCount(MOST_BYTES / 1024 / 1024) }) : "";
	const send = async (event: Event): Promise<void> => {
		event.preventDefault();
		if (busy) return;
		error.textContent = problemOf(chosen);
		error.hidden = !error.textContent;
		if (error.textContent) {
			drop.input.focus();
			return;
		}
		busy = true;
		button.setAttribute("aria-disabled", "true");
		await run(chosen!, place);
		busy = false;
		button.removeAttribute("aria-disabled");
	};
	return h("div", {},
		h("form.card", { novalidate: true, submit: (event) => void send(event) }, drop.node, error,
			h("div.actions", {}, button,
			h("button.button.quiet", { type: "button", click: () => saveFile("members.csv", "text/csv", template()) },
				t("admin.import.template")))),
		place);
}

export function importPage(): Page {
	return {
		title: t("admin.members.import"),
		content: [
			adminHead(t("admin.members.import"), t("admin.import.lead"),
				{ href: "/admin/members", text: t("nav.members") }),
			importer(), explained(),
		],
	};
}
