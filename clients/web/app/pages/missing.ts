/* missing: an address that no page has. */
import { h } from "../element";
import type { Page } from "../router";
import { t } from "../words";

export function missingPage(): Page {
	return {
		title: t("missing.title"),
		content: [h("h1", {}, t("missing.title")), h("p.soft", {}, t("missing.text")), h("p", {}, h("a.button", { href: "/home" }, t("missing.home")))],
	};
}
