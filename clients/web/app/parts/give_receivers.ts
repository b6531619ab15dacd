/* give_receivers: how each of those who are about to be thanked likes it, in view before anything is sent. */
import { get } from "../api";
import { h, replace } from "../element";
import { type Field, field } from "./form";
import { problemText } from "./notice";
import { joinedText } from "./people";
import { nameOf, personSign, type PersonReference } from "./person";
import { type Preferences, preferenceWords } from "./preference";
import { quieter, quietest } from "./visibility";
import type { Schema } from "../schema";
import { t } from "../words";

interface Receiver {
	person: PersonReference;
	node: HTMLElement;
	said: HTMLElement;
	credit: Field;
	preferences: Preferences | null; // null: not known yet
}

export class GiveReceivers {
	readonly node = h("ul.receivers", { "aria-label": t("give.receivers"), hidden: true });
	private receivers: Receiver[] = [];

	/* `changed`: somebody came or went, or it is known now how they like it. */
	constructor(private readonly signal: AbortSignal, private readonly changed: () => void) {}

	show(people: PersonReference[]): void {
		const kept = this.receivers.filter((one) => people.some((person) => person.id === one.person.id));
		for (const one of this.receivers) if (!kept.includes(one)) one.node.remove();
		this.receivers = kept;
		for (const person of people) if (!kept.some((one) => one.person.id === person.id)) this.add(person);
		this.node.hidden = people.length === 0;
		this.changed();
	}

	/* What the request says of them. */
	inputs(): { member: string; credit: string }[] {
		return this.receivers.map((one) => ({ member: one.person.id, credit: one.credit.value().trim() }));
	}

	/* How far it will be heard at most, and who would rather have it quieter than `requested`; null: not known of all. */
	heard(requested: string): { visibility: string; because: string } | null {
		const ceilings = this.receivers.map((one) => one.preferences?.ceiling);
		if (ceilings.some((one) => one === undefined)) return null;
		const visibility = quietest([requested, ...(ceilings as string[])]);
		const shy = this.receivers.filter((one) => one.preferences!.ceiling === visibility && quieter(visibility, requested));
		return { visibility, because: shy.length ? joinedText(shy.map((one) => nameOf(one.person))) : "" };
	}

	private add(person: PersonReference): void {
		const said = h("div", { "aria-busy": "true" }, h("p.soft", {}, t("shell.loading")));
		const credit = field({ name: "credit", label: t("give.credit", { name: nameOf(person) }), more: { maxlength: 200 } });
		const node = h("li.receiver", { "data-member": person.handle }, personSign(person),
			h("div", {}, h("p.receiver-name", {}, nameOf(person)), said, credit.node));
		const receiver: Receiver = { person, node, said, credit, preferences: null };
		this.receivers.push(receiver);
		this.node.append(node);
		void this.ask(receiver);
	}

	private async ask(receiver: Receiver): Promise<void> {
		const path = `/v1/members/${encodeURIComponent(receiver.person.id)}/preferences`;
		try {
			const answer = await get<Schema<"GetPreferencesResponse">>(path, {}, this.signal);
			receiver.preferences = answer.preferences ?? null;
			replace(receiver.said, answer.preferences && preferenceWords(answer.preferences));
		} catch (problem) {
			if (this.signal.aborted) return;
			const again = h("button.link", { type: "button", click: () => void this.ask(receiver) }, t("problem.again"));
			replace(receiver.said, h("p.error", {}, t("give.unknown", { name: nameOf(receiver.person) })),
				h("p.soft", {}, problemText(problem), " ", again));
		}
		receiver.said.removeAttribute("aria-busy");
		this.changed();
	}
}
