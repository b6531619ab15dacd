/* award: one award for who runs it: what it says, and its cycles. */
import { write } from "../../api";
import { h } from "../../element";
import { formatTime } from "../../format";
import { type Field, form } from "../../parts/form";
import { emptyCard, toast } from "../../parts/notice";
import { pagedTable } from "../../parts/paged_table";
import type { Column } from "../../parts/table";
import { type Page, reload, type Visit } from "../../router";
import { t } from "../../words";
import { type Award, type Cycle, readAward } from "../awards/cycles";
import { phaseBadge, phaseEnd } from "../awards/phases";
import { awardFields, valuesOf } from "./award_form";
import { adminHead } from "./head";

function editForm(award: Award): HTMLElement {
	const fields: Field[] = awardFields(award);
	const before = valuesOf(fields);
	const send = async (): Promise<void> => {
		const now = valuesOf(fields);
		const changed = Object.keys(now).filter((name) => now[name] !== before[name]);
		if (!changed.length) {
			toast(t("admin.members.unchanged"));
			return;
		}
		const change = Object.fromEntries(changed.map((name) => [name, now[name]]));
		await write("PATCH", `/v1/awards/${award.id}`, { ...change, updateMask: changed.join(",") });
		toast(t("form.saved"));
		reload();
	};
	return form({ fields, submit: t("form.save"), send });
}

function columns(): Column<Cycle>[] {
	return [
		{ head: t("admin.cycles.one"), cell: (cycle) => h("a", { href: `/admin/cycles/${cycle.id}` }, cycle.title),
			header: true },
		{ head: t("admin.cycles.phase"), cell: (cycle) => phaseBadge(cycle) },
		{
			head: t("admin.cycles.until"),
			cell: (cycle) => {
				const end = phaseEnd(cycle);
				return end ? formatTime(end)
					: h("span.soft", {}, t(cycle.phase === "ANNOUNCED" ? "admin.cycles.over" : "admin.cycles.byHand"));
			},
		},
	];
}

export async function adminAwardPage(visit: Visit): Promise<Page> {
	const award = await readAward(visit.fields.award!, visit.signal);
	const cycles = await pagedTable<Cycle>({
		path: `/v1/awards/${award.id}/cycles`, field: "cycles", caption: t("admin.cycles.caption"), columns: columns(),
		signal: visit.signal,
		empty: () => emptyCard(t("admin.cycles.none"), t("admin.cycles.noneText")),
	});
	return {
		title: award.title,
		content: [
			adminHead(award.title, [t(`awards.scope.${award.scope}`), " · ",
				h("a", { href: `/awards/${award.slug}` }, t("admin.awards.see"))],
				{ href: "/admin/awards", text: t("nav.cycles") },
				h("a.button", { href: `/admin/awards/${award.slug}/new-cycle` }, t("admin.cycles.new"))),
			h("div.card", {}, h("h2", {}, t("admin.cycles.head")), cycles),
			h("details.card.creator", {}, h("summary", {}, t("admin.awards.edit")),
				h("p.soft", {}, t("admin.awards.editText")), editForm(award)),
		],
	};
}
