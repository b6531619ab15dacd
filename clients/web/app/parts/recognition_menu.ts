/* recognition_menu: what one may do with a recognition beside answering it: louder, quieter, mend, take back, report. */
import { write } from "../api";
import { type Child, h } from "../element";
import { confirmFirst } from "./confirm";
import { field, form } from "./form";
import { toast } from "./notice";
import { Once } from "./once";
import type { RecognitionCard } from "./recognition_card";
import type { Recognition } from "./recognition_facts";
import { reportForm } from "./recognition_report";
import { quieter, quieterThan } from "./visibility";
import { hasRole, me, PEOPLE_ROLES } from "../session";
import { t } from "../words";

const MENDING_MS = 15 * 60_000; // contract: the giver may edit and withdraw for 15 minutes

function fresh(recognition: Recognition): boolean {
	return Date.now() - new Date(recognition.createTime!).getTime() < MENDING_MS;
}

function cancelButton(card: RecognitionCard): HTMLElement {
	return h("button.button.quiet", { type: "button", click: () => card.showPanel(null) }, t("form.cancel"));
}

function lowerForm(card: RecognitionCard): HTMLElement {
	const options = quieterThan(card.recognition.visibility).reverse().map((value) => ({ value,
		label: `${t(`visibility.${value}`)}: ${t(`heard.${value}`)}` }));
	const visibility = field({ name: "visibility", label: t("lower.label"), hint: t("lower.hint"), type: "select",
		options, required: true });
	const once = new Once();
	const send = async (): Promise<void> => {
		const body = { visibility: visibility.value() };
		const answer = await write<{ recognition: Recognition }>("POST", `${card.path}:lower`, body, once.idOf(body));
		card.update(answer.recognition);
		card.showPanel(null);
	};
	return h("div.panel", {}, form({ fields: [visibility], submit: t("lower.submit"), more: cancelButton(card), send }));
}

function editForm(card: RecognitionCard): HTMLElement {
	const { recognition } = card;
	const message = field({ name: "message", label: t("give.message"), hint: t("edit.hint"), type: "textarea",
		required: true, value: recognition.message, more: { maxlength: 4000 } });
	const credits = recognition.receivers.filter((one) => one.member).map((one) => ({
		member: one.member!.id,
		field: field({ name: "credits", label: t("give.credit", { name: one.member!.displayName }), value: one.credit,
			more: { maxlength: 200 } }),
	}));
	const once = new Once();
	const send = async (): Promise<void> => {
		const body = { message: message.value(), credits: credits.map((one) => ({ member: one.member,
			credit: one.field.value() })), updateMask: "message,credits" };
		const answer = await write<{ recognition: Recognition }>("PATCH", card.path, body, once.idOf(body));
		card.update(answer.recognition);
		card.showPanel(null);
	};
	return h("div.panel", {}, form({ fields: [message, ...credits.map((one) => one.field)], submit: t("form.save"),
		more: cancelButton(card), send }));
}

/* A word of one's own beside one's name among those who join in. */
function wordForm(card: RecognitionCard, before: string): HTMLElement {
	const note = field({ name: "note", label: t("join.word"), value: before, more: { maxlength: 200 } });
	const once = new Once();
	const send = async (): Promise<void> => {
		const body = { note: note.value() };
		const answer = await write<{ recognition: Recognition }>("POST", `${card.path}:join`, body, once.idOf(body));
		card.update(answer.recognition);
		card.showPanel(null);
	};
	return h("div.panel", {}, form({ fields: [note], submit: t("form.save"), more: cancelButton(card), send }));
}

async function share(card: RecognitionCard): Promise<void> {
	await card.attempt(async () => {
		const answer = await write<{ recognition: Recognition; waitingFor: number }>("POST", `${card.path}:share`);
		card.update(answer.recognition);
		toast(answer.waitingFor ? t("share.waiting", { n: answer.waitingFor }) : t(`heard.${answer.recognition.visibility}`));
	});
}

async function withdraw(card: RecognitionCard): Promise<void> {
	const act = async (): Promise<void> => void (await write("POST", `${card.path}:withdraw`));
	if (await confirmFirst({ title: t("withdraw.title"), text: t("withdraw.text"), confirm: t("withdraw.action"),
		danger: true, act })) card.vanish(t("card.withdrawn"));
}

/* Escape and leaving it close it. */
function menu(acts: Child[], open: boolean): HTMLElement {
	const box = h("details.menu-more", { open }, h("summary", { "data-key": "menu" }, t("card.more")),
		h("ul", {}, acts)) as HTMLDetailsElement;
	box.addEventListener("keydown", (event) => {
		if (event.key !== "Escape" || !box.open) return;
		box.open = false;
		box.querySelector("summary")!.focus();
	});
	box.addEventListener("focusout", (event) => {
		if (event.relatedTarget && !box.contains(event.relatedTarget as Node)) box.open = false;
	});
	return box;
}

/* Closed until it is asked for; nothing in it: it is not there. */
export function recognitionMenu(card: RecognitionCard, open: boolean): HTMLElement | null {
	const { recognition } = card;
	const named = card.giver || card.receiver;
	const act = (word: string, work: () => void): Child => h("li", {},
		h("button.link", { type: "button", "data-key": word, click: work }, t(word)));
	const acts: Child[] = [];
	const mine = recognition.joiners.find((one) => one.member?.handle === me());
	if (mine && me()) acts.push(act("join.open", () => card.showPanel(wordForm(card, mine.note))));
	if (named && quieter(recognition.visibility, recognition.requestedVisibility)) acts.push(act("share.open", () => void share(card)));
	if (named && recognition.visibility !== "PRIVATE") acts.push(act("lower.open", () => card.showPanel(lowerForm(card))));
	if (card.giver && fresh(recognition)) acts.push(act("edit.open", () => card.showPanel(editForm(card))));
	if ((card.giver && fresh(recognition)) || hasRole(...PEOPLE_ROLES)) acts.push(act("withdraw.open", () => void withdraw(card)));
	if (!card.giver) acts.push(act("card.report", () => card.showPanel(reportForm(recognition.id, "", () => card.showPanel(null)))));
	return acts.length ? menu(acts, open) : null;
}
