/* router: addresses to pages. The URL holds all state of a page, so that back, reload and a sent link show the same.
 * Every pattern here is a row of the table in services/gateway/page/app.c too: it serves the program for it. */
import { type Child, h, replace } from "./element";
import { problemCard } from "./parts/notice";
import { ApiError } from "./api";
import { t } from "./words";

/* What a page is made for. */
export interface Visit {
	path: string;
	fields: Record<string, string>;
	query: URLSearchParams;
	signal: AbortSignal; // aborted when the person leaves the page: for requests, listeners and timers
}

export interface Page {
	title: string;
	content: Child;
}

export type PageMaker = (visit: Visit) => Page | Promise<Page>;

interface Route {
	pattern: RegExp;
	names: string[];
	make: PageMaker;
}

const routes: Route[] = [];
let leaving = new AbortController();
let missing: PageMaker = () => ({ title: "", content: null });
let onPage: (path: string, problem: unknown) => void = () => {};

/* "/people/{handle}" */
export function route(template: string, make: PageMaker): void {
	const names: string[] = [];
	const pattern = template.replace(/\{(\w+)\}/g, (_, name: string) => {
		names.push(name);
		return "([^/]+)";
	});
	routes.push({ pattern: new RegExp(`^${pattern}$`), names, make });
}

export function routeMissing(make: PageMaker): void {
	missing = make;
}

function find(path: string): { make: PageMaker; fields: Record<string, string> } {
	for (const one of routes) {
		const match = one.pattern.exec(path);
		if (match) return { make: one.make, fields: Object.fromEntries(one.names.map((name, i) => [name, decodeURIComponent(match[i + 1]!)])) };
	}
	return { make: missing, fields: {} };
}

function main(): HTMLElement {
	return document.getElementById("main")!;
}

function waiting(): HTMLElement {
	return h("div.waiting", { role: "status", "aria-label": t("shell.loading") }, h("div"), h("div"), h("div"));
}

/* Focus goes to the new heading, so that a screen reader starts there; not on the first page of a visit. */
function show(page: Page, focus: boolean): void {
	document.title = page.title ? `${page.title} · Kleos` : "Kleos";
	replace(main(), page.content);
	main().removeAttribute("aria-busy");
	if (!focus) return;
	const heading = main().querySelector("h1");
	heading?.setAttribute("tabindex", "-1");
	(heading ?? main()).focus({ preventScroll: true });
	window.scrollTo(0, 0);
}

async function load(focus: boolean): Promise<void> {
	leaving.abort();
	const here = (leaving = new AbortController());
	const url = new URL(location.href);
	const { make, fields } = find(url.pathname);
	main().setAttribute("aria-busy", "true");
	const patience = setTimeout(() => replace(main(), waiting()), 150);
	let page: Page, problem: unknown = null;
	try {
		page = await make({ path: url.pathname, fields, query: url.searchParams, signal: here.signal });
	} catch (caught) {
		if (here.signal.aborted) return;
		if (!(caught instanceof ApiError)) console.error(caught);
		problem = caught;
		page = { title: t("problem.title"), content: problemCard(caught, () => void load(true)) };
	} finally {
		clearTimeout(patience);
	}
	if (here.signal.aborted) return;
	show(page, focus);
	onPage(url.pathname, problem);
}

/* To another page; `keep`: the same one with other state, so that focus stays and back skips it. */
export function go(href: string, keep = false): void {
	if (keep) history.replaceState(null, "", href);
	else history.pushState(null, "", href);
	void load(!keep);
}

/* The same page anew. */
export function reload(): void {
	void load(false);
}

function followLink(event: MouseEvent): void {
	const link = (event.target as Element).closest?.("a");
	if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
	if (link.origin !== location.origin || link.target || link.hasAttribute("download") || link.getAttribute("href")!.startsWith("#")) return;
	if (!routes.some((one) => one.pattern.test(link.pathname))) return;
	event.preventDefault();
	go(link.href);
}

/* `told` hears of every page that is shown. */
export function startRouter(told: (path: string, problem: unknown) => void): void {
	onPage = told;
	document.addEventListener("click", followLink);
	window.addEventListener("popstate", () => void load(true));
	void load(false);
}
