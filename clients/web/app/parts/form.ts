/* form: fields with their labels, hints and errors, and a form that sends once and says what went wrong where. */
import { ApiError, type FieldViolation } from "../api";
import { type Attributes, type Child, freshId, h, replace } from "../element";
import { problemWords } from "./notice";
import { refusalSaid, refusalText, type Said } from "./refusal";
import { t } from "../words";

/* One field of a form. `name` is that of the request's field, by which errors find it. */
export interface Field {
	name: string;
	node: HTMLElement;
	value(): string;
	set(value: string): void;
	control: HTMLElement;
	complain(text: string): void; // "": it is well
}

export interface FieldOptions {
	name: string;
	label: string;
	hint?: string;
	value?: string;
	type?: string; // of input; "textarea", "select" and "checkbox" too
	options?: { value: string; label: string }[]; // of a select
	required?: boolean;
	filter?: boolean; // needs no word that it is optional
	more?: Attributes;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function controlOf(options: FieldOptions, id: string, described: string): Control {
	const attributes: Attributes = { id, name: options.name, required: options.required, "aria-describedby": described, ...options.more };
	if (options.type === "textarea") return h("textarea", { rows: 4, ...attributes });
	if (options.type === "select") return h("select", attributes, options.options!.map((one) => h("option", { value: one.value }, one.label)));
	return h("input", { type: options.type ?? "text", ...attributes });
}

export function field(options: FieldOptions): Field {
	const id = freshId("field");
	const hint = h("p.hint", { id: `${id}-hint` }, options.hint);
	const error = h("p.error", { id: `${id}-error`, hidden: true });
	const control = controlOf(options, id, options.hint ? `${id}-hint ${id}-error` : `${id}-error`);
	const box = options.type === "checkbox";
	if (box) (control as HTMLInputElement).checked = options.value === "true";
	else if (options.value !== undefined) control.value = options.value;
	const label = h("label", { for: id }, options.label, options.required || options.filter || box ? null : h("span.soft", {}, ` ${t("form.optional")}`));
	const complain = (text: string): void => {
		error.hidden = text === "";
		error.textContent = text;
		if (text) control.setAttribute("aria-invalid", "true");
		else control.removeAttribute("aria-invalid");
	};
	control.addEventListener("input", () => complain(""));
	return {
		name: options.name,
		node: h(box ? "div.field.check" : "div.field", {}, box ? [control, label] : [label, options.hint ? hint : null, control], box && options.hint ? hint : null, error),
		value: () => (box ? String((control as HTMLInputElement).checked) : control.value),
		set: (value) => {
			if (box) (control as HTMLInputElement).checked = value === "true";
			else control.value = value;
		},
		control,
		complain,
	};
}

export interface FormOptions {
	fields: Field[];
	submit: string;
	send: () => Promise<void>; // throws ApiError
	more?: Child; // beside the button
	body?: Child; // in place of the fields in a row
}

/* An error of "receivers[0].member" belongs to the field "receivers", one of "rules.jurors[2]" to "rules.jurors". */
function findField(fields: Field[], violation: FieldViolation): Field | undefined {
	const names = [violation.field, violation.field.replace(/\[.*$/, ""), violation.field.replace(/[[.].*$/, "")];
	return names.map((name) => fields.find((one) => one.name === name)).find(Boolean);
}

function tell(place: Field, { text, language }: Said): void {
	place.complain(text);
	const error = place.node.querySelector(".error");
	if (language) error?.setAttribute("lang", language);
	else error?.removeAttribute("lang");
}

/* Complaints to their fields; what belongs to none is returned. */
function placeErrors(fields: Field[], problem: unknown): Child[] {
	if (!(problem instanceof ApiError) || !problem.fields.length) return [problemWords(problem)];
	const rest: Child[] = [];
	for (const violation of problem.fields) {
		const place = findField(fields, violation);
		const refusal = { ...violation, sentence: violation.description };
		if (place) tell(place, refusalSaid(refusal));
		else rest.push([h("code", {}, violation.field), ": ", refusalText(refusal)]);
	}
	return rest;
}

/* What the browser finds wrong, in the page's language, which need not be the browser's. */
function invalidText(control: Control): string {
	const { validity } = control;
	if (validity.valid) return "";
	if (validity.valueMissing) return t("form.required");
	if (validity.customError) return control.validationMessage;
	if (validity.typeMismatch) return t(control.type === "email" ? "form.notEmail" : "form.notAddress");
	if (validity.rangeUnderflow) return t("form.atLeast", { least: control.getAttribute("min")! });
	if (validity.rangeOverflow) return t("form.atMost", { most: control.getAttribute("max")! });
	return t("form.invalid");
}

/* True: every field that must be filled is. */
function checkRequired(fields: Field[]): boolean {
	let good = true;
	for (const one of fields) {
		const problem = invalidText(one.control as Control);
		tell(one, { text: problem, language: "" });
		good = good && problem === "";
	}
	return good;
}

function focusFirst(fields: Field[], fallback: HTMLElement): void {
	(fields.find((one) => one.control.hasAttribute("aria-invalid"))?.control ?? fallback).focus();
}

export function form(options: FormOptions): HTMLFormElement {
	const button = h("button.button", { type: "submit" }, options.submit);
	const said = h("div.form-problem", { role: "alert", tabindex: "-1" });
	const node = h("form", { novalidate: true }, options.body ?? options.fields.map((one) => one.node), said, h("div.actions", {}, button, options.more));
	let busy = false;
	node.addEventListener("submit", (event) => {
		event.preventDefault();
		if (busy) return;
		replace(said);
		if (!checkRequired(options.fields)) {
			focusFirst(options.fields, said);
			return;
		}
		busy = true;
		button.setAttribute("aria-disabled", "true");
		options.send().catch((problem: unknown) => {
			if (!(problem instanceof ApiError)) console.error(problem);
			replace(said, placeErrors(options.fields, problem).map((one) => h("p.error", {}, one)));
			focusFirst(options.fields, said);
		}).finally(() => {
			busy = false;
			button.removeAttribute("aria-disabled");
		});
	});
	return node;
}
