/* feed: recognitions under each other, newest first, kept as they are now while one looks. */
import { get, type Query } from "../api";
import { h } from "../element";
import { listen, type LiveEvent } from "../live";
import { type Catalogue, catalogue } from "./catalogue";
import { recognitionIn } from "./live_recognition";
import { problemText } from "./notice";
import { RecognitionCard } from "./recognition_card";
import type { Recognition } from "./recognition_facts";
import { t } from "../words";

export interface FeedOptions {
	query?: Query;
	signal: AbortSignal;
	label: string;
	heading: "h2" | "h3";
	empty: () => Node;
	arrivals?: boolean; // what is given now comes in by itself
}

interface Page {
	recognitions?: Recognition[];
	nextPageToken: string;
}

const PAGE = 15;

export class Feed {
	readonly node: HTMLElement;
	private readonly list: HTMLElement;
	private readonly news = h("p.news", { role: "status" });
	private readonly more = h("button.button.quiet", { type: "button", hidden: true }, t("list.more"));
	private readonly said = h("p.error", { role: "alert", hidden: true });
	private readonly nothing: HTMLElement;
	private readonly cards = new Map<string, RecognitionCard>();
	private token = "";
	private arrived = 0;

	private constructor(private readonly options: FeedOptions, private readonly catalogue: Catalogue) {
		this.list = h("ul.list", { "aria-label": options.label });
		this.nothing = h("div", { hidden: true }, options.empty());
		this.more.addEventListener("click", () => void this.takeMore());
		this.node = h("div.feed", { tabindex: "-1" }, this.news, this.nothing, this.list, this.said, this.more);
		listen((event) => this.hear(event), options.signal);
	}

	/* With its first page. */
	static async open(options: FeedOptions): Promise<Feed> {
		const feed = new Feed(options, await catalogue());
		await feed.take();
		return feed;
	}

	/* On top, unless it is there already. */
	put(recognition: Recognition, isNew = false): RecognitionCard {
		const known = this.cards.get(recognition.id);
		if (known) {
			known.update(recognition);
			return known;
		}
		const card = this.cardOf(recognition);
		this.list.prepend(h(isNew ? "li.arrived" : "li", {}, card.node));
		this.tell();
		return card;
	}

	private cardOf(recognition: Recognition): RecognitionCard {
		const { heading, signal } = this.options;
		const card = new RecognitionCard(recognition, { catalogue: this.catalogue, heading, signal, gone: (one) => this.drop(one) });
		this.cards.set(recognition.id, card);
		return card;
	}

	private async take(): Promise<void> {
		const answer = await get<Page>("/v1/recognitions",
			{ pageSize: PAGE, ...this.options.query, pageToken: this.token }, this.options.signal);
		for (const one of answer.recognitions ?? []) if (!this.cards.has(one.id)) this.list.append(h("li", {}, this.cardOf(one).node));
		this.token = answer.nextPageToken;
		this.more.hidden = !this.token;
		this.tell();
	}

	private async takeMore(): Promise<void> {
		this.more.setAttribute("aria-disabled", "true");
		this.said.hidden = true;
		try {
			await this.take();
		} catch (problem) {
			this.said.textContent = problemText(problem);
			this.said.hidden = false;
		}
		this.more.removeAttribute("aria-disabled");
	}

	private drop(card: RecognitionCard): void {
		const focused = card.node.contains(document.activeElement) || document.activeElement === document.body;
		this.cards.delete(card.recognition.id);
		card.node.closest("li")?.remove();
		if (focused) this.node.focus({ preventScroll: true });
		this.tell();
	}

	private tell(): void {
		this.nothing.hidden = this.cards.size > 0 || this.token !== "";
	}

	/* What is given comes in above what one reads, which stays where it is. */
	private hear(event: LiveEvent): void {
		const recognition = recognitionIn(event);
		if (!recognition) return;
		const card = this.cards.get(recognition.id);
		if (card) card.hear(recognition);
		else if (event.type === "recognition.given" && this.options.arrivals) {
			this.put(recognition, true);
			this.news.textContent = t("feed.news", { n: ++this.arrived });
		}
	}
}
