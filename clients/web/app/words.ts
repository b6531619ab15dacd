/* words: what the pages say, in the reader's language. A catalogue a room in words/<language>/<room>.json: a text with
 * {names}, or {"one": …, "other": …} chosen by {n}. Refusals are in English what the server says.
 * tests/web/test_words.py sees that the languages say the same. */
import elAdmin from "./words/el/admin.json";
import elAwards from "./words/el/awards.json";
import elMembers from "./words/el/members.json";
import elRefusals from "./words/el/refusals.json";
import elReport from "./words/el/report.json";
import elShell from "./words/el/shell.json";
import enAdmin from "./words/en/admin.json";
import enAwards from "./words/en/awards.json";
import enMembers from "./words/en/members.json";
import enReport from "./words/en/report.json";
import enShell from "./words/en/shell.json";

export type Language = "en" | "el";
type Text = string | { one: string; other: string };
type Catalogue = Record<string, Text>;

const catalogues: Record<Language, Catalogue> = {
	en: { ...enShell, ...enReport, ...enMembers, ...enAwards, ...enAdmin },
	el: { ...elShell, ...elReport, ...elMembers, ...elAwards, ...elAdmin, ...elRefusals },
};
export const languages: { code: Language; name: string }[] = [
	{ code: "en", name: "English" },
	{ code: "el", name: "Ελληνικά" },
];

const KEY = "kleos.language";
let language: Language = "en";
let plural = new Intl.PluralRules("en");

function isLanguage(text: string | null | undefined): text is Language {
	return text === "en" || text === "el";
}

function remembered(): string | null {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null; // storage is closed to us: the browser's language it is
	}
}

/* `?lang=`, else what was chosen before, else what the browser asks for first that Kleos speaks. */
export function chooseLanguage(): Language {
	const asked = new URLSearchParams(location.search).get("lang");
	const wished = [asked, remembered(), ...navigator.languages.map((tag) => tag.slice(0, 2))];
	useLanguage(wished.find(isLanguage) ?? "en");
	return language;
}

function useLanguage(code: Language): void {
	language = code;
	plural = new Intl.PluralRules(code);
	document.documentElement.lang = code;
}

/* From now on, and the next time. */
export function keepLanguage(code: Language): void {
	useLanguage(code);
	try {
		localStorage.setItem(KEY, code);
	} catch {
		// storage is closed to us: it holds for this visit
	}
}

export function currentLanguage(): Language {
	return language;
}

/* The tag that Intl takes: the language with a region where the form of dates needs one. */
export function localeTag(): string {
	return language === "el" ? "el-GR" : "en-GB";
}

export type Names = Record<string, string | number>;

export function has(key: string): boolean {
	return catalogues[language][key] !== undefined;
}

/* The text of a key; {n} as a number is written in the language's form. A key without a text shows itself: a test sees it. */
export function t(key: string, names: Names = {}): string {
	const entry = catalogues[language][key] ?? key;
	const text = typeof entry === "string" ? entry : entry[plural.select(Number(names.n)) === "one" ? "one" : "other"];
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
		const value = names[name];
		return value === undefined ? whole : typeof value === "number" ? value.toLocaleString(localeTag()) : value;
	});
}
