/* erasure: taking a person out of every service, on their wish; and how far each service is with it. */
import { ApiError, write } from "../../api";
import { h, replace } from "../../element";
import { ask } from "../../parts/ask";
import { openDialog } from "../../parts/confirm";
import { field } from "../../parts/form";
import { problemText } from "../../parts/notice";
import { table } from "../../parts/table";
import type { Schema } from "../../schema";
import { t } from "../../words";

type Member = Schema<"Member">;
type Erasure = Schema<"Erasure">;

const PATIENCE_MS = 800;

/* Asked again, it tells how far it is. */
async function erase(member: Member): Promise<Erasure> {
	return (await write<{ erasure: Erasure }>("POST", `/v1/members/${member.id}:erase`)).erasure;
}

function draw(place: HTMLElement, erasure: Erasure): void {
	replace(place, table(t("admin.erase.caption"), [
		{ head: t("admin.erase.service"), cell: (one) => t(`admin.service.${one.service}`), header: true },
		{ head: t("admin.state"),
			cell: (one) => h("span", { class: one.state === "DONE" ? "badge good" : "badge" },
				t(`admin.erase.${one.state}`)) },
		{ head: t("admin.erase.why"), cell: (one) => one.message && h("span", { lang: "en" }, one.message) },
	], erasure.services, "cards"));
}

/* Until every service is done, or the dialog is closed: what is left goes on by itself. */
async function follow(dialog: HTMLDialogElement, place: HTMLElement, said: HTMLElement, member: Member,
	first: Erasure): Promise<void> {
	let erasure = first;
	draw(place, erasure);
	while (!erasure.done && dialog.open) {
		await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
		try {
			erasure = await erase(member);
			draw(place, erasure);
			said.textContent = t("admin.erase.working");
		} catch (problem) {
			if (!(problem instanceof ApiError)) throw problem;
			said.textContent = problemText(problem);
		}
	}
	if (erasure.done) said.textContent = t("admin.erase.done");
}

function showProgress(member: Member, first: Erasure): Promise<void> {
	return new Promise((resolve) => {
		const place = h("div");
		const said = h("p", { role: "status" }, t("admin.erase.working"));
		const dialog = openDialog(t("admin.erase.title", { name: member.displayName }), place, said,
			h("div.actions", {}, h("button.button", { type: "button", click: () => dialog.close() }, t("form.close"))));
		dialog.addEventListener("close", () => resolve());
		void follow(dialog, place, said, member, first);
	});
}

/* Asks once, with the handle typed. True: it has begun, and the dialog about it was closed. */
export async function eraseMember(member: Member): Promise<boolean> {
	let begun: Erasure | null = null;
	const typed = field({
		name: "handle", label: t("admin.erase.type", { handle: member.handle }), required: true,
		more: { autocomplete: "off", spellcheck: "false", autocapitalize: "none" },
	});
	typed.control.addEventListener("input", () => {
		const right = typed.value().trim().replace(/^@/, "") === member.handle;
		(typed.control as HTMLInputElement).setCustomValidity(right ? "" : t("admin.erase.mistyped"));
	});
	const act = async (): Promise<void> => {
		begun = await erase(member);
	};
	const done = await ask({
		title: t("admin.erase.ask", { name: member.displayName }),
		text: [h("p", {}, t("admin.erase.text")), h("p.warning", {}, t("admin.erase.never"))],
		fields: [typed], submit: t("admin.erase.confirm"), act,
	});
	if (done) await showProgress(member, begun!);
	return done;
}
