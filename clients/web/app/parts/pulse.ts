/* pulse: how it goes, once a month, of everybody and of nobody in particular. */
import { ApiError, write } from "../api";
import { freshId, h, replace } from "../element";
import { form } from "./form";
import { t } from "../words";

interface Choice {
	node: HTMLElement;
	value(): string | null; // null: not said yet
	complain(): void;
}

/* One of several, each with its word. */
function choice(question: string, options: { value: string; label: string }[]): Choice {
	const name = freshId("pulse");
	const error = h("p.error", { hidden: true, id: `${name}-error` }, t("form.required"));
	const inputs = options.map((one) => h("input", { type: "radio", name, id: `${name}-${one.value}`, value: one.value,
		change: () => void (error.hidden = true) }));
	const node = h("fieldset", { "aria-describedby": `${name}-error` }, h("legend", {}, question),
		h("div.choices-row", {}, options.map((one, i) => h("div.field.check", {}, inputs[i]!,
			h("label", { for: `${name}-${one.value}` }, one.label)))), error);
	return {
		node,
		value: () => inputs.find((one) => one.checked)?.value ?? null,
		complain: () => {
			error.hidden = false;
			inputs[0]!.focus();
		},
	};
}

function said(text: string): HTMLElement {
	return h("div.card", {}, h("p", { tabindex: "-1", role: "status" }, text));
}

export function pulseView(): HTMLElement {
	const yesNo = [{ value: "yes", label: t("pulse.yes") }, { value: "no", label: t("pulse.no") }];
	const need = choice(t("pulse.need"), yesNo);
	const have = choice(t("pulse.have"), yesNo);
	const strain = choice(t("pulse.strain"), [0, 1, 2, 3, 4].map((n) => ({ value: String(n), label: t(`pulse.strain${n}`) })));
	const box = h("div");
	const finish = (text: string): void => {
		replace(box, said(text));
		box.querySelector("p")!.focus();
	};
	const send = async (): Promise<void> => {
		const silent = [need, have, strain].find((one) => one.value() === null);
		if (silent) return silent.complain();
		const body = { needLeadership: need.value() === "yes", haveLeadership: have.value() === "yes", strain: Number(strain.value()) };
		try {
			await write("POST", "/v1/pulses", body);
			finish(t("pulse.thanks"));
		} catch (problem) {
			if (!(problem instanceof ApiError) || problem.reason !== "PULSE_ALREADY_SUBMITTED") throw problem;
			finish(t("pulse.already"));
		}
	};
	replace(box, h("section.card", {}, h("h2", {}, t("pulse.title")), h("p", {}, t("pulse.text")),
		form({ fields: [], body: [need.node, have.node, strain.node], submit: t("pulse.submit"), send })));
	return box;
}
