/* refusal: what the server says of one field, or of one row of a file: in the reader's language where the sentence has
 * a name, else as the server says it, and marked as English. */
import { h } from "../element";
import { currentLanguage, has, t } from "../words";

export interface Refusal {
	sentence: string; // the server's
	reason?: string; // its name: TOO_LONG
	values?: string[]; // what stands in it, in its order
}

export interface Said {
	text: string;
	language: string; // "": the page's
}

export function refusalSaid({ sentence, reason, values }: Refusal): Said {
	if (currentLanguage() === "en") return { text: sentence, language: "" };
	if (!reason || !has(`refusal.${reason}`)) return { text: sentence, language: "en" };
	return { text: t(`refusal.${reason}`, Object.fromEntries((values ?? []).map((one, i) => [String(i), one]))), language: "" };
}

export function refusalText(refusal: Refusal): HTMLElement {
	const { text, language } = refusalSaid(refusal);
	return h("span", { lang: language || null }, text);
}
