/* key_loss: what revoking a key takes away beside the key: one's own session, or the last way to make keys. */
import { get } from "../../api";
import type { Schema } from "../../schema";
import { session } from "../../session";
import { isOver } from "./key_row";

type ApiKey = Schema<"ApiKey">;
export type Loss = "own" | "last";

function isAdmin(key: ApiKey): boolean {
	return !key.revokeTime && !isOver(key) && key.roles.includes("ADMIN") && key.scopes.includes("ADMIN");
}

/* Whether another key that works, and not just until its successor is handed out, could make keys afterwards. */
async function anotherAdmin(key: ApiKey, signal: AbortSignal): Promise<boolean> {
	for (let pageToken = ""; ;) {
		const answer = await get<Schema<"ListApiKeysResponse">>("/v1/apikeys", { pageSize: 100, pageToken }, signal);
		if (answer.apiKeys.some((one) => one.id !== key.id && !one.replacedBy && isAdmin(one))) return true;
		if (!answer.nextPageToken) return false;
		pageToken = answer.nextPageToken;
	}
}

export async function lossesOf(key: ApiKey, signal: AbortSignal): Promise<Loss[]> {
	const losses: Loss[] = [];
	if (isAdmin(key) && !(await anotherAdmin(key, signal))) losses.push("last");
	if (key.id === session()?.apiKey) losses.push("own");
	return losses;
}
