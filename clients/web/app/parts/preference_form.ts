/* preference_form: saying how one likes to be recognised. */
import { write } from "../api";
import { freshId, h, replace } from "../element";
import { type Field, field, form } from "./form";
import { Once } from "./once";
import { CHANNELS, type Preferences } from "./preference";
import { VISIBILITIES } from "./visibility";
import { t } from "../words";

/* One of five, each with what it means. */
function ceilingField(chosen: string): { node: HTMLElement; value: () => string; first: HTMLElement } {
	const name = freshId("ceiling");
	const choices = VISIBILITIES.map((one) => {
		const id = freshId(name);
		const input = h("input", { type: "radio", id, name, value: one, checked: one === chosen });
		return { input, node: h("div.field.check", {}, input,
			h("label", { for: id }, h("strong", {}, t(`visibility.${one}`)), ` – ${t(`mine.${one}`)}`)) };
	});
	return {
		node: h("fieldset.ceilings", {}, h("legend", {}, t("preference.ceiling")),
			h("p.hint", {}, t("preference.ceilingHint")), choices.map((one) => one.node)),
		value: () => choices.find((one) => one.input.checked)?.input.value ?? "",
		first: choices[0]!.input,
	};
}

/* Channels in order of liking: those that are liked stand above, and move by buttons. */
function channelsField(chosen: string[]): { node: HTMLElement; value: () => string[] } {
	let liked = [...chosen];
	const list = h("ol.ranked", { "aria-label": t("preference.channels") });
	const others = h("div.actions", {});
	const focusOn = (channel: string, what: string): void => list.querySelector<HTMLElement>(`[data-key="${what}-${channel}"]`)?.focus();
	const move = (channel: string, by: number): void => {
		const place = liked.indexOf(channel);
		liked.splice(place, 1);
		liked.splice(place + by, 0, channel);
		draw();
		focusOn(channel, liked.indexOf(channel) === 0 ? "down" : "up");
	};
	const row = (channel: string, i: number): HTMLElement => {
		const name = t(`channel.${channel}`);
		const button = (what: string, sign: string, word: string, act: () => void): HTMLElement =>
			h("button.button.quiet.small.square", { type: "button", "data-key": `${what}-${channel}`,
				"aria-label": `${t(word)}: ${name}`, click: act }, sign);
		return h("li", {}, h("div.ranked-row", {}, h("span", {}, name),
			i > 0 && button("up", "↑", "preference.up", () => move(channel, -1)),
			i < liked.length - 1 && button("down", "↓", "preference.down", () => move(channel, 1)),
			button("away", "×", "preference.away", () => {
				liked = liked.filter((one) => one !== channel);
				draw();
				others.querySelector("button")?.focus();
			})));
	};
	const add = (channel: string): void => {
		liked.push(channel);
		draw();
		focusOn(channel, "away");
	};
	const draw = (): void => {
		replace(list, liked.map(row));
		list.hidden = liked.length === 0;
		replace(others, CHANNELS.filter((one) => !liked.includes(one)).map((one) =>
			h("button.button.quiet.small", { type: "button", click: () => add(one) }, "+ ", t(`channel.${one}`))));
	};
	draw();
	return { node: h("fieldset", {}, h("legend", {}, t("preference.channels")),
		h("p.hint", {}, t("preference.channelsHint")), list, others), value: () => liked };
}

/* `saved` gets what holds from now on. */
export function preferenceForm(before: Preferences, saved: (now: Preferences) => void): HTMLElement {
	const ceiling = ceilingField(before.ceiling);
	const channels = channelsField(before.channels ?? []);
	const note = field({ name: "note", label: t("preference.note"), hint: t("preference.noteHint"), type: "textarea",
		value: before.note, more: { rows: 2, maxlength: 500 } });
	const lower: Field | null = before.said
		? field({ name: "lowerGiven", label: t("preference.lower"), hint: t("preference.lowerHint"), type: "checkbox" }) : null;
	const once = new Once();
	const send = async (): Promise<void> => {
		const body = { ceiling: ceiling.value(), channels: channels.value(), note: note.value(), etag: before.etag,
			lowerGiven: lower?.value() === "true" };
		const answer = await write<{ preferences: Preferences }>("PUT", "/v1/members/me/preferences", body, once.idOf(body));
		saved(answer.preferences);
	};
	return form({ fields: lower ? [note, lower] : [note], body: [ceiling.node, channels.node, note.node, lower?.node],
		submit: t("form.save"), send });
}
