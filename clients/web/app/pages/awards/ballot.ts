/* ballot: what a voter votes on, and what they chose so far. */
import { type Link, NO_AWARD } from "./cycles";
import { type Ranking } from "./ranking";
import type { Schema } from "../../schema";
import { t } from "../../words";

export type Paper = Omit<Schema<"BallotPaper">, "candidates"> & { candidates: Candidate[] };
export type Candidate = Omit<Schema<"BallotCandidate">, "links"> & { links: Link[] };

/* How one says it: places, everybody whom one approves of, or one. */
export type Kind = "places" | "approvals" | "one";

export function kindOf(paper: Paper): Kind {
	if (paper.kind === "APPROVALS") return "approvals";
	return paper.tally === "PLURALITY" ? "one" : "places";
}

export interface Draft {
	ranking: Ranking; // of approvals and of one choice: the first place alone
}

/* What was chosen in this visit and is not cast, by cycle: kept over a change of language, and in memory only. */
const drafts = new Map<string, Draft>();

export function draftOf(paper: Paper): Draft {
	let draft = drafts.get(paper.cycle);
	if (!draft) drafts.set(paper.cycle, (draft = { ranking: [] }));
	const known = new Set(candidatesOf(paper).map((one) => one.nomination)); // somebody may have been withdrawn since
	const still = draft.ranking.map((place) => place.filter((id) => known.has(id)));
	draft.ranking = still.filter((place) => place.length > 0);
	return draft;
}

export function forgetDraft(paper: Paper): void {
	drafts.delete(paper.cycle);
}

/* The candidates in this voter's order; nobody is one where the rules say so. */
export function candidatesOf(paper: Paper): Candidate[] {
	const nobody: Candidate = { nomination: NO_AWARD, displayName: t("awards.noAward"), member: "", profileUrl: "",
		reason: t("awards.noAwardReason"), links: [] };
	return paper.noAward ? [...paper.candidates, nobody] : paper.candidates;
}

export function candidateName(paper: Paper, id: string): string {
	if (id === NO_AWARD) return t("awards.noAward");
	return paper.candidates.find((one) => one.nomination === id)?.displayName || t("awards.nameless");
}

/* As CastBallot takes it. */
export function ballotMessage(paper: Paper, draft: Draft): object {
	return kindOf(paper) === "approvals" ? { approvals: draft.ranking.flat() } : { ranking: draft.ranking };
}

/* Who is not named. */
export function restOf(paper: Paper, draft: Draft): string[] {
	const named = new Set(draft.ranking.flat());
	return candidatesOf(paper).map((one) => one.nomination).filter((id) => !named.has(id));
}
