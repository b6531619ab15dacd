/* checks: several boxes under one legend. It is a Field: its value is the ticked ones, joined by a space. */
import { freshId, h } from "../element";
import type { Field } from "./form";
import { t } from "../words";

export interface ChecksOptions {
	name: string;
	legend: string;
	options: { value: string; label: string; hint?: string }[];
	ticked?: string[];
	required?: boolean; // one at least
}

interface Box {
	input: HTMLInputElement;
	node: HTMLElement;
}

function boxOf(options: ChecksOptions, one: ChecksOptions["options"][number]): Box {
	const id = freshId("check");
	const input = h("input",
		{ id, type: "checkbox", name: options.name, value: one.value, "aria-describedby": one.hint && `${id}-hint` });
	input.checked = options.ticked?.includes(one.value) ?? false;
	return { input, node: h("div.field.check", {}, input, h("label", { for: id }, one.label),
		one.hint && h("p.hint", { id: `${id}-hint` }, one.hint)) };
}

export function checks(options: ChecksOptions): Field {
	const id = freshId("checks");
	const error = h("p.error", { id: `${id}-error`, hidden: true });
	const boxes = options.options.map((one) => boxOf(options, one));
	const control = boxes[0]!.input;
	const ticked = (): string[] => boxes.filter((box) => box.input.checked).map((box) => box.input.value);
	const complain = (text: string): void => {
		error.hidden = text === "";
		error.textContent = text;
		if (text) control.setAttribute("aria-invalid", "true");
		else control.removeAttribute("aria-invalid");
	};
	const look = (): void => control.setCustomValidity(options.required && !ticked().length ? t("form.required") : "");
	const node = h("fieldset", { "aria-describedby": `${id}-error` }, h("legend", {}, options.legend),
		boxes.map((box) => box.node), error);
	node.addEventListener("change", () => {
		look();
		complain("");
	});
	look();
	return {
		name: options.name,
		node,
		value: () => ticked().join(" "),
		set: (value) => {
			const wanted = value.split(" ");
			for (const box of boxes) box.input.checked = wanted.includes(box.input.value);
			look();
		},
		control,
		complain,
	};
}
