/* conflict: somebody else changed what one is changing: who, and what, before either is lost. */
import { get } from "../../api";
import { h } from "../../element";
import { formatSince } from "../../format";
import { openDialog } from "../../parts/confirm";
import { table } from "../../parts/table";
import type { Schema } from "../../schema";
import { t } from "../../words";

type Member = Schema<"Member">;
type Entry = Schema<"AuditEntry">;

export interface Difference {
	name: string;
	was: string;
	is: string;
}

/* Who changed it last, as far as the audit log tells us: "" where it does not. */
async function lastActor(id: string): Promise<string> {
	try {
		const { auditEntries } = await get<{ auditEntries: Entry[] }>("/v1/audit", { subject: id, pageSize: 20 });
		const entry = auditEntries.find((one) => one.action === "UpdateMember");
		return entry?.actor?.displayName || entry?.actor?.handle || "";
	} catch {
		return ""; // the log is not for us: that it changed is known all the same
	}
}

function textOf(value: unknown): string {
	if (Array.isArray(value)) return value.join(", ");
	if (typeof value === "object" && value !== null) return (value as Schema<"MemberReference">).handle;
	if (typeof value === "boolean") return t(value ? "admin.yes" : "admin.no");
	return String(value ?? "");
}

const FIELDS = [
	"displayName", "email", "team", "title", "manager", "leader", "hats", "joinedOn", "locale", "timeZone",
	"externalId", "status",
] as const;

function differences(before: Member, now: Member): Difference[] {
	const all = FIELDS.map((name) =>
		({ name: t(`admin.members.${name}`), was: textOf(before[name]), is: textOf(now[name]) }));
	return all.filter((one) => one.was !== one.is);
}

/* `reload`: takes what is there now, in place of what was written here. */
export async function tellConflict(before: Member, reload: () => void): Promise<void> {
	const [{ member: now }, actor] = await Promise.all([get<{ member: Member }>(`/v1/members/${before.id}`),
		lastActor(before.id)]);
	const when = formatSince(now.updateTime!);
	const said = actor ? t("admin.conflict.by", { name: actor, when }) : t("admin.conflict.somebody", { when });
	const changed = differences(before, now);
	const dialog = openDialog(t("admin.conflict.title"), h("p", {}, said),
		changed.length > 0 && table(t("admin.conflict.caption"), [
			{ head: t("admin.conflict.field"), cell: (one) => one.name, header: true },
			{ head: t("admin.conflict.was"), cell: (one) => one.was },
			{ head: t("admin.conflict.is"), cell: (one) => one.is },
		], changed, "cards"),
		h("p", {}, t("admin.conflict.text")),
		h("div.actions", {},
			h("button.button", { type: "button", click: () => {
				dialog.close();
				reload();
			} }, t("admin.conflict.reload")),
			h("button.button.quiet", { type: "button", click: () => dialog.close() }, t("admin.conflict.stay"))));
}
