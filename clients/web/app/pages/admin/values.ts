/* values: what people here thank each other for. */
import { get, write } from "../../api";
import { h } from "../../element";
import { formatSince } from "../../format";
import { type Area, area } from "../../parts/area";
import { confirmFirst } from "../../parts/confirm";
import { creator } from "../../parts/creator";
import { field } from "../../parts/form";
import { emptyCard, toast } from "../../parts/notice";
import { type Column, table } from "../../parts/table";
import type { Page, Visit } from "../../router";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { adminHead, rowButton } from "./head";

type Value = Schema<"Value">;

async function retire(value: Value, list: () => Area): Promise<void> {
	const done = await confirmFirst({
		title: t("admin.values.retireTitle", { name: value.title }),
		text: h("p", {}, t("admin.values.retireText")),
		confirm: t("admin.values.retire"),
		act: () => write("DELETE", `/v1/values/${encodeURIComponent(value.slug)}`),
	});
	if (!done) return;
	toast(t("admin.values.retired", { name: value.title }));
	await list().refresh();
}

/* A retired value is made anew under its slug. */
async function revive(value: Value, list: () => Area): Promise<void> {
	const { slug, title, description } = value;
	const done = await confirmFirst({
		title: t("admin.values.reviveTitle", { name: title }), text: h("p", {}, t("admin.values.reviveText")),
		confirm: t("admin.values.revive"),
		act: () => write("POST", "/v1/values", { slug, title, description }),
	});
	if (done) await list().refresh();
}

function columns(list: () => Area): Column<Value>[] {
	return [
		{ head: t("admin.values.title"), cell: (value) => [value.title, h("div.soft", {}, h("code", {}, value.slug))],
			header: true },
		{ head: t("admin.values.meaning"), cell: (value) => value.description },
		{
			head: t("admin.state"),
			cell: (value) => value.retireTime
				? h("span.badge", {}, t("admin.values.since", { when: formatSince(value.retireTime) }))
					: h("span.badge.good", {}, t("admin.values.used")),
		},
		{
			head: t("admin.actions"),
			cell: (value) => value.retireTime
				? rowButton(t("admin.values.revive"), t("admin.values.reviveIt", { name: value.title }),
					() => void revive(value, list))
				: rowButton(t("admin.values.retire"), t("admin.values.retireIt", { name: value.title }),
					() => void retire(value, list)),
		},
	];
}

async function draw(list: () => Area, signal: AbortSignal): Promise<Node> {
	const { values } = await get<{ values: Value[] }>("/v1/values", { showRetired: true }, signal);
	if (!values.length) return emptyCard(t("admin.values.none"), t("admin.values.noneText"));
	return table(t("admin.values.caption"), columns(list), values, "cards");
}

function newValue(list: () => Area): HTMLElement {
	const slug = field({
		name: "slug", label: t("admin.slug"), hint: t("admin.values.slugHint"), required: true,
		more: { maxlength: 63, spellcheck: "false", autocapitalize: "none" },
	});
	const title = field({ name: "title", label: t("admin.values.title"), hint: t("admin.values.titleHint"),
		required: true, more: { maxlength: 100 } });
	const description = field({ name: "description", label: t("admin.values.meaning"), type: "textarea",
		more: { maxlength: 500, rows: 3 } });
	const send = async (): Promise<void> => {
		await write("POST", "/v1/values",
			{ slug: slug.value().trim(), title: title.value(), description: description.value() });
		await list().refresh();
	};
	return creator({
		title: t("admin.values.new"), fields: [title, slug, description],
		body: [h("div.row", {}, title.node, slug.node), description.node],
		submit: t("admin.values.create"), send, made: t("admin.values.made"),
	});
}

export async function valuesPage(visit: Visit): Promise<Page> {
	const list: Area = await area(() => draw(() => list, visit.signal));
	return {
		title: t("nav.values"),
		content: [adminHead(t("nav.values"), t("admin.values.lead")), newValue(() => list),
			h("div.card", {}, list.node)],
	};
}
