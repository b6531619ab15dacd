/* api: the gateway's REST face. The session's cookie goes along by itself; a write carries a request id, so that pressing
 * twice does it once. */

/* What google.rpc.BadRequest says of one field. */
export interface FieldViolation {
	field: string;
	description: string; // in English
	reason?: string; // its name, where it has one
	values?: string[]; // what stands in the description, in its order
}

/* An answer that is no success. `status` is a google.rpc.Code by name; UNAVAILABLE also when nobody answered. */
export class ApiError extends Error {
	constructor(
		readonly status: string,
		message: string,
		readonly reason: string,
		readonly fields: FieldViolation[],
		readonly retryAfter: number | null,
	) {
		super(message);
	}
}

interface Detail {
	reason?: string;
	fieldViolations?: FieldViolation[];
}

async function errorOf(response: Response): Promise<ApiError> {
	const retryAfter = Number(response.headers.get("Retry-After")) || null;
	try {
		const { error } = (await response.json()) as { error: { status: string; message: string; details?: Detail[] } };
		const details = error.details ?? [];
		const reason = details.find((one) => one.reason)?.reason ?? "";
		return new ApiError(error.status, error.message, reason, details.flatMap((one) => one.fieldViolations ?? []), retryAfter);
	} catch {
		return new ApiError(response.status === 429 ? "RESOURCE_EXHAUSTED" : "UNAVAILABLE", response.statusText, "", [], retryAfter);
	}
}

export type Query = Record<string, string | number | boolean | null | undefined | string[]>;

/* A path with a query; what is empty is left out. */
export function address(path: string, query: Query = {}): string {
	const parameters = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) {
		if (Array.isArray(value)) for (const one of value) parameters.append(name, one);
		else if (value !== null && value !== undefined && value !== "") parameters.append(name, String(value));
	}
	const text = parameters.toString();
	return text ? `${path}?${text}` : path;
}

async function send(method: string, path: string, headers: Record<string, string>, body: BodyInit | null, signal?: AbortSignal): Promise<Response> {
	const response = await arrived(fetch(path, { method, headers, body, signal: signal ?? null, credentials: "same-origin" }), signal);
	if (!response.ok) throw await errorOf(response);
	return response;
}

/* An answer that does not come, or breaks off, is none. */
async function arrived<What>(what: Promise<What>, signal?: AbortSignal): Promise<What> {
	try {
		return await what;
	} catch (problem) {
		if (signal?.aborted) throw problem;
		throw new ApiError("UNAVAILABLE", String(problem), "NO_ANSWER", [], null);
	}
}

export async function get<Answer>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
	const response = await send("GET", address(path, query), {}, null, signal);
	return arrived(response.json() as Promise<Answer>, signal);
}

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

/* A write. `requestId`: one for what the person means to do once, kept over retries (see newRequestId). */
export async function write<Answer>(method: Method, path: string, message: object = {}, requestId = newRequestId()): Promise<Answer> {
	const headers: Record<string, string> = { "Idempotency-Key": requestId };
	const body = method === "DELETE" ? null : JSON.stringify(message);
	if (body !== null) headers["Content-Type"] = "application/json";
	const response = await send(method, path, headers, body);
	return (response.status === 204 ? {} : await arrived(response.json())) as Answer;
}

/* What a request says that tells how much of a body has gone: fetch does not. */
async function answerOf<Answer>(request: XMLHttpRequest): Promise<Answer> {
	const headers = { "Retry-After": request.getResponseHeader("Retry-After") ?? "" };
	const response = new Response(request.responseText, { status: request.status, headers });
	if (!response.ok) throw await errorOf(response);
	return response.json() as Promise<Answer>;
}

/* A file as it is, such as the rows of an import. `sent` hears how much has gone, 0 to 1. */
export function upload<Answer>(path: string, file: Blob, type: string, sent: (share: number) => void): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		request.open("POST", path);
		request.setRequestHeader("Content-Type", type);
		request.upload.addEventListener("progress", (event) => sent(event.total ? event.loaded / event.total : 1));
		request.addEventListener("load", () => answerOf<Answer>(request).then(resolve, reject));
		request.addEventListener("error", () => reject(new ApiError("UNAVAILABLE", "", "NO_ANSWER", [], null)));
		request.send(file);
	});
}

export function newRequestId(): string {
	return crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
