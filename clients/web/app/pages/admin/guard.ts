/* guard: pages for some roles. The server decides by itself; here is only what whoever may not is told. */
import { ApiError } from "../../api";
import { h } from "../../element";
import type { Page, PageMaker } from "../../router";
import { hasRole, type Role } from "../../session";
import { t } from "../../words";

function refusedPage(): Page {
	return {
		title: t("admin.refused.title"),
		content: [
			h("h1", {}, t("admin.refused.title")),
			h("div.card", {}, h("p", {}, t("admin.refused.text")), h("a.button", { href: "/home" }, t("missing.home"))),
		],
	};
}

export function forRoles(roles: Role[], make: PageMaker): PageMaker {
	return async (visit) => {
		if (!hasRole(...roles)) return refusedPage();
		try {
			return await make(visit);
		} catch (problem) {
			if (problem instanceof ApiError && problem.status === "PERMISSION_DENIED") return refusedPage();
			throw problem;
		}
	};
}
