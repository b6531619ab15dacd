/* ask: a question with fields, in a dialog, before something is done. */
import { type Child, h } from "../element";
import { openDialog } from "./confirm";
import { type Field, form } from "./form";
import { t } from "../words";

export interface AskOptions {
	title: string;
	text: Child;
	fields: Field[];
	submit: string; // the verb
	act: () => Promise<void>; // throws ApiError: said in the dialog, which stays open
}

/* True: answered and done. */
export function ask(options: AskOptions): Promise<boolean> {
	return new Promise((resolve) => {
		let done = false;
		const cancel = h("button.button.quiet", { type: "button", click: () => dialog.close() }, t("form.cancel"));
		const send = async (): Promise<void> => {
			await options.act();
			done = true;
			dialog.close();
		};
		const dialog = openDialog(options.title, h("div", {}, options.text),
			form({ fields: options.fields, submit: options.submit, send, more: cancel }));
		dialog.addEventListener("close", () => resolve(done));
	});
}
