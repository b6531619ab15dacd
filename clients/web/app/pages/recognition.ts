/* recognition: one alone, with what others said to it. */
import { get, write } from "../api";
import { h } from "../element";
import { listen } from "../live";
import { catalogue } from "../parts/catalogue";
import { refreshUnread } from "../parts/inbox_count";
import { recognitionIn } from "../parts/live_recognition";
import { RecognitionCard } from "../parts/recognition_card";
import type { Recognition } from "../parts/recognition_facts";
import { go, type Page, type Visit } from "../router";
import { me } from "../session";
import { t } from "../words";

export async function recognitionPage(visit: Visit): Promise<Page> {
	const id = visit.fields.recognition!;
	const [{ recognition }, known] = await Promise.all([
		get<{ recognition: Recognition }>(`/v1/recognitions/${encodeURIComponent(id)}`, {}, visit.signal), catalogue(),
	]);
	const card = new RecognitionCard(recognition, { catalogue: known, heading: "h1", signal: visit.signal, open: true,
		gone: () => go("/home") });
	listen((event) => {
		const now = recognitionIn(event);
		if (now?.id === recognition.id) card.hear(now);
	}, visit.signal);
	if (card.receiver && me()) void write("POST", "/v1/inbox:read", { recognitions: [recognition.id] }).then(refreshUnread, () => {});
	return {
		title: t("recognition.title", { giver: recognition.giver!.displayName }),
		content: h("div.one", {}, card.node, h("p", {}, h("a", { href: "/home" }, t("recognition.home")))),
	};
}
