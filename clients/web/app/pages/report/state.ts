/* state: what the report is about, as the address has it, and the ranges that one click chooses. */
import { address } from "../../api";
import { shiftDay, today } from "../../format";

export type Interval = "DAY" | "WEEK" | "MONTH";
export const INTERVALS: Interval[] = ["DAY", "WEEK", "MONTH"];

/* Empty: as the server has it, which is everybody, and 90 days that end today. */
export interface State {
	from: string;
	to: string;
	team: string;
	interval: Interval | "";
}

const DAYS_DEFAULT = 90;
const DAYLY_UP_TO = 31; // days
const WEEKLY_UP_TO = 190;

export function stateOf(query: URLSearchParams): State {
	const interval = (query.get("interval") ?? "").toUpperCase();
	return {
		from: query.get("from") ?? "", to: query.get("to") ?? "", team: query.get("team") ?? "",
		interval: INTERVALS.find((one) => one === interval) ?? "",
	};
}

export function pageAddress(state: State): string {
	return address("/", { ...state, interval: state.interval.toLowerCase() });
}

function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/* What was chosen, else what gives a readable number of columns. */
export function intervalOf(state: State): Interval {
	if (state.interval) return state.interval;
	const days = state.from && state.to ? daysBetween(state.from, state.to) : DAYS_DEFAULT;
	return days <= DAYLY_UP_TO ? "DAY" : days <= WEEKLY_UP_TO ? "WEEK" : "MONTH";
}

export function reportQuery(state: State): Record<string, string> {
	return { from: state.from, to: state.to, team: state.team, interval: intervalOf(state) };
}

export type Preset = "days30" | "days90" | "days365" | "quarter" | "year" | "all";
export const PRESETS: Preset[] = ["days30", "days90", "days365", "quarter", "year", "all"];

/* The first and last day; of `all` only where it may begin: whoever asks looks where something does. */
export function presetRange(preset: Preset): { from: string; to: string } {
	const to = today();
	const year = to.slice(0, 4);
	const quarter = String(Math.floor((Number(to.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, "0");
	const from: Record<Preset, string> = {
		days30: shiftDay(to, -29), days90: shiftDay(to, 1 - DAYS_DEFAULT), days365: shiftDay(to, -364),
		quarter: `${year}-${quarter}-01`, year: `${year}-01-01`, all: "1970-01-01",
	};
	return { from: from[preset], to };
}

export function presetOf(state: State): Preset | null {
	if (!state.from && !state.to) return "days90";
	return PRESETS.find((one) => presetRange(one).from === state.from && presetRange(one).to === state.to) ?? null;
}
