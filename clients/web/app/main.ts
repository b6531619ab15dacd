/* main: the program's beginning. Language, session, shell, then the page that the address names. */
import { ApiError } from "./api";
import { go, route, routeMissing, startRouter } from "./router";
import { forgetSession, readSession, session } from "./session";
import { drawShell, tellShell } from "./shell";
import { missingPage } from "./pages/missing";
import { pages } from "./pages/pages";
import { signInPage } from "./pages/sign_in";
import { chooseLanguage } from "./words";

/* Whoever is not signed in sees the door, wherever they wanted to go; then they are there. */
function guarded(make: (typeof pages)[string]): (typeof pages)[string] {
	return (visit) => (session() ? make(visit) : signInPage(visit, (path) => {
		drawShell();
		go(path, true);
	}));
}

/* The session ended behind our back: the door again. */
function told(path: string, problem: unknown): void {
	tellShell(path);
	if (problem instanceof ApiError && problem.status === "UNAUTHENTICATED" && session()) {
		forgetSession();
		drawShell();
		go(location.href, true);
	}
}

async function start(): Promise<void> {
	chooseLanguage();
	for (const [template, make] of Object.entries(pages)) route(template, guarded(make));
	routeMissing(missingPage);
	try {
		await readSession();
	} catch {
		// the server does not say: the page itself will say why
	}
	drawShell();
	startRouter(told);
}

void start();
