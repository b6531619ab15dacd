/* live_recognition: the recognition that an event brings along, as whoever hears of it may see it. */
import type { LiveEvent } from "../live";
import type { Recognition } from "./recognition_facts";

/* null: the event is about something else. */
export function recognitionIn(event: LiveEvent): Recognition | null {
	if (!event.type.startsWith("recognition.")) return null;
	return (event.data as { recognition?: Recognition } | null)?.recognition ?? null;
}
