/* away: what a page is made of comes from several services. When one does not answer, what it would have told is left
 * out and named once, and the rest stands. */
import { ApiError } from "../api";
import { h } from "../element";
import { reload } from "../router";
import { t } from "../words";

const AWAY = ["UNAVAILABLE", "DEADLINE_EXCEEDED"];

export class Parts {
	private readonly missing: string[] = [];

	/* null: its service is away. Anything else that goes wrong is the page's. */
	async take<Part>(name: string, asked: Promise<Part>): Promise<Part | null> {
		try {
			return await asked;
		} catch (problem) {
			if (!(problem instanceof ApiError) || !AWAY.includes(problem.status)) throw problem;
			if (!this.missing.includes(name)) this.missing.push(name);
			return null;
		}
	}

	/* null: all is there. To be asked for when every part came. */
	notice(): HTMLElement | null {
		if (!this.missing.length) return null;
		return h("div.card.notice", { role: "status" },
			h("p.notice-title", {}, t("away.title")),
			h("p", {}, t("away.parts", { parts: this.missing.join(", ") })),
			h("button.button.quiet", { type: "button", click: reload }, t("problem.again")));
	}
}
