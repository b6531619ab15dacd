/* profile: a colleague: what they do, how they like to be thanked, and what they were thanked for that I may see. */
import { get } from "../api";
import { type Child, h } from "../element";
import { agendaView } from "../parts/agenda";
import { Feed } from "../parts/feed";
import { highlightsView } from "../parts/highlights";
import { Parts } from "../parts/away";
import { emptyCard } from "../parts/notice";
import { personLink } from "../parts/person";
import { type Preferences, preferenceWords } from "../parts/preference";
import { chosenTab, type Tab, tabLinks } from "../parts/tabs";
import type { Page, Visit } from "../router";
import type { Schema } from "../schema";
import { me } from "../session";
import { has, t } from "../words";

type Member = Schema<"Member">;

/* Keys of no member are not told how anybody likes it. */
async function preferenceOf(path: string, signal: AbortSignal): Promise<Preferences | null> {
	if (!me()) return null;
	return (await get<Schema<"GetPreferencesResponse">>(`${path}/preferences`, {}, signal)).preferences ?? null;
}

function head(member: Member): Child {
	const about = [member.title, member.team].filter(Boolean).join(" · ");
	return h("div.profile-head", {},
		h("div.page-head", {}, h("h1", {}, member.displayName, member.status !== "ACTIVE" && h("span.badge", {}, t("person.left"))),
			me() && member.handle !== me() && member.status === "ACTIVE" && h("a.button",
				{ href: `/home?to=${encodeURIComponent(member.handle)}` }, t("person.thank"))),
		h("p.meta", {}, h("span", {}, `@${member.handle}`), about && h("span", {}, about),
			member.manager && h("span", {}, t("person.manager"), " ", personLink(member.manager))),
		member.hats?.length > 0 && h("p.thanks-badges", {},
			member.hats.map((hat) => h("span.badge", {}, has(`hat.${hat}`) ? t(`hat.${hat}`) : hat))));
}

function contentOf(tab: string, handle: string, signal: AbortSignal): Promise<Child> {
	const feed = async (query: { giver?: string; receiver?: string }, label: string): Promise<Child> => (await Feed.open({
		query, signal, label, heading: "h2", empty: () => emptyCard(t("person.nothing"), t("person.nothingText")),
	})).node;
	if (tab === "given") return feed({ giver: handle }, t("person.given"));
	if (tab === "highlights") return highlightsView({ member: handle }, signal, false);
	if (tab === "agenda") return agendaView(handle, false, signal);
	return feed({ receiver: handle }, t("person.received"));
}

/* By the handle alone, while nobody tells who that is. */
function headOf(handle: string): Child {
	return h("div.profile-head", {}, h("h1", {}, `@${handle}`));
}

function tabsOf(member: Member | null): Tab[] {
	const tabs: Tab[] = [{ name: "received", word: "person.received" }, { name: "given", word: "person.given" },
		{ name: "highlights", word: "me.highlights" }];
	if (me() && member?.manager?.handle === me()) tabs.push({ name: "agenda", word: "me.agenda" });
	return tabs;
}

export async function profilePage(visit: Visit): Promise<Page> {
	const asked = visit.fields.member!;
	const path = `/v1/members/${encodeURIComponent(asked)}`;
	const parts = new Parts();
	const [answer, preferences] = await Promise.all([
		parts.take(t("person.partFacts"), get<{ member: Member }>(path, {}, visit.signal)),
		parts.take(t("person.partLikes"), preferenceOf(path, visit.signal)),
	]);
	const member = answer?.member ?? null, handle = member?.handle ?? asked;
	const tabs = tabsOf(member);
	const tab = chosenTab(tabs, visit.query);
	const content = await parts.take(t("person.partTab"), contentOf(tab, handle, visit.signal));
	return {
		title: member?.displayName ?? `@${handle}`,
		content: [
			member ? head(member) : headOf(handle), parts.notice(),
			preferences && h("section.card", {}, h("h2", {}, t("person.likes")), preferenceWords(preferences)),
			tabLinks(`/people/${encodeURIComponent(handle)}`, member?.displayName ?? handle, tabs, tab), content,
		],
	};
}
