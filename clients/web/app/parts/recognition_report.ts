/* recognition_report: telling the people team of words that should not stand. Nobody else learns of it. */
import { newRequestId, write } from "../api";
import { h } from "../element";
import { field, form } from "./form";
import { toast } from "./notice";
import { t } from "../words";

/* `comment`: "" for the recognition itself. */
export function reportForm(recognition: string, comment: string, done: () => void): HTMLElement {
	const requestId = newRequestId();
	const reason = field({ name: "reason", label: t("report.reason"), hint: t("report.hint"), type: "textarea",
		more: { rows: 2, maxlength: 1000 } });
	const send = async (): Promise<void> => {
		await write("POST", `/v1/recognitions/${recognition}:report`, { comment, reason: reason.value() }, requestId);
		toast(t("report.sent"));
		done();
	};
	const cancel = h("button.button.quiet.small", { type: "button", click: done }, t("form.cancel"));
	return h("div.panel", {}, form({ fields: [reason], submit: t("report.submit"), more: cancel, send }));
}
