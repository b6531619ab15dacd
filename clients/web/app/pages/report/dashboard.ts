/* dashboard: the impact report on one calm page: first whether leaders are there for their people. */
import { address, get } from "../../api";
import { h, replace } from "../../element";
import { formatRange } from "../../format";
import { type Catalogue, catalogue } from "../../parts/catalogue";
import { emptyCard } from "../../parts/notice";
import { type Page, reload, type Visit } from "../../router";
import type { Schema } from "../../schema";
import { hasRole, PEOPLE_ROLES } from "../../session";
import { t } from "../../words";
import { awardsPart, collapsedSections } from "./collapsed";
import { directionSection } from "./direction";
import { type Filters, filters } from "./filters";
import { flowsSection } from "./flows";
import { gapSection, strainStat } from "./gap";
import { promptsSection, valuesSection } from "./habits";
import { latestSection } from "./latest";
import { footNotes, hiddenNotice, partialNotice } from "./notes";
import { overlookedSection } from "./overlooked";
import { peopleSection } from "./people";
import { absence, type Material, type Report } from "./report";
import { seriesSection } from "./series";
import { concentrationCard, reciprocityCard, winsSection } from "./spread";
import { intervalOf, pageAddress, presetRange, type Preset, reportQuery, type State, stateOf } from "./state";
import { workSection } from "./work";

const PATH = "/v1/reports/impact";

/* What does not change with the filters; what cannot be had is left out, and the figures stand without it. */
interface Around {
	teams: Schema<"Team">[];
	catalogue: Catalogue;
}

async function orElse<Answer>(asked: Promise<Answer>, instead: Answer, signal: AbortSignal): Promise<Answer> {
	try {
		return await asked;
	} catch (problem) {
		if (signal.aborted) throw problem;
		return instead;
	}
}

async function readAround(signal: AbortSignal): Promise<Around> {
	const [teams, known] = await Promise.all([
		orElse(get<Schema<"ListTeamsResponse">>("/v1/teams", {}, signal), { teams: [] }, signal),
		orElse(catalogue(), { values: [], prompts: [], promptOfWeek: 0 }, signal),
	]);
	return { teams: teams.teams, catalogue: known };
}

async function readReport(state: State, signal: AbortSignal): Promise<Report> {
	return (await get<{ report: Report }>(PATH, reportQuery(state), signal)).report;
}

/* The first month in which something is listed, by the report of all time; none: where all time may begin. */
async function firstDay(state: State, signal: AbortSignal): Promise<string> {
	const { from } = presetRange("all");
	const report = await readReport({ ...state, ...presetRange("all"), interval: "MONTH" }, signal);
	return report.series.find((one) => one.recognitions)?.start ?? from;
}

/* Nobody was here in these days: there is nothing to divide by, and that is said instead of drawn. */
function isEmpty(report: Report): boolean {
	return report.headcount === 0 && !report.suppressed.length && !report.totals?.arcs;
}

function figures(material: Material, state: State): HTMLElement[] {
	if (isEmpty(material.report))
		return [emptyCard(t("report.empty.title"), t("report.empty.text"),
			hasRole(...PEOPLE_ROLES) && h("a.button.quiet", { href: "/admin/members" }, t("admin.import.toMembers")))];
	if (absence(material.report)) return collapsedSections(material);
	return [
		gapSection(material),
		peopleSection(material),
		seriesSection(material, intervalOf(state)),
		directionSection(material),
		flowsSection(material),
		h("div.cards", {}, valuesSection(material), promptsSection(material)),
		h("div.cards", {}, winsSection(material), concentrationCard(material), reciprocityCard(material), strainStat(material)),
		workSection(material),
	];
}

/* The parts of the page that stay while figures come and go. */
interface Board {
	fresh: HTMLButtonElement;
	heading: HTMLElement;
	said: HTMLElement; // for screen readers: what the figures are of now
	csv: HTMLAnchorElement;
	figures: HTMLElement;
	people: HTMLElement | null;
	awards: HTMLElement;
	latest: HTMLElement;
	notes: HTMLElement;
	filters: Filters;
}

function scopeText(report: Report): string {
	const { from, to, timeZone } = report.range!;
	return t("report.scope", { team: report.team || t("report.everybody"), range: formatRange(from, to), zone: timeZone });
}

function draw(board: Board, around: Around, report: Report, state: State): void {
	const csv: Material["csv"] = (...section) => address(`${PATH}.csv`, { ...reportQuery(state), section });
	const material: Material = { report, csv, catalogue: around.catalogue };
	replace(board.heading, scopeText(report));
	board.csv.href = csv();
	replace(board.figures, partialNotice(report), hiddenNotice(report), figures(material, state));
	replace(board.awards, isEmpty(report) ? null : awardsPart(material));
	replace(board.notes, footNotes(report));
	board.filters.show(state, report.range!);
}

function layout(board: Board): HTMLElement {
	const print = h("button.button.quiet.small", { type: "button", click: () => window.print() }, t("report.print"));
	return h("div.report", {},
		h("div.page-head", {},
			h("div", {}, h("h1", { tabindex: "-1" }, t("report.title")), board.heading),
			h("div.actions", {}, board.fresh, board.csv, print)),
		board.filters.node, board.said, board.figures,
		h("div.cards", {}, board.people, board.awards), board.latest, board.notes);
}

type Follow = (part: Partial<State>) => Promise<void>;

/* Other figures under the same filters: the address follows, the focus stays. */
function follower(visit: Visit, around: Around, first: State, board: () => Board): Follow {
	let state = first;
	let asking = new AbortController();
	visit.signal.addEventListener("abort", () => asking.abort(), { once: true });
	return async (part) => {
		asking.abort();
		const here = (asking = new AbortController());
		state = { ...state, ...part };
		if (Object.keys(part).length) history.pushState(null, "", pageAddress(state));
		board().figures.setAttribute("aria-busy", "true");
		try {
			const report = await readReport(state, here.signal);
			draw(board(), around, report, state);
			board().said.textContent = t("report.now", { scope: scopeText(report) });
			board().figures.removeAttribute("aria-busy");
		} catch {
			if (!here.signal.aborted) reload(); // the router says what is wrong, at this address
		}
	};
}

/* Something happened since the figures were counted: they move when the reader says so, not under their eyes. */
function freshButton(follow: Follow): HTMLButtonElement {
	const button = h("button.button.small", { type: "button", hidden: true }, t("report.fresh"));
	button.addEventListener("click", () => {
		button.hidden = true;
		document.querySelector<HTMLElement>("main h1")?.focus();
		void follow({});
	});
	return button;
}

export async function dashboardPage(visit: Visit): Promise<Page> {
	const state = stateOf(visit.query);
	let happened = (): void => {};
	const [report, around, people, latest] = await Promise.all([
		readReport(state, visit.signal), readAround(visit.signal), overlookedSection(visit.signal), latestSection(visit.signal, () => happened()),
	]);
	const follow = follower(visit, around, state, () => board);
	const choose = async (preset: Preset): Promise<void> => {
		const range = presetRange(preset);
		await follow(preset === "all" ? { ...range, from: await firstDay(stateOf(new URLSearchParams(location.search)), visit.signal) } : range);
	};
	const board: Board = {
		fresh: freshButton(follow), heading: h("p.lead", {}), said: h("p.visually-hidden", { role: "status" }), figures: h("div.board"),
		csv: h("a.button.quiet.small", { download: "kleos-impact.csv" }, t("report.csvAll")), people, latest, awards: h("div"), notes: h("div"),
		filters: filters({ teams: around.teams, signal: visit.signal, change: (part) => void follow(part), preset: (preset) => void choose(preset) }),
	};
	happened = () => (board.fresh.hidden = false);
	draw(board, around, report, state);
	return { title: t("report.title"), content: layout(board) };
}
