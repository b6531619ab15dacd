/* dumbbell: two shares on one line from 0 to 100 %, and how far they lie apart. */
import { s } from "../element";
import { formatShare } from "../format";
import { plot } from "./plot";

export interface Mark {
	name: string;
	value: number;
}

const HEIGHT = 148;
const MIDDLE = 64;
const SIDE = 14;
const LETTER = 9; // pixels of a letter of a name, generously

/* Where a text of this length starts so that it stays inside. */
function place(x: number, text: string, width: number): number {
	const half = (text.length * LETTER) / 2;
	return Math.min(Math.max(x, half), width - half);
}

const ANCHORS: Record<number, string> = { 0: "start", 1: "end" };

function axis(x: (share: number) => number): SVGElement[] {
	const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) =>
		s("text.axis-text", { x: x(share), y: HEIGHT - 6, "text-anchor": ANCHORS[share] ?? "middle" }, formatShare(share)));
	return [s("line.axis", { x1: x(0), x2: x(1), y1: MIDDLE, y2: MIDDLE }), ...ticks];
}

/* A ring stands on the line and a square hangs below it: both are seen, and told apart, also where they meet. */
export function dumbbell(label: string, above: Mark, below: Mark): SVGElement {
	const draw = (width: number): SVGElement[] => {
		const x = (share: number): number => SIDE + (width - 2 * SIDE) * share;
		const texts = [above, below].map((one) => `${one.name} ${formatShare(one.value)}`) as [string, string];
		return [
			...axis(x),
			s("line.span", { x1: x(above.value), x2: x(below.value), y1: MIDDLE, y2: MIDDLE }),
			s("rect.below", { x: x(below.value) - 9, y: MIDDLE + 2, width: 18, height: 18, rx: 3 }),
			s("circle.above", { cx: x(above.value), cy: MIDDLE - 11, r: 9 }),
			s("text.name", { x: place(x(above.value), texts[0], width), y: MIDDLE - 32, "text-anchor": "middle" }, texts[0]),
			s("text.name", { x: place(x(below.value), texts[1], width), y: MIDDLE + 41, "text-anchor": "middle" }, texts[1]),
		];
	};
	return plot({ label, height: HEIGHT, draw });
}
