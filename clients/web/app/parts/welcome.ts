/* welcome: asks somebody who never said it how they like to be recognised. */
import { get } from "../api";
import { h, replace } from "../element";
import { type Preferences, preferenceWords } from "./preference";
import { preferenceForm } from "./preference_form";
import type { Schema } from "../schema";
import { me } from "../session";
import { t } from "../words";

function thanks(now: Preferences): Node[] {
	const title = h("h2", { tabindex: "-1" }, t("welcome.thanks"));
	return [title, preferenceWords(now, true) as Node, h("p", {}, h("a", { href: "/me?tab=preference" }, t("preference.change")))];
}

/* null: they have said it, or nobody is there to say it. */
export async function welcomeCard(signal: AbortSignal): Promise<HTMLElement | null> {
	if (!me()) return null;
	const { preferences } = await get<Schema<"GetPreferencesResponse">>("/v1/members/me/preferences", {}, signal);
	if (!preferences || preferences.said) return null;
	const card = h("section.card.welcome", { "aria-labelledby": "welcome-title" });
	replace(card, h("h2", { id: "welcome-title" }, t("welcome.title")), h("p", {}, t("welcome.text")),
		preferenceForm(preferences, (now) => {
			replace(card, thanks(now));
			card.querySelector("h2")!.id = "welcome-title";
			card.querySelector("h2")!.focus();
		}));
	return card;
}
