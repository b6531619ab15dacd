/* session: who is signed in. The secret is a cookie that scripts cannot read; here is only what the server says of it. */
import { get, write } from "./api";
import type { Schema } from "./schema";

export type Role = "MEMBER" | "LEADER" | "AWARDS_ADMIN" | "PEOPLE_ADMIN" | "AUDITOR" | "SERVICE" | "ADMIN";
export type Session = Schema<"Session">;
export type IdentityProvider = Schema<"IdentityProvider">;

let current: Session | null = null;
let provider: IdentityProvider | null = null;
let signOutThere = "";

/* Asks the server; null: nobody is signed in. */
export async function readSession(): Promise<Session | null> {
	const told = await get<{ session?: Session; identityProvider?: IdentityProvider }>("/v1/session");
	current = told.session ?? null;
	provider = told.identityProvider ?? null;
	return current;
}

/* Who else lets people in here; null: keys alone do. */
export function identityProvider(): IdentityProvider | null {
	return provider;
}

/* After signing out: where the identity provider ends its own session; "": nothing to end. */
export function providerSignOut(): string {
	return signOutThere;
}

export async function signIn(key: string): Promise<Session> {
	current = (await write<{ session: Session }>("POST", "/v1/session", { key })).session;
	return current;
}

export async function signOut(): Promise<void> {
	signOutThere = (await write<{ providerSignOutUrl: string }>("DELETE", "/v1/session")).providerSignOutUrl;
	current = null;
}

/* The server has told us that it knows us no more. */
export function forgetSession(): void {
	current = null;
}

export function session(): Session | null {
	return current;
}

/* The handle of the member who is signed in; "": the key belongs to no member. */
export function me(): string {
	return current?.member?.handle ?? "";
}

export function hasRole(...roles: Role[]): boolean {
	return current !== null && roles.some((role) => current!.roles.includes(role));
}

export const REPORT_ROLES: Role[] = ["LEADER", "PEOPLE_ADMIN", "AUDITOR", "ADMIN"];
export const PEOPLE_ROLES: Role[] = ["PEOPLE_ADMIN", "ADMIN"];
export const AWARDS_ROLES: Role[] = ["AWARDS_ADMIN", "ADMIN"];
