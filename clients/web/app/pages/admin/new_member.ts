/* new_member: one more colleague. */
import { write } from "../../api";
import { h } from "../../element";
import { form } from "../../parts/form";
import { toast } from "../../parts/notice";
import { go, type Page, type Visit } from "../../router";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { adminHead } from "./head";
import { memberForm } from "./member_form";

export async function newMemberPage(visit: Visit): Promise<Page> {
	const { fields, body, values } = await memberForm(null, visit.signal);
	const send = async (): Promise<void> => {
		const said = Object.fromEntries(Object.entries(values()).filter(([, value]) => value !== ""));
		const { member } = await write<{ member: Schema<"Member"> }>("POST", "/v1/members", said);
		toast(t("admin.members.added", { name: member.displayName }));
		go(`/admin/members/${encodeURIComponent(member.handle)}`);
	};
	return {
		title: t("admin.members.add"),
		content: [
			adminHead(t("admin.members.add"), t("admin.members.addLead"),
				{ href: "/admin/members", text: t("nav.members") }),
			h("div.card", {}, form({ fields, body, submit: t("admin.members.addIt"), send })),
		],
	};
}
