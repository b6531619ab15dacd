/* context: what every part of a cycle's page is made for. */
import type { Award, Cycle, Nomination, Rules } from "./cycles";
import { get } from "../../api";
import type { Visit } from "../../router";
import { session } from "../../session";

export interface Context {
	award: Award;
	cycle: Cycle;
	visit: Visit;
	redraw: (focus?: string) => Promise<void>; // the part anew, after a change; focus goes to the element of that id
}

/* The id of the member who is signed in; "": the key belongs to none. */
export function myId(): string {
	return session()?.member?.id ?? "";
}

/* The rules of a cycle; every cycle has them. */
export function rulesOf(cycle: Cycle): Rules {
	return cycle.rules as Rules;
}

const PAGE = 500;

/* All nominations that one may see. */
export async function readNominations(cycle: string, signal: AbortSignal): Promise<Nomination[]> {
	const all: Nomination[] = [];
	let pageToken = "";
	do {
		const answer = await get<{ nominations: Nomination[]; nextPageToken: string }>(
			`/v1/cycles/${encodeURIComponent(cycle)}/nominations`, { pageSize: PAGE, pageToken }, signal);
		all.push(...answer.nominations);
		pageToken = answer.nextPageToken;
	} while (pageToken);
	return all;
}
