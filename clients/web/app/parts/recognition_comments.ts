/* recognition_comments: what was written below a recognition, oldest first, and the field to write more. */
import { get, write } from "../api";
import { h, replace } from "../element";
import { formatSince, formatTime } from "../format";
import { confirmFirst } from "./confirm";
import { field, form } from "./form";
import { problemText, toast } from "./notice";
import { Once } from "./once";
import { personLink } from "./person";
import { reportForm } from "./recognition_report";
import type { Schema } from "../schema";
import { me } from "../session";
import { t } from "../words";

type Comment = Schema<"Comment">;

const SHOWN = 20;

export class RecognitionComments {
	readonly node: HTMLElement;
	private readonly list = h("ol.comments", { "aria-label": t("comments.label") });
	private readonly earlier = h("button.link", { type: "button", hidden: true }, t("comments.earlier"));
	private readonly said = h("p.error", { role: "alert", hidden: true });
	private readonly path: string;
	private token = "";

	/* `changed`: the recognition has more or fewer comments now. */
	constructor(private readonly recognition: string, private readonly signal: AbortSignal, private readonly changed: () => void) {
		this.path = `/v1/recognitions/${recognition}/comments`;
		this.earlier.addEventListener("click", () => void this.take(this.token));
		this.node = h("div.talk", {}, this.earlier, this.list, this.said, me() ? this.makeForm() : null);
	}

	/* The newest, from the server. */
	async refresh(): Promise<void> {
		this.token = "";
		await this.take("");
	}

	private async take(token: string): Promise<void> {
		try {
			const answer = await get<Schema<"ListCommentsResponse">>(this.path, { pageSize: SHOWN, pageToken: token }, this.signal);
			const older = [...(answer.comments ?? [])].reverse().map((one) => this.draw(one));
			if (token) this.list.prepend(...older);
			else replace(this.list, older);
			this.token = answer.nextPageToken;
			this.earlier.hidden = !answer.nextPageToken;
			this.say("");
		} catch (problem) {
			if (!this.signal.aborted) this.say(problemText(problem));
		}
	}

	private say(text: string): void {
		this.said.hidden = text === "";
		this.said.textContent = text;
	}

	private draw(comment: Comment): HTMLElement {
		const own = comment.author?.handle === me();
		const item = h("li", {},
			h("p.comment-head", {}, comment.author && personLink(comment.author), " ",
				h("time.soft", { datetime: comment.createTime!, title: formatTime(comment.createTime!) },
					formatSince(comment.createTime!))),
			h("p.said", {}, comment.message));
		const button = (word: string, act: () => void): HTMLElement => h("button.link.small", { type: "button", click: act }, word);
		if (own) item.append(button(t("comments.delete"), () => void this.remove(comment, item)));
		else if (me()) item.append(button(t("card.report"), () => this.report(comment, item)));
		return item;
	}

	private async remove(comment: Comment, item: HTMLElement): Promise<void> {
		const act = async (): Promise<void> => void (await write("DELETE", `${this.path}/${comment.id}`));
		if (!(await confirmFirst({ title: t("comments.deleteTitle"), text: t("comments.deleteText"),
			confirm: t("comments.delete"), danger: true, act }))) return;
		item.remove();
		this.changed();
	}

	private report(comment: Comment, item: HTMLElement): void {
		const box = reportForm(this.recognition, comment.id, () => box.remove());
		item.append(box);
		box.querySelector("textarea")!.focus();
	}

	private makeForm(): HTMLFormElement {
		const once = new Once();
		const message = field({ name: "message", label: t("comments.write"), type: "textarea", required: true,
			more: { rows: 2, maxlength: 2000 } });
		return form({
			fields: [message], submit: t("comments.send"),
			send: async () => {
				const body = { message: message.value() };
				const answer = await write<Schema<"CreateCommentResponse">>("POST", this.path, body, once.idOf(body));
				once.done();
				message.set("");
				if (answer.comment && !this.list.querySelector(`[data-id="${answer.comment.id}"]`)) this.list.append(this.draw(answer.comment));
				toast(t("comments.sent"));
				this.changed();
			},
		});
	}
}
