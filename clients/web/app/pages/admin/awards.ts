/* awards: what there is to win, for who runs it. */
import { write } from "../../api";
import { h } from "../../element";
import { formatSince } from "../../format";
import { creator } from "../../parts/creator";
import { emptyCard } from "../../parts/notice";
import { pagedTable } from "../../parts/paged_table";
import type { Column } from "../../parts/table";
import { go, type Page, type Visit } from "../../router";
import { t } from "../../words";
import type { Award } from "../awards/cycles";
import { awardFields, valuesOf } from "./award_form";
import { adminHead } from "./head";

function publicLink(award: Award): HTMLElement {
	return h("a", { href: `/awards/${award.slug}`, "aria-label": t("admin.awards.seeIt", { name: award.title }) },
		t("admin.awards.see"));
}

function columns(): Column<Award>[] {
	return [
		{
			head: t("admin.awards.one"), header: true,
			cell: (award) => [h("a", { href: `/admin/awards/${award.slug}` }, award.title),
				h("div.soft.light", {}, h("code", {}, award.slug))],
		},
		{ head: t("admin.awards.scope"), cell: (award) => t(`awards.scope.${award.scope}`) },
		{ head: t("admin.awards.founded"), cell: (award) => formatSince(award.createTime!) },
		{ head: t("admin.awards.public"), cell: publicLink },
	];
}

function newAward(): HTMLElement {
	const fields = awardFields(null);
	const send = async (): Promise<void> => {
		const { award } = await write<{ award: Award }>("POST", "/v1/awards", valuesOf(fields));
		go(`/admin/awards/${award.slug}`);
	};
	return creator({ title: t("admin.awards.new"), fields, submit: t("admin.awards.create"), send,
		made: t("admin.awards.made") });
}

export async function adminAwardsPage(visit: Visit): Promise<Page> {
	const list = await pagedTable<Award>({
		path: "/v1/awards", field: "awards", caption: t("admin.awards.caption"), columns: columns(),
		signal: visit.signal,
		empty: () => emptyCard(t("admin.awards.none"), t("admin.awards.noneText")),
	});
	return { title: t("nav.cycles"),
		content: [adminHead(t("nav.cycles"), t("admin.awards.lead")), newAward(), h("div.card", {}, list)] };
}
