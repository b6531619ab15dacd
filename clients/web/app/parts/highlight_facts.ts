/* highlight_facts: a piece of work: what it was, whose, and what came of it. */
import { type Child, h } from "../element";
import { formatDay } from "../format";
import { peopleLinks } from "./people";
import { personLink } from "./person";
import { linksList, metricsList } from "./recognition_facts";
import { visibilitySign } from "./visibility";
import type { Schema } from "../schema";
import { t } from "../words";

export type Highlight = Schema<"Highlight">;

export function highlightFacts(highlight: Highlight, heading: "h2" | "h3"): Child {
	const withWhom = highlight.collaborators ?? [];
	return [
		h("header", {},
			h(`${heading}.highlight-title`, {}, highlight.title),
			h("p.meta", {}, highlight.member && personLink(highlight.member),
				withWhom.length > 0 && h("span", {}, t("highlight.with"), " ", peopleLinks(withWhom)),
				h("span", {}, formatDay(highlight.onDate)), h("span", {}, t(`kind.${highlight.kind}`)),
				visibilitySign(highlight.visibility))),
		highlight.description && h("p.said", {}, highlight.description),
		metricsList(highlight.metrics ?? []), linksList(highlight.links ?? []),
	];
}
