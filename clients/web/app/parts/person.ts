/* person: how members are named, everywhere the same. */
import { h } from "../element";

/* What resources carry of a member. */
export interface PersonReference {
	id: string;
	handle: string;
	displayName: string;
}

/* The first letters of up to two words. */
function initials(name: string): string {
	return name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]!.toLocaleUpperCase()).join("");
}

export function nameOf(person: PersonReference): string {
	return person.displayName || `@${person.handle}`;
}

export function personLink(person: PersonReference): HTMLElement {
	return h("a.person", { href: `/people/${encodeURIComponent(person.handle)}` }, nameOf(person));
}

/* A round sign with the initials, for the eye only. */
export function personSign(person: PersonReference): HTMLElement {
	return h("span.sign", { "aria-hidden": "true" }, initials(person.displayName || person.handle));
}
