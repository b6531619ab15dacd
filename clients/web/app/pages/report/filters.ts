/* filters: of which days, of which team, in which steps. Every change is in the address. */
import { h } from "../../element";
import { field, type Field } from "../../parts/form";
import type { Schema } from "../../schema";
import { t } from "../../words";
import { INTERVALS, type Interval, intervalOf, presetOf, type Preset, PRESETS, type State } from "./state";

export interface Filters {
	node: HTMLElement;
	show(state: State, range: { from: string; to: string }): void; // what holds now
}

export interface FiltersOptions {
	teams: Schema<"Team">[];
	signal: AbortSignal;
	change: (part: Partial<State>) => void;
	preset: (preset: Preset) => void;
}

/* Where the page is narrow the fields are folded, so that the figures come first; elsewhere they are always open. */
const WIDE = "(min-width: 48rem)";
const FIRST_DAY = "1970-01-01";
const INDENT = "\u2003"; // an em of space a level: options take no style

function teamOptions(teams: Schema<"Team">[]): { value: string; label: string }[] {
	const depth = (path: string): number => path.split("/").length - 1;
	return [
		{ value: "", label: t("report.everybody") },
		...teams.map((one) => ({ value: one.path, label: `${INDENT.repeat(depth(one.path))}${one.path.split("/").pop()!}` })),
	];
}

function presetButtons(choose: (preset: Preset) => void): { node: HTMLElement; show: (state: State) => void } {
	const buttons = PRESETS.map((preset) =>
		h("button", { type: "button", click: () => choose(preset) }, t(`report.preset.${preset}`)));
	return {
		node: h("div.presets", { role: "group", "aria-label": t("report.presets") }, buttons),
		show: (state) => buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(PRESETS[i] === presetOf(state)))),
	};
}

/* Both days are there, and in order; otherwise the fields say what is wrong. */
function checkDays(from: Field, to: Field): boolean {
	const [first, last] = [from, to].map((one) => one.control as HTMLInputElement) as [HTMLInputElement, HTMLInputElement];
	for (const [one, control] of [[from, first], [to, last]] as const) one.complain(control.validity.valid ? "" : t("report.badDay"));
	if (!first.validity.valid || !last.validity.valid) return false;
	const inOrder = first.value <= last.value;
	if (!inOrder) from.complain(t("report.wrongOrder"));
	return inOrder;
}

interface Fields {
	from: Field;
	to: Field;
	team: Field;
	interval: Field;
}

function fieldsOf(teams: Schema<"Team">[]): Fields {
	const day = (name: string) => field({
		name, label: t(`report.${name}`), type: "date", required: true, more: { min: FIRST_DAY, max: "2999-12-31" },
	});
	return {
		from: day("from"), to: day("to"),
		team: field({ name: "team", label: t("report.team"), type: "select", options: teamOptions(teams), required: true }),
		interval: field({
			name: "interval", label: t("report.interval"), type: "select", required: true,
			options: INTERVALS.map((one) => ({ value: one, label: t(`report.interval.${one}`) })),
		}),
	};
}

/* A team that there is no more can still be asked for by its address. */
function chooseTeam(team: Field, path: string): void {
	const select = team.control as HTMLSelectElement;
	if (![...select.options].some((one) => one.value === path)) select.append(h("option", { value: path }, path));
	team.set(path);
}

function folded(form: HTMLFormElement, signal: AbortSignal): HTMLElement {
	const wide = matchMedia(WIDE);
	const node = h("details.card.report-filters", { open: wide.matches }, h("summary", {}, t("report.filters.open")), form);
	wide.addEventListener("change", () => (node.open = wide.matches), { signal });
	return node;
}

export function filters(options: FiltersOptions): Filters {
	const fields = fieldsOf(options.teams);
	const presets = presetButtons(options.preset);
	const dayChanged = (): void => {
		if (checkDays(fields.from, fields.to)) options.change({ from: fields.from.value(), to: fields.to.value() });
	};
	for (const one of [fields.from, fields.to]) one.control.addEventListener("change", dayChanged);
	fields.team.control.addEventListener("change", () => options.change({ team: fields.team.value() }));
	fields.interval.control.addEventListener("change", () => options.change({ interval: fields.interval.value() as Interval }));
	const node = folded(h("form", { "aria-label": t("report.filters"), submit: (event) => event.preventDefault() },
		presets.node, h("div.row", {}, Object.values(fields).map((one: Field) => one.node))), options.signal);
	return {
		node,
		show(state, range) {
			fields.from.set(range.from);
			fields.to.set(range.to);
			for (const one of [fields.from, fields.to]) one.complain("");
			chooseTeam(fields.team, state.team);
			fields.interval.set(intervalOf(state));
			presets.show(state);
		},
	};
}
