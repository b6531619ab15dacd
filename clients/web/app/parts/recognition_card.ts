/* recognition_card: one recognition and what one may do with it. It is drawn anew when something happens to it, and the
 * keyboard's focus stays where it was. */
import { ApiError, get, write } from "../api";
import { append, freshId, h, replace } from "../element";
import type { Catalogue } from "./catalogue";
import { icon } from "./icon";
import { problemText, toast } from "./notice";
import { RecognitionComments } from "./recognition_comments";
import { type Recognition, recognitionBody, recognitionHead } from "./recognition_facts";
import { recognitionMenu } from "./recognition_menu";
import { me } from "../session";
import { formatCount } from "../format";
import { t } from "../words";

export interface CardOptions {
	catalogue: Catalogue;
	heading: "h1" | "h2" | "h3";
	signal: AbortSignal;
	gone: (card: RecognitionCard) => void; // it was withdrawn, or is not for us to see any more
	open?: boolean; // with its comments
}

const EMOJIS = ["👏", "❤️", "🎉", "🙏", "💪", "💡", "🌱", "😊"];

export class RecognitionCard {
	readonly node: HTMLElement;
	readonly panel = h("div");
	private readonly facts = h("div.facts");
	private readonly bar = h("div.thanks-bar");
	private readonly said = h("p.error", { role: "alert", hidden: true });
	private readonly headingId = freshId("thanks");
	private readonly comments: RecognitionComments;
	private choosing = false; // which emoji

	constructor(public recognition: Recognition, readonly options: CardOptions) {
		this.comments = new RecognitionComments(recognition.id, options.signal, () => void this.refresh());
		this.comments.node.hidden = true;
		this.node = h("article.card.recognition", { "aria-labelledby": this.headingId, "data-id": recognition.id },
			this.facts, this.bar, this.said, this.panel, this.comments.node);
		this.draw();
		if (options.open) this.toggleComments();
	}

	get path(): string {
		return `/v1/recognitions/${this.recognition.id}`;
	}

	get giver(): boolean {
		return this.recognition.giver?.handle === me();
	}

	get receiver(): boolean {
		return this.recognition.receivers.some((one) => one.member?.handle === me());
	}

	update(recognition: Recognition): void {
		this.recognition = recognition;
		this.draw();
	}

	/* Something happened to it. */
	hear(recognition: Recognition): void {
		const spoken = recognition.commentCount !== this.recognition.commentCount;
		this.update(recognition);
		if (spoken && !this.comments.node.hidden) void this.comments.refresh();
	}

	/* As it is now, from the server. */
	async refresh(): Promise<void> {
		try {
			const answer = await get<{ recognition: Recognition }>(this.path, {}, this.options.signal);
			this.hear(answer.recognition);
		} catch (problem) {
			if (problem instanceof ApiError && problem.status === "NOT_FOUND") this.options.gone(this);
		}
	}

	/* Does something that answers with the recognition; what went wrong is said below. */
	async act(method: "POST" | "PUT" | "DELETE", what: string, body: object = {}): Promise<void> {
		await this.attempt(async () => {
			const answer = await write<{ recognition?: Recognition }>(method, `${this.path}${what}`, body);
			if (answer.recognition) this.update(answer.recognition);
		});
	}

	async attempt(work: () => Promise<void>): Promise<void> {
		this.said.hidden = true;
		try {
			await work();
		} catch (problem) {
			if (problem instanceof ApiError && problem.status === "NOT_FOUND") this.vanish(problemText(problem));
			this.said.textContent = problemText(problem);
			this.said.hidden = false;
		}
	}

	private draw(): void {
		const focused = this.node.contains(document.activeElement) ? document.activeElement!.getAttribute("data-key") : null;
		const open = this.bar.querySelector("details")?.open ?? false;
		replace(this.facts, recognitionHead(this.recognition, this.options.heading, this.headingId),
			recognitionBody(this.recognition, this.options.catalogue));
		replace(this.bar, this.reactions(), h("div.bar-acts", {}, this.joinButton(), this.commentButton(),
			me() ? recognitionMenu(this, open) : null));
		if (focused) this.node.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
	}

	private reactions(): HTMLElement {
		const box = h("div.reactions", { role: "group", "aria-label": t("card.reactions") });
		const given = this.recognition.reactions ?? [];
		for (const one of given) append(box, this.reaction(one.emoji, one.count, one.mine));
		if (!me()) return box;
		append(box, h("button.reaction", {
			type: "button", "data-key": "react", "aria-expanded": String(this.choosing), "aria-label": t("card.react"),
			click: () => this.choose(),
		}, icon("plus"), given.length ? null : h("span", { "aria-hidden": "true" }, t("card.reactShort"))));
		const bare = (emoji: string): string => emoji.replace("\ufe0f", "");
		const others = EMOJIS.filter((emoji) => !given.some((one) => bare(one.emoji) === bare(emoji)));
		if (this.choosing) append(box, others.map((emoji) => this.reaction(emoji, 0, false)));
		return box;
	}

	private choose(): void {
		this.choosing = !this.choosing;
		this.draw();
	}

	private reaction(emoji: string, count: number, mine: boolean): HTMLElement {
		const text = [h("span", {}, emoji), count > 0 && h("span.count", {}, formatCount(count))];
		if (!me()) return h("span.reaction", {}, text);
		const press = (): void => {
			this.choosing = false;
			void this.act(mine ? "DELETE" : "PUT", `/reactions/${encodeURIComponent(emoji)}`);
		};
		return h("button.reaction", { type: "button", "data-key": `react-${emoji}`, "aria-pressed": String(mine), click: press }, text);
	}

	/* Whoever is named says thanks already. */
	private joinButton(): HTMLElement | null {
		if (!me() || this.giver || this.receiver) return null;
		const mine = this.recognition.joiners.some((one) => one.member?.handle === me());
		const join = (): void => void this.act("POST", mine ? ":leave" : ":join");
		return h("button.button.quiet.small", { type: "button", "data-key": "join", "aria-pressed": String(mine), click: join },
			icon("hand"), t(mine ? "card.joined" : "card.join"));
	}

	private commentButton(): HTMLElement {
		const n = this.recognition.commentCount;
		return h("button.button.quiet.small", {
			type: "button", "data-key": "comments", "aria-expanded": String(!this.comments.node.hidden), click: () => this.toggleComments(),
		}, icon("talk"), n ? t("card.comments", { n }) : t("card.comment"));
	}

	private toggleComments(): void {
		this.comments.node.hidden = !this.comments.node.hidden;
		if (!this.comments.node.hidden) void this.comments.refresh();
		this.draw();
	}

	/* A form in the card; null: away with it. */
	showPanel(content: HTMLElement | null): void {
		replace(this.panel, content);
		this.bar.querySelector("details")?.removeAttribute("open");
		this.panel.querySelector<HTMLElement>("textarea, select, input")?.focus();
		if (!content) this.node.querySelector<HTMLElement>("[data-key=menu]")?.focus();
	}

	/* It is gone: `said` is why. */
	vanish(said: string): void {
		toast(said);
		this.options.gone(this);
	}
}
