/* shell: what stands around every page: the way to the others, the language, and the door out. */
import { h, replace } from "./element";
import { go, reload } from "./router";
import { AWARDS_ROLES, hasRole, me, PEOPLE_ROLES, REPORT_ROLES, session, signOut } from "./session";
import { stopListening } from "./live";
import { watchInbox } from "./parts/inbox_count";
import { currentLanguage, keepLanguage, languages, t } from "./words";

interface Entry {
	href: string;
	word: string;
	shown: boolean;
}

interface Group {
	word: string;
	entries: Entry[];
}

/* One table of what the navigation offers, and to whom. */
function groups(): Group[] {
	const member = me() !== "";
	const people = hasRole(...PEOPLE_ROLES);
	const leads = member && (people || hasRole("LEADER"));
	return [
		{
			word: "nav.everybody",
			entries: [
				{ href: "/home", word: "nav.home", shown: true },
				{ href: "/inbox", word: "nav.inbox", shown: member },
				{ href: "/me", word: "nav.me", shown: member },
				{ href: "/search", word: "nav.search", shown: true },
				{ href: "/people", word: "people.title", shown: !leads },
				{ href: "/highlights", word: "nav.highlights", shown: true },
				{ href: "/awards", word: "nav.awards", shown: true },
			],
		},
		{
			word: "nav.leaders",
			entries: [
				{ href: "/", word: "nav.impact", shown: hasRole(...REPORT_ROLES) },
				{ href: "/people", word: "nav.people", shown: leads },
			],
		},
		{
			word: "nav.admin",
			entries: [
				{ href: "/admin/members", word: "nav.members", shown: people },
				{ href: "/admin/teams", word: "nav.teams", shown: people },
				{ href: "/admin/values", word: "nav.values", shown: people },
				{ href: "/admin/routines", word: "nav.routines", shown: people || hasRole("LEADER") },
				{ href: "/admin/awards", word: "nav.cycles", shown: hasRole(...AWARDS_ROLES) },
				{ href: "/admin/reports", word: "nav.reports", shown: people },
				{ href: "/admin/keys", word: "nav.keys", shown: hasRole("ADMIN") },
				{ href: "/admin/audit", word: "nav.audit", shown: people || hasRole("AUDITOR") },
			],
		},
	];
}

function groupNode(group: Group): HTMLElement | null {
	const entries = group.entries.filter((entry) => entry.shown);
	if (!entries.length) return null;
	return h("section", {}, h("h2", {}, t(group.word)),
		h("ul", {}, entries.map((entry) => h("li", {}, h("a", { href: entry.href }, t(entry.word))))));
}

function languageButtons(): HTMLElement {
	const choose = (code: (typeof languages)[number]["code"]) => {
		keepLanguage(code);
		drawShell();
		reload();
	};
	return h("div.languages", { role: "group", "aria-label": t("shell.language") },
		languages.map(({ code, name }) => h("button", {
			type: "button", lang: code, "aria-pressed": String(code === currentLanguage()), click: () => choose(code),
		}, name)));
}

async function leave(): Promise<void> {
	await signOut();
	stopListening();
	drawShell();
	go("/home");
}

function person(): HTMLElement | null {
	const who = session();
	if (!who) return null;
	return h("div.signed-in", {}, h("span", {}, who.member ? who.member.displayName : t("shell.serviceKey")),
		h("button.link", { type: "button", click: () => void leave() }, t("shell.signOut")));
}

function navigation(): HTMLElement | null {
	if (!session()) return null;
	const list = h("nav", { "aria-label": t("nav.label"), id: "navigation" }, groups().map(groupNode), person());
	const toggle = h("button.menu", { type: "button", "aria-expanded": "false", "aria-controls": "navigation" }, t("nav.menu"));
	toggle.addEventListener("click", () => {
		const open = toggle.getAttribute("aria-expanded") !== "true";
		toggle.setAttribute("aria-expanded", String(open));
		list.classList.toggle("open", open);
	});
	return h("div.side", {}, toggle, list);
}

/* Anew: after signing in or out, and in another language. */
export function drawShell(): void {
	const bar = document.querySelector(".topbar")!;
	replace(bar, h("a.skip", { href: "#main" }, t("shell.skip")),
		h("a.brand", { href: session() ? "/home" : "/" }, h("img", { src: "/assets/kleos.svg", alt: "", width: 32, height: 32 }), h("span", {}, "Kleos")),
		languageButtons());
	document.querySelector(".side")?.remove();
	const side = navigation();
	if (side) document.querySelector(".frame")!.prepend(side);
	watchInbox();
	tellShell(location.pathname);
}

/* Where pages belong whose address does not say it: a cycle is of an award. */
const PLACES: [stem: string, place: string][] = [
	["/cycles/", "/awards"], ["/admin/cycles/", "/admin/awards"], ["/admin/new-member", "/admin/members"], ["/admin/import", "/admin/members"],
];

/* Which page is open now. */
export function tellShell(address: string): void {
	const path = PLACES.find(([stem]) => address.startsWith(stem))?.[1] ?? address;
	for (const link of document.querySelectorAll<HTMLAnchorElement>(".side nav a")) {
		const here = link.pathname === path || (link.pathname !== "/" && path.startsWith(`${link.pathname}/`));
		if (here) link.setAttribute("aria-current", "page");
		else link.removeAttribute("aria-current");
	}
	const toggle = document.querySelector(".side .menu");
	toggle?.setAttribute("aria-expanded", "false");
	document.querySelector(".side nav")?.classList.remove("open");
}
