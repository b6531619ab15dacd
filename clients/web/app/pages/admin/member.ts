/* member: one colleague: what is known of them, and what else can be done. */
import { ApiError, get, write } from "../../api";
import { h } from "../../element";
import { formatTime, today } from "../../format";
import { ask } from "../../parts/ask";
import { confirmFirst } from "../../parts/confirm";
import { saveFile } from "../../parts/download";
import { field, form } from "../../parts/form";
import { problemText, toast } from "../../parts/notice";
import { go, type Page, reload, type Visit } from "../../router";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { tellConflict } from "./conflict";
import { eraseMember } from "./erasure";
import { adminHead } from "./head";
import { memberForm } from "./member_form";
import { stateText } from "./members";

type Member = Schema<"Member">;

function pathOf(member: Member, verb = ""): string {
	return `/v1/members/${member.id}${verb}`;
}

async function editForm(member: Member, signal: AbortSignal): Promise<HTMLElement> {
	const { fields, body, values } = await memberForm(member, signal);
	const before = values();
	const send = async (): Promise<void> => {
		const now = values();
		const changed = Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]));
		if (!changed.length) {
			toast(t("admin.members.unchanged"));
			return;
		}
		const change = Object.fromEntries(changed.map((name) => [name, now[name]]));
		try {
			await write("PATCH", pathOf(member), { ...change, updateMask: changed.join(","), etag: member.etag });
		} catch (problem) {
			if (!(problem instanceof ApiError) || problem.reason !== "ETAG_MISMATCH") throw problem;
			await tellConflict(member, reload);
			return;
		}
		toast(t("form.saved"));
		reload();
	};
	return form({ fields, body, submit: t("form.save"), send });
}

async function deactivate(member: Member): Promise<void> {
	const leftOn = field({ name: "leftOn", label: t("admin.members.leftOn"), value: today(), required: true,
		more: { type: "date" } });
	const done = await ask({
		title: t("admin.members.deactivateTitle", { name: member.displayName }),
		text: h("p", {}, t("admin.members.deactivateText")),
		fields: [leftOn], submit: t("admin.members.deactivate"),
		act: () => write("POST", pathOf(member, ":deactivate"), { leftOn: leftOn.value() }),
	});
	if (done) reload();
}

async function reactivate(member: Member): Promise<void> {
	const done = await confirmFirst({
		title: t("admin.members.reactivateTitle", { name: member.displayName }),
		text: h("p", {}, t("admin.members.reactivateText")),
		confirm: t("admin.members.reactivate"), act: () => write("POST", pathOf(member, ":reactivate")),
	});
	if (done) reload();
}

async function exportData(member: Member): Promise<void> {
	try {
		const document = await get<unknown>(pathOf(member, ":export"));
		saveFile(`kleos-${member.handle}.json`, "application/json", JSON.stringify(document, null, 2));
	} catch (problem) {
		toast(problemText(problem));
	}
}

async function erase(member: Member): Promise<void> {
	if (await eraseMember(member)) go("/admin/members");
}

function deed(title: string, text: string, verb: string, act: () => void, danger = false): HTMLElement {
	return h("li.deed", {}, h("div", {}, h("h3", {}, title), h("p.soft", {}, text)),
		h("button", { type: "button", class: danger ? "button danger" : "button quiet", click: act }, verb));
}

function deeds(member: Member): HTMLElement {
	const active = member.status === "ACTIVE";
	return h("div.card", {}, h("h2", {}, t("admin.members.else")), h("ul.deeds", {},
		deed(t("admin.members.exportTitle"), t("admin.members.exportText"), t("admin.members.export"),
			() => void exportData(member)),
		active
			? deed(t("admin.members.leaves"), t("admin.members.deactivateText"), t("admin.members.deactivate"),
				() => void deactivate(member))
			: deed(t("admin.members.returns"), t("admin.members.reactivateText"), t("admin.members.reactivate"),
				() => void reactivate(member)),
		deed(t("admin.erase.head"), t("admin.erase.text"), t("admin.erase.confirm"), () => void erase(member), true)));
}

export async function memberPage(visit: Visit): Promise<Page> {
	const { member } = await get<{ member: Member }>(`/v1/members/${encodeURIComponent(visit.fields.member!)}`, {},
		visit.signal);
	const lead = [`@${member.handle}`, " · ", stateText(member), " · ",
		h("a", { href: `/people/${encodeURIComponent(member.handle)}` }, t("admin.members.page"))];
	return {
		title: member.displayName,
		content: [
			adminHead(member.displayName, lead, { href: "/admin/members", text: t("nav.members") }),
			h("div.card", {}, await editForm(member, visit.signal),
				h("p.soft.foot", {}, t("admin.members.times",
					{ made: formatTime(member.createTime!), changed: formatTime(member.updateTime!) }))),
			deeds(member),
		],
	};
}
