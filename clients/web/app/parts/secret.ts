/* secret: something that is shown this once, with a button that copies it. */
import { freshId, h } from "../element";
import { toast } from "./notice";
import { t } from "../words";

async function copy(input: HTMLInputElement): Promise<void> {
	try {
		await navigator.clipboard.writeText(input.value);
		toast(t("secret.copied"));
	} catch {
		input.select(); // the clipboard is closed to us: it is marked, ready for the keyboard
		toast(t("secret.marked"));
	}
}

export function secretField(label: string, value: string): HTMLElement {
	const id = freshId("secret");
	const input = h("input.secret",
		{ id, type: "text", readonly: true, value, spellcheck: "false", autocomplete: "off" });
	input.addEventListener("focus", () => input.select());
	return h("div.field", {}, h("label", { for: id }, label),
		h("div.secret-row", {}, input,
			h("button.button.quiet", { type: "button", click: () => void copy(input) }, t("secret.copy"))));
}
