/* give: saying thanks. Who is thanked and how they like it comes before the words; how far it will be heard stands there
 * before it is sent, and what was written stays until it is. */
import { write } from "../api";
import { h, replace } from "../element";
import type { Catalogue } from "./catalogue";
import { type Field, field, form } from "./form";
import { GiveReceivers } from "./give_receivers";
import { Once } from "./once";
import type { PersonReference } from "./person";
import { type Picker, picker } from "./picker";
import type { Recognition } from "./recognition_facts";
import { VISIBILITIES, visibilitySign } from "./visibility";
import { me } from "../session";
import { t } from "../words";

export interface GiveOptions {
	catalogue: Catalogue;
	signal: AbortSignal;
	receivers: PersonReference[];
	given: (recognition: Recognition) => void;
}

const LONGEST = 4000; // characters of a message
const NEARLY = 200; // left, from when on the counter says so

/* What was not sent yet, so that another language or page does not lose it; in memory, and only for who wrote it. */
let draft = { who: "", message: "", people: [] as PersonReference[] };

export class Give {
	readonly node: HTMLElement;
	private readonly once = new Once();
	private readonly picker: Picker;
	private readonly receivers: GiveReceivers;
	private readonly message: Field;
	private readonly value: Field;
	private readonly prompt: Field;
	private readonly visibility: Field;
	private readonly big: Field;
	private readonly heard = h("div.will-be-heard", { role: "status" });
	private readonly more: HTMLElement;
	private readonly left = h("p.counter", {});
	private readonly sent = h("div.sent", { role: "status" });

	constructor(private readonly options: GiveOptions) {
		if (draft.who !== me()) draft = { who: me(), message: "", people: [] };
		const chosen = options.receivers.length ? options.receivers : draft.people;
		this.receivers = new GiveReceivers(options.signal, () => this.tell());
		this.picker = picker({
			name: "receivers", label: t("give.whom"), chosen, most: 50, leaveOut: me(),
			changed: (people) => this.choose(people),
		});
		this.message = field({ name: "message", label: t("give.message"), hint: t("give.messageHint"), type: "textarea",
			required: true, value: draft.message, more: { rows: 3 } });
		this.value = this.select("value", t("give.value"), [{ value: "", label: t("give.noValue") },
			...options.catalogue.values.filter((one) => !one.retireTime).map((one) => ({ value: one.slug, label: one.title }))]);
		this.prompt = this.select("prompt", t("give.prompt"), [{ value: "0", label: t("give.noPrompt") },
			...options.catalogue.prompts.map((one) => ({ value: String(one.prompt), label: one.text }))]);
		this.visibility = this.select("visibility", t("give.loud"),
			VISIBILITIES.map((one) => ({ value: one, label: t(`visibility.${one}`) })), "ORGANIZATION");
		this.big = field({ name: "win", label: t("give.big"), hint: t("give.bigHint"), type: "checkbox" });
		this.more = h("div.give-more", {}, h("div.row", {}, this.value.node, this.visibility.node), this.prompt.node,
			this.big.node, this.heard);
		this.node = this.makeNode();
		this.message.control.addEventListener("input", () => this.write());
		this.visibility.control.addEventListener("change", () => this.tell());
		this.choose(chosen);
		this.write();
	}

	/* With this question in mind. */
	answer(prompt: number): void {
		this.prompt.set(String(prompt));
		(this.picker.people().length ? this.message : this.picker).control.focus();
	}

	private select(name: string, label: string, options: { value: string; label: string }[], value?: string): Field {
		return field({ name, label, type: "select", options, value, filter: true });
	}

	private makeNode(): HTMLElement {
		const fields = [this.picker, this.message, this.value, this.prompt, this.visibility, this.big];
		const body = [this.picker.node, this.receivers.node, this.message.node, this.left, this.more];
		return h("section.card.give", { "aria-labelledby": "give-title", id: "give" },
			h("h2", { id: "give-title" }, t("give.title")), this.sent,
			form({ fields, body, submit: t("give.submit"), send: () => this.send() }));
	}

	private choose(people: PersonReference[]): void {
		draft.people = people;
		if (people.length) replace(this.sent);
		this.receivers.show(people);
	}

	private write(): void {
		draft.message = this.message.value();
		const left = LONGEST - [...draft.message.trim()].length;
		this.left.textContent = left < 0 ? t("give.tooLong", { n: -left }) : t("give.left", { n: left });
		this.left.classList.toggle("near", left < NEARLY);
		this.tell();
	}

	/* How far it will be heard; and the rest of the form once there is somebody to thank or something said. */
	private tell(): void {
		const someone = this.picker.people().length > 0;
		this.more.hidden = !someone && !draft.message;
		const heard = this.receivers.heard(this.visibility.value());
		if (!someone) replace(this.heard);
		else if (!heard) replace(this.heard, h("p", {}, t("give.atMost")));
		else {
			replace(this.heard, h("p", {}, visibilitySign(heard.visibility), " ", t(`will.${heard.visibility}`)),
				heard.because && h("p.soft", {}, t("give.because", { names: heard.because })));
		}
	}

	private async send(): Promise<void> {
		if (!this.picker.people().length) {
			this.picker.complain(t("give.nobody"));
			this.picker.control.focus();
			return;
		}
		if ([...this.message.value().trim()].length > LONGEST) {
			this.message.complain(t("give.tooLongError"));
			this.message.control.focus();
			return;
		}
		const body = {
			receivers: this.receivers.inputs(), message: this.message.value(), value: this.value.value(),
			prompt: Number(this.prompt.value()),
			win: this.big.value() === "true" ? "BIG" : "SMALL", visibility: this.visibility.value(),
		};
		const { recognition } = await write<{ recognition: Recognition }>("POST", "/v1/recognitions", body, this.once.idOf(body));
		this.once.done();
		this.clear();
		this.thank(recognition);
		this.options.given(recognition);
	}

	private clear(): void {
		this.message.set("");
		this.value.set("");
		this.prompt.set("0");
		this.big.set("false");
		this.visibility.set("ORGANIZATION");
		this.picker.set("");
		this.write();
	}

	/* What became of it, in words. */
	private thank(recognition: Recognition): void {
		replace(this.sent, h("p", {}, h("strong", {}, t("give.sent")), " ", t(`heard.${recognition.visibility}`), " ",
			h("a", { href: `/recognitions/${recognition.id}` }, t("give.see"))));
		this.picker.control.focus();
	}
}
