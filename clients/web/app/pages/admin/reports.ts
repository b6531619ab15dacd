/* reports: words that somebody told the people team of; open ones, and those decided. */
import { h } from "../../element";
import { formatSince } from "../../format";
import { pagedList } from "../../parts/list";
import { emptyCard } from "../../parts/notice";
import { personLink } from "../../parts/person";
import type { Page, Visit } from "../../router";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { adminHead } from "./head";

type ContentReport = Schema<"ContentReport">;

export function outcomeBadge(report: ContentReport): HTMLElement {
	const kind = report.outcome === "REMOVE" ? "badge bad" : report.outcome === "DISMISS" ? "badge good" : "badge gold";
	return h("span", { class: kind }, t(`admin.outcome.${report.outcome}`));
}

export function reportedBy(report: ContentReport): HTMLElement {
	const who = report.reporter ? personLink(report.reporter) : t("admin.reports.gone");
	const what = t(report.comment ? "admin.reports.comment" : "admin.reports.recognition");
	return h("p.soft", {}, what, " · ", who, " · ", formatSince(report.createTime!));
}

function card(report: ContentReport): HTMLElement {
	return h("article.card", {},
		h("div.card-head", {}, reportedBy(report), outcomeBadge(report)),
		h("p", {}, report.reason || h("span.soft", {}, t("admin.reports.noReason"))),
		h("div.actions", {}, h("a.button.small.quiet", { href: `/admin/reports/${report.id}` },
			t("admin.reports.look"))));
}

function tabs(resolved: boolean): HTMLElement {
	const tab = (href: string, text: string, here: boolean) => h("a", { href, "aria-current": here && "page" }, text);
	return h("nav.tabs", { "aria-label": t("admin.reports.which") },
		tab("/admin/reports", t("admin.reports.open"), !resolved),
		tab("/admin/reports?resolved=true", t("admin.reports.decided"), resolved));
}

export async function reportsPage(visit: Visit): Promise<Page> {
	const resolved = visit.query.get("resolved") === "true";
	const list = await pagedList<ContentReport>({
		path: "/v1/content-reports", query: { resolved }, field: "contentReports", draw: card, signal: visit.signal,
		label: t("nav.reports"),
		empty: () => emptyCard(t(resolved ? "admin.reports.noneDecided" : "admin.reports.none"),
			t("admin.reports.noneText")),
	});
	return { title: t("nav.reports"),
		content: [adminHead(t("nav.reports"), t("admin.reports.lead")), tabs(resolved), list] };
}
