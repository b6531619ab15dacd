/* cycle_advance: moving a cycle to its next phase by hand: what that means first, and then once. */
import { ApiError, write } from "../../api";
import { h } from "../../element";
import { formatTime } from "../../format";
import { confirmFirst } from "../../parts/confirm";
import { reload } from "../../router";
import { t } from "../../words";
import type { Cycle } from "../awards/cycles";
import { phaseEnd } from "../awards/phases";

async function advance(cycle: Cycle): Promise<void> {
	const act = async (): Promise<void> => {
		try {
			await write("POST", `/v1/cycles/${cycle.id}:advance`, { etag: cycle.etag });
		} catch (problem) {
			if (!(problem instanceof ApiError) || problem.reason !== "ETAG_MISMATCH") throw problem;
			// somebody else, or the clock, was faster: what there is now is shown
		}
	};
	const done = await confirmFirst({
		title: t(`admin.advance.${cycle.phase}`),
		text: [h("p", {}, t(`admin.next.${cycle.phase}`)), h("p.warning", {}, t("admin.advance.never"))],
		confirm: t(`admin.advance.${cycle.phase}`), act,
	});
	if (done) reload();
}

/* What happens next, when, and the button that makes it happen now. */
export function advanceCard(cycle: Cycle): HTMLElement | null {
	if (cycle.phase === "ANNOUNCED") return null;
	const end = phaseEnd(cycle);
	return h("div.card", {}, h("h2", {}, t("admin.advance.title")),
		h("p", {}, t(`admin.next.${cycle.phase}`)),
		h("p.soft", {}, end ? t("admin.advance.clock", { time: formatTime(end) }) : t("admin.advance.hand")),
		h("div.actions", {}, h("button.button", { type: "button", click: () => void advance(cycle) },
			t(`admin.advance.${cycle.phase}`))));
}
