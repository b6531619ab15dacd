/* ranking: places, the first one highest, each with those who share it. Every change makes a new ranking. */

export type Ranking = readonly (readonly string[])[];

export function placeOf(ranking: Ranking, id: string): number {
	return ranking.findIndex((place) => place.includes(id));
}

function isShared(ranking: Ranking, id: string): boolean {
	return (ranking[placeOf(ranking, id)]?.length ?? 0) > 1;
}

function without(ranking: Ranking, id: string): string[][] {
	return ranking.map((place) => place.filter((one) => one !== id));
}

function filled(ranking: string[][]): Ranking {
	return ranking.filter((place) => place.length > 0);
}

/* Behind all others. */
export function appended(ranking: Ranking, id: string): Ranking {
	return [...filled(without(ranking, id)), [id]];
}

export function removed(ranking: Ranking, id: string): Ranking {
	return filled(without(ranking, id));
}

/* Out of a shared place into one of its own above it; alone: above the place before. */
export function movedUp(ranking: Ranking, id: string): Ranking {
	const at = placeOf(ranking, id), rest = without(ranking, id);
	const to = isShared(ranking, id) ? at : Math.max(0, at - 1);
	return filled([...rest.slice(0, to), [id], ...rest.slice(to)]);
}

/* Out of a shared place into one of its own below it; alone: below the next place. */
export function movedDown(ranking: Ranking, id: string): Ranking {
	const at = placeOf(ranking, id), rest = without(ranking, id);
	const to = isShared(ranking, id) ? at + 1 : at + 2;
	return filled([...rest.slice(0, to), [id], ...rest.slice(to)]);
}

/* Whether the row above it is of the same place. */
export function isTiedAbove(ranking: Ranking, id: string): boolean {
	return (ranking[placeOf(ranking, id)]?.indexOf(id) ?? 0) > 0;
}

/* Into the place above, or, when it shares that already, out of it and below it. */
export function tieToggled(ranking: Ranking, id: string): Ranking {
	const at = placeOf(ranking, id);
	if (isTiedAbove(ranking, id)) return movedDown(ranking, id);
	if (at < 1) return ranking;
	const rest = without(ranking, id);
	return filled(rest.map((place, i) => (i === at - 1 ? [...place, id] : place)));
}

export function canMoveUp(ranking: Ranking, id: string): boolean {
	return placeOf(ranking, id) > 0 || isShared(ranking, id);
}

export function canMoveDown(ranking: Ranking, id: string): boolean {
	return placeOf(ranking, id) < ranking.length - 1 || isShared(ranking, id);
}
