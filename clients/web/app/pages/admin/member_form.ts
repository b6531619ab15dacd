/* member_form: what is known of a member, as fields: for a new one and for one who is here. */
import { get } from "../../api";
import { freshId, h } from "../../element";
import { type Field, field } from "../../parts/form";
import { picker } from "../../parts/picker";
import type { Schema } from "../../schema";
import { languages, t } from "../../words";

type Member = Schema<"Member">;

export interface MemberForm {
	fields: Field[];
	body: Node[];
	values(): Record<string, unknown>; // by the request's names
}

const CEILINGS = ["PRIVATE", "MANAGER", "TEAM", "ORGANIZATION", "EXTERNAL"];

/* A text with suggestions. */
function suggested(one: Field, values: string[]): Field {
	const id = freshId("suggestions");
	one.control.setAttribute("list", id);
	one.node.appendChild(h("datalist", { id }, values.map((value) => h("option", { value }))));
	return one;
}

export async function teamField(name: string, value: string, required: boolean, signal: AbortSignal): Promise<Field> {
	const { teams } = await get<{ teams: Schema<"Team">[] }>("/v1/teams", {}, signal);
	const more = { maxlength: 519, spellcheck: "false", autocapitalize: "none" };
	return suggested(field({ name, label: t("admin.team"), hint: t("admin.teams.pathHint"), value, required, more }),
		teams.map((team) => team.path));
}

export function zoneField(value: string, required: boolean): Field {
	const more = { maxlength: 64, spellcheck: "false" };
	const one = field({ name: "timeZone", label: t("admin.members.timeZone"), hint: t("admin.members.timeZoneHint"),
		value, required, more });
	return suggested(one, Intl.supportedValuesOf("timeZone"));
}

function localeField(value: string): Field {
	const known = languages.map((one) => ({ value: one.code as string, label: one.name }));
	if (value && !known.some((one) => one.value === value)) known.push({ value, label: value });
	const options = [{ value: "", label: t("admin.members.deployment") }, ...known];
	return field({ name: "locale", label: t("admin.members.locale"), type: "select", value, options });
}

function ceilingField(): Field {
	const options = [{ value: "", label: t("admin.members.deployment") },
		...CEILINGS.map((value) => ({ value, label: t(`admin.ceiling.${value}`) }))];
	return field({ name: "ceiling", label: t("admin.members.ceiling"), hint: t("admin.members.ceilingHint"),
		type: "select", options });
}

function hatsOf(text: string): string[] {
	return text.split(/[,;]/).map((hat) => hat.trim()).filter(Boolean);
}

/* null: a new member, who gets a handle and a first ceiling; these belong to themselves later. */
export async function memberForm(member: Member | null, signal: AbortSignal): Promise<MemberForm> {
	const text = (name: string, value: string | undefined, maxlength: number, more = {}): Field => field({
		name, label: t(`admin.members.${name}`), value: value ?? "", more: { maxlength, ...more },
	});
	const handle = field({
		name: "handle", label: t("admin.members.handle"), hint: t("admin.members.handleHint"), required: true,
		more: { maxlength: 63, spellcheck: "false", autocapitalize: "none" },
	});
	const displayName = text("displayName", member?.displayName, 200);
	const email = text("email", member?.email, 254, { type: "email" });
	const team = await teamField("team", member?.team ?? "", false, signal);
	const title = text("title", member?.title, 200);
	const manager = picker({
		name: "manager", label: t("admin.members.manager"), most: 1, chosen: member?.manager ? [member.manager] : [],
		leaveOut: member?.handle,
	});
	const leader = field({
		name: "leader", label: t("admin.members.leader"), hint: t("admin.members.leaderHint"), type: "checkbox",
		value: String(member?.leader ?? false),
	});
	const hats = field({ name: "hats", label: t("admin.members.hats"), hint: t("admin.members.hatsHint"),
		value: member?.hats.join(", ") ?? "" });
	const joinedOn = text("joinedOn", member?.joinedOn, 10, { type: "date" });
	const locale = localeField(member?.locale ?? "");
	const timeZone = zoneField(member?.timeZone ?? "", false);
	const externalId = text("externalId", member?.externalId, 200, { spellcheck: "false" });
	const ceiling = ceilingField();
	const rows = [
		[...(member ? [] : [handle]), displayName, email], [team, title], [manager, leader],
		[hats, joinedOn], [locale, timeZone], [externalId, ...(member ? [] : [ceiling])],
	];
	const fields = rows.flat();
	return {
		fields,
		body: rows.map((row) => h("div.row", {}, row.map((one) => one.node))),
		values: () => ({
			...Object.fromEntries(fields.map((one) => [one.name, one.value().trim()])),
			leader: leader.value() === "true",
			hats: hatsOf(hats.value()),
		}),
	};
}
