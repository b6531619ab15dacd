/* card_list: a few recognitions as an answer has them, in a list that does not go on. */
import { h } from "../element";
import type { Catalogue } from "./catalogue";
import { RecognitionCard } from "./recognition_card";
import type { Recognition } from "./recognition_facts";

export function cardList(label: string, recognitions: Recognition[], catalogue: Catalogue, signal: AbortSignal): HTMLElement {
	return h("ul.list", { "aria-label": label }, recognitions.map((one) => h("li", {},
		new RecognitionCard(one, { catalogue, signal, heading: "h3", gone: (card) => card.node.closest("li")?.remove() }).node)));
}
