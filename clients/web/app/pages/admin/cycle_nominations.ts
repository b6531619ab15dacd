/* cycle_nominations: who was named, once that can be read, and what who runs awards can do about it. */
import { write } from "../../api";
import { type Child, h } from "../../element";
import { type Area, area } from "../../parts/area";
import { confirmFirst } from "../../parts/confirm";
import { toast } from "../../parts/notice";
import { t } from "../../words";
import { readNominations } from "../awards/context";
import type { Cycle, Nomination } from "../awards/cycles";
import { nominationCard, nomineeName } from "../awards/nomination_card";
import { rowButton } from "./head";

type Verb = "withdraw" | "accept" | "decline";

async function moderate(nomination: Nomination, verb: Verb, list: () => Area): Promise<void> {
	const name = nomineeName(nomination);
	const done = await confirmFirst({
		title: t(`admin.nominations.${verb}Title`, { name }),
		text: [h("p", {}, t(`admin.nominations.${verb}Text`)), h("p", {}, t("admin.nominations.told"))],
		confirm: t(`admin.nominations.${verb}`), danger: verb === "withdraw",
		act: () => write("POST", `/v1/nominations/${nomination.id}:${verb}`),
	});
	if (!done) return;
	toast(t(`admin.nominations.${verb}Done`, { name }));
	await list().refresh();
}

/* Somebody outside has no key: what they answered is written down for them. */
function buttons(nomination: Nomination, list: () => Area): Child[] {
	const offer = (verb: Verb) =>
		rowButton(t(`admin.nominations.${verb}`), t(`admin.nominations.${verb}It`, { name: nomineeName(nomination) }),
		() => void moderate(nomination, verb, list), verb === "withdraw");
	if (nomination.status === "WITHDRAWN") return [];
	return [
		nomination.outsider && nomination.status !== "ACCEPTED" && offer("accept"),
		nomination.outsider && nomination.status !== "DECLINED" && offer("decline"),
		offer("withdraw"),
	];
}

async function draw(cycle: Cycle, list: () => Area, signal: AbortSignal): Promise<Child> {
	const nominations = await readNominations(cycle.id, signal);
	if (!nominations.length) return h("p.soft", {}, t("admin.nominations.none"));
	const open = cycle.phase === "SHORTLISTING";
	return h("ul.list", {}, nominations.map((one) =>
		h("li", {}, nominationCard(one, ...(open ? buttons(one, list) : [])))));
}

/* null: it has none yet. While they are taken they are sealed, from who runs awards too. */
export async function nominationsPart(cycle: Cycle, signal: AbortSignal): Promise<HTMLElement | null> {
	if (cycle.phase === "DRAFT") return null;
	const head = h("h2", {}, t("admin.nominations.title"));
	if (cycle.phase === "NOMINATING") return h("div.card", {}, head, h("p", {}, t("admin.nominations.sealed")));
	const list: Area = await area(() => draw(cycle, () => list, signal));
	return h("section.awards", {}, head, list.node);
}
