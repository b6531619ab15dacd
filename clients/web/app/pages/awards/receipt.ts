/* receipt: what a voter holds: the promise that this ballot will be in the log, the log's head of that moment and the
 * key that both are signed with. The file is what `kleos receipt` and the page /verify-ballots take. */
import type { Cast } from "./review";
import { h } from "../../element";
import { t } from "../../words";

function datum(label: string, value: string): HTMLElement {
	return h("div", {}, h("dt", {}, label), h("dd", {}, h("code", {}, value)));
}

/* As the server said it, nothing left out: later proofs begin at its head. */
function saveLink(reply: Cast, cycle: string, signal: AbortSignal): HTMLElement {
	const file = new Blob([`${JSON.stringify(reply, null, 2)}\n`], { type: "application/json" });
	const href = URL.createObjectURL(file);
	signal.addEventListener("abort", () => URL.revokeObjectURL(href), { once: true });
	return h("a.button", { href, download: `kleos-receipt-${cycle}.json` }, t("awards.saveReceipt"));
}

function checks(cycle: string): HTMLElement {
	return h("section", {},
		h("h3", {}, t("awards.checkTitle")),
		h("ol.checks", {},
			h("li", {}, t("awards.checkLog"), " ", h("a", { href: `/cycles/${cycle}/result` }, t("awards.resultLink"))),
			h("li", {}, t("awards.checkPage"), " ", h("a", { href: "/verify-ballots" }, t("awards.verifyLink"))),
			h("li", {}, t("awards.checkOffline"), " ", h("code", {}, `kleos receipt kleos-receipt-${cycle}.json`))),
		h("p.soft", {}, t("awards.secrecy")));
}

export function receiptStep(reply: Cast, signal: AbortSignal): HTMLElement {
	const { entry, cycle, signature } = reply.receipt!;
	return h("div", {},
		h("h2.good", { tabindex: "-1" }, t("awards.receiptTitle")),
		h("p", {}, t("awards.receiptThanks")),
		h("section.card", {}, h("h3", {}, t("awards.receipt")),
			h("dl.receipt", {}, datum(t("awards.receiptEntry"), entry), datum(t("awards.receiptCycle"), cycle),
				datum(t("awards.receiptSignature"), signature)),
			h("p", {}, t("awards.receiptOnce")),
			h("p", {}, saveLink(reply, cycle, signal))),
		checks(cycle));
}
