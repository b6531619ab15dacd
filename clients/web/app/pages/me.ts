/* me: what I received and gave, how I like it, what I did, and all that is mine to see or to take along. */
import { get } from "../api";
import { type Child, h, replace } from "../element";
import { agendaView } from "../parts/agenda";
import { Feed } from "../parts/feed";
import { highlightsView } from "../parts/highlights";
import { Parts } from "../parts/away";
import { myDataView } from "../parts/my_data";
import { emptyCard, toast } from "../parts/notice";
import { type Preferences, preferenceWords } from "../parts/preference";
import { preferenceForm } from "../parts/preference_form";
import { pulseView } from "../parts/pulse";
import { chosenTab, type Tab, tabLinks } from "../parts/tabs";
import { welcomeCard } from "../parts/welcome";
import type { Page, Visit } from "../router";
import type { Schema } from "../schema";
import { me, session } from "../session";
import { t } from "../words";

const TABS: Tab[] = [
	{ name: "received", word: "me.received" },
	{ name: "given", word: "me.given" },
	{ name: "agenda", word: "me.agenda" },
	{ name: "highlights", word: "me.highlights" },
	{ name: "preference", word: "me.preference" },
	{ name: "pulse", word: "me.pulse" },
	{ name: "data", word: "me.data" },
];

async function feedOf(query: { giver?: string; receiver?: string }, label: string, empty: () => Node,
	signal: AbortSignal): Promise<HTMLElement> {
	return (await Feed.open({ query, signal, label, heading: "h2", empty })).node;
}

async function preference(signal: AbortSignal): Promise<HTMLElement> {
	const answer = await get<Schema<"GetPreferencesResponse">>("/v1/members/me/preferences", {}, signal);
	const box = h("div");
	const draw = (now: Preferences): void => replace(box,
		h("section.card", {}, h("h2", { tabindex: "-1" }, t("preference.now")), preferenceWords(now, true)),
		h("section.card", {}, h("h2", {}, t("preference.change")), preferenceForm(now, (next) => {
			draw(next);
			box.querySelector("h2")!.focus();
			toast(t("form.saved"));
		})));
	if (answer.preferences) draw(answer.preferences);
	return box;
}

function contentOf(tab: string, signal: AbortSignal): Promise<Child> | Child {
	switch (tab) {
	case "given":
		return feedOf({ giver: "me" }, t("me.given"), () => emptyCard(t("me.noneGiven"), t("me.noneGivenText"),
			h("a.button", { href: "/home" }, t("give.title"))), signal);
	case "agenda":
		return agendaView("me", true, signal);
	case "highlights":
		return highlightsView({ member: "me" }, signal, true);
	case "preference":
		return preference(signal);
	case "pulse":
		return pulseView();
	case "data":
		return myDataView(signal);
	default:
		return feedOf({ receiver: "me" }, t("me.received"), () => emptyCard(t("inbox.empty"), t("inbox.emptyText")), signal);
	}
}

export async function mePage(visit: Visit): Promise<Page> {
	const title = t("nav.me");
	if (!me()) return { title, content: [h("h1", {}, title), emptyCard(t("noMember.title"), t("noMember.text"))] };
	const tab = chosenTab(TABS, visit.query);
	const parts = new Parts();
	const [content, welcome] = await Promise.all([
		parts.take(t("person.partTab"), Promise.resolve(contentOf(tab, visit.signal))),
		tab === "preference" ? null : parts.take(t("home.partWelcome"), welcomeCard(visit.signal)),
	]);
	const name = session()!.member!.displayName;
	return { title, content: [h("h1", {}, name), tabLinks("/me", title, TABS, tab), parts.notice(), welcome, content] };
}
