/* overlooked: whom nobody has thanked for a while. A list of names, by handle: never a ranking. */
import { h } from "../element";
import { formatDay } from "../format";
import { personLink } from "./person";
import type { Schema } from "../schema";
import { me } from "../session";
import { t } from "../words";

export type Overlooked = Schema<"Overlooked">;

export function overlookedItem(one: Overlooked): HTMLElement {
	const when = one.lastThankedOn ? t("overlooked.last", { day: formatDay(one.lastThankedOn) }) : t("overlooked.never");
	const handle = encodeURIComponent(one.member!.handle);
	return h("div.person-line", {}, h("div", {}, personLink(one.member!), h("p.soft", {}, when)),
		me() !== "" && h("a.button.quiet.small", { href: `/home?to=${handle}`,
			"aria-label": t("person.thankWho", { name: one.member!.displayName }) }, t("person.thank")));
}
