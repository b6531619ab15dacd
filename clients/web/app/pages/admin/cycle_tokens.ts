/* cycle_tokens: the one-use votes of a community. They are shown once: in a file that is saved at once. */
import { write } from "../../api";
import { h, replace } from "../../element";
import { formatCount } from "../../format";
import { saveFile } from "../../parts/download";
import { field, form } from "../../parts/form";
import { momentField, momentOf } from "../../parts/moment";
import { t } from "../../words";
import { rulesOf } from "../awards/context";
import type { Cycle } from "../awards/cycles";

interface Tokens {
	tokens: { token: string; url: string }[];
	total: number;
}

const MOST = 1000;
const BEFORE_VOTING = ["DRAFT", "NOMINATING", "SHORTLISTING"];

/* Neither a token nor an address holds what would need quotes. */
function csvOf(tokens: Tokens["tokens"]): string {
	return `token,url\r\n${tokens.map((one) => `${one.token},${one.url}\r\n`).join("")}`;
}

function shown(made: Tokens, name: string): HTMLElement {
	const save = (): void => saveFile(name, "text/csv", csvOf(made.tokens));
	save();
	return h("div.warning", { role: "alert" },
		h("p", {}, t("admin.tokens.made", { n: made.tokens.length, total: formatCount(made.total) })),
		h("button.button.small.quiet", { type: "button", click: save }, t("admin.tokens.again")));
}

/* null: this cycle has none, or the roll is fixed. */
export function tokensCard(cycle: Cycle): HTMLElement | null {
	if (rulesOf(cycle).electorate !== "COMMUNITY" || !BEFORE_VOTING.includes(cycle.phase)) return null;
	const count = field({
		name: "count", label: t("admin.tokens.count"), value: "100", required: true,
		more: { type: "number", min: 1, max: MOST, step: 1 },
	});
	const expire = momentField("expireTime", t("admin.tokens.expire"), null);
	const place = h("div");
	const send = async (): Promise<void> => {
		const made = await write<Tokens>("POST", `/v1/cycles/${cycle.id}/tokens`,
			{ count: Number(count.value()), expireTime: momentOf(expire) });
		replace(place, shown(made, `tokens-${cycle.id}-${made.total}.csv`));
	};
	return h("div.card", {}, h("h2", {}, t("admin.tokens.title")), h("p", {}, t("admin.tokens.text")),
		form({ fields: [count, expire], body: h("div.row", {}, count.node, expire.node), submit: t("admin.tokens.make"),
			send }), place);
}
