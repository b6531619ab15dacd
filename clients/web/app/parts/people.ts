/* people: several people in one sentence, as the language joins them. */
import type { Child } from "../element";
import { localeTag } from "../words";
import { personLink, type PersonReference } from "./person";

/* "a, b and c" with something in place of each. */
export function joined(items: Child[]): Child[] {
	const places = items.map((_, i) => String(i));
	const format = new Intl.ListFormat(localeTag(), { style: "long", type: "conjunction" });
	return format.formatToParts(places).map((part) => (part.type === "element" ? items[Number(part.value)]! : part.value));
}

export function joinedText(texts: string[]): string {
	return new Intl.ListFormat(localeTag(), { style: "long", type: "conjunction" }).format(texts);
}

export function peopleLinks(people: PersonReference[]): Child[] {
	return joined(people.map(personLink));
}
