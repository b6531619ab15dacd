/* home: what happened that I may see, as it happens, and the way to say thanks. */
import { get } from "../api";
import { h } from "../element";
import { catalogue, type Catalogue, promptText } from "../parts/catalogue";
import { Feed } from "../parts/feed";
import { Give } from "../parts/give";
import { Parts } from "../parts/away";
import { emptyCard } from "../parts/notice";
import type { PersonReference } from "../parts/person";
import { welcomeCard } from "../parts/welcome";
import type { Page, Visit } from "../router";
import type { Schema } from "../schema";
import { me } from "../session";
import { t } from "../words";

/* "?to=maria": she is chosen already. */
async function chosen(visit: Visit): Promise<PersonReference[]> {
	const to = visit.query.get("to");
	if (!to || to === me()) return [];
	const { member } = await get<Schema<"GetMemberResponse">>(`/v1/members/${encodeURIComponent(to)}`, {}, visit.signal);
	return member && member.status === "ACTIVE" ? [{ id: member.id, handle: member.handle, displayName: member.displayName }] : [];
}

function question(of: Catalogue, give: Give): HTMLElement {
	return h("section.card.of-week", { "aria-labelledby": "week-title" },
		h("div", {}, h("h2", { id: "week-title" }, t("home.question")), h("p.question", {}, promptText(of, of.promptOfWeek))),
		h("button.button.quiet", { type: "button", click: () => give.answer(of.promptOfWeek) }, t("home.answer")));
}

export async function homePage(visit: Visit): Promise<Page> {
	const parts = new Parts();
	const [known, receivers, welcome, feed] = await Promise.all([
		parts.take(t("home.partGive"), catalogue(true)), parts.take(t("home.partTo"), chosen(visit)),
		parts.take(t("home.partWelcome"), welcomeCard(visit.signal)),
		parts.take(t("home.partFeed"), Feed.open({
			signal: visit.signal, label: t("home.feed"), heading: "h3", arrivals: true,
			empty: () => emptyCard(t("home.empty"), t(me() ? "home.emptyText" : "home.emptyKey")),
		})),
	]);
	const give = me() && known && new Give({
		catalogue: known, signal: visit.signal, receivers: receivers ?? [], given: (one) => void feed?.put(one),
	});
	return {
		title: t("nav.home"),
		content: [
			h("h1", {}, t("home.title")), parts.notice(), welcome,
			give && known ? [give.node, question(known, give)] : !me() && h("p.soft", {}, t("home.noMember")),
			feed && h("section", { "aria-labelledby": "feed-title" }, h("h2", { id: "feed-title" }, t("home.feed")), feed.node),
		],
	};
}
