/* keys: who and what may call the API. A key's text is shown once, when it is made. */
import { ApiError, write } from "../../api";
import { h } from "../../element";
import { formatSince, formatTime } from "../../format";
import { type Area, area } from "../../parts/area";
import { checks } from "../../parts/checks";
import { confirmFirst, openDialog } from "../../parts/confirm";
import { creator } from "../../parts/creator";
import { field } from "../../parts/form";
import { emptyCard, problemText, toast } from "../../parts/notice";
import { pagedTable } from "../../parts/paged_table";
import { personLink } from "../../parts/person";
import { picker } from "../../parts/picker";
import { secretField } from "../../parts/secret";
import type { Column } from "../../parts/table";
import type { Page, Visit } from "../../router";
import type { Schema } from "../../schema";
import { type Role, signOut } from "../../session";
import { t } from "../../words";
import { adminHead, rowButton } from "./head";
import { type Loss, lossesOf } from "./key_loss";

type ApiKey = Schema<"ApiKey">;

const ROLES: Role[] = ["MEMBER", "LEADER", "PEOPLE_ADMIN", "AWARDS_ADMIN", "AUDITOR", "SERVICE", "ADMIN"];

function ask(key: ApiKey, losses: Loss[]): Promise<boolean> {
	return confirmFirst({
		title: t("admin.keys.revokeIt", { name: key.name }),
		text: [losses.map((loss) => h("p.warning", {}, t(`admin.keys.loss.${loss}`))), h("p", {}, t("admin.keys.revokeText"))],
		confirm: t("admin.keys.revoke"), danger: true,
		act: () => write("DELETE", `/v1/apikeys/${key.id}`),
	});
}

/* The session of a revoked key is over as well: the door. */
async function leave(): Promise<void> {
	await signOut().catch(() => {});
	location.assign("/home");
}

async function revoke(key: ApiKey, list: () => Area, signal: AbortSignal): Promise<void> {
	let losses: Loss[];
	try {
		losses = await lossesOf(key, signal);
	} catch (problem) {
		if (!(problem instanceof ApiError)) throw problem;
		toast(problemText(problem));
		return;
	}
	if (!(await ask(key, losses))) return;
	if (losses.includes("own")) return leave();
	toast(t("admin.keys.revoked", { name: key.name }));
	await list().refresh();
}

function columns(list: () => Area, signal: AbortSignal): Column<ApiKey>[] {
	return [
		{ head: t("admin.keys.name"), cell: (key) => key.name, header: true },
		{ head: t("admin.keys.owner"),
			cell: (key) => key.member ? personLink(key.member) : h("span.soft", {}, t("admin.keys.integration")) },
		{ head: t("admin.keys.roles"),
			cell: (key) => h("div.names", {}, key.roles.map((role) => h("span.badge", {}, t(`admin.role.${role}`)))) },
		{ head: t("admin.keys.made"),
			cell: (key) => h("span", { title: formatTime(key.createTime!) }, formatSince(key.createTime!)) },
		{
			head: t("admin.state"),
			cell: (key) => key.revokeTime
				? h("span.badge", {}, t("admin.keys.revokedOn", { when: formatSince(key.revokeTime) }))
				: rowButton(t("admin.keys.revoke"), t("admin.keys.revokeIt", { name: key.name }),
					() => void revoke(key, list, signal), true),
		},
	];
}

/* The only time that the key can be read; until it is closed nothing else is done. */
function showKey(key: ApiKey, text: string): Promise<void> {
	return new Promise((resolve) => {
		const dialog = openDialog(t("admin.keys.shownTitle"),
			h("p.warning", { role: "alert" }, t("admin.keys.shownText")),
			secretField(t("admin.keys.shownLabel", { name: key.name }), text),
			h("div.actions", {}, h("button.button", { type: "button", click: () => dialog.close() },
				t("admin.keys.kept"))));
		dialog.addEventListener("close", () => resolve());
	});
}

function newKey(list: () => Area): HTMLElement {
	const name = field({ name: "name", label: t("admin.keys.name"), hint: t("admin.keys.nameHint"), required: true,
		more: { maxlength: 100 } });
	const member = picker({ name: "member", label: t("admin.keys.owner"), hint: t("admin.keys.ownerHint"), most: 1 });
	const roles = checks({
		name: "roles", legend: t("admin.keys.roles"), required: true, ticked: ["MEMBER"],
		options: ROLES.map((role) => ({ value: role, label: t(`admin.role.${role}`), hint: t(`admin.may.${role}`) })),
	});
	const send = async (): Promise<void> => {
		const body = { name: name.value(), member: member.value(), roles: roles.value().split(" ") };
		const made = await write<{ apiKey: ApiKey; key: string }>("POST", "/v1/apikeys", body);
		await showKey(made.apiKey, made.key);
		await list().refresh();
	};
	return creator({
		title: t("admin.keys.new"), fields: [name, member, roles],
		body: [h("div.row", {}, name.node, member.node), roles.node],
		submit: t("admin.keys.create"), send, made: t("admin.keys.madeIt"),
	});
}

export async function keysPage(visit: Visit): Promise<Page> {
	const list: Area = await area(() => pagedTable<ApiKey>({
		path: "/v1/apikeys", field: "apiKeys", caption: t("admin.keys.caption"), columns: columns(() => list, visit.signal),
		signal: visit.signal,
		empty: () => emptyCard(t("admin.keys.none"), t("admin.keys.noneText")),
	}));
	return {
		title: t("nav.keys"),
		content: [adminHead(t("nav.keys"), t("admin.keys.lead")), newKey(() => list), h("div.card", {}, list.node)],
	};
}
