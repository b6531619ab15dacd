/* home: what happened that I may see, and the way to say thanks. */
import { h } from "../element";
import type { Page } from "../router";
import { t } from "../words";

export function homePage(): Page {
	return { title: t("nav.home"), content: h("h1", {}, t("nav.home")) };
}
