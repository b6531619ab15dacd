/* consent: whoever is named says whether they want to be a candidate. One answer, for all nominations of them. */
import { type Context, myId } from "./context";
import type { Nomination } from "./cycles";
import { write } from "../../api";
import { type Child, h } from "../../element";
import { nominationCard } from "./nomination_card";
import { confirmFirst } from "../../parts/confirm";
import { toast } from "../../parts/notice";
import { t } from "../../words";

type Answer = "accept" | "decline";

async function answer(context: Context, nomination: Nomination, what: Answer): Promise<void> {
	const done = await confirmFirst({
		title: t(`awards.${what}Title`), text: h("p", {}, t(`awards.${what}Text`)), confirm: t(`awards.${what}`),
		act: async () => {
			await write("POST", `/v1/nominations/${nomination.id}:${what}`);
		},
	});
	if (!done) return;
	toast(t(`awards.done.${what}`));
	await context.redraw("consent");
}

function button(context: Context, nomination: Nomination, what: Answer, quiet: boolean): HTMLElement {
	return h(quiet ? "button.button.quiet" : "button.button",
		{ type: "button", click: () => void answer(context, nomination, what) }, t(`awards.${what}`));
}

/* Null: nobody has named the reader. `nominations`: all that one may see. */
export function consentCard(context: Context, nominations: Nomination[]): Child {
	const named = nominations.filter((one) => one.nominee?.id === myId() && myId() && !one.outsider
		&& one.status !== "WITHDRAWN");
	const [first] = named;
	if (!first) return null;
	const whole = named.filter((one) => one.reason);
	return h("section.card.consent", {},
		h("h2", { id: "consent", tabindex: "-1" }, t("awards.youAreNamed")),
		h("p", {}, t(`awards.youAnswered.${first.status}`)),
		h("p.soft", {}, t(whole.length ? "awards.consentMeans" : "awards.consentSealed")),
		whole.length ? h("ul.list", {}, whole.map((one) => h("li", {}, nominationCard(one)))) : null,
		h("div.actions", {},
			first.status === "ACCEPTED" ? null : button(context, first, "accept", false),
			first.status === "DECLINED" ? null : button(context, first, "decline", true)));
}
