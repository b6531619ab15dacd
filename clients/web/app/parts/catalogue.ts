/* catalogue: what an organisation thanks for (its values) and the five questions, asked for once a person and language. */
import { get } from "../api";
import type { Schema } from "../schema";
import { me } from "../session";
import { currentLanguage } from "../words";

export type Value = Schema<"Value">;
export type Prompt = Schema<"Prompt">;

export interface Catalogue {
	values: Value[]; // retired ones too
	prompts: Prompt[];
	promptOfWeek: number;
}

let known: { key: string; catalogue: Promise<Catalogue> } | null = null;

async function read(): Promise<Catalogue> {
	const [values, prompts] = await Promise.all([
		get<Schema<"ListValuesResponse">>("/v1/values", { showRetired: true }),
		get<Schema<"ListPromptsResponse">>("/v1/prompts", { locale: currentLanguage() }),
	]);
	return { values: values.values ?? [], prompts: prompts.prompts ?? [], promptOfWeek: prompts.promptOfWeek };
}

/* What failed once is asked for anew the next time; `anew`: in any case, as values change now and then. */
export function catalogue(anew = false): Promise<Catalogue> {
	const key = `${me()} ${currentLanguage()}`;
	if (!known || known.key !== key || anew) {
		const asked = { key, catalogue: read() };
		asked.catalogue.catch(() => {
			if (known === asked) known = null;
		});
		known = asked;
	}
	return known.catalogue;
}

export function valueTitle(of: Catalogue, slug: string): string {
	return of.values.find((one) => one.slug === slug)?.title ?? slug;
}

export function promptText(of: Catalogue, prompt: number): string {
	return of.prompts.find((one) => one.prompt === prompt)?.text ?? "";
}
