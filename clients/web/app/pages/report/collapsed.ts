/* collapsed: why there are no figures stands on top of the page once; what would have shown them is named in one line. */
import { h } from "../../element";
import { t } from "../../words";
import { gapSection, strainStat } from "./gap";
import { absence, type Material, type Report } from "./report";
import { awardsSection, workSection } from "./work";

const ALWAYS = ["people", "series.title", "direction.title", "flows.title", "values.title", "prompts.title", "wins.title",
	"evenness.title", "mutual.title"];

/* What other services still tell, and the rest by name. */
export function collapsedSections(material: Material): HTMLElement[] {
	const { report } = material;
	const gap = typeof report.leadership?.gapPoints === "number", strain = typeof report.strain?.mean === "number";
	const work = report.highlights.length > 0;
	const names = [...(gap ? [] : ["gap.title"]), ...ALWAYS, ...(strain ? [] : ["strain.title"]),
		...(work ? [] : ["work.title"]), ...(awardsTold(report) ? [] : ["awards.title"])];
	return [
		...(gap ? [gapSection(material)] : []), ...(strain ? [strainStat(material)] : []), ...(work ? [workSection(material)] : []),
		h("p.soft.collapsed", {}, t("report.collapsed", { parts: names.map((name) => t(`report.${name}`)).join("\u00a0· ") })),
	];
}

function awardsTold(report: Report): boolean {
	return absence(report) === null || absence(report, "awards") === null || report.awards.length > 0;
}

/* null: named with the others. */
export function awardsPart(material: Material): HTMLElement | null {
	return awardsTold(material.report) ? awardsSection(material) : null;
}
