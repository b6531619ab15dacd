/* award_form: what an award is, as fields: for a new one and for one that there is. */
import { type Field, field } from "../../parts/form";
import { t } from "../../words";
import type { Award } from "../awards/cycles";

const SCOPES = ["INTERNAL", "COMMUNITY"];
const LONG = { maxlength: 4000, rows: 3 };

/* null: a new award, whose short name and scope never change afterwards. */
export function awardFields(award: Award | null): Field[] {
	const texts = [
		field({ name: "title", label: t("admin.awards.title"), value: award?.title, required: true,
			more: { maxlength: 200 } }),
		field({ name: "description", label: t("admin.awards.description"), type: "textarea", value: award?.description,
			more: LONG }),
		field({
			name: "criteria", label: t("admin.awards.criteria"), hint: t("admin.awards.criteriaHint"), type: "textarea",
			value: award?.criteria, more: LONG,
		}),
		field({
			name: "hashtag", label: t("admin.awards.hashtag"), hint: t("admin.awards.hashtagHint"),
			value: award?.hashtag,
			more: { maxlength: 100, spellcheck: "false" },
		}),
	];
	if (award) return texts;
	const slug = field({
		name: "slug", label: t("admin.slug"), hint: t("admin.awards.slugHint"), required: true,
		more: { maxlength: 63, spellcheck: "false", autocapitalize: "none" },
	});
	const scope = field({
		name: "scope", label: t("admin.awards.scope"), hint: t("admin.awards.scopeHint"), type: "select",
		required: true,
		options: SCOPES.map((value) => ({ value, label: t(`awards.scope.${value}`) })),
	});
	return [texts[0]!, slug, scope, ...texts.slice(1)];
}

export function valuesOf(fields: Field[]): Record<string, string> {
	return Object.fromEntries(fields.map((one) =>
		[one.name, one.value().trim().replace(one.name === "hashtag" ? /^#/ : /^$/, "")]));
}
