/* confirm: asks once before something that cannot be taken back, in a dialog of the browser's own (focus stays in it,
 * Escape closes it, focus returns). */
import { ApiError } from "../api";
import { type Child, freshId, h, replace } from "../element";
import { problemWords } from "./notice";
import { t } from "../words";

export interface Question {
	title: string;
	text: Child;
	confirm: string; // the verb: "Withdraw it"
	danger?: boolean;
	act: () => Promise<void>; // throws ApiError: said in the dialog, which stays open
}

/* A dialog that is in the page while it is open. */
export function openDialog(title: string, ...content: Child[]): HTMLDialogElement {
	const id = freshId("dialog");
	const dialog = h("dialog", { "aria-labelledby": id }, h("h2", { id }, title), content);
	dialog.addEventListener("close", () => dialog.remove());
	document.body.appendChild(dialog);
	dialog.showModal();
	return dialog;
}

/* True: confirmed and done. */
export function confirmFirst(question: Question): Promise<boolean> {
	return new Promise((resolve) => {
		const said = h("div", { role: "alert" });
		const yes = h("button", { type: "button", class: question.danger ? "button danger" : "button" }, question.confirm);
		const no = h("button.button.quiet", { type: "button" }, t("form.cancel"));
		const dialog = openDialog(question.title, h("div", {}, question.text), said, h("div.actions", {}, yes, no));
		let done = false;
		no.addEventListener("click", () => dialog.close());
		dialog.addEventListener("close", () => resolve(done));
		yes.addEventListener("click", () => {
			if (yes.getAttribute("aria-disabled")) return;
			yes.setAttribute("aria-disabled", "true");
			question.act().then(() => {
				done = true;
				dialog.close();
			}, (problem: unknown) => {
				if (!(problem instanceof ApiError)) console.error(problem);
				replace(said, h("p.error", {}, problemWords(problem)));
			}).finally(() => yes.removeAttribute("aria-disabled"));
		});
		no.focus();
	});
}
