/* report: the report as the API gives it, and how its figures are said: a figure that is not there is a dash and why. */
import { type Child, h } from "../../element";
import { DASH, formatCount, formatDecimal, formatShare } from "../../format";
import type { Catalogue } from "../../parts/catalogue";
import type { Schema } from "../../schema";
import { t } from "../../words";

export type Report = Schema<"ImpactReport">;
export type Ratio = Schema<"Ratio">;
export type Source = "members" | "recognitions" | "awards";

/* What every section of the page is made of. */
export interface Material {
	report: Report;
	csv: (...sections: string[]) => string; // address of their rows; of none: of the whole report
	catalogue: Catalogue; // values and questions by name
}

/* How services/gateway/report/disclosure.c begins what concerns every figure. */
export const ALL_HIDDEN = "all figures:";
export const UNKNOWN = "all figures: the head count is not known";

function answered(report: Report, source: Source): boolean {
	return report.sources.every((one) => one.service !== source || one.ok);
}

/* Why what this source tells is not there at all; null: it is. */
export function absence(report: Report, source: Source = "recognitions"): string | null {
	const hidden = report.suppressed.find((one) => one.startsWith(ALL_HIDDEN));
	if (!answered(report, source) || hidden?.startsWith(UNKNOWN)) return t("report.missing");
	return hidden ? t("report.hidden") : null;
}

/* The same of one figure: it may be hidden by itself, or there is nothing to divide by. */
export function figureAbsence(report: Report, figure: string, source: Source = "recognitions"): string {
	const own = report.suppressed.some((one) => one.startsWith(figure));
	return absence(report, source) ?? (own ? t("report.hidden") : t("report.nothing"));
}

/* "58 %", or a dash and why. */
export function said(text: string | null, why: string): Child {
	return text ?? [h("span.dash", { "aria-hidden": "true" }, DASH), " ", h("span.absence", {}, why)];
}

export function shareText(ratio: Ratio | null | undefined): string | null {
	return ratio?.value === null || ratio?.value === undefined ? null : formatShare(ratio.value);
}

export function countText(value: number | null | undefined): string | null {
	return value === null || value === undefined ? null : formatCount(value);
}

export function decimalText(value: number | null | undefined, digits = 1): string | null {
	return value === null || value === undefined ? null : formatDecimal(value, digits);
}

export type Measure = "share" | "count" | "days" | "decimal" | "points";

const SHOWN: Record<Measure, (value: number) => string> = {
	share: (value) => formatShare(value), count: formatCount, days: (value) => formatDecimal(value, 0),
	decimal: (value) => formatDecimal(value, 2), points: (value) => formatDecimal(value, 0),
};

/* Against the range before, in words: what is smaller than what is shown is no change. */
export function change(report: Report, figure: string, measure: Measure): string | null {
	const found = report.comparison?.changes.find((one) => one.figure === figure);
	if (!found) return null;
	const scale = measure === "share" ? 100 : measure === "decimal" ? 100 : 1;
	const steps = Math.round((found.previous + found.delta) * scale) - Math.round(found.previous * scale);
	const previous = SHOWN[measure](found.previous);
	if (steps === 0) return t("report.change.same", { previous });
	const words = measure === "share" ? "points" : measure === "decimal" ? "count" : measure;
	const amount = Math.abs(steps) / (measure === "decimal" ? 100 : 1);
	return t(`report.change.${words}.${steps > 0 ? "up" : "down"}`, { n: amount, previous });
}

/* A team as people read it; merged ones keep their names. */
export function teamName(path: string): string {
	return path.split(" + ").map((one) => (one === "" || one === "(no team)" ? t("report.noTeam") : one)).join(" + ");
}
