/* nomination_card: one nomination as far as one may see it. */
import { myId } from "./context";
import type { Link, Nomination } from "./cycles";
import { type Child, h } from "../../element";
import { formatSince } from "../../format";
import { type PersonReference, personLink } from "../../parts/person";
import { t } from "../../words";

/* A link that people wrote: it opens beside, and learns nothing of where it was. */
export function outsideLink(href: string, text: string): HTMLElement {
	return h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, text, h("span.visually-hidden", {}, ` ${t("awards.newTab")}`));
}

export function linkList(links: Link[]): Child {
	return links.length ? h("ul.links", {}, links.map((link) => h("li", {}, outsideLink(link.url, link.title || link.url)))) : null;
}

export function nomineeName(nomination: Nomination): string {
	return nomination.outsider?.name || nomination.nominee?.displayName || t("awards.nameless");
}

export function nomineeNode(nomination: Nomination): Node {
	if (nomination.outsider) return outsideLink(nomination.outsider.profileUrl, nomination.outsider.name);
	return nomination.nominee?.handle ? personLink(nomination.nominee) : h("span", {}, nomineeName(nomination));
}

function statusBadge({ status }: Nomination): HTMLElement {
	const good = status === "ACCEPTED" || status === "SHORTLISTED";
	return h(good ? "span.badge.good" : "span.badge", {}, t(`awards.status.${status}`));
}

function attachments(paths: string[]): Child {
	return paths.length ? h("ul.links", {}, paths.map((path, i) => h("li", {},
		h("a", { href: `/${path}` }, t(path.startsWith("highlights/") ? "awards.attachedHighlight" : "awards.attachedRecognition", { n: i + 1 }))))) : null;
}

function namedBy(nominator: PersonReference): string {
	return nominator.id === myId() ? t("awards.namedByYou") : t("awards.namedBy", { name: nominator.displayName || t("awards.nameless") });
}

function foot(nomination: Nomination): Child {
	const { nominator, createTime, endorsements } = nomination;
	const said = [
		nominator ? namedBy(nominator) : "",
		createTime ? formatSince(createTime) : "",
		endorsements ? t("awards.endorsements", { n: endorsements }) : "",
	].filter(Boolean);
	return said.length ? h("p.soft.foot", {}, said.join(" · ")) : null;
}

/* `more`: what one can do with it. A sealed one says that it is sealed. */
export function nominationCard(nomination: Nomination, ...more: Child[]): HTMLElement {
	return h("article.card.nomination", {},
		h("h3", {}, nomineeNode(nomination), " ", statusBadge(nomination)),
		nomination.reason ? h("p.words", {}, nomination.reason) : h("p.soft", {}, t("awards.sealed")),
		linkList(nomination.links),
		attachments(nomination.attachments),
		foot(nomination),
		more.some(Boolean) ? h("div.actions", {}, more) : null);
}
