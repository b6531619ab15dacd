/* my_data: all that Kleos holds about me as a file, who looked or changed something, and the way out everywhere. */
import { get, write } from "../api";
import { h } from "../element";
import { formatTime } from "../format";
import { confirmFirst } from "./confirm";
import { saveFile } from "./download";
import { emptyCard, problemText } from "./notice";
import { pagedTable } from "./paged_table";
import { personLink } from "./person";
import type { Schema } from "../schema";
import { forgetSession, me } from "../session";
import { has, t } from "../words";

type Line = Schema<"AuditEntry">;

function exporter(): HTMLElement {
	const said = h("p.error", { role: "alert", hidden: true });
	const button = h("button.button", { type: "button" }, t("data.export"));
	button.addEventListener("click", () => {
		said.hidden = true;
		button.setAttribute("aria-disabled", "true");
		get<object>("/v1/members/me:export").then((all) => saveFile(`kleos-${me()}.json`, "application/json",
			JSON.stringify(all, null, 2)), (problem: unknown) => {
			said.textContent = problemText(problem);
			said.hidden = false;
		}).finally(() => button.removeAttribute("aria-disabled"));
	});
	return h("section.card", {}, h("h2", {}, t("data.exportTitle")), h("p", {}, t("data.exportText")), button, said);
}

function sessions(): HTMLElement {
	const act = async (): Promise<void> => {
		await write("POST", "/v1/session:endAll");
		forgetSession();
	};
	const press = async (): Promise<void> => {
		if (await confirmFirst({ title: t("data.endTitle"), text: t("data.endText"), confirm: t("data.end"),
			act })) location.assign("/home");
	};
	return h("section.card", {}, h("h2", {}, t("data.sessions")), h("p", {}, t("data.sessionsText")),
		h("button.button.quiet", { type: "button", click: () => void press() }, t("data.end")));
}

function actor(line: Line): HTMLElement {
	if (!line.actor) return h("span", {}, t("data.itself"));
	return line.actor.handle ? personLink(line.actor) : h("span", {}, t("data.integration"));
}

async function audit(signal: AbortSignal): Promise<HTMLElement> {
	const word = (action: string) => (has(`data.did.${action}`) ? t(`data.did.${action}`) : h("code", {}, action));
	const rows = await pagedTable<Line>({
		path: "/v1/audit", query: { subject: "me" }, field: "auditEntries", caption: t("data.audit"), signal, pageSize: 20,
		columns: [
			{ head: t("data.when"), cell: (line) => (line.time ? formatTime(line.time) : null) },
			{ head: t("data.who"), cell: actor },
			{ head: t("data.what"), cell: (line) => word(line.action) },
		],
		empty: () => emptyCard(t("data.noLines"), t("data.noLinesText")),
	});
	return h("section.card", {}, h("h2", {}, t("data.auditTitle")), h("p", {}, t("data.auditText")), rows);
}

export async function myDataView(signal: AbortSignal): Promise<HTMLElement[]> {
	return [exporter(), await audit(signal), sessions()];
}
