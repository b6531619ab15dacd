/* format: numbers, days and times in the reader's form. What is null is a dash: a missing figure is never a zero. */
import { localeTag } from "./words";

export const DASH = "–";

const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/* Making a form costs more than many uses of it: each is made once a language. */
function keep<Form extends Intl.NumberFormat | Intl.DateTimeFormat>(kind: string, options: object, make: () => Form): Form {
	const key = `${kind} ${localeTag()} ${JSON.stringify(options)}`;
	const known = kept.get(key) ?? make();
	kept.set(key, known);
	return known as Form;
}

function number(value: number, options: Intl.NumberFormatOptions): string {
	return keep("number", options, () => new Intl.NumberFormat(localeTag(), options)).format(value);
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	return keep("dates", options, () => new Intl.DateTimeFormat(localeTag(), options));
}

export function formatCount(value: number | null | undefined): string {
	return value === null || value === undefined ? DASH : number(value, { maximumFractionDigits: 0 });
}

export function formatDecimal(value: number | null | undefined, digits = 1): string {
	return value === null || value === undefined ? DASH : number(value, { maximumFractionDigits: digits });
}

/* 0.425 → 42.5 % as the language writes it. */
export function formatShare(value: number | null | undefined, digits = 0): string {
	return value === null || value === undefined ? DASH : number(value, { style: "percent", maximumFractionDigits: digits });
}

/* A day (YYYY-MM-DD) is nobody's instant: it is written as it stands. */
function dayDate(day: string): Date {
	return new Date(`${day}T00:00:00Z`);
}

export function formatDay(day: string, options: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" }): string {
	return dates({ ...options, timeZone: "UTC" }).format(dayDate(day));
}

export function formatRange(from: string, to: string): string {
	const format = dates({ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
	return format.formatRange(dayDate(from), dayDate(to));
}

/* The day of a time, in the reader's own time zone. */
export function formatDate(time: string): string {
	return dates({ dateStyle: "medium" }).format(new Date(time));
}

/* Likewise with the minute. */
export function formatTime(time: string): string {
	return dates({ dateStyle: "medium", timeStyle: "short" }).format(new Date(time));
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
	["day", 86_400_000],
	["hour", 3_600_000],
	["minute", 60_000],
];

/* "now", "3 hours ago" up to a week, then the day. */
export function formatSince(time: string, now = Date.now()): string {
	const ago = now - new Date(time).getTime();
	const relative = new Intl.RelativeTimeFormat(localeTag(), { numeric: "auto" });
	if (ago > 7 * 86_400_000) return formatDate(time);
	for (const [unit, length] of STEPS) if (ago >= length) return relative.format(-Math.floor(ago / length), unit);
	return relative.format(0, "second");
}

/* Today in the reader's zone, as YYYY-MM-DD. */
export function today(): string {
	const now = new Date();
	return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}

/* `days` later (or earlier), of a day. */
export function shiftDay(day: string, days: number): string {
	const date = dayDate(day);
	date.setUTCDate(date.getUTCDate() + days);
	return date.toISOString().slice(0, 10);
}

/* "in 3 days" of what is to come; what is due within the minute is now. */
export function formatUntil(time: string, now = Date.now()): string {
	const left = new Date(time).getTime() - now;
	const relative = new Intl.RelativeTimeFormat(localeTag(), { numeric: "auto" });
	for (const [unit, length] of STEPS) if (left >= length) return relative.format(Math.floor(left / length), unit);
	return relative.format(0, "minute");
}
