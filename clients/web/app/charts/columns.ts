/* columns: counts over time. Pointer and arrow keys choose a column, whose value is said above. */
import { h, s } from "../element";
import { formatCount } from "../format";
import { plot } from "./plot";
import { labelStride, ticks } from "./scale";

export interface Column {
	short: string; // under the axis
	title: string; // what the column is about, in full
	value: number | null;
}

export interface ColumnsOptions {
	label: string;
	choose: string; // what the keys choose
	columns: Column[];
	say: (column: Column) => string;
}

const HEIGHT = 260;
const TOP = 12;
const BOTTOM = 30;
const LEFT = 48;
const RIGHT = 8;
const LETTER = 7.5; // pixels of a letter under the axis, generously
const THICKEST = 64;

interface Frame {
	width: number;
	distance: number;
	steps: number[];
	y: (value: number) => number;
}

function frameOf(width: number, columns: Column[]): Frame {
	const steps = ticks(Math.max(...columns.map((one) => one.value ?? 0)));
	const top = steps[steps.length - 1]!;
	return {
		width, steps,
		distance: (width - LEFT - RIGHT) / columns.length,
		y: (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top),
	};
}

function axis(frame: Frame): SVGElement[] {
	return frame.steps.flatMap((step) => [
		s("line.grid", { x1: LEFT, x2: frame.width - RIGHT, y1: frame.y(step), y2: frame.y(step) }),
		s("text.axis-text", { x: LEFT - 8, y: frame.y(step) + 4, "text-anchor": "end" }, formatCount(step)),
	]);
}

function center(frame: Frame, i: number): number {
	return LEFT + frame.distance * (i + 0.5);
}

function labels(frame: Frame, columns: Column[]): SVGElement[] {
	const longest = Math.max(...columns.map((one) => one.short.length)) * LETTER + 12;
	const stride = labelStride(longest, frame.distance);
	const half = longest / 2 - 6;
	return columns.flatMap((one, i) => {
		if (i % stride) return [];
		const x = Math.min(Math.max(center(frame, i), LEFT + half), frame.width - RIGHT - half);
		return [s("text.axis-text", { x, y: HEIGHT - 8, "text-anchor": "middle" }, one.short)];
	});
}

/* Columns while there is room for each, then one line over all. */
function marks(frame: Frame, columns: Column[]): SVGElement[] {
	if (frame.distance >= 4) {
		const thick = Math.min(frame.distance * 0.72, THICKEST);
		return columns.map((one, i) => s("rect.shape", {
			x: center(frame, i) - thick / 2, width: thick, y: frame.y(one.value ?? 0),
			height: HEIGHT - BOTTOM - frame.y(one.value ?? 0), rx: Math.min(3, thick / 4),
		}));
	}
	const points = columns.map((one, i) => `${center(frame, i).toFixed(1)},${frame.y(one.value ?? 0).toFixed(1)}`);
	return [s("polyline.line", { points: points.join(" ") })];
}

/* Over the picture: what hears the pointer and the keys. */
function chooser(options: ColumnsOptions, told: (chosen: number | null) => void): HTMLElement {
	const count = options.columns.length;
	const node = h("div.chooser", { role: "slider", tabindex: "0", "aria-label": options.choose, "aria-valuemin": "1", "aria-valuemax": count });
	let chosen = count - 1;
	const choose = (i: number, tell = true): void => {
		chosen = Math.min(Math.max(i, 0), count - 1);
		node.setAttribute("aria-valuenow", String(chosen + 1));
		node.setAttribute("aria-valuetext", options.say(options.columns[chosen]!));
		if (tell) told(chosen);
	};
	const steps: Record<string, () => number> = {
		ArrowRight: () => chosen + 1, ArrowUp: () => chosen + 1, ArrowLeft: () => chosen - 1, ArrowDown: () => chosen - 1,
		Home: () => 0, End: () => count - 1,
	};
	node.addEventListener("keydown", (event) => {
		const step = steps[event.key];
		if (!step) return;
		event.preventDefault();
		choose(step());
	});
	node.addEventListener("pointermove", (event) => {
		const box = node.getBoundingClientRect();
		choose(Math.floor(((event.clientX - box.left - LEFT) / (box.width - LEFT - RIGHT)) * count));
	});
	node.addEventListener("focus", () => choose(chosen));
	for (const end of ["blur", "pointerleave"]) node.addEventListener(end, () => told(null));
	choose(chosen, false);
	return node;
}

export function columns(options: ColumnsOptions): HTMLElement {
	const all = options.columns;
	const best = all.reduce((most, one) => ((one.value ?? 0) > (most.value ?? 0) ? one : most));
	const readout = h("p.readout", { "aria-hidden": "true" }, options.say(best));
	const cursor = s("rect.cursor", { y: TOP, height: HEIGHT - TOP - BOTTOM, width: 0 });
	let frame = frameOf(1, all);
	const svg = plot({
		label: options.label, height: HEIGHT,
		draw: (width) => {
			frame = frameOf(width, all);
			return [...axis(frame), cursor, ...marks(frame, all), ...labels(frame, all)];
		},
	});
	const told = (chosen: number | null): void => {
		readout.textContent = options.say(chosen === null ? best : all[chosen]!);
		cursor.setAttribute("width", String(chosen === null ? 0 : Math.max(frame.distance, 2)));
		cursor.setAttribute("x", String(LEFT + frame.distance * (chosen ?? 0)));
	};
	return h("div.columns", {}, readout, h("div.plot-box", {}, svg, chooser(options, told)));
}
