/* icon: small signs beside words; for the eye only, as the words say the same. */
import { s } from "../element";

export type Icon = "lock" | "two" | "team" | "house" | "globe" | "star" | "talk" | "plus" | "hand";

/* Strokes on a field of 24 by 24. */
const PATHS: Record<Icon, string> = {
	lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
	two: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 19c.5-3.5 2.7-5 5.5-5s5 1.5 5.5 5M16.5 11.5a2.5 2.5 0 1 0 0-5M17 14.5c2.5.2 4 1.7 4.5 4.5",
	team: "M12 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6.5 19c.4-4 2.5-6 5.5-6s5.1 2 5.5 6M4.5 11.5a2 2 0 1 0 0-4M19.5 11.5a2 2 0 1 1 0-4M2 17c.2-1.8.8-3 2-3.6M22 17c-.2-1.8-.8-3-2-3.6",
	house: "M5 21V4h10v17M15 9h4v12M3 21h18M8 8h1M11 8h1M8 12h1M11 12h1M8 16h1M11 16h1",
	globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.5 9.5h17M3.5 14.5h17M12 3c-5 6-5 12 0 18M12 3c5 6 5 12 0 18",
	star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9L3.5 9.7l5.9-.8z",
	talk: "M4 5h16v11H10l-4 4v-4H4z",
	plus: "M12 5v14M5 12h14",
	hand: "M12 20s-7.5-4.6-7.5-10A4 4 0 0 1 12 8a4 4 0 0 1 7.5 2c0 5.4-7.5 10-7.5 10z",
};

export function icon(name: Icon): SVGElement {
	return s("svg.icon", { viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true", focusable: "false" },
		s("path", { d: PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linejoin": "round", "stroke-linecap": "round" }));
}
