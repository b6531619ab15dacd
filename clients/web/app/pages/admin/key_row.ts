/* key_row: what a row of the list says of a key: its rights, when it was called with, when it ends. */
import { type Child, h } from "../../element";
import { formatDate, formatDay, formatSince, formatTime, formatUntil } from "../../format";
import type { Schema } from "../../schema";
import { t } from "../../words";

type ApiKey = Schema<"ApiKey">;

const SCOPES_COUNT = 3;
const SOON_MS = 14 * 24 * 3600 * 1000; // time enough to hand out another one

export function since(time: string | undefined): HTMLElement {
	return h("span", { title: formatTime(time!) }, formatSince(time!));
}

/* The server keeps the day alone. */
export function usedOn(time: string): HTMLElement {
	return h("span.day", {}, formatDay(time.slice(0, 10)));
}

export function isOver(key: ApiKey): boolean {
	return Boolean(key.expireTime) && Date.parse(key.expireTime!) <= Date.now();
}

/* Fewer rights than its roles have are said behind them. */
export function rightsOf(key: ApiKey): Child {
	const scopes = key.scopes ?? [];
	return h("div.names", {}, key.roles.map((role) => h("span.badge", {}, t(`admin.role.${role}`))),
		scopes.length < SCOPES_COUNT &&
			h("span.soft", {}, t("admin.keys.only", { scopes: scopes.map((scope) => t(`admin.scope.${scope}`)).join(", ") })));
}

export function endOf(key: ApiKey): Child {
	if (!key.expireTime) return h("span.soft", {}, t("admin.keys.never"));
	const soon = !key.revokeTime && !isOver(key) && Date.parse(key.expireTime) - Date.now() < SOON_MS;
	const title = formatTime(key.expireTime);
	return soon ? h("span.badge.bad", { title }, formatUntil(key.expireTime)) : h("span.day", { title }, formatDate(key.expireTime));
}

export function stateOf(key: ApiKey): Child {
	if (key.revokeTime) return h("span.badge", {}, t("admin.keys.revokedOn", { when: formatSince(key.revokeTime) }));
	if (isOver(key)) return h("span.badge", {}, t("admin.keys.over"));
	return key.replacedBy ? h("span.badge", {}, t("admin.keys.replaced")) : null;
}
