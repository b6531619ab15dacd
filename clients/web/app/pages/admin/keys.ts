/* keys: who and what may call the API. A key's text is shown once, when it is made. */
import { ApiError, write } from "../../api";
import { h } from "../../element";
import { shiftDay, today } from "../../format";
import { type Area, area } from "../../parts/area";
import { checks } from "../../parts/checks";
import { confirmFirst } from "../../parts/confirm";
import { creator } from "../../parts/creator";
import { field } from "../../parts/form";
import { emptyCard, problemText, toast } from "../../parts/notice";
import { pagedTable } from "../../parts/paged_table";
import { personLink } from "../../parts/person";
import { picker } from "../../parts/picker";
import type { Column } from "../../parts/table";
import type { Page, Visit } from "../../router";
import type { Schema } from "../../schema";
import { type Role, signOut } from "../../session";
import { t } from "../../words";
import { adminHead, rowButton } from "./head";
import { rotate, showKey } from "./key_made";
import { endOf, isOver, rightsOf, since, stateOf, usedOn } from "./key_row";
import { type Loss, lossesOf } from "./key_loss";

type ApiKey = Schema<"ApiKey">;

const SCOPES = ["READ", "WRITE", "ADMIN"];
const YEARS_MOST = 10; // of a key, as the server has it
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
		{ head: t("admin.keys.roles"), cell: rightsOf },
		{ head: t("admin.keys.made"), cell: (key) => since(key.createTime) },
		{ head: t("admin.keys.used"), cell: (key) => key.lastUseTime ? usedOn(key.lastUseTime) : h("span.soft", {}, t("admin.keys.unused")) },
		{ head: t("admin.keys.ends"), cell: endOf },
		{ head: t("admin.state"), cell: (key) => key.revokeTime || isOver(key) ? stateOf(key) : h("div.actions", {},
			stateOf(key),
			key.replacedBy ? null : rowButton(t("admin.keys.rotate"), t("admin.keys.rotateIt", { name: key.name }),
				() => rotate(key, () => list().refresh())),
			rowButton(t("admin.keys.revoke"), t("admin.keys.revokeIt", { name: key.name }),
				() => void revoke(key, list, signal), true)) },
	];
}

function newKey(list: () => Area): HTMLElement {
	const name = field({ name: "name", label: t("admin.keys.name"), hint: t("admin.keys.nameHint"), required: true,
		more: { maxlength: 100 } });
	const member = picker({ name: "member", label: t("admin.keys.owner"), hint: t("admin.keys.ownerHint"), most: 1 });
	const roles = checks({
		name: "roles", legend: t("admin.keys.roles"), required: true, ticked: ["MEMBER"],
		options: ROLES.map((role) => ({ value: role, label: t(`admin.role.${role}`), hint: t(`admin.may.${role}`) })),
	});
	const scopes = checks({
		name: "scopes", legend: t("admin.keys.scopes"), required: true, ticked: SCOPES,
		options: SCOPES.map((scope) => ({ value: scope, label: t(`admin.scope.${scope}`), hint: t(`admin.scopeMay.${scope}`) })),
	});
	const until = field({ name: "expireTime", label: t("admin.keys.until"), hint: t("admin.keys.untilHint"), type: "date",
		more: { min: shiftDay(today(), 1), max: shiftDay(today(), YEARS_MOST * 365) } });
	const send = async (): Promise<void> => {
		const body = { name: name.value(), member: member.value(), roles: roles.value().split(" "), scopes: scopes.value().split(" "),
			expireTime: until.value() ? new Date(`${until.value()}T00:00`).toISOString() : undefined };
		const made = await write<{ apiKey: ApiKey; key: string }>("POST", "/v1/apikeys", body);
		await showKey(made.apiKey, made.key);
		await list().refresh();
	};
	return creator({
		title: t("admin.keys.new"), fields: [name, member, roles, scopes, until],
		body: [h("div.row", {}, name.node, member.node), roles.node, scopes.node, until.node],
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
