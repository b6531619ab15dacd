/* report: one content report with the reported words, and the decision. Opening it is a look that the audit log tells
 * of. */
import { get, write } from "../../api";
import { h } from "../../element";
import { formatTime } from "../../format";
import { ask } from "../../parts/ask";
import { field } from "../../parts/form";
import { toast } from "../../parts/notice";
import { personLink } from "../../parts/person";
import { type Page, reload, type Visit } from "../../router";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { adminHead } from "./head";
import { outcomeBadge, reportedBy } from "./reports";

type ContentReport = Schema<"ContentReport">;
type Outcome = "DISMISS" | "REMOVE";

interface Answer {
	contentReport: ContentReport;
	recognition?: Schema<"Recognition"> | null;
	comment?: Schema<"Comment"> | null;
}

function reportedWords(answer: Answer): HTMLElement {
	const { recognition, comment } = answer;
	if (recognition) {
		const receivers = recognition.receivers.map((one) => one.member && h("span", {}, personLink(one.member)));
		return h("figure.quoted", {}, h("blockquote", {}, recognition.message),
			h("figcaption", {}, recognition.giver && personLink(recognition.giver), " → ",
				h("span.names", {}, receivers)));
	}
	if (comment) return h("figure.quoted", {}, h("blockquote", {}, comment.message),
		h("figcaption", {}, comment.author && personLink(comment.author)));
	return h("p.soft", {}, t("admin.reports.wordsGone"));
}

async function decide(report: ContentReport, outcome: Outcome): Promise<void> {
	const note = field({ name: "note", label: t("admin.reports.note"), hint: t("admin.reports.noteHint"),
		type: "textarea", more: { maxlength: 1000 } });
	const done = await ask({
		title: t(`admin.reports.${outcome}Title`),
		text: h("p", {}, t(report.comment ? `admin.reports.${outcome}Comment` : `admin.reports.${outcome}Text`)),
		fields: [note], submit: t(`admin.reports.${outcome}`),
		act: () => write("POST", `/v1/content-reports/${report.id}:resolve`, { outcome, note: note.value() }),
	});
	if (!done) return;
	toast(t("admin.reports.done"));
	reload();
}

function decision(report: ContentReport): HTMLElement {
	if (report.outcome === "UNSPECIFIED")
		return h("div.card", {}, h("h2", {}, t("admin.reports.decide")), h("p", {}, t("admin.reports.decideText")),
			h("div.actions", {},
			h("button.button.quiet", { type: "button", click: () => void decide(report, "DISMISS") },
				t("admin.reports.DISMISS")),
			h("button.button.danger", { type: "button", click: () => void decide(report, "REMOVE") },
				t("admin.reports.REMOVE"))));
	const by = report.resolver ? personLink(report.resolver) : t("admin.reports.byKey");
	return h("div.card", {}, h("h2", {}, t("admin.reports.decision")),
		h("p", {}, outcomeBadge(report), " ", by, " · ", report.resolveTime && formatTime(report.resolveTime)),
		report.note && h("p", {}, report.note));
}

export async function reportPage(visit: Visit): Promise<Page> {
	const answer = await get<Answer>(`/v1/content-reports/${encodeURIComponent(visit.fields.report!)}`, {},
		visit.signal);
	const report = answer.contentReport;
	return {
		title: t("admin.reports.one"),
		content: [
			adminHead(t("admin.reports.one"), null, { href: "/admin/reports", text: t("nav.reports") }),
			h("p.warning", {}, t("admin.reports.audited")),
			h("div.card", {}, h("h2", {}, t("admin.reports.words")), reportedWords(answer)),
			h("div.card", {}, h("h2", {}, t("admin.reports.why")),
				h("p", {}, report.reason || t("admin.reports.noReason")), reportedBy(report)),
			decision(report),
		],
	};
}
