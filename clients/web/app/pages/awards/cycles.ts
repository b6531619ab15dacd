/* cycles: awards, their cycles and their results, as the API has them, and how they are read and named. */
import { get } from "../../api";
import type { Schema } from "../../schema";
import { localeTag, t } from "../../words";

export type Award = Schema<"Award">;
export type Cycle = Schema<"Cycle">;
export type Link = Required<Schema<"Link">>;
/* In a reply every field is there, also of the messages that requests have too. */
export type Rules = Required<Omit<Schema<"CycleRules">, "criteria">> & { criteria: Required<Schema<"Criterion">>[] };
export type Nomination = Omit<Schema<"Nomination">, "links" | "outsider"> & {
	links: Link[];
	outsider?: Required<Schema<"Outsider">> | null;
};
export type Result = Schema<"CycleResult">;

export const NO_AWARD = "NO_AWARD";

export async function readAward(name: string, signal: AbortSignal): Promise<Award> {
	return (await get<{ award: Award }>(`/v1/awards/${encodeURIComponent(name)}`, {}, signal)).award;
}

export async function readCycles(award: string, most: number, signal: AbortSignal): Promise<Cycle[]> {
	return (await get<{ cycles: Cycle[] }>(`/v1/awards/${encodeURIComponent(award)}/cycles`, { pageSize: most },
		signal)).cycles;
}

export async function readCycle(id: string, signal: AbortSignal): Promise<Cycle> {
	return (await get<{ cycle: Cycle }>(`/v1/cycles/${encodeURIComponent(id)}`, {}, signal)).cycle;
}

export async function readResult(cycle: string, signal: AbortSignal): Promise<Result> {
	return (await get<{ result: Result }>(`/v1/cycles/${encodeURIComponent(cycle)}/result`, {}, signal)).result;
}

/* Names in a sentence: "Maria, Nikos and Eleni". */
export function joined(names: string[]): string {
	return new Intl.ListFormat(localeTag(), { type: "conjunction" }).format(names);
}

/* What a candidate of a result is called; who was erased since has no name. */
export function nameOf(result: Result, id: string): string {
	if (id === NO_AWARD) return t("awards.noAward");
	return result.candidates.find((one) => one.id === id)?.displayName || t("awards.nameless");
}

export function namesOf(result: Result, ids: string[]): string {
	return joined(ids.map((id) => nameOf(result, id)));
}

/* Nobody voted, nobody is to have it, one, or several together. */
export function outcome(result: Result): string {
	if (!result.ballots) return t("awards.outcome.unvoted");
	if (result.winners.length === 1 && result.winners[0] === NO_AWARD) return t("awards.outcome.nobody");
	const names = namesOf(result, result.winners);
	return t(result.winners.length === 1 ? "awards.outcome.winner" : "awards.outcome.tie", { names });
}
