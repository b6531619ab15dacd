#include "services/members/rules.h"

#include "common/base/array.h"
#include "common/base/calendar.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/rpc/principal.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#define SHOWN_BOUND 100
#define ALNUM_LOWER "abcdefghijklmnopqrstuvwxyz0123456789"
#define ALNUM       ALNUM_LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *const known_hats[] = {
	"CONTENT_CREATION", "COMMUNITY_MANAGEMENT", "CUSTOMER_CARE", "STRATEGY", "COPYWRITING", "DATA_ANALYSIS",
};

static bool handle_is_shaped(const char *handle)
{
	size_t length = strlen(handle);
	return length <= HANDLE_BOUND && strchr(ALNUM_LOWER, handle[0]) && strspn(handle, ALNUM_LOWER "._-") == length;
}

const char *handle_normal(struct arena *arena, const char *text)
{
	return text_lower_ascii(arena, text_normal_line(arena, text));
}

/* Each takes one field: NULL, or what is wrong with the text. */

static const char *take_handle(struct arena *arena, const char *text, struct member *member)
{
	member->handle = handle_normal(arena, text);
	if (!*member->handle)
		return "a member needs a handle";
	if (text_equal(member->handle, "me") || text_is_uuid(member->handle))
		return "must not look like an id, nor be 'me'";
	return handle_is_shaped(member->handle)
			   ? NULL
			   : "1 to 63 letters a-z, digits, '.', '_' or '-', starting with a letter or digit";
}

static const char *take_line(struct arena *arena, const char *text, size_t bound, const char **out)
{
	*out = text_normal_line(arena, text);
	return text_length(*out) <= bound ? NULL : arena_printf(arena, "at most %zu characters", bound);
}

static const char *take_display_name(struct arena *arena, const char *text, struct member *member)
{
	const char *problem = take_line(arena, text, DISPLAY_NAME_BOUND, &member->display_name);
	if (text_is_blank(member->display_name))
		member->display_name = ""; /* becomes the handle */
	return problem;
}

static const char *take_email(struct arena *arena, const char *text, struct member *member)
{
	const char *problem = take_line(arena, text, EMAIL_BOUND, &member->email);
	if (problem || !*member->email)
		return problem;
	const char *at = strchr(member->email, '@');
	bool shaped =
		at && at > member->email && at[1] && !strchr(at + 1, '@') && !strpbrk(member->email, " \t\n<>(),;:\"\\");
	return shaped ? NULL : "an address such as maria@example.org";
}

static const char *take_team(struct arena *arena, const char *text, struct member *member)
{
	const char *path = text_normal_line(arena, text);
	const char *team = *path ? text_team(arena, path) : "";
	if (!team)
		return "a path of 1 to 8 segments of letters, digits, '.', '_', '-' or '+', such as marketing/social";
	member->team = team;
	return NULL;
}

static const char *take_title(struct arena *arena, const char *text, struct member *member)
{
	return take_line(arena, text, JOB_TITLE_BOUND, &member->title);
}

static const char *take_leader(struct arena *arena, const char *text, struct member *member)
{
	const char *word = handle_normal(arena, text);
	member->leader_said = text_equal(word, "true");
	return member->leader_said || !*word || text_equal(word, "false") ? NULL : "true or false";
}

static const char *take_joined_on(struct arena *arena, const char *text, struct member *member)
{
	const char *day = text_normal_line(arena, text);
	member->joined_day = DAY_MIN;
	return !*day || day_parse(&member->joined_day, day) ? NULL : "a calendar day YYYY-MM-DD";
}

/* Language, then subtags, as BCP 47 shapes them: el, en-GB, zh-Hant-TW. */
static bool locale_is_shaped(const char *text)
{
	size_t length = strspn(text, ALNUM);
	if (strlen(text) > LOCALE_BOUND || length < 2 || length > 8 || strcspn(text, "0123456789") < length)
		return false;
	for (text += length; *text == '-'; text += length) {
		length = strspn(++text, ALNUM);
		if (length < 1 || length > 8)
			return false;
	}
	return !*text;
}

static const char *take_locale(struct arena *arena, const char *text, struct member *member)
{
	member->locale = text_normal_line(arena, text);
	return !*member->locale || locale_is_shaped(member->locale) ? NULL : "a language tag such as el or en-GB";
}

/* Area/City or UTC; that the zone exists is for those who compute with it. */
static bool time_zone_is_shaped(const char *text)
{
	int parts = 0;
	if (strlen(text) > ZONE_NAME_BOUND || !strchr(ALNUM, text[0]))
		return false;
	for (;; text++) {
		size_t length = strspn(text, ALNUM "_+-");
		if (length == 0 || ++parts > 3)
			return false;
		text += length;
		if (*text != '/')
			return !*text;
	}
}

static const char *take_time_zone(struct arena *arena, const char *text, struct member *member)
{
	member->time_zone = text_normal_line(arena, text);
	return !*member->time_zone || time_zone_is_shaped(member->time_zone) ? NULL : "a time zone such as Europe/Athens";
}

static const char *take_ceiling(struct arena *arena, const char *text, struct member *member)
{
	static const char *const names[] = {"", "PRIVATE", "MANAGER", "TEAM", "ORGANIZATION", "EXTERNAL"};
	const char *name = text_normal_line(arena, text);
	if (text_starts_with(name, "VISIBILITY_"))
		name += strlen("VISIBILITY_");
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		if (strcasecmp(name, names[i]) == 0) {
			member->ceiling = (int32_t)i;
			return NULL;
		}
	}
	return "PRIVATE, MANAGER, TEAM, ORGANIZATION or EXTERNAL";
}

static const char *take_external_id(struct arena *arena, const char *text, struct member *member)
{
	return take_line(arena, text, EXTERNAL_ID_BOUND, &member->external_id);
}

static const struct field_rule {
	const char *column;
	const char *(*take)(struct arena *arena, const char *text, struct member *member);
} field_rules[FIELD_COUNT] = {
	[FIELD_HANDLE] = {"handle", take_handle},
	[FIELD_DISPLAY_NAME] = {"display_name", take_display_name},
	[FIELD_EMAIL] = {"email", take_email},
	[FIELD_TEAM] = {"team", take_team},
	[FIELD_TITLE] = {"title", take_title},
	[FIELD_MANAGER] = {"manager", NULL},
	[FIELD_LEADER] = {"leader", take_leader},
	[FIELD_HATS] = {"hats", NULL},
	[FIELD_JOINED_ON] = {"joined_on", take_joined_on},
	[FIELD_LOCALE] = {"locale", take_locale},
	[FIELD_TIME_ZONE] = {"time_zone", take_time_zone},
	[FIELD_CEILING] = {"ceiling", take_ceiling},
	[FIELD_EXTERNAL_ID] = {"external_id", take_external_id},
};

/* The hat as it is kept; NULL: neither known nor a slug. */
static const char *hat_normal(struct arena *arena, const char *text)
{
	const char *hat = text_normal_line(arena, text);
	for (size_t i = 0; i < ARRAY_LENGTH(known_hats); i++) {
		if (strcasecmp(hat, known_hats[i]) == 0)
			return known_hats[i];
	}
	hat = text_lower_ascii(arena, hat);
	return text_is_slug(hat) ? hat : NULL;
}

static bool hats_hold(const char *hats, const char *hat)
{
	size_t length = strlen(hat);
	for (const char *at = hats; *at; at += strspn(at, ";")) {
		size_t step = strcspn(at, ";");
		if (step == length && memcmp(at, hat, length) == 0)
			return true;
		at += step;
	}
	return false;
}

static void take_hats(struct arena *arena, const struct member_draft *draft, struct member *member,
					  struct problems *problems)
{
	member->hats = "";
	if (draft->n_hats > HATS_BOUND) {
		problem_add(problems, FIELD_HATS, arena_printf(arena, "at most %d", HATS_BOUND));
		return;
	}
	for (size_t i = 0; i < draft->n_hats; i++) {
		const char *hat = hat_normal(arena, draft->hats[i]);
		if (!hat)
			problem_add(problems, FIELD_HATS, "a known hat such as STRATEGY, or a slug of a-z, 0-9 and '-'");
		else if (!hats_hold(member->hats, hat))
			member->hats = arena_printf(arena, "%s%s%s", member->hats, *member->hats ? ";" : "", hat);
	}
}

void problem_add(struct problems *problems, enum member_field field, const char *message)
{
	if (problems->count < ARRAY_LENGTH(problems->list))
		problems->list[problems->count++] = (struct problem){field, message};
}

void member_take(struct arena *arena, const struct member_draft *draft, struct member *member,
				 struct problems *problems)
{
	for (int field = 0; field < FIELD_COUNT; field++) {
		const struct field_rule *rule = &field_rules[field];
		const char *problem = rule->take && draft->text[field] ? rule->take(arena, draft->text[field], member) : NULL;
		if (problem)
			problem_add(problems, field, problem);
	}
	if (draft->hats_said)
		take_hats(arena, draft, member, problems);
	if (!*member->display_name)
		member->display_name = member->handle;
	if (member->joined_day > member->left_day)
		problem_add(problems, FIELD_JOINED_ON, "must not be after the last day");
}

struct member member_blank(void)
{
	return (struct member){
		.handle = "",
		.display_name = "",
		.email = "",
		.team = "",
		.title = "",
		.hats = "",
		.joined_day = DAY_MIN,
		.left_day = DAY_MAX,
		.locale = "",
		.time_zone = "",
		.external_id = "",
		.status = KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE,
		.revision = 1,
		.manager_handle = "",
		.manager_display_name = "",
	};
}

bool member_same(const struct member *a, const struct member *b)
{
	return text_equal(a->handle, b->handle) && text_equal(a->display_name, b->display_name) &&
		   text_equal(a->email, b->email) && text_equal(a->team, b->team) && text_equal(a->title, b->title) &&
		   id_equal(&a->manager, &b->manager) && a->leader_said == b->leader_said && text_equal(a->hats, b->hats) &&
		   a->joined_day == b->joined_day && text_equal(a->locale, b->locale) &&
		   text_equal(a->time_zone, b->time_zone) && text_equal(a->external_id, b->external_id);
}

const char *field_column(enum member_field field)
{
	return field_rules[field].column;
}

const char *field_path(struct arena *arena, enum member_field field)
{
	char *path = arena_text(arena, field_rules[field].column), *out = path;
	for (const char *in = path; *in; in++) {
		if (*in == '_')
			*out++ = (char)(*++in - 'a' + 'A');
		else
			*out++ = *in;
	}
	*out = '\0';
	return path;
}

const char *member_etag(struct arena *arena, const struct member *member)
{
	/* the time too: a database restored from a backup counts some revisions a second time */
	return arena_printf(arena, "%" PRIx64 ".%" PRIx64, (uint64_t)member->revision, (uint64_t)member->update_ms);
}

const char *member_folded(struct arena *arena, const struct member *member)
{
	return arena_printf(arena, "%s\n%s", text_fold(arena, member->handle), text_fold(arena, member->display_name));
}

const char *query_pattern(struct arena *arena, const char *query)
{
	const char *folded = text_fold(arena, text_normal_line(arena, query));
	char *pattern = arena_alloc(arena, 2 * strlen(folded) + 3), *out = pattern;

	*out++ = '%';
	for (; *folded; folded++) {
		if (strchr("%_\\", *folded))
			*out++ = '\\';
		*out++ = *folded;
	}
	if (out > pattern + 1)
		*out++ = '%';
	*out = '\0';
	return pattern;
}

const char *text_shown(struct arena *arena, const char *text)
{
	size_t length = strnlen(text, SHOWN_BOUND);
	while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	return arena_text_n(arena, text, length);
}

bool role_is_grantable(Kleos__Role role)
{
	return role >= KLEOS__ROLE__ROLE_MEMBER && role <= KLEOS__ROLE__ROLE_ADMIN;
}

uint32_t roles_of_person(const struct member *member, uint32_t roles)
{
	return roles | ROLE_BIT(MEMBER) | (member->leader ? ROLE_BIT(LEADER) : 0);
}
