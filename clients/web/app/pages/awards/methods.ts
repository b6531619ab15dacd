/* methods: what every method makes of the same ballots, and whether it agrees with the rule. */
import { namesOf, type Result } from "./cycles";
import { h } from "../../element";
import { table } from "../../parts/table";
import { t } from "../../words";

type Method = Result["methods"][number];

function agrees(result: Result, method: Method): boolean {
	return !method.problem && method.winners.join() === result.winners.join();
}

/* "All methods name the same winner", or how many do. */
function inWords(result: Result): string {
	const others = result.methods.filter((one) => one.method !== result.method && !one.problem);
	const same = others.filter((one) => agrees(result, one)).length;
	if (same === others.length) return t("awards.allAgree");
	return t("awards.someAgree", { n: same, all: others.length });
}

function verdict(result: Result, method: Method): string {
	if (method.problem) return t("awards.notCountable");
	if (method.method === result.method) return t("awards.decides");
	return t(agrees(result, method) ? "awards.agrees" : "awards.differs");
}

export function methodsSection(result: Result): HTMLElement {
	return h("section.card", {},
		h("h2", {}, t("awards.methods")),
		h("p", {}, t("awards.methodsLead"), " ", inWords(result)),
		table(t("awards.methodsCaption"), [
			{ head: t("awards.methodHead"), header: true, cell: (one: Method) => t(`awards.method.${one.method}`) },
			{ head: t("awards.winnersHead"), cell: (one: Method) => (one.problem
				? h("span", { lang: "en" }, one.problem) : namesOf(result, one.winners)) },
			{ head: t("awards.verdictHead"), cell: (one: Method) => verdict(result, one) },
		], result.methods));
}
