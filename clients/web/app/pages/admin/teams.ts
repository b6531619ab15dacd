/* teams: the tree with its head counts, and how it changes. */
import { address, get, write } from "../../api";
import { h } from "../../element";
import { formatCount } from "../../format";
import { type Area, area } from "../../parts/area";
import { ask } from "../../parts/ask";
import { field } from "../../parts/form";
import { emptyCard, toast } from "../../parts/notice";
import { personLink } from "../../parts/person";
import { type Column, table } from "../../parts/table";
import type { Page, Visit } from "../../router";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { adminHead, rowButton } from "./head";

type Team = Schema<"Team">;

function depthOf(team: Team): number {
	return team.path.split("/").length - 1;
}

async function rename(team: Team, list: () => Area): Promise<void> {
	const path = field({
		name: "newTeam", label: t("admin.teams.newPath"), hint: t("admin.teams.pathHint"), value: team.path,
		required: true,
		more: { maxlength: 519, spellcheck: "false", autocapitalize: "none" },
	});
	const act = async (): Promise<void> => {
		const answer = await write<{ team: Team }>("POST", "/v1/teams:rename",
			{ team: team.path, newTeam: path.value().trim() });
		toast(t("admin.teams.renamed", { team: team.path, path: answer.team.path }));
	};
	const title = t("admin.teams.renameIt", { team: team.path });
	const text = h("p", {}, t("admin.teams.renameText"));
	if (await ask({ title, text, fields: [path], submit: t("admin.teams.rename"), act })) await list().refresh();
}

async function merge(team: Team, teams: Team[], list: () => Area): Promise<void> {
	const others = teams.filter((one) => one.path !== team.path && !one.path.startsWith(`${team.path}/`));
	const into = field({
		name: "into", label: t("admin.teams.into"), type: "select", required: true,
		options: [{ value: "", label: t("admin.choose") },
			...others.map((one) => ({ value: one.path, label: one.path }))],
	});
	const act = async (): Promise<void> => {
		const answer = await write<{ team: Team }>("POST", "/v1/teams:merge", { team: team.path, into: into.value() });
		toast(t("admin.teams.merged", { team: team.path, path: answer.team.path }));
	};
	const text = h("p", {}, t("admin.teams.mergeText", { team: team.path, n: team.membersWithChildren }));
	const title = t("admin.teams.mergeIt", { team: team.path });
	if (await ask({ title, text, fields: [into], submit: t("admin.teams.merge"), act })) await list().refresh();
}

function branch(team: Team): HTMLElement {
	return h("a", { href: address("/admin/members", { team: team.path }), class: `depth-${depthOf(team)}`,
		"aria-label": team.path },
		team.path.split("/").at(-1));
}

function columns(teams: Team[], list: () => Area): Column<Team>[] {
	return [
		{ head: t("admin.team"), cell: branch, header: true },
		{ head: t("admin.teams.people"), cell: (team) => formatCount(team.members), number: true },
		{ head: t("admin.teams.inside"), cell: (team) => formatCount(team.membersWithChildren), number: true },
		{ head: t("admin.teams.leaders"),
			cell: (team) => team.leaders.length > 0 &&
				h("div.names", {}, team.leaders.map((one) => h("span", {}, personLink(one)))) },
		{
			head: t("admin.actions"),
			cell: (team) => h("div.actions.tight", {},
				rowButton(t("admin.teams.rename"), t("admin.teams.renameIt", { team: team.path }),
					() => void rename(team, list)),
				teams.length > 1 && rowButton(t("admin.teams.merge"), t("admin.teams.mergeIt", { team: team.path }),
					() => void merge(team, teams, list))),
		},
	];
}

async function draw(list: () => Area, signal: AbortSignal): Promise<Node> {
	const { teams } = await get<{ teams: Team[] }>("/v1/teams", {}, signal);
	if (!teams.length) return emptyCard(t("admin.teams.none"), t("admin.teams.noneText"),
		h("a.button", { href: "/admin/members" }, t("nav.members")));
	return table(t("admin.teams.caption"), columns(teams, list), teams, "cards");
}

export async function teamsPage(visit: Visit): Promise<Page> {
	const list: Area = await area(() => draw(() => list, visit.signal));
	return { title: t("nav.teams"),
		content: [adminHead(t("nav.teams"), t("admin.teams.lead")), h("div.card", {}, list.node)] };
}
