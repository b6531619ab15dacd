/* picker: choosing members by typing: a combobox with a listbox (WAI-ARIA APG), and chips for those chosen. It is a Field:
 * its value is their handles, joined by a space. */
import { get } from "../api";
import { freshId, h, replace } from "../element";
import type { Field } from "./form";
import { type PersonReference, personSign } from "./person";
import type { Schema } from "../schema";
import { t } from "../words";

type Member = Schema<"Member">;

export interface PickerOptions {
	name: string;
	label: string;
	hint?: string;
	most: number; // how many may be chosen
	chosen?: PersonReference[];
	leaveOut?: string; // a handle that is never offered: oneself
	changed?: (people: PersonReference[]) => void;
}

export interface Picker extends Field {
	people(): PersonReference[];
}

const PATIENCE_MS = 150;
const OFFERED = 8;

interface State {
	options: PickerOptions;
	people: PersonReference[];
	offers: Member[];
	at: number; // the offer that Enter takes; -1: none
	input: HTMLInputElement;
	list: HTMLUListElement;
	chips: HTMLUListElement;
	said: HTMLElement; // to screen readers
	asked: number; // of the newest question: older answers are dropped
}

function close(state: State): void {
	state.offers = [];
	state.at = -1;
	state.list.hidden = true;
	state.input.setAttribute("aria-expanded", "false");
	state.input.removeAttribute("aria-activedescendant");
}

function told(state: State): void {
	state.options.changed?.(state.people);
	state.input.hidden = state.people.length >= state.options.most;
}

function remove(state: State, person: PersonReference): void {
	state.people = state.people.filter((one) => one.id !== person.id);
	drawChips(state);
	told(state);
	state.input.focus();
}

function drawChips(state: State): void {
	replace(state.chips, state.people.map((person) => h("li.chip", {}, person.displayName || person.handle,
		h("button", { type: "button", "aria-label": t("picker.remove", { name: person.displayName || person.handle }), click: () => remove(state, person) }, "×"))));
	state.chips.hidden = !state.people.length;
}

function take(state: State, member: Member): void {
	state.people = [...state.people, { id: member.id, handle: member.handle, displayName: member.displayName }];
	state.input.value = "";
	state.said.textContent = t("picker.added", { name: member.displayName || member.handle });
	close(state);
	drawChips(state);
	told(state);
	if (!state.input.hidden) state.input.focus();
}

function mark(state: State, at: number): void {
	state.at = at;
	[...state.list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
	const option = state.list.children[at];
	if (!option) return;
	state.input.setAttribute("aria-activedescendant", option.id);
	option.scrollIntoView({ block: "nearest" });
}

function drawOffers(state: State): void {
	replace(state.list, state.offers.map((member) => {
		const option = h("li", { role: "option", id: freshId("option"), "aria-selected": "false" },
			personSign(member), h("span", {}, member.displayName || member.handle, " ", h("span.soft", {}, `@${member.handle}${member.team ? ` · ${member.team}` : ""}`)));
		option.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
		option.addEventListener("click", () => take(state, member));
		return option;
	}));
	state.list.hidden = !state.offers.length;
	state.input.setAttribute("aria-expanded", String(state.offers.length > 0));
	state.said.textContent = state.offers.length ? t("picker.found", { n: state.offers.length }) : t("picker.nobody");
	if (state.offers.length) mark(state, 0);
}

async function ask(state: State, question: number): Promise<void> {
	const query = state.input.value.trim().replace(/^@/, "");
	if (!query) {
		close(state);
		return;
	}
	const { members } = await get<{ members: Member[] }>("/v1/members", { query, status: "ACTIVE", pageSize: OFFERED + state.people.length + 1 });
	if (question !== state.asked) return;
	const taken = new Set(state.people.map((one) => one.id));
	state.offers = members.filter((one) => !taken.has(one.id) && one.handle !== state.options.leaveOut).slice(0, OFFERED);
	drawOffers(state);
}

function typed(state: State): void {
	const question = ++state.asked;
	setTimeout(() => {
		if (question === state.asked) ask(state, question).catch(() => close(state));
	}, PATIENCE_MS);
}

function pressed(state: State, event: KeyboardEvent): void {
	const n = state.offers.length;
	if (event.key === "ArrowDown" && n) mark(state, (state.at + 1) % n);
	else if (event.key === "ArrowUp" && n) mark(state, (state.at - 1 + n) % n);
	else if (event.key === "Enter" && n) take(state, state.offers[state.at]!);
	else if (event.key === "Enter" && state.input.value) typed(state); // half a name sends no form
	else if (event.key === "Escape" && n) close(state);
	else if (event.key === "Backspace" && !state.input.value && state.people.length) remove(state, state.people.at(-1)!);
	else return;
	event.preventDefault();
}

function stateOf(options: PickerOptions, id: string): State {
	const list = h("ul", { role: "listbox", id: `${id}-list`, "aria-label": options.label, hidden: true });
	const input = h("input", {
		id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: 100,
		"aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", "aria-describedby": `${id}-hint ${id}-error`,
	});
	return {
		options, people: options.chosen ?? [], offers: [], at: -1, input, list,
		chips: h("ul.chips", { "aria-label": t("picker.chosen") }), said: h("span.visually-hidden", { role: "status" }), asked: 0,
	};
}

export function picker(options: PickerOptions): Picker {
	const id = freshId("picker");
	const state = stateOf(options, id);
	const error = h("p.error", { id: `${id}-error`, hidden: true });
	const { input } = state;
	const complain = (text: string): void => {
		error.hidden = text === "";
		error.textContent = text;
		if (text) input.setAttribute("aria-invalid", "true");
		else input.removeAttribute("aria-invalid");
	};
	input.addEventListener("input", () => {
		complain("");
		typed(state);
	});
	input.addEventListener("keydown", (event) => pressed(state, event));
	input.addEventListener("blur", () => close(state));
	drawChips(state);
	input.hidden = state.people.length >= options.most;
	return {
		name: options.name,
		node: h("div.field", {}, h("label", { for: id }, options.label), h("p.hint", { id: `${id}-hint` }, options.hint ?? t("picker.hint")),
			state.chips, h("div.picker", {}, input, state.list), state.said, error),
		value: () => state.people.map((one) => one.handle).join(" "),
		set: () => {
			state.people = [];
			drawChips(state);
			told(state);
		},
		control: input,
		complain,
		people: () => state.people,
	};
}
