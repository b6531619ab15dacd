/* agenda: what to talk about in a 1:1, for the member and for who manages them. */
import { get } from "../api";
import { type Child, h } from "../element";
import { cardList } from "./card_list";
import { type Catalogue, catalogue, promptText } from "./catalogue";
import { highlightFacts } from "./highlight_facts";
import { overlookedItem } from "./overlooked";
import type { Recognition } from "./recognition_facts";
import type { Schema } from "../schema";
import { t } from "../words";

type Agenda = Schema<"Agenda">;

function part(title: string, content: Child): HTMLElement {
	return h("section.agenda-part", {}, h("h2", {}, title), content);
}

function thanks(title: string, empty: string, recognitions: Recognition[], of: Catalogue, signal: AbortSignal): HTMLElement {
	return part(title, recognitions.length ? cardList(title, recognitions, of, signal) : h("p.soft", {}, empty));
}

function draw(agenda: Agenda, of: Catalogue, own: boolean, signal: AbortSignal): Child {
	return [
		agenda.prompt && part(t("agenda.prompt"), h("p.card.question", {}, promptText(of, agenda.prompt.prompt) || agenda.prompt.text)),
		thanks(t(own ? "agenda.receivedOwn" : "agenda.received"), t("agenda.nothingReceived"), agenda.received ?? [], of, signal),
		thanks(t(own ? "agenda.givenOwn" : "agenda.given"), t("agenda.nothingGiven"), agenda.given ?? [], of, signal),
		agenda.highlights?.length > 0 && part(t("agenda.highlights"),
			h("ul.list", {}, agenda.highlights.map((one) => h("li", {},
			h("article.card", {}, highlightFacts(one, "h3")))))),
		agenda.overlooked?.length > 0 && part(t("agenda.overlooked"),
			h("ul.list.person-lines", {}, agenda.overlooked.map((one) => h("li", {}, overlookedItem(one))))),
	];
}

export async function agendaView(member: string, own: boolean, signal: AbortSignal): Promise<Child> {
	const [answer, known] = await Promise.all([get<Schema<"GetAgendaResponse">>(`/v1/members/${encodeURIComponent(member)}/agenda`, {}, signal), catalogue()]);
	return [h("p.soft", {}, t(own ? "agenda.own" : "agenda.text")), answer.agenda && draw(answer.agenda, known, own, signal)];
}
