/* nominate: the form that names somebody and says why; also for changing what one wrote. */
import { type Context, myId, rulesOf } from "./context";
import type { Nomination } from "./cycles";
import { write } from "../../api";
import { h } from "../../element";
import { linksField } from "./links_field";
import { field, type Field, form } from "../../parts/form";
import { type Picker, picker } from "../../parts/picker";
import { toast } from "../../parts/notice";
import { me } from "../../session";
import { t } from "../../words";

/* Who is named: a member, or where people outside take part also somebody with a page. */
interface Who {
	fields: Field[];
	node: HTMLElement;
	request: () => object;
}

function memberWho(context: Context, before?: Nomination): Who & { people: Picker } {
	const people = picker({
		name: "nominee", label: t("awards.nominee"), most: 1, hint: t("awards.nomineeHint"),
		chosen: before?.nominee && !before.outsider ? [before.nominee] : [],
		leaveOut: rulesOf(context.cycle).selfNomination ? undefined : me(),
	});
	return { fields: [people], node: people.node, people, request: () => ({ nominee: people.value() }) };
}

function outsiderWho(before?: Nomination): Who {
	const name = field({ name: "outsider.name", label: t("awards.outsiderName"), value: before?.outsider?.name,
		required: true, more: { maxlength: 200 } });
	const page = field({
		name: "outsider.profileUrl", label: t("awards.outsiderPage"), hint: t("awards.outsiderPageHint"), type: "url",
		value: before?.outsider?.profileUrl, required: true,
		more: { maxlength: 2000, pattern: "[Hh][Tt][Tt][Pp][Ss]://.+", placeholder: "https://" },
	});
	return {
		fields: [name, page], node: h("div.row", {}, name.node, page.node),
		request: () => ({ outsider: { name: name.value().trim(), profileUrl: page.value().trim() } }),
	};
}

function reasonField(before?: Nomination): Field {
	return field({
		name: "reason", label: t("awards.reason"), hint: t("awards.reasonHint"), type: "textarea", required: true,
		value: before?.reason, more: { maxlength: 2000, rows: 6 },
	});
}

/* Radio buttons for the two kinds of people; `chosen` hears which it is. */
function kindChoice(chosen: (outside: boolean) => void, outside: boolean): HTMLElement {
	const option = (value: boolean, word: string) => h("label.choice", {},
		h("input", { type: "radio", name: "who", checked: value === outside, change: () => chosen(value) }),
			h("span", {}, t(word)));
	return h("fieldset", {}, h("legend", {}, t("awards.whoIsIt")),
		h("div.choices", {}, option(false, "awards.aMember"), option(true, "awards.somebodyOutside")));
}

/* `before`: a nomination of one's own that is written anew; its nominee stays. */
export function nominateForm(context: Context, before?: Nomination): HTMLElement {
	const member = memberWho(context, before), outsider = outsiderWho(before);
	const reason = reasonField(before), links = linksField(before ?? { links: [], attachments: [] });
	const fields: Field[] = [];
	let who: Who = member;
	const choose = (outside: boolean): void => {
		who = outside ? outsider : member;
		member.node.hidden = outside;
		outsider.node.hidden = !outside;
		fields.splice(0, fields.length, ...who.fields, reason, links);
	};
	choose(Boolean(before?.outsider));
	const send = async (): Promise<void> => {
		await write("POST", `/v1/cycles/${context.cycle.id}/nominations`, {
			...who.request(), reason: reason.value(), ...links.work(),
		});
		toast(t(myId() && before ? "awards.nominationChanged" : "awards.nominationMade"));
		await context.redraw("my-nominations");
	};
	const kinds = context.award.scope === "COMMUNITY" && !before ? kindChoice(choose, false) : null;
	return form({
		fields, submit: t(before ? "awards.saveNomination" : "awards.nominate"),
		body: [kinds, member.node, outsider.node, reason.node, links.node],
		send: async () => {
			if (who === member && !member.people.value()) {
				member.people.complain(t("form.required"));
				member.people.control.focus();
				return;
			}
			await send();
		},
	});
}
