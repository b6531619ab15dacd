/* bars: named counts under each other, the longest bar for the greatest. */
import { h, s } from "../element";
import { formatCount, formatShare } from "../format";

export interface Bar {
	name: string;
	value: number;
}

function bar(one: Bar, greatest: number): HTMLElement {
	const width = greatest ? `${((100 * one.value) / greatest).toFixed(2)}%` : "0%";
	return h("div.bar", {},
		h("span.bar-name", {}, one.name),
		h("span.bar-value", {}, formatCount(one.value)),
		s("svg.bar-track", { "aria-hidden": "true" }, s("rect.shape", { width, height: "100%", rx: 3 })));
}

/* `label` says the same in a sentence. */
export function bars(label: string, rows: Bar[]): HTMLElement {
	const greatest = Math.max(0, ...rows.map((one) => one.value));
	return h("div.bars", { role: "img", "aria-label": label }, rows.map((one) => bar(one, greatest)));
}

export interface Part {
	name: string;
	value: number;
	of?: string; // what it means
}

/* One bar cut into its parts, which are named with their shares below: place and number tell them apart, not colour. */
export function stacked(label: string, parts: Part[]): HTMLElement {
	const whole = parts.reduce((sum, one) => sum + one.value, 0);
	let x = 0;
	const pieces = parts.map((one, i) => {
		const width = whole ? (100 * one.value) / whole : 0;
		const piece = s(`rect.part-${i + 1}`, { x: `${x.toFixed(3)}%`, width: `${width.toFixed(3)}%`, height: "100%" });
		x += width;
		return piece;
	});
	return h("div.stacked", { role: "img", "aria-label": label },
		s("svg.stack", { "aria-hidden": "true" }, pieces),
		h("ol.legend", {}, parts.map((one, i) => h("li", {},
			s("svg.swatch", { "aria-hidden": "true" }, s(`rect.part-${i + 1}`, { width: "100%", height: "100%" })),
			h("span.part-name", {}, one.name, one.of ? h("span.soft", {}, ` ${one.of}`) : null),
			h("span.part-value", {}, formatCount(one.value)),
			h("span.part-share.soft", {}, whole ? formatShare(one.value / whole) : "")))));
}
