/* phases: where a cycle is, until when, and what one can do in it now. */
import type { Award, Cycle } from "./cycles";
import { type Child, h } from "../../element";
import { formatTime } from "../../format";
import { t } from "../../words";

export type Phase = Cycle["phase"];

const STEPS: Phase[] = ["NOMINATING", "SHORTLISTING", "VOTING", "CLOSED", "ANNOUNCED"];

type TimeName = "opensNominatingTime" | "closesNominatingTime" | "opensVotingTime" | "closesVotingTime"
	| "announcesTime";

/* The time at which the clock ends each phase. */
const ENDS: Partial<Record<Phase, TimeName>> = {
	DRAFT: "opensNominatingTime",
	NOMINATING: "closesNominatingTime",
	SHORTLISTING: "opensVotingTime",
	VOTING: "closesVotingTime",
	CLOSED: "announcesTime",
};

/* When the phase ends by itself; null: somebody ends it. */
export function phaseEnd(cycle: Cycle, phase: Phase = cycle.phase): string | null {
	const name = ENDS[phase];
	return (name && cycle[name]) || null;
}

export function isOpen(cycle: Cycle): boolean {
	return cycle.phase === "NOMINATING" || cycle.phase === "SHORTLISTING" || cycle.phase === "VOTING";
}

export function isCounted(cycle: Cycle): boolean {
	return cycle.phase === "CLOSED" || cycle.phase === "ANNOUNCED";
}

/* "Nominate until 12 May, 18:00", or without a time where somebody ends the phase by hand. */
export function invitation(cycle: Cycle): string {
	const end = phaseEnd(cycle);
	return end ? t(`awards.until.${cycle.phase}`, { time: formatTime(end) }) : t(`awards.now.${cycle.phase}`);
}

export function phaseBadge(cycle: Cycle): HTMLElement {
	return h(isOpen(cycle) ? "span.badge.gold" : "span.badge", {}, t(`awards.phase.${cycle.phase}`));
}

/* The cycle's title says the award's name, or stands behind it. */
export function cycleName(award: Award, cycle: Cycle): string {
	return cycle.title.includes(award.title) ? cycle.title : `${award.title} · ${cycle.title}`;
}

/* The way back to the awards and to this one. */
export function crumbs(award: Award, ...more: Child[]): HTMLElement {
	return h("p.kicker", {}, h("a", { href: "/awards" }, t("awards.title")), " › ",
		h("a", { href: `/awards/${award.slug}` }, award.title), more);
}

function step(cycle: Cycle, phase: Phase, at: number): HTMLElement {
	const now = STEPS.indexOf(cycle.phase);
	const end = phase === "ANNOUNCED" ? null : phaseEnd(cycle, phase);
	return h(at < now ? "li.done" : "li", { "aria-current": at === now ? "step" : null },
		h("span.step-name", {}, t(`awards.step.${phase}`)),
		end && at >= now ? h("span.soft", {}, t("awards.stepUntil", { time: formatTime(end) })) : null);
}

/* The way of a cycle, with the phase in which it is. */
export function phaseSteps(cycle: Cycle): HTMLElement {
	return h("ol.phases", { "aria-label": t("awards.steps") }, STEPS.map((phase, at) => step(cycle, phase, at)));
}
