/* notes: what the figures cannot say themselves: what is missing, what is hidden and why, where they come from, and what
 * they are for. */
import { type Child, h } from "../../element";
import { formatTime } from "../../format";
import { currentLanguage, t } from "../../words";
import { ALL_HIDDEN, type Report, UNKNOWN } from "./report";

/* What services/gateway/report/disclosure.c says, and the words for it here; what stands in brackets is {n}. */
const SENTENCES: [RegExp, string][] = [
	[/^all figures: the head count is not known/, "report.rule.unknown"],
	[/^all figures: groups smaller than (\d+) people/, "report.rule.small"],
	[/^all figures: beside those of the teams around .* smaller than (\d+) people/, "report.rule.subtraction"],
	[/^flows: teams smaller than (\d+) people are merged/, "report.rule.merged"],
	[/^managerCoverage: fewer than (\d+) people/, "report.rule.managed"],
	[/^leadership and strain: of the closed months (\d+) left out/, "report.rule.months"],
	[/^series, flows, values, prompts, reciprocity and direction: private/, "report.rule.quiet"],
	[/^flows: only the (\d+) greatest/, "report.rule.flowsCut"],
	[/^values: only the (\d+) greatest/, "report.rule.valuesCut"],
	[/^highlights: only the (\d+) newest/, "report.rule.highlightsCut"],
	[/^awards: only the (\d+) newest/, "report.rule.awardsCut"],
];

/* In the reader's language where the sentence is known; else as the server says it. */
function ruleItem(sentence: string): HTMLElement {
	for (const [pattern, word] of SENTENCES) {
		const match = pattern.exec(sentence);
		if (match) return h("li", {}, t(word, { n: Number(match[1] ?? 0) }));
	}
	return h("li", currentLanguage() === "en" ? {} : { lang: "en" }, sentence);
}

function serviceName(service: string): string {
	return t(`report.service.${service}`);
}

function missingItem(source: Report["sources"][number]): HTMLElement {
	const word = source.ok ? "report.partial.before" : source.asOf ? "report.partial.since" : "report.partial.never";
	return h("li", {}, t(word, { service: serviceName(source.service), time: source.asOf ? formatTime(source.asOf) : "" }));
}

/* On top: which service does not answer, and how old the rest is. */
export function partialNotice(report: Report): HTMLElement | null {
	if (!report.partial) return null;
	const fresh = report.sources.filter((one) => one.ok && one.asOf);
	return h("div.card.notice", { role: "status" },
		h("p.notice-title", {}, t("report.partial.title")),
		h("ul", {}, report.sources.filter((one) => one.message || !one.ok).map(missingItem)),
		fresh.length ? h("p.soft", {}, t("report.partial.rest"), " ",
			fresh.map((one) => t("report.asOf", { service: serviceName(one.service), time: formatTime(one.asOf!) })).join("; ")) : null);
}

/* On top too: nothing may be shown of this team. While a service is away, the notice of that says all there is to say. */
export function hiddenNotice(report: Report): HTMLElement | null {
	const all = report.suppressed.filter((one) => one.startsWith(ALL_HIDDEN));
	if (!all.length || all.some((one) => one.startsWith(UNKNOWN))) return null;
	return h("div.card.notice", { role: "status" }, h("p.notice-title", {}, t("report.hiddenTitle")), h("ul", {}, all.map(ruleItem)));
}

function list(title: string, items: Child[]): Child {
	return items.length ? [h("h3", {}, title), h("ul", {}, items)] : null;
}

export function footNotes(report: Report): HTMLElement {
	const before = report.comparison?.suppressed ?? [];
	return h("section.foot-notes", { "aria-labelledby": "notes" },
		h("h2", { id: "notes" }, t("report.notes.title")),
		h("p.purpose", {}, t("report.notes.purpose")),
		list(t("report.notes.hidden"), report.suppressed.map(ruleItem)),
		list(t("report.notes.hiddenBefore"), before.map(ruleItem)),
		list(t("report.notes.sources"), report.sources.map((one) => h("li", {},
			one.ok ? t("report.asOf", { service: serviceName(one.service), time: one.asOf ? formatTime(one.asOf) : t("report.asOfNothing") })
				: missingItem(one).textContent))));
}
