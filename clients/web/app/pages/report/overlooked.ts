/* overlooked: whom nobody has thanked for a while, among those whom the reader looks after. A list of names by
 * alphabet, never a ranking; a private word between others changes nothing about it. */
import { get } from "../../api";
import { absentText } from "../../charts/figure";
import { h } from "../../element";
import { type Overlooked, overlookedItem } from "../../parts/overlooked";
import type { Schema } from "../../schema";
import { hasRole } from "../../session";
import { t } from "../../words";

const DAYS = 30;
const SHOWN = 12;

async function read(signal: AbortSignal): Promise<{ people: Overlooked[]; more: boolean }> {
	const answer = await get<Schema<"ListOverlookedResponse">>("/v1/overlooked", { days: DAYS, pageSize: 100 }, signal);
	return { people: answer.overlooked.slice(0, SHOWN), more: answer.overlooked.length > SHOWN || answer.nextPageToken !== "" };
}

/* null: the reader looks after nobody. */
export async function overlookedSection(signal: AbortSignal): Promise<HTMLElement | null> {
	if (!hasRole("LEADER", "PEOPLE_ADMIN", "ADMIN")) return null;
	const card = h("section.card", { "aria-labelledby": "overlooked" },
		h("h2", { id: "overlooked" }, t("report.overlooked.title")),
		h("p.unit", {}, t(hasRole("PEOPLE_ADMIN", "ADMIN") ? "report.overlooked.unitAll" : "report.overlooked.unit", { n: DAYS })));
	try {
		const { people, more } = await read(signal);
		card.append(people.length ? h("ul.people", {}, people.map((one) => h("li", {}, overlookedItem(one)))) : h("p.soft", {}, t("report.overlooked.none")));
		if (more) card.append(h("p.see-all", {}, h("a", { href: "/people" }, t("report.overlooked.more"))));
	} catch (problem) {
		if (signal.aborted) throw problem;
		card.append(absentText(t("report.missing")));
	}
	return card;
}
