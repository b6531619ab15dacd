/* my_nominations: whom one named, and what one can do with that. */
import { type Context } from "./context";
import type { Nomination } from "./cycles";
import { write } from "../../api";
import { h, replace } from "../../element";
import { nominateForm } from "./nominate";
import { nominationCard, nomineeName } from "./nomination_card";
import { confirmFirst, openDialog } from "../../parts/confirm";
import { toast } from "../../parts/notice";
import { t } from "../../words";

async function withdraw(context: Context, nomination: Nomination): Promise<void> {
	const done = await confirmFirst({
		title: t("awards.withdrawTitle", { name: nomineeName(nomination) }), text: h("p", {}, t("awards.withdrawText")),
		confirm: t("awards.withdraw"), danger: true,
		act: async () => {
			await write("POST", `/v1/nominations/${nomination.id}:withdraw`);
		},
	});
	if (!done) return;
	toast(t("awards.withdrawn"));
	await context.redraw("my-nominations");
}

/* The address under which a colleague stands behind a nomination. */
function standAddress(nomination: Nomination): string {
	return `${location.origin}/cycles/${nomination.cycle}?stand=${nomination.id}`;
}

/* Into the clipboard, or, where the browser keeps it closed, onto the screen to be copied by hand. */
async function share(nomination: Nomination): Promise<void> {
	const address = standAddress(nomination);
	try {
		await navigator.clipboard.writeText(address);
		toast(t("awards.linkCopied"));
	} catch {
		const input = h("input", { type: "text", readonly: true, "aria-label": t("awards.standLink") });
		input.value = address;
		const close = h("button.button.quiet", { type: "button" }, t("form.close"));
		const dialog = openDialog(t("awards.standLink"), h("p", {}, t("awards.standLinkText")), input,
			h("div.actions", {}, close));
		close.addEventListener("click", () => dialog.close());
		input.select();
	}
}

function hiddenName(nomination: Nomination): HTMLElement {
	return h("span.visually-hidden", {}, `: ${nomineeName(nomination)}`);
}

function verbs(context: Context, nomination: Nomination, place: HTMLElement): HTMLElement[] {
	const edit = () => {
		const cancel = h("button.button.quiet", { type: "button", click: () => void context.redraw("my-nominations") },
			t("form.cancel"));
		replace(place, h("article.card", {}, h("h3", {}, nomineeName(nomination)), nominateForm(context, nomination),
			h("div.actions", {}, cancel)));
		place.querySelector("textarea")?.focus();
	};
	return [
		h("button.button.quiet.small", { type: "button", click: edit }, t("awards.change"), hiddenName(nomination)),
		h("button.button.quiet.small", { type: "button", click: () => void share(nomination) }, t("awards.askToStand"),
			hiddenName(nomination)),
		h("button.button.danger.small", { type: "button", click: () => void withdraw(context, nomination) },
			t("awards.withdraw"), hiddenName(nomination)),
	];
}

/* While nominations are taken each can be changed, shared and taken back. */
export function myNominations(context: Context, nominations: Nomination[]): HTMLElement {
	const open = context.cycle.phase === "NOMINATING";
	return h("ul.list", {}, nominations.map((nomination) => {
		const place = h("li");
		place.appendChild(nominationCard(nomination, open && nomination.status !== "WITHDRAWN"
			? verbs(context, nomination, place) : null));
		return place;
	}));
}
