/* moment: a point in time as a field, in the reader's own zone. */
import { type Field, field } from "./form";

/* As an input of type datetime-local has it: 2026-03-01T09:00. */
function localText(time: string): string {
	const date = new Date(time);
	return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function momentField(name: string, label: string, time: string | null | undefined, disabled = false): Field {
	return field({ name, label, value: time ? localText(time) : "", more: { type: "datetime-local", disabled } });
}

/* What the API takes; null: nothing is said. */
export function momentOf(one: Field): string | null {
	return one.value() ? new Date(one.value()).toISOString() : null;
}

export function readersZone(): string {
	return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
