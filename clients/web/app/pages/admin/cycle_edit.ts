/* cycle_edit: preparing a cycle, and changing what can still be changed of one. */
import { ApiError, write } from "../../api";
import { h } from "../../element";
import { confirmFirst } from "../../parts/confirm";
import { form } from "../../parts/form";
import { toast } from "../../parts/notice";
import { go, type Page, reload, type Visit } from "../../router";
import { t } from "../../words";
import { type Cycle, readAward, readCycle } from "../awards/cycles";
import { cycleName } from "../awards/phases";
import { cycleForm } from "./cycle_form";
import { adminHead } from "./head";

export async function newCyclePage(visit: Visit): Promise<Page> {
	const award = await readAward(visit.fields.award!, visit.signal);
	const { fields, body, values } = await cycleForm(award, null, visit.signal);
	const send = async (): Promise<void> => {
		const { cycle } = await write<{ cycle: Cycle }>("POST", `/v1/awards/${award.id}/cycles`, values());
		toast(t("admin.cycles.made"));
		go(`/admin/cycles/${cycle.id}`);
	};
	return {
		title: t("admin.cycles.new"),
		content: [
			adminHead(t("admin.cycles.new"), t("admin.cycles.newLead"),
				{ href: `/admin/awards/${award.slug}`, text: award.title }),
			h("div.card", {}, form({ fields, body, submit: t("admin.cycles.create"), send })),
		],
	};
}

/* Somebody changed the cycle meanwhile: nothing was written. */
async function offerReload(): Promise<void> {
	const wanted = await confirmFirst({
		title: t("admin.conflict.title"), text: h("p", {}, t("admin.cycles.conflict")),
		confirm: t("admin.conflict.reload"), act: async () => {},
	});
	if (wanted) reload();
}

export async function cycleEditPage(visit: Visit): Promise<Page> {
	const cycle = await readCycle(visit.fields.cycle!, visit.signal);
	const award = await readAward(cycle.award, visit.signal);
	const { fields, body, values } = await cycleForm(award, cycle, visit.signal);
	const before = values();
	const send = async (): Promise<void> => {
		const now = values();
		const changed = Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]));
		const change = Object.fromEntries(changed.map((name) => [name, now[name]]));
		try {
			if (changed.length) await write("PATCH", `/v1/cycles/${cycle.id}`,
				{ ...change, updateMask: changed.join(","), etag: cycle.etag });
		} catch (problem) {
			if (!(problem instanceof ApiError) || problem.reason !== "ETAG_MISMATCH") throw problem;
			await offerReload();
			return;
		}
		toast(changed.length ? t("form.saved") : t("admin.members.unchanged"));
		go(`/admin/cycles/${cycle.id}`);
	};
	const title = t("admin.cycles.edit");
	return {
		title,
		content: [
			adminHead(title, cycle.phase === "DRAFT" ? null : t("admin.cycles.told"),
				{ href: `/admin/cycles/${cycle.id}`, text: cycleName(award, cycle) }),
			h("div.card", {}, form({ fields, body, submit: t("form.save"), send })),
		],
	};
}
