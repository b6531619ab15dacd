/* notice: what is said when there is nothing to show, when something went wrong, and when something was done. */
import { ApiError } from "../api";
import { type Child, h } from "../element";
import { currentLanguage, has, t } from "../words";

/* Nothing here yet, and what one can do about it. */
export function emptyCard(title: string, text: string, ...more: Child[]): HTMLElement {
	return h("div.card.empty", {}, h("p.empty-title", {}, title), h("p.soft", {}, text), more);
}

/* What went wrong in words of the reader's language; what the server says stays beside it, since it is precise. */
export function problemText(problem: unknown): string {
	if (!(problem instanceof ApiError)) return t("problem.unknown");
	const known = [`problem.${problem.reason}`, `problem.${problem.status}`].find(has);
	return known ? t(known, { n: problem.retryAfter ?? 1 }) : problem.message;
}

/* The same to be read: where only the server has words for it, they are marked as English. */
export function problemWords(problem: unknown): Child {
	const text = problemText(problem);
	const english = problem instanceof ApiError && text === problem.message && currentLanguage() !== "en";
	return english ? h("span", { lang: "en" }, text) : text;
}

export function problemCard(problem: unknown, again: () => void): HTMLElement {
	const said = problem instanceof ApiError ? problem.message : "";
	const text = problemText(problem);
	return h("div.card.problem", { role: "alert" },
		h("h1", {}, t("problem.title")),
		h("p", {}, problemWords(problem)),
		said && said !== text && h("p.soft", { lang: "en" }, said),
		h("button.button", { type: "button", click: again }, t("problem.again")));
}

/* Said once in a corner and to screen readers, then gone. */
export function toast(text: string): void {
	let place = document.querySelector(".toasts");
	if (!place) {
		place = h("div.toasts", { role: "status", "aria-live": "polite" });
		document.body.appendChild(place);
	}
	const note = h("p.toast", {}, text);
	place.appendChild(note);
	setTimeout(() => note.remove(), 6000);
}
