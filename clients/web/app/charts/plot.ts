/* plot: an SVG that is drawn anew for the width it has, so that its letters keep their size from phone to wide. */
import { s } from "../element";

export interface PlotOptions {
	label: string; // what the picture says, in a sentence
	height: number;
	draw: (width: number) => SVGElement[];
}

const FIRST_WIDTH = 640;

export function plot(options: PlotOptions): SVGElement {
	const svg = s("svg.plot", { role: "img", "aria-label": options.label, height: options.height });
	const draw = (width: number): void => {
		svg.setAttribute("viewBox", `0 0 ${width} ${options.height}`);
		svg.replaceChildren(...options.draw(width));
	};
	draw(FIRST_WIDTH);
	let last = FIRST_WIDTH;
	new ResizeObserver(([entry]) => {
		const width = Math.round(entry!.contentRect.width);
		if (width > 0 && width !== last) draw((last = width));
	}).observe(svg);
	return svg;
}
