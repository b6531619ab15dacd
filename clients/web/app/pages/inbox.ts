/* inbox: what I received and what happened to it since, unread first, so that nobody misses a thanks. */
import { get, write } from "../api";
import { h } from "../element";
import { formatSince } from "../format";
import { catalogue } from "../parts/catalogue";
import { showUnread } from "../parts/inbox_count";
import { pagedList } from "../parts/list";
import { emptyCard, problemText, toast } from "../parts/notice";
import { RecognitionCard } from "../parts/recognition_card";
import { type Page, reload, type Visit } from "../router";
import type { Schema } from "../schema";
import { me } from "../session";
import { t } from "../words";

type Entry = Schema<"InboxEntry">;

/* Marks some as read, or all up to a time; false: it did not work, and that was said. */
async function mark(what: object): Promise<boolean> {
	try {
		showUnread((await write<Schema<"MarkReadResponse">>("POST", "/v1/inbox:read", what)).unreadCount);
		return true;
	} catch (problem) {
		toast(problemText(problem));
		return false;
	}
}

function noteOf(entry: Entry): HTMLElement {
	const note = h("p.inbox-note", {}, entry.unread && h("span.badge.gold", {}, t("inbox.new")),
		` ${t(`inbox.${entry.lastEvent}`)} · ${formatSince(entry.eventTime!)}`);
	if (!entry.unread) return note;
	const button = h("button.link", { type: "button" }, t("inbox.read"));
	button.addEventListener("click", () => void mark({ recognitions: [entry.recognition!.id], until: entry.eventTime }).then((done) => {
		if (!done) return;
		note.querySelector(".badge")?.remove();
		button.replaceWith(h("span.soft", { tabindex: "-1" }, t("inbox.wasRead")));
		note.querySelector<HTMLElement>("span.soft")?.focus();
	}));
	note.append(" ", button);
	return note;
}

function markAllButton(newest: string): HTMLElement {
	const press = async (): Promise<void> => {
		if (await mark({ all: true, until: newest })) reload();
	};
	return h("button.button.quiet.small", { type: "button", click: () => void press() }, t("inbox.readAll"));
}

export async function inboxPage(visit: Visit): Promise<Page> {
	const title = t("nav.inbox");
	if (!me()) return { title, content: [h("h1", {}, title), emptyCard(t("noMember.title"), t("noMember.text"))] };
	const [known, first] = await Promise.all([catalogue(), get<Schema<"InboxResponse">>("/v1/inbox", { pageSize: 1 }, visit.signal)]);
	const list = await pagedList<Entry>({
		path: "/v1/inbox", field: "entries", label: title, signal: visit.signal,
		draw: (entry) => {
			const card = new RecognitionCard(entry.recognition!,
				{ catalogue: known, heading: "h2", signal: visit.signal,
				gone: (one) => one.node.closest("li")?.remove() });
			return [noteOf(entry), card.node];
		},
		empty: () => emptyCard(t("inbox.empty"), t("inbox.emptyText")),
	});
	showUnread(first.unreadCount);
	const newest = first.entries?.[0]?.eventTime;
	return {
		title,
		content: [
			h("div.page-head", {}, h("h1", {}, title), first.unreadCount > 0 && newest ? markAllButton(newest) : null),
			first.unreadCount > 0 ? h("p.soft", {}, t("inbox.count", { n: first.unreadCount })) : null, list,
		],
	};
}
