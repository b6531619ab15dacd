/* creator: the form for one more of something, folded away above the list of what is there. */
import { h } from "../element";
import { type Field, form } from "./form";
import { toast } from "./notice";

export interface CreatorOptions {
	title: string; // "New value"
	fields: Field[];
	body?: Node[]; // the fields, arranged
	submit: string;
	send: () => Promise<void>; // throws ApiError
	made: string; // said when it is done
}

/* Once it is made, the form is as it was at first, and folded again. */
export function creator(options: CreatorOptions): HTMLElement {
	const summary = h("summary", {}, options.title);
	const first = options.fields.map((field) => field.value());
	const send = async (): Promise<void> => {
		await options.send();
		options.fields.forEach((field, i) => field.set(first[i]!));
		box.open = false;
		summary.focus();
		toast(options.made);
	};
	const box = h("details.card.creator", {}, summary,
		form({ fields: options.fields, body: options.body, submit: options.submit, send }));
	return box;
}
