/* sign_in: the door. A key opens a session, the key itself is kept nowhere; or an identity provider vouches for who comes:
 * the browser goes there and comes back to /v1/session:callback, which leads here with `signIn` when nothing came of it. */
import { type Child, h } from "../element";
import { field, form } from "../parts/form";
import type { Page, Visit } from "../router";
import { identityProvider, providerSignOut, signIn } from "../session";
import { has, t } from "../words";

const WORD = "signIn"; // of the query

/* Where the person wanted to go, without what became of the last try. */
function wanted(): string {
	const url = new URL(location.href);
	url.searchParams.delete(WORD);
	return url.pathname + url.search;
}

/* What became of the last try. */
function said(visit: Visit): Child {
	const word = `signIn.problem.${visit.query.get(WORD) ?? ""}`;
	return has(word) && h("p.error", { role: "alert" }, t(word, { name: identityProvider()?.name ?? "" }));
}

function providerCard(visit: Visit): Child {
	const provider = identityProvider();
	if (!provider) return null;
	const href = `${provider.signInPath}?path=${encodeURIComponent(wanted())}`;
	return h("div.card", {}, said(visit), h("a.button", { href }, t("signIn.provider", { name: provider.name })));
}

function signedOut(): Child {
	const provider = identityProvider(), url = providerSignOut();
	if (!provider || !url) return null;
	return h("p.soft", { role: "status" }, t("signIn.out"), " ", h("a", { href: url }, t("signIn.outThere", { name: provider.name })));
}

export function signInPage(visit: Visit, opened: (path: string) => void): Page {
	const key = field({
		name: "key", label: t("signIn.key"), hint: t("signIn.hint"), type: "password", required: true,
		more: { autocomplete: "current-password", spellcheck: "false", maxlength: 128 },
	});
	const send = async (): Promise<void> => {
		await signIn(key.value().trim());
		opened(wanted());
	};
	return {
		title: t("signIn.title"),
		content: h("div.door", {},
			h("h1", {}, t("signIn.title")),
			h("p.lead", {}, t("signIn.lead")),
			signedOut(), providerCard(visit),
			h("div.card", {}, form({ fields: [key], submit: t("signIn.submit"), send })),
			h("p.soft", {}, t("signIn.vote"), " ", h("a", { href: "/verify-ballots" }, t("signIn.verify")))),
	};
}
