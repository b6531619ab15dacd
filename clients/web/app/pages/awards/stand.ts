/* stand: standing behind somebody else's nomination, which its nominator shared. */
import { type Context } from "./context";
import type { Nomination } from "./cycles";
import { write } from "../../api";
import { type Child, h } from "../../element";
import { nomineeName, nomineeNode } from "./nomination_card";
import { confirmFirst } from "../../parts/confirm";
import { toast } from "../../parts/notice";
import { go } from "../../router";
import { t } from "../../words";

async function stand(context: Context, id: string): Promise<void> {
	let name = "";
	const done = await confirmFirst({
		title: t("awards.standTitle"), text: h("p", {}, t("awards.standText")), confirm: t("awards.stand"),
		act: async () => {
			const { nomination } = await write<{ nomination: Nomination }>("POST",
				`/v1/nominations/${encodeURIComponent(id)}:endorse`);
			name = nomineeName(nomination);
		},
	});
	if (!done) return;
	toast(t("awards.stood", { name }));
	go(context.visit.path, true);
}

/* Null: the address names no nomination, or one's own. The others are sealed until one stands behind them. */
export function standCard(context: Context, nominations: Nomination[]): Child {
	const id = context.visit.query.get("stand");
	if (!id || nominations.some((one) => one.id === id)) return null;
	return h("section.card.consent", {},
		h("h2", {}, t("awards.standAsked")),
		h("p", {}, t("awards.standSealed")),
		h("p", {}, h("button.button", { type: "button", click: () => void stand(context, id) }, t("awards.stand"))));
}

/* Whom one stands behind already. */
export function stoodList(endorsed: Nomination[]): Child {
	if (!endorsed.length) return null;
	return h("section", {}, h("h2", {}, t("awards.youStand")),
		h("ul.stood", {}, endorsed.map((one) => h("li", {}, nomineeNode(one)))),
		h("p.soft", {}, t("awards.youStandText")));
}
