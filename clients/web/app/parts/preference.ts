/* preference: how somebody likes to be recognised, in words. */
import { type Child, h } from "../element";
import type { Schema } from "../schema";
import { joinedText } from "./people";
import { visibilitySign } from "./visibility";
import { t } from "../words";

export type Preferences = Schema<"Preferences">;

export const CHANNELS = ["ONE_ON_ONE", "CHAT", "TEAM_MEETING", "COMPANY_MEETING", "EMAIL"] as const;

/* What they said, for whoever is about to thank them; `own`: for themselves. */
export function preferenceWords(preferences: Preferences, own = false): Child {
	const channels = (preferences.channels ?? []).map((one) => t(`channel.${one}`));
	return h("div.preference", {},
		h("p", {}, t(own ? `mine.${preferences.ceiling}` : `ceiling.${preferences.ceiling}`), " ", visibilitySign(preferences.ceiling)),
		channels.length > 0 && h("p", {}, t(own ? "mine.likes" : "preference.likes", { channels: joinedText(channels) })),
		preferences.note && h("blockquote", {}, preferences.note));
}
