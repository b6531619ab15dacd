/* latest: what happens while the page is open, newest first. The stream tells a reader only of what they may see; who
 * thanked whom is named here only of what every member sees, since this page is shown to rooms. */
import { get } from "../../api";
import { h } from "../../element";
import { formatSince, formatTime } from "../../format";
import { type LiveEvent, listen } from "../../live";
import type { Schema } from "../../schema";
import { t } from "../../words";

type Recognition = Schema<"Recognition">;

const SHOWN = 10;
const MINUTE = 60_000;

interface Happening {
	time: string;
	text: string;
	href: string | null; // where it can be seen
}

function given(recognition: Recognition): string {
	const open = recognition.visibility === "ORGANIZATION" || recognition.visibility === "EXTERNAL";
	const receivers = recognition.receivers.map((one) => one.member?.displayName).filter(Boolean);
	const giver = recognition.giver?.displayName;
	if (!open || !giver || !receivers.length) return t("report.event.recognition.given");
	if (receivers.length === 1) return t("report.event.thanked", { giver, receiver: receivers[0]! });
	return t("report.event.thankedMore", { giver, receiver: receivers[0]!, n: receivers.length - 1 });
}

function recognitionAddress(id: string): string {
	return `/recognitions/${encodeURIComponent(id)}`;
}

function happeningOf(event: LiveEvent): Happening {
	const recognition = (event.data as { recognition?: Recognition } & Recognition | null) ?? null;
	const known = recognition?.recognition ?? recognition;
	const text = event.type === "recognition.given" && known?.receivers ? given(known) : t(`report.event.${event.type}`);
	return { time: event.time, text, href: event.type.startsWith("recognition.") ? recognitionAddress(event.subject) : null };
}

function item(one: Happening): HTMLElement {
	return h("li", {}, one.href ? h("a.plain", { href: one.href }, one.text) : h("span", {}, one.text), " ",
		h("time.soft", { datetime: one.time, title: formatTime(one.time) }, formatSince(one.time)));
}

/* What was given last, until something happens. null: its service is away. */
async function earlier(signal: AbortSignal): Promise<Happening[] | null> {
	try {
		const answer = await get<Schema<"ListRecognitionsResponse">>("/v1/recognitions", { pageSize: SHOWN }, signal);
		return answer.recognitions.map((one) => ({ time: one.createTime!, text: given(one), href: recognitionAddress(one.id) }));
	} catch (problem) {
		if (signal.aborted) throw problem;
		return null;
	}
}

function keepTimes(list: Element, signal: AbortSignal): void {
	const timer = setInterval(() => {
		for (const time of list.querySelectorAll("time")) time.textContent = formatSince(time.dateTime);
	}, MINUTE);
	signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}

/* `happened` hears of every event, so that the figures can be asked for anew. */
export async function latestSection(signal: AbortSignal, happened: () => void): Promise<HTMLElement> {
	const before = await earlier(signal);
	const list = h("ol.latest", { "aria-labelledby": "latest", "aria-live": "polite", "aria-relevant": "additions" }, (before ?? []).map(item));
	const empty = h("p.soft", { hidden: list.childElementCount > 0 }, t(before ? "report.latest.none" : "report.missing"));
	listen((event) => {
		list.prepend(item(happeningOf(event)));
		while (list.childElementCount > SHOWN) list.lastElementChild!.remove();
		empty.hidden = true;
		happened();
	}, signal);
	keepTimes(list, signal);
	return h("section.card.latest-card", { "aria-labelledby": "latest" },
		h("h2", { id: "latest" }, t("report.latest.title")), h("p.unit", {}, t("report.latest.unit")), list, empty);
}
