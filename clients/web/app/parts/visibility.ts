/* visibility: how far something is heard, in words and with a sign. The order is the meaning. */
import { h } from "../element";
import { type Icon, icon } from "./icon";
import type { Schema } from "../schema";
import { t } from "../words";

export type Visibility = Schema<"Visibility">;

export const VISIBILITIES = ["PRIVATE", "MANAGER", "TEAM", "ORGANIZATION", "EXTERNAL"] as const;

const SIGNS: Record<string, Icon> = { PRIVATE: "lock", MANAGER: "two", TEAM: "team", ORGANIZATION: "house", EXTERNAL: "globe" };

function rank(visibility: string): number {
	return VISIBILITIES.findIndex((one) => one === visibility);
}

export function quieter(visibility: string, than: string): boolean {
	return rank(visibility) < rank(than);
}

/* Those that are quieter than this one. */
export function quieterThan(visibility: string): (typeof VISIBILITIES)[number][] {
	return VISIBILITIES.filter((one) => quieter(one, visibility));
}

export function quietest(all: string[]): string {
	return all.reduce((least, one) => (quieter(one, least) ? one : least), "EXTERNAL");
}

/* "Team" with its sign; what that means is its title. */
export function visibilitySign(visibility: string): HTMLElement {
	return h("span.heard", { title: t(`heard.${visibility}`) }, icon(SIGNS[visibility] ?? "lock"), t(`visibility.${visibility}`));
}
