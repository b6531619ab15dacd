/* audit: who changed what, and who looked. Auditors see all of it, everybody what is about themselves. */
import type { Query } from "../../api";
import { type Attributes, type Child, h } from "../../element";
import { DASH, formatTime, shiftDay } from "../../format";
import { filtered } from "../../parts/filtered";
import { type Field, field } from "../../parts/form";
import { emptyCard } from "../../parts/notice";
import { pagedTable } from "../../parts/paged_table";
import { personLink } from "../../parts/person";
import type { Column } from "../../parts/table";
import type { Page, Visit } from "../../router";
import type { Schema } from "../../schema";
import { hasRole, me } from "../../session";
import { has, t } from "../../words";
import { adminHead } from "./head";

type Entry = Schema<"AuditEntry">;
type Person = Schema<"MemberReference">;

/* The member whom it is about, and the id of what else was made or changed. */
function about(entry: Entry): Child {
	const other = entry.subject && entry.subject !== entry.member?.id ? h("div", {}, h("code.soft", {}, entry.subject))
		: null;
	return [who(entry.member, other ? "" : DASH), other];
}

/* A member by name; the key of an integration by its id. */
function who(person: Person | null | undefined, nobody: string): Node | string {
	if (!person) return nobody;
	return person.handle ? personLink(person) : h("code", {}, person.id);
}

function deedText(action: string): Node | string {
	return has(`admin.did.${action}`) ? t(`admin.did.${action}`) : h("code", {}, action);
}

function columns(): Column<Entry>[] {
	return [
		{ head: t("admin.audit.time"), cell: (entry) => formatTime(entry.time!), header: true },
		{ head: t("admin.audit.actor"), cell: (entry) => who(entry.actor, t("admin.audit.kleos")) },
		{ head: t("admin.audit.action"), cell: (entry) => deedText(entry.action) },
		{ head: t("admin.audit.about"), cell: about },
		{ head: t("admin.audit.service"), cell: (entry) => t(`admin.service.${entry.service}`) },
	];
}

function filterFields(query: URLSearchParams): Field[] {
	const asked = (name: string, more: Attributes): Field => field({
		name, label: t(`admin.audit.${name}`), value: query.get(name) ?? "", filter: true, more,
	});
	const name = { maxlength: 63, spellcheck: "false", autocapitalize: "none" };
	return [
		...(hasRole("AUDITOR") ? [asked("subject", name)] : []),
		asked("actor", name), asked("since", { type: "date" }), asked("until", { type: "date" }),
	];
}

/* A day of the reader's zone as the moment it begins. */
function beginning(day: unknown): string {
	const date = new Date(`${String(day)}T00:00`);
	return day && !Number.isNaN(date.getTime()) ? date.toISOString() : "";
}

function draw(query: Query, signal: AbortSignal): Promise<HTMLElement> {
	const until = query.until ? shiftDay(String(query.until), 1) : "";
	return pagedTable<Entry>({
		path: "/v1/audit", query: { ...query, since: beginning(query.since), until: beginning(until) },
		field: "auditEntries",
		caption: t("admin.audit.caption"), columns: columns(), signal,
		empty: () => emptyCard(t("admin.audit.none"), t("admin.audit.noneText")),
	});
}

export async function auditPage(visit: Visit): Promise<Page> {
	const head = adminHead(t("nav.audit"), t(hasRole("AUDITOR") ? "admin.audit.lead" : "admin.audit.leadOwn"));
	if (!hasRole("AUDITOR") && !me())
		return { title: t("nav.audit"),
			content: [head, emptyCard(t("admin.audit.auditors"), t("admin.audit.auditorsText"))] };
	return { title: t("nav.audit"),
		content: [head, await filtered(visit.path, filterFields(visit.query), (query) => draw(query, visit.signal))] };
}
