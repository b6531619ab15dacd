/* highlights: the work that people share, so that what stays behind the handle becomes visible. */
import { h } from "../element";
import { highlightsView } from "../parts/highlights";
import type { Page, Visit } from "../router";
import { t } from "../words";

export async function highlightsPage(visit: Visit): Promise<Page> {
	const query = { member: visit.query.get("member"), team: visit.query.get("team") };
	return { title: t("nav.highlights"), content: [h("h1", {}, t("nav.highlights")),
		h("p.lead", {}, t("highlight.lead")), await highlightsView(query, visit.signal, true)] };
}
