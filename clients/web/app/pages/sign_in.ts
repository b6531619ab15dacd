/* sign_in: the door. A key opens a session; the key itself is kept nowhere. */
import { h } from "../element";
import { field, form } from "../parts/form";
import type { Page } from "../router";
import { signIn } from "../session";
import { t } from "../words";

export function signInPage(opened: () => void): Page {
	const key = field({
		name: "key", label: t("signIn.key"), hint: t("signIn.hint"), type: "password", required: true,
		more: { autocomplete: "current-password", spellcheck: "false", maxlength: 128 },
	});
	const send = async (): Promise<void> => {
		await signIn(key.value().trim());
		opened();
	};
	return {
		title: t("signIn.title"),
		content: h("div.door", {},
			h("h1", {}, t("signIn.title")),
			h("p.lead", {}, t("signIn.lead")),
			h("div.card", {}, form({ fields: [key], submit: t("signIn.submit"), send })),
			h("p.soft", {}, t("signIn.vote"), " ", h("a", { href: "/verify-ballots" }, t("signIn.verify")))),
	};
}
