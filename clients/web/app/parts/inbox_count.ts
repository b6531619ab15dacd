/* inbox_count: how many in the inbox are unread, beside its name in the navigation, and beside the menu that folds that. */
import { get } from "../api";
import { h } from "../element";
import { formatCount } from "../format";
import { listen } from "../live";
import { recognitionIn } from "./live_recognition";
import type { Schema } from "../schema";
import { me } from "../session";
import { t } from "../words";

const EVENTS = ["recognition.given", "recognition.joined", "recognition.commented"];
const MANY = 1000; // the API counts up to here
const PAUSE_MS = 300; // events that come together are one question

let unread = 0;
let watching = new AbortController();

/* In the navigation as it is drawn now. */
export function showUnread(count = unread): void {
	unread = count;
	const many = count >= MANY ? `${formatCount(MANY)}+` : formatCount(count);
	for (const link of document.querySelectorAll('.side nav a[href="/inbox"], .side .menu')) {
		link.querySelector(".unread")?.remove();
		if (count) link.append(h("span.unread", {}, h("span.visually-hidden", {}, " – "), many,
			h("span.visually-hidden", {}, ` ${t("inbox.unread", { n: count })}`)));
	}
}

export async function refreshUnread(): Promise<void> {
	try {
		showUnread((await get<Schema<"InboxResponse">>("/v1/inbox", { pageSize: 1 })).unreadCount);
	} catch {
		// what was counted last stands there until it can be asked again
	}
}

/* From now on, for whoever is signed in. */
export function watchInbox(): void {
	watching.abort();
	unread = 0;
	if (!me()) return;
	watching = new AbortController();
	let pause = 0;
	listen((event) => {
		if (!EVENTS.includes(event.type) || !recognitionIn(event)?.receivers.some((one) => one.member?.handle === me())) return;
		clearTimeout(pause);
		pause = window.setTimeout(() => void refreshUnread(), PAUSE_MS);
	}, watching.signal);
	void refreshUnread();
}
