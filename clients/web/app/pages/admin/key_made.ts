/* key_made: a new key, shown the one time that it can be read, and one made in the place of another. */
import { write } from "../../api";
import { h } from "../../element";
import { openDialog } from "../../parts/confirm";
import { field, form } from "../../parts/form";
import { secretField } from "../../parts/secret";
import type { Schema } from "../../schema";
import { t } from "../../words";

type ApiKey = Schema<"ApiKey">;

const OVERLAPS = [60, 1440, 10080]; // minutes: an hour, a day, a week

/* Until it is closed nothing else is done. */
export function showKey(key: ApiKey, text: string): Promise<void> {
	return new Promise((resolve) => {
		const dialog = openDialog(t("admin.keys.shownTitle"),
			h("p.warning", { role: "alert" }, t("admin.keys.shownText")),
			secretField(t("admin.keys.shownLabel", { name: key.name }), text),
			h("div.actions", {}, h("button.button", { type: "button", click: () => dialog.close() },
				t("admin.keys.kept"))));
		dialog.addEventListener("close", () => resolve());
	});
}

/* Asks how long the old one is to work besides. */
export function rotate(key: ApiKey, done: () => Promise<void>): void {
	const overlap = field({
		name: "overlapMinutes", label: t("admin.keys.overlap"), hint: t("admin.keys.overlapHint"), type: "select", filter: true,
		value: "1440", options: OVERLAPS.map((minutes) => ({ value: String(minutes), label: t(`admin.keys.overlap.${minutes}`) })),
	});
	const send = async (): Promise<void> => {
		const made = await write<{ apiKey: ApiKey; key: string }>("POST", `/v1/apikeys/${key.id}:rotate`,
			{ overlapMinutes: Number(overlap.value()) });
		dialog.close();
		await showKey(made.apiKey, made.key);
		await done();
	};
	const cancel = h("button.button.quiet", { type: "button", click: () => dialog.close() }, t("form.cancel"));
	const dialog = openDialog(t("admin.keys.rotateIt", { name: key.name }), h("p", {}, t("admin.keys.rotateText")),
		form({ fields: [overlap], submit: t("admin.keys.rotate"), more: cancel, send }));
}
