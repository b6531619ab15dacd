/* stat: one figure with what it is of, in words, and how it changed. */
import { h } from "../../element";
import { formatCount } from "../../format";
import { t } from "../../words";
import { figureAbsence, type Measure, type Ratio, type Report, change, said, shareText, type Source } from "./report";

export interface StatOptions {
	name: string;
	value: string | null;
	why: string; // there is no value
	words?: string | null; // what of what
	change?: string | null;
}

export function stat(options: StatOptions): HTMLElement {
	const present = options.value !== null;
	return h("div.stat", {},
		h("h3", {}, options.name),
		h("p.stat-value", {}, said(options.value, options.why)),
		present && options.words ? h("p.stat-words", {}, options.words) : null,
		present && options.change ? h("p.stat-change", {}, options.change) : null);
}

export interface RatioOptions {
	name: string;
	figure: string; // its place in the report: rates.participation
	ratio: Ratio | null | undefined;
	words: string; // the word with {of} and {whole}
	source?: Source;
}

export function ratioStat(report: Report, options: RatioOptions): HTMLElement {
	const { ratio, figure } = options;
	const own = figure.split(".").pop()!;
	return stat({
		name: options.name, value: shareText(ratio), why: figureAbsence(report, own, options.source),
		words: t(options.words, { of: formatCount(ratio?.numerator), n: ratio?.denominator ?? 0 }),
		change: change(report, figure, "share"),
	});
}

export interface CountOptions {
	name: string;
	figure: string;
	value: number | null | undefined;
	text: string | null;
	measure: Measure;
	words?: string;
	source?: Source;
}

export function countStat(report: Report, options: CountOptions): HTMLElement {
	const own = options.figure.split(".").pop()!;
	return stat({
		name: options.name, value: options.text, why: figureAbsence(report, own, options.source),
		words: options.words ?? null, change: change(report, options.figure, options.measure),
	});
}
