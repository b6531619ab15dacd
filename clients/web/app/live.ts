/* live: what happens, as it happens, over one EventSource for the whole visit. */

/* One event as CloudEvents has it: that something changed, and what; the thing itself is asked for, as it is now. */
export interface LiveEvent {
	id: string;
	type: string; // recognition.given
	subject: string;
	time: string;
	data: unknown;
}

type Listener = (event: LiveEvent) => void;

const TYPES = [
	"recognition.given", "recognition.joined", "recognition.shared", "recognition.lowered", "recognition.withdrawn",
	"recognition.reacted", "recognition.commented", "highlight.shared", "award.nominated", "award.shortlisted",
	"award.voting_opened", "award.closed", "award.announced",
];
const listeners = new Set<Listener>();
let source: EventSource | null = null;

function hear(event: MessageEvent<string>): void {
	const cloud = JSON.parse(event.data) as { id: string; subject: string; time: string; data: unknown };
	const heard: LiveEvent = { id: cloud.id, type: event.type, subject: cloud.subject, time: cloud.time, data: cloud.data };
	for (const listener of listeners) listener(heard);
}

/* Listens until the signal aborts. The browser takes the stream up again by itself where it broke off; not when it was
 * refused, because the session was over: whoever signed in since has a new one. */
export function listen(listener: Listener, signal: AbortSignal): void {
	listeners.add(listener);
	signal.addEventListener("abort", () => listeners.delete(listener), { once: true });
	if (source && source.readyState !== EventSource.CLOSED) return;
	source = new EventSource(`/v1/events?types=${TYPES.join(",")}`);
	for (const type of TYPES) source.addEventListener(type, hear as EventListener);
}

export function stopListening(): void {
	source?.close();
	source = null;
	listeners.clear();
}
