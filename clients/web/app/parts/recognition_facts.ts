/* recognition_facts: what a recognition says: who thanks whom, the words, and all that goes with them. */
import { type Child, h } from "../element";
import { formatDecimal, formatSince, formatTime } from "../format";
import { type Catalogue, promptText, valueTitle } from "./catalogue";
import { icon } from "./icon";
import { joined, peopleLinks } from "./people";
import { personLink, personSign, type PersonReference } from "./person";
import { visibilitySign } from "./visibility";
import type { Schema } from "../schema";
import { t } from "../words";

export type Recognition = Schema<"Recognition">;

const NAMED = 3; // joiners by name; the others are counted

function thanked(recognition: Recognition): PersonReference[] {
	return recognition.receivers.flatMap((one) => (one.member ? [one.member] : []));
}

/* Giver → receivers, with when and how far it is heard. */
export function recognitionHead(recognition: Recognition, heading: string, id: string): HTMLElement {
	const giver = recognition.giver!;
	const edited = recognition.editTime && h("span", { title: formatTime(recognition.editTime) }, t("card.edited"));
	return h("header.thanks-head", {}, personSign(giver), h("div", {},
		h(heading, { id }, personLink(giver), h("span.arrow", { "aria-hidden": "true" }, " → "),
			h("span.visually-hidden", {}, ` ${t("card.thanks")} `),
			peopleLinks(thanked(recognition))),
		h("p.meta", {}, h("a", { href: `/recognitions/${recognition.id}` },
			h("time", { datetime: recognition.giveTime!, title: formatTime(recognition.giveTime!) }, formatSince(recognition.giveTime!))),
			visibilitySign(recognition.visibility), edited)));
}

function badges(recognition: Recognition, catalogue: Catalogue): Child {
	const value = recognition.value && h("a.badge", { href: `/search?value=${encodeURIComponent(recognition.value)}` },
		valueTitle(catalogue, recognition.value));
	const big = recognition.win === "BIG" && h("span.badge.gold", {}, icon("star"), t("card.big"));
	return (value || big) && h("p.thanks-badges", {}, big, value);
}

function credits(recognition: Recognition): Child {
	const said = recognition.receivers.filter((one) => one.credit && one.member);
	return said.length > 0 && h("ul.credits", { "aria-label": t("card.credits") },
		said.map((one) => h("li", {}, h("strong", {}, one.member!.displayName), ` – ${one.credit}`)));
}

export function linksList(links: Schema<"Link">[]): Child {
	return links.length > 0 && h("ul.work-links", { "aria-label": t("card.links") },
		links.map((one) => h("li", {}, h("a", { href: one.url, rel: "noreferrer noopener" }, one.title || one.url))));
}

export function metricsList(metrics: Schema<"Metric">[]): Child {
	return metrics.length > 0 && h("dl.work-metrics", {},
		metrics.map((one) => h("div", {}, h("dt", {}, one.name),
			h("dd", {}, `${formatDecimal(one.value, 6)}${one.unit ? `\u00a0${one.unit}` : ""}`))));
}

/* "Eleni, Nikos and 3 more join in", and the words they added. */
function joiners(recognition: Recognition): Child {
	if (!recognition.joinerCount) return null;
	const named: Child[] = recognition.joiners.slice(0, NAMED).map((one) => one.member && personLink(one.member));
	const more = recognition.joinerCount - named.length;
	if (more > 0) named.push(t("card.joinersMore", { n: more }));
	const notes = recognition.joiners.filter((one) => one.note && one.member);
	return h("div.joiners", {},
		h("p", {}, icon("hand"), h("span", {}, joined(named), " ", t("card.joinIn", { n: recognition.joinerCount }))),
		notes.length > 0 && h("ul", {}, notes.map((one) => h("li", {}, h("q", {}, one.note), " ",
			h("span.soft", {}, one.member!.displayName)))));
}

/* All but the head. */
export function recognitionBody(recognition: Recognition, catalogue: Catalogue): Child {
	const question = recognition.prompt > 0 && promptText(catalogue, recognition.prompt);
	return [
		question && h("p.question", {}, question),
		recognition.message ? h("p.said", {}, recognition.message) : h("p.soft", {}, t("card.erased")),
		credits(recognition), badges(recognition, catalogue), metricsList(recognition.metrics ?? []),
		linksList(recognition.links ?? []), joiners(recognition),
	];
}
