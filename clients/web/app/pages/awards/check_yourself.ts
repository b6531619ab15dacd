/* check_yourself: the log of a vote, its newest signed head, and the ways to count again. */
import type { Award, Cycle } from "./cycles";
import { get } from "../../api";
import { type Child, h, replace } from "../../element";
import { formatCount } from "../../format";
import { problemWords } from "../../parts/notice";
import type { Schema } from "../../schema";
import { t } from "../../words";

type Head = Schema<"GetTreeHeadResponse">;

function datum(label: string, value: string): HTMLElement {
	return h("div", {}, h("dt", {}, label), h("dd", {}, h("code", {}, value)));
}

function headText(cycle: Cycle, answer: Head): Child {
	const head = answer.head!;
	return [h("dl.receipt", {}, datum(t("awards.headSize"), formatCount(head.treeSize)),
		datum(t("awards.headRoot"), head.rootHash),
		datum(t("awards.headSignature"), head.signature), datum(t("awards.headKey"), answer.publicKey)),
		h("p", {}, h("a", { href: `/v1/cycles/${cycle.id}/tree-head`, download: `kleos-head-${cycle.id}.json` },
			t("awards.headSave")))];
}

/* Asked for when somebody wants to see it. */
export function headDetails(cycle: Cycle, signal: AbortSignal): HTMLElement {
	const box = h("div", {}, h("p.soft", {}, t("shell.loading")));
	const details = h("details", {}, h("summary", {}, t("awards.head")), h("p.soft", {}, t("awards.headText")), box);
	details.addEventListener("toggle", () => {
		get<Head>(`/v1/cycles/${cycle.id}/tree-head`, {}, signal).then(
			(answer) => replace(box, headText(cycle, answer)),
			(problem: unknown) => replace(box, h("p.error", {}, problemWords(problem))));
	}, { once: true });
	return details;
}

export function checkYourself(award: Award, cycle: Cycle, signal: AbortSignal): HTMLElement {
	const file = `kleos-log-${award.slug}-${cycle.id}.json`;
	return h("section.card", {},
		h("h2", {}, t("awards.checkYourself")),
		h("p", {}, t("awards.checkYourselfText")),
		h("ol.checks", {},
			h("li", {}, h("a", { href: `/v1/cycles/${cycle.id}/log`, download: file }, t("awards.downloadLog"))),
			h("li", {}, t("awards.verifyPage"), " ", h("a", { href: "/verify-ballots" }, t("awards.verifyLink"))),
			h("li", {}, t("awards.verifyCommand"), " ", h("code", {}, `kleos verify-ballots ${file}`))),
		headDetails(cycle, signal));
}
