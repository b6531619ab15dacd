/* routines: each team's weekly appointment with its question. */
import { write } from "../../api";
import { h } from "../../element";
import { DASH, formatDay, formatTime, formatUntil, shiftDay } from "../../format";
import { type Area, area } from "../../parts/area";
import { confirmFirst } from "../../parts/confirm";
import { creator } from "../../parts/creator";
import { type Field, field } from "../../parts/form";
import { emptyCard, toast } from "../../parts/notice";
import { pagedTable } from "../../parts/paged_table";
import type { Column } from "../../parts/table";
import type { Page, Visit } from "../../router";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { adminHead, rowButton, teamPath } from "./head";
import { teamField, zoneField } from "./member_form";

type Routine = Schema<"Routine">;

const WEEKDAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const SETTINGS = ["ONE_ON_ONE", "CHAT", "TEAM_MEETING", "COMPANY_MEETING", "OTHER"];
const SOME_MONDAY = "2024-01-01";

function weekdayName(weekday: string): string {
	return formatDay(shiftDay(SOME_MONDAY, WEEKDAYS.indexOf(weekday)), { weekday: "long" });
}

function everyText(routine: Routine): string {
	return t("admin.routines.every", { day: weekdayName(routine.weekday), time: routine.time, zone: routine.timeZone });
}

async function end(routine: Routine, list: () => Area): Promise<void> {
	const done = await confirmFirst({
		title: t("admin.routines.endTitle", { team: routine.team }),
		text: [h("p", {}, everyText(routine)), h("p", {}, t("admin.routines.endText"))],
		confirm: t("admin.routines.end"), danger: true, act: () => write("DELETE", `/v1/routines/${routine.id}`),
	});
	if (!done) return;
	toast(t("admin.routines.ended"));
	await list().refresh();
}

function place(routine: Routine): string {
	const setting = routine.setting === "UNSPECIFIED" ? "" : t(`admin.setting.${routine.setting}`);
	return [setting, routine.channel].filter(Boolean).join(" · ") || DASH;
}

function columns(list: () => Area): Column<Routine>[] {
	return [
		{ head: t("admin.team"), cell: (routine) => teamPath(routine.team), header: true },
		{ head: t("admin.routines.when"), cell: everyText },
		{
			head: t("admin.routines.next"),
			cell: (routine) => routine.nextDueTime
				? [formatUntil(routine.nextDueTime), h("div.soft", {}, formatTime(routine.nextDueTime))] : DASH,
		},
		{ head: t("admin.routines.where"), cell: place },
		{
			head: t("admin.actions"),
			cell: (routine) => rowButton(t("admin.routines.end"), t("admin.routines.endIt", { team: routine.team }),
				() => void end(routine, list), true),
		},
	];
}

type Name = "team" | "weekday" | "time" | "timeZone" | "setting" | "channel";

/* The day and the time of the reader's own zone are the likely ones. */
async function fieldsOf(signal: AbortSignal): Promise<Record<Name, Field>> {
	return {
		team: await teamField("team", "", true, signal),
		weekday: field({
			name: "weekday", label: t("admin.routines.weekday"), type: "select", value: "FRIDAY", required: true,
			options: WEEKDAYS.map((value) => ({ value, label: weekdayName(value) })),
		}),
		time: field({ name: "time", label: t("admin.routines.time"), value: "15:00", required: true,
			more: { type: "time" } }),
		timeZone: zoneField(Intl.DateTimeFormat().resolvedOptions().timeZone, true),
		setting: field({
			name: "setting", label: t("admin.routines.setting"), type: "select",
			options: [{ value: "UNSPECIFIED", label: t("admin.routines.unsaid") },
				...SETTINGS.map((value) => ({ value, label: t(`admin.setting.${value}`) }))],
		}),
		channel: field({ name: "channel", label: t("admin.routines.channel"), hint: t("admin.routines.channelHint"),
			more: { maxlength: 200 } }),
	};
}

async function newRoutine(list: () => Area, signal: AbortSignal): Promise<HTMLElement> {
	const one = await fieldsOf(signal);
	const fields = Object.values(one);
	const send = async (): Promise<void> => {
		await write("POST", "/v1/routines",
			Object.fromEntries(fields.map((field) => [field.name, field.value().trim()])));
		await list().refresh();
	};
	const rows = [[one.team, one.timeZone], [one.weekday, one.time], [one.setting, one.channel]];
	return creator({
		title: t("admin.routines.new"), fields,
		body: rows.map((row) => h("div.row", {}, row.map((field) => field.node))),
		submit: t("admin.routines.create"), send, made: t("admin.routines.made"),
	});
}

export async function routinesPage(visit: Visit): Promise<Page> {
	const list: Area = await area(() => pagedTable<Routine>({
		path: "/v1/routines", field: "routines", caption: t("admin.routines.caption"), columns: columns(() => list),
		signal: visit.signal,
		empty: () => emptyCard(t("admin.routines.none"), t("admin.routines.noneText")),
	}));
	return {
		title: t("nav.routines"),
		content: [
			adminHead(t("nav.routines"), t("admin.routines.lead")),
			await newRoutine(() => list, visit.signal), h("div.card", {}, list.node),
		],
	};
}
