/* people: finding a colleague; and for who leads, the people they manage and whom nobody has thanked for a while. */
import { address, get } from "../api";
import { type Child, h } from "../element";
import { pagedList } from "../parts/list";
import { emptyCard } from "../parts/notice";
import { type Overlooked, overlookedItem } from "../parts/overlooked";
import { personLink, personSign } from "../parts/person";
import { field, form } from "../parts/form";
import { go, type Page, type Visit } from "../router";
import type { Schema } from "../schema";
import { hasRole, me, PEOPLE_ROLES } from "../session";
import { t } from "../words";

type Member = Schema<"Member">;

const DAYS = 30;

function memberItem(member: Member, agenda: boolean): HTMLElement {
	const about = [member.title, member.team].filter(Boolean).join(" · ");
	const handle = encodeURIComponent(member.handle);
	return h("div.person-line", {}, personSign(member), h("div", {}, personLink(member), h("p.soft", {}, about || `@${member.handle}`)),
		agenda && h("a.button.quiet.small", { href: `/people/${handle}?tab=agenda`,
			"aria-label": t("people.agendaOf", { name: member.displayName }) }, t("me.agenda")));
}

async function own(signal: AbortSignal): Promise<Child> {
	const { members } = await get<Schema<"ListMembersResponse">>("/v1/members", { manager: "me", status: "ACTIVE", pageSize: 500 }, signal);
	if (!members?.length) return null;
	const byName = [...members].sort((a, b) => a.displayName.localeCompare(b.displayName));
	return h("section.card", {}, h("h2", {}, t("people.own")),
		h("ul.list.person-lines", {}, byName.map((one) => h("li", {}, memberItem(one, true)))));
}

async function overlooked(signal: AbortSignal): Promise<Child> {
	const list = await pagedList<Overlooked>({
		path: "/v1/overlooked", query: { days: DAYS }, field: "overlooked", signal, draw: overlookedItem, label: t("people.overlooked"),
		empty: () => h("p.soft", {}, t("people.noneOverlooked")),
	});
	list.querySelector("ul")?.classList.add("person-lines");
	return h("section.card", {}, h("h2", {}, t("people.overlooked")), h("p.soft", {}, t("people.overlookedText", { n: DAYS })), list);
}

async function found(visit: Visit): Promise<Child> {
	const query = visit.query.get("query");
	const team = visit.query.get("team");
	if (!query && !team) return null;
	const list = await pagedList<Member>({
		path: "/v1/members", query: { query, team, status: "ACTIVE" }, field: "members", signal: visit.signal,
		label: t("people.found"), draw: (one) => memberItem(one, false),
		empty: () => emptyCard(t("people.nobody"), t("people.nobodyText")),
	});
	list.querySelector("ul")?.classList.add("person-lines");
	return list;
}

export async function peoplePage(visit: Visit): Promise<Page> {
	const title = t(hasRole("LEADER", ...PEOPLE_ROLES) ? "nav.people" : "people.title");
	const leads = me() !== "" && hasRole("LEADER", ...PEOPLE_ROLES);
	const [answer, mine, forgotten] = await Promise.all([found(visit), leads ? own(visit.signal) : null,
		leads ? overlooked(visit.signal) : null]);
	const query = field({ name: "query", label: t("people.query"), type: "search",
		value: visit.query.get("query") ?? "", filter: true, more: { maxlength: 200 } });
	const send = async (): Promise<void> => go(address("/people", { query: query.value().trim() }));
	return {
		title,
		content: [
			h("h1", {}, title),
			h("section.card", {}, h("h2", {}, t("people.find")), form({ fields: [query], submit: t("nav.search"), send }), answer),
			mine, forgotten,
		],
	};
}
