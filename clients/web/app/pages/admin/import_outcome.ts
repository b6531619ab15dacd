/* import_outcome: what became of a file's rows: how many are in, and which were refused and why. */
import { h } from "../../element";
import { formatCount } from "../../format";
import { refusalText } from "../../parts/refusal";
import { table } from "../../parts/table";
import type { Schema } from "../../schema";
import { t } from "../../words";

type Rejection = Schema<"ImportRejection">;

/* What the gateway says of a whole file. */
export interface Outcome {
	created: number;
	updated: number;
	unchanged: number;
	rejected: Rejection[];
}

function figure(count: number, word: string): HTMLElement {
	return h("div", {}, h("dt", {}, word), h("dd", {}, formatCount(count)));
}

export function importOutcome(outcome: Outcome): HTMLElement {
	const { created, updated, unchanged, rejected } = outcome;
	return h("div.card", { role: "group", "aria-label": t("admin.import.outcome") },
		h("h2", { tabindex: "-1" },
			rejected.length ? t("admin.import.someRefused", { n: rejected.length }) : t("admin.import.allIn")),
		h("dl.figures", {},
			figure(created, t("admin.import.created")), figure(updated, t("admin.import.updated")),
			figure(unchanged, t("admin.import.unchanged")), figure(rejected.length, t("admin.import.refused"))),
		rejected.length > 0 && [
			h("p", {}, t("admin.import.mend")),
			table(t("admin.import.refusedCaption"), [
				{ head: t("admin.import.line"), cell: (row: Rejection) => formatCount(row.line), number: true,
					header: true },
				{ head: t("admin.import.column"),
					cell: (row: Rejection) => row.column ? h("code", {}, row.column) : t("admin.import.wholeRow") },
				{ head: t("admin.import.message"), cell: (row: Rejection) => refusalText({ ...row, sentence: row.message }) },
			], rejected, "cards"),
		],
		h("div.actions", {}, h("a.button.quiet", { href: "/admin/members" }, t("admin.import.toMembers"))));
}
