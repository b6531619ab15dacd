/* nomination_card: one nomination as far as one may see it. */
import { myId } from "./context";
import type { Link, Nomination } from "./cycles";
import { address, get } from "../../api";
import { type Child, h, replace } from "../../element";
import { formatSince } from "../../format";
import { type PersonReference, personLink } from "../../parts/person";
import type { Schema } from "../../schema";
import { t } from "../../words";

/* A link that people wrote: it opens beside, and learns nothing of where it was. */
export function outsideLink(href: string, text: string): HTMLElement {
	return h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, text,
		h("span.visually-hidden", {}, ` ${t("awards.newTab")}`));
}

export function linkList(links: Link[]): Child {
	return links.length ? h("ul.work-links", {}, links.map((link) => h("li", {},
		outsideLink(link.url, link.title || link.url)))) : null;
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

/* A highlight has no page of its own: its title, and the page of whoever shared it; read with the reader's rights. */
function highlightLine(path: string): HTMLElement {
	const line = h("li", {}, t("shell.loading"));
	get<{ highlight: Schema<"Highlight"> }>(`/v1/${path}`).then(({ highlight }) => {
		const handle = highlight.member?.handle ?? "";
		replace(line, h("a", { href: address("/highlights", { member: handle }) },
			t("awards.attachedHighlight", { title: highlight.title })));
	}, () => replace(line, t("awards.attachedHidden")));
	return line;
}

function attachments(paths: string[]): Child {
	if (!paths.length) return null;
	return h("ul.work-links", {}, paths.map((path, i) => (path.startsWith("highlights/") ? highlightLine(path)
		: h("li", {}, h("a", { href: `/${path}` }, t("awards.attachedRecognition", { n: i + 1 }))))));
}

function namedBy(nominator: PersonReference): string {
	return nominator.id === myId() ? t("awards.namedByYou")
		: t("awards.namedBy", { name: nominator.displayName || t("awards.nameless") });
}

function foot(nomination: Nomination): Child {
	const { nominator, createTime, endorsements } = nomination;
	const said = [
		nominator ? namedBy(nominator) : "",
		createTime ? formatSince(createTime) : "",
		endorsements ? t("awards.endorsements", { n: endorsements }) : "",
	].filter(Boolean);
	return said.length ? h("p.soft.nomination-foot", {}, said.join(" · ")) : null;
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
