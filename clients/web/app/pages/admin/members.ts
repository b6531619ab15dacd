/* members: who is here, found by name, team and state. */
import { get, type Query } from "../../api";
import { h } from "../../element";
import { DASH, formatDay } from "../../format";
import { filtered } from "../../parts/filtered";
import { type Field, field } from "../../parts/form";
import { emptyCard } from "../../parts/notice";
import { pagedTable } from "../../parts/paged_table";
import type { Column } from "../../parts/table";
import type { Page, Visit } from "../../router";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { adminHead, teamPath } from "./head";

type Member = Schema<"Member">;

export function stateText(member: Member): string {
	if (member.status === "ACTIVE") return t("admin.status.ACTIVE");
	return member.leftOn ? t("admin.members.left", { day: formatDay(member.leftOn) }) : t("admin.status.INACTIVE");
}

function stateBadge(member: Member): HTMLElement {
	return h(member.status === "ACTIVE" ? "span.badge.good" : "span.badge", {}, stateText(member));
}

function columns(): Column<Member>[] {
	const link = (member: Member) =>
		h("a.person", { href: `/admin/members/${encodeURIComponent(member.handle)}` },
			member.displayName || member.handle);
	return [
		{ head: t("admin.members.name"), cell: (member) => [link(member), h("div.soft.light", {}, `@${member.handle}`)],
			header: true },
		{ head: t("admin.team"), cell: (member) => member.team ? teamPath(member.team) : DASH },
		{ head: t("admin.members.title"), cell: (member) => member.title || DASH },
		{ head: t("admin.members.manager"),
			cell: (member) => member.manager ? member.manager.displayName || member.manager.handle : DASH },
		{ head: t("admin.state"), cell: stateBadge },
	];
}

async function filterFields(visit: Visit): Promise<Field[]> {
	const { teams } = await get<{ teams: Schema<"Team">[] }>("/v1/teams", {}, visit.signal);
	const asked = (name: string): string => visit.query.get(name) ?? "";
	const paths = [...new Set([...teams.map((team) => team.path), asked("team")])].filter(Boolean);
	const all = { value: "", label: t("admin.all") };
	return [
		field({ name: "query", label: t("admin.members.query"), type: "search", value: asked("query"), filter: true,
			more: { maxlength: 100 } }),
		field({
			name: "team", label: t("admin.team"), type: "select", value: asked("team"), filter: true,
			options: [all, ...paths.map((path) => ({ value: path, label: path }))],
		}),
		field({
			name: "status", label: t("admin.state"), type: "select", value: asked("status"), filter: true,
			options: [all, ...["ACTIVE", "INACTIVE"].map((value) => ({ value, label: t(`admin.status.${value}`) }))],
		}),
	];
}

export async function membersPage(visit: Visit): Promise<Page> {
	const draw = (query: Query): Promise<HTMLElement> => pagedTable<Member>({
		path: "/v1/members", query, field: "members", caption: t("admin.members.caption"), columns: columns(),
		signal: visit.signal,
		empty: () => Object.values(query).some(Boolean)
			? emptyCard(t("admin.members.none"), t("admin.members.noneText"))
			: emptyCard(t("admin.members.first"), t("admin.members.firstText")),
	});
	return {
		title: t("nav.members"),
		content: [
			adminHead(t("nav.members"), null, null,
				h("a.button", { href: "/admin/new-member" }, t("admin.members.add")),
				h("a.button.quiet", { href: "/admin/import" }, t("admin.members.import"))),
			await filtered(visit.path, await filterFields(visit), draw),
		],
	};
}
