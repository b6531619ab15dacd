/* search: among the recognitions that I may see, by words, people, team, value, size and time. */
import { address, ApiError, get } from "../api";
import { h } from "../element";
import { shiftDay } from "../format";
import { catalogue, type Catalogue } from "../parts/catalogue";
import { Feed } from "../parts/feed";
import { type Field, field, form } from "../parts/form";
import { emptyCard } from "../parts/notice";
import type { PersonReference } from "../parts/person";
import { type Picker, picker } from "../parts/picker";
import { go, type Page, type Visit } from "../router";
import type { Schema } from "../schema";
import { t } from "../words";

const NAMES = ["query", "giver", "receiver", "team", "value", "win", "since", "until"] as const;

/* Who stands in the address; an unknown handle stays as it is, and finds nothing. */
async function personOf(visit: Visit, name: string): Promise<PersonReference[]> {
	const handle = visit.query.get(name);
	if (!handle) return [];
	try {
		const { member } = await get<Schema<"GetMemberResponse">>(`/v1/members/${encodeURIComponent(handle)}`, {}, visit.signal);
		return member ? [{ id: member.id, handle: member.handle, displayName: member.displayName }] : [];
	} catch (problem) {
		if (problem instanceof ApiError && problem.status === "NOT_FOUND") return [{ id: handle, handle, displayName: handle }];
		throw problem;
	}
}

interface Fields {
	query: Field;
	giver: Picker;
	receiver: Picker;
	team: Field;
	value: Field;
	win: Field;
	since: Field;
	until: Field;
}

async function makeFields(visit: Visit, known: Catalogue): Promise<Fields> {
	const at = (name: string): string => visit.query.get(name) ?? "";
	const [giver, receiver, teams] = await Promise.all([personOf(visit, "giver"), personOf(visit, "receiver"),
		get<Schema<"ListTeamsResponse">>("/v1/teams", {}, visit.signal)]);
	const any = { value: "", label: t("search.any") };
	const select = (name: string, label: string, options: { value: string; label: string }[]): Field => {
		const known = [any, ...options];
		if (at(name) && !known.some((one) => one.value === at(name))) known.push({ value: at(name), label: at(name) });
		return field({ name, label, type: "select", options: known, value: at(name), filter: true });
	};
	return {
		query: field({ name: "query", label: t("search.query"), hint: t("search.hint"), type: "search",
			value: at("query"), filter: true, more: { maxlength: 200 } }),
		giver: picker({ name: "giver", label: t("search.giver"), hint: t("search.who"), most: 1, chosen: giver }),
		receiver: picker({ name: "receiver", label: t("search.receiver"), hint: t("search.who"), most: 1, chosen: receiver }),
		team: select("team", t("search.team"), (teams.teams ?? []).map((one) => ({ value: one.path, label: one.path }))),
		value: select("value", t("search.value"), known.values.map((one) => ({ value: one.slug, label: one.title }))),
		win: select("win", t("search.win"), [{ value: "SMALL", label: t("search.small") }, { value: "BIG", label: t("card.big") }]),
		since: field({ name: "since", label: t("search.since"), type: "date", value: at("since"), filter: true }),
		until: field({ name: "until", label: t("search.until"), type: "date", value: at("until"), filter: true }),
	};
}

/* The first moment of a day where the reader is. */
function momentOf(day: string | null): string | null {
	return day ? new Date(`${day}T00:00:00`).toISOString() : null;
}

async function results(visit: Visit): Promise<HTMLElement> {
	const asked = Object.fromEntries(NAMES.map((name) => [name, visit.query.get(name)]));
	if (!Object.values(asked).some(Boolean)) return h("p.soft", {}, t("search.start"));
	const until = asked.until ? momentOf(shiftDay(asked.until, 1)) : null;
	const feed = await Feed.open({
		query: { ...asked, since: momentOf(asked.since ?? null), until }, signal: visit.signal, label: t("search.found"), heading: "h3",
		empty: () => emptyCard(t("search.nothing"), t("search.nothingText")),
	});
	return h("section", {}, h("h2", {}, t("search.found")), feed.node);
}

export async function searchPage(visit: Visit): Promise<Page> {
	const fields = await makeFields(visit, await catalogue());
	const list = [fields.query, fields.giver, fields.receiver, fields.team, fields.value, fields.win, fields.since, fields.until];
	const said = Object.fromEntries(list.map((one) => [one.name, () => one.value().trim()]));
	const send = async (): Promise<void> => go(address("/search",
		Object.fromEntries(Object.entries(said).map(([name, value]) => [name, value()]))));
	const clear = h("a.button.quiet", { href: "/search" }, t("search.clear"));
	const filters = [fields.giver, fields.receiver, fields.team, fields.value, fields.win, fields.since, fields.until];
	const open = NAMES.slice(1).some((name) => visit.query.get(name));
	const body = [fields.query.node, h("details.search-filters", { open }, h("summary", {}, t("search.filters")),
		h("div.row", {}, filters.map((one) => one.node)))];
	let found: HTMLElement;
	try {
		found = await results(visit);
	} catch (problem) {
		if (!(problem instanceof ApiError) || !["INVALID_ARGUMENT", "NOT_FOUND"].includes(problem.status)) throw problem;
		found = emptyCard(t("search.nothing"), problem.status === "NOT_FOUND" ? t("search.nothingText") : t("search.wrong"));
	}
	return {
		title: t("nav.search"),
		content: [h("h1", {}, t("search.title")), h("search.card", {},
			form({ fields: list, body, submit: t("nav.search"), more: clear, send })), found],
	};
}
