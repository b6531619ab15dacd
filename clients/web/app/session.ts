/* session: who is signed in. The secret is a cookie that scripts cannot read; here is only what the server says of it. */
import { get, write } from "./api";
import type { Schema } from "./schema";

export type Role = "MEMBER" | "LEADER" | "AWARDS_ADMIN" | "PEOPLE_ADMIN" | "AUDITOR" | "SERVICE" | "ADMIN";
export type Session = Schema<"Session">;

let current: Session | null = null;

/* Asks the server; null: nobody is signed in. */
export async function readSession(): Promise<Session | null> {
	current = (await get<{ session: Session | null }>("/v1/session")).session ?? null;
	return current;
}

export async function signIn(key: string): Promise<Session> {
	current = (await write<{ session: Session }>("POST", "/v1/session", { key })).session;
	return current;
}

export async function signOut(): Promise<void> {
	await write("DELETE", "/v1/session");
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
