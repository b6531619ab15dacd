#include "tests/service/proof/rights_scene.h"

#include "common/base/text.h"
#include "kleos/events/v1/events_service.pb-c.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define NO_ID "01900000-0000-7000-8000-000000000000"

static const struct {
	const char *handle, *team, *manager;
} people[SCENE_PEOPLE] = {
	{"mara", "office", ""},
	{"mina", "office", ""},
	{"rita", "studio/photo", "mara"},
	{"gina", "studio/video", "mina"},
	{"tina", "studio/photo", ""},
	{"otto", "sales", ""},
	{"ada", "shop", ""},
	{"lena", "sales", ""},
	{"eve", "sales", ""},
};

/* Who calls, and whom the request is about, by the person of a relation. */
static const struct {
	const char *person, *caller, *subject;
} relations[] = {
	{"self", "rita", "rita"},
	{"receiver", "rita", "rita"},
	{"giver", "gina", "rita"},
	{"manager", "mara", "rita"},
	{"above", "mina", "rita"},
	{"team", "tina", "rita"},
	{"other", "otto", "rita"},
	{"author", "ada", "rita"},
	{"gone", "otto", "lena"},
	{"left", "lena", "rita"},
	{"nobody", "otto", "no-such-member"},
	{"erased", "otto", "eve"},
	{"ended", "eve", "rita"},
};

static size_t relation_find(const struct rights_relation *relation)
{
	for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
		if (text_equal(relations[i].person, relation->person))
			return i;
	fail_msg("no relation '%s'", relation->person);
	return 0;
}

static size_t person_find(const char *handle)
{
	size_t i = 0;
	while (!text_equal(people[i].handle, handle))
		i++;
	return i;
}

static const char *post(struct scene *scene, const char *key, const char *target, const char *body, const char *name)
{
	struct answer answer = house_must(&scene->house, key, "POST", target, body);
	return *name ? house_text(&scene->house, &answer, name) : NULL;
}

static const char *member_key(struct scene *scene, const char *handle)
{
	const struct rights_relation self = {"", "self"};
	const char **key = &scene->keys[person_find(handle)][1];
	if (text_equal(handle, "rita"))
		return scene_key(scene, &rights_columns[1], &self);
	if (!*key)
		*key = house_key(&scene->house, handle, ROLE_BIT(MEMBER));
	return *key;
}

const char *scene_key(struct scene *scene, const struct rights_column *column, const struct rights_relation *relation)
{
	const char *handle = column->member ? relations[relation_find(relation)].caller : NULL;
	size_t person = handle ? person_find(handle) : SCENE_PEOPLE;
	const char **key = &scene->keys[person][column - rights_columns];
	if (column->roles && !*key)
		*key = house_key(&scene->house, handle, column->roles);
	return *key;
}

struct principal scene_principal(struct scene *scene, const struct rights_column *column,
								 const struct rights_relation *relation)
{
	if (!column->member)
		return caller(column->roles, NULL);
	struct answer me = house_must(&scene->house, scene_key(scene, column, relation), "GET", "/v1/me", NULL);
	struct id id = id_of(house_text(&scene->house, &me, "id"));
	return caller(column->roles, &id);
}

/* ---- things ---- */

static const char *give(struct scene *scene, const char *level)
{
	return post(scene, member_key(scene, "gina"), "/v1/recognitions",
				arena_printf(&scene->house.base.arena,
							 "{\"receivers\":[{\"member\":\"rita\"}],\"message\":\"a word\",\"visibility\":\"%s\"}",
							 level),
				"id");
}

static const char *recognition_of(struct scene *scene, const char *level)
{
	static const char *const levels[][2] = {{"private", "PRIVATE"},
											{"manager", "MANAGER"},
											{"team", "TEAM"},
											{"organization", "ORGANIZATION"},
											{"external", "EXTERNAL"}};
	if (text_equal(level, "none"))
		return NO_ID;
	if (text_equal(level, "old")) {
		assert_true(scene->n_old > 0);
		return scene->old[--scene->n_old];
	}
	if (text_equal(level, "withdrawn")) {
		const char *id = give(scene, "ORGANIZATION");
		post(scene, member_key(scene, "gina"),
			 arena_printf(&scene->house.base.arena, "/v1/recognitions/%s:withdraw", id), "{}", "");
		return id;
	}
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (text_equal(levels[i][0], level))
			return give(scene, levels[i][1]);
	return give(scene, "ORGANIZATION");
}

static bool is_quiet(const char *level)
{
	return text_equal(level, "private") || text_equal(level, "manager") || text_equal(level, "team");
}

static const char *comment_of(struct scene *scene, const char *level, const char *recognition)
{
	if (text_equal(level, "none") || text_equal(level, "withdrawn"))
		return NO_ID;
	return post(scene, member_key(scene, is_quiet(level) ? "gina" : "ada"),
				arena_printf(&scene->house.base.arena, "/v1/recognitions/%s/comments", recognition),
				"{\"message\":\"a comment\"}", "id");
}

/* rita reports what is quiet, otto what everybody sees. */
static const char *report_of(struct scene *scene, const char *level)
{
	const char *recognition = recognition_of(scene, level);
	if (text_equal(level, "none"))
		return NO_ID;
	house_later(&scene->house, 1); /* the newest comes first */
	post(scene, member_key(scene, is_quiet(level) ? "rita" : "otto"),
		 arena_printf(&scene->house.base.arena, "/v1/recognitions/%s:report", recognition), "{\"reason\":\"look\"}",
		 "");
	struct answer list = house_must(&scene->house, scene->house.admin, "GET", "/v1/content-reports?pageSize=1", NULL);
	return house_text(&scene->house, &list, "id");
}

/* gina's work, with rita; as loud as the level. */
static const char *highlight_of(struct scene *scene, const char *level)
{
	struct arena *arena = &scene->house.base.arena;
	char upper[32] = "";
	if (text_equal(level, "none"))
		return NO_ID;
	for (size_t i = 0; level[i] && i + 1 < sizeof upper; i++)
		upper[i] = (char)toupper((unsigned char)level[i]);
	return post(scene, member_key(scene, "gina"), "/v1/highlights",
				arena_printf(arena, "{\"title\":\"work\",\"collaborators\":[\"rita\"],\"visibility\":\"%s\"}", upper),
				"id");
}

static const char *routine_of(struct scene *scene)
{
	return post(scene, scene->house.admin, "/v1/routines",
				"{\"team\":\"studio/photo\",\"weekday\":\"MONDAY\",\"time\":\"09:00\",\"timeZone\":\"UTC\"}", "id");
}

static const char *award_of(struct scene *scene)
{
	const char *slug = arena_printf(&scene->house.base.arena, "award-%u", ++scene->counter);
	return post(scene, scene->house.admin, "/v1/awards",
				arena_printf(&scene->house.base.arena, "{\"slug\":\"%s\",\"title\":\"x\"}", slug), "id");
}

/* A new cycle is a draft; the next phase takes nominations. */
static const char *cycle_of(struct scene *scene, bool nominating)
{
	struct arena *arena = &scene->house.base.arena;
	const char *award = award_of(scene);
	const char *id =
		post(scene, scene->house.admin, arena_printf(arena, "/v1/awards/%s/cycles", award), "{\"title\":\"x\"}", "id");
	if (nominating)
		post(scene, scene->house.admin, arena_printf(arena, "/v1/cycles/%s:advance", id), "{}", "");
	return id;
}

/* gina names rita; of the level `closed` in a cycle that takes no more. */
static const char *nomination_of(struct scene *scene, const char *level)
{
	struct arena *arena = &scene->house.base.arena;
	if (text_equal(level, "none"))
		return NO_ID;
	const char *cycle = cycle_of(scene, true);
	const char *id = post(scene, member_key(scene, "gina"), arena_printf(arena, "/v1/cycles/%s/nominations", cycle),
						  "{\"nominee\":\"rita\",\"reason\":\"x\"}", "id");
	if (text_equal(level, "closed"))
		post(scene, scene->house.admin, arena_printf(arena, "/v1/cycles/%s:advance", cycle), "{}", "");
	return id;
}

/* The same, before a jury of the nominee, their manager and one of their team. */
static const char *juried_of(struct scene *scene)
{
	struct arena *arena = &scene->house.base.arena;
	const char *award = award_of(scene);
	const char *cycle =
		post(scene, scene->house.admin, arena_printf(arena, "/v1/awards/%s/cycles", award),
			 "{\"title\":\"x\",\"rules\":{\"shortlist\":\"JURY\",\"jurors\":[\"rita\",\"mara\",\"tina\"]}}", "id");
	post(scene, scene->house.admin, arena_printf(arena, "/v1/cycles/%s:advance", cycle), "{}", "");
	const char *id = post(scene, member_key(scene, "gina"), arena_printf(arena, "/v1/cycles/%s/nominations", cycle),
						  "{\"nominee\":\"rita\",\"reason\":\"x\"}", "id");
	post(scene, scene->house.admin, arena_printf(arena, "/v1/cycles/%s:advance", cycle), "{}", "");
	return id;
}

static void advance(struct scene *scene, const char *cycle, int phases)
{
	for (int i = 0; i < phases; i++)
		post(scene, scene->house.admin, arena_printf(&scene->house.base.arena, "/v1/cycles/%s:advance", cycle), "{}",
			 "");
}

/* A vote on rita or nobody; of the level `counted` it is over. */
static const char *poll_of(struct scene *scene, const char *level)
{
	struct arena *arena = &scene->house.base.arena;
	const char *cycle = post(scene, scene->house.admin, arena_printf(arena, "/v1/awards/%s/cycles", award_of(scene)),
							 "{\"title\":\"x\",\"rules\":{\"noAward\":true}}", "id");
	advance(scene, cycle, 1);
	const char *id = post(scene, member_key(scene, "gina"), arena_printf(arena, "/v1/cycles/%s/nominations", cycle),
						  "{\"nominee\":\"rita\",\"reason\":\"x\"}", "id");
	post(scene, member_key(scene, "rita"), arena_printf(arena, "/v1/nominations/%s:accept", id), "{}", "");
	advance(scene, cycle, text_equal(level, "counted") ? 3 : 2);
	return cycle;
}

static const char *team_of(struct scene *scene)
{
	struct arena *arena = &scene->house.base.arena;
	const unsigned n = ++scene->counter;
	post(scene, scene->house.admin, "/v1/members",
		 arena_printf(arena, "{\"handle\":\"teamed-%u\",\"team\":\"team-%u\"}", n, n), "");
	return arena_printf(arena, "team-%u", n);
}

static const char *person_of(struct scene *scene, bool left)
{
	struct arena *arena = &scene->house.base.arena;
	const char *handle = arena_printf(arena, "person-%u", ++scene->counter);
	post(scene, scene->house.admin, "/v1/members",
		 arena_printf(arena, "{\"handle\":\"%s\",\"team\":\"studio/photo\",\"manager\":\"mara\"}", handle), "");
	if (left)
		post(scene, scene->house.admin, arena_printf(arena, "/v1/members/%s:deactivate", handle), "{}", "");
	return handle;
}

static const char *value_of(struct scene *scene)
{
	return post(scene, scene->house.admin, "/v1/values",
				arena_printf(&scene->house.base.arena, "{\"slug\":\"value-%u\",\"title\":\"x\"}", ++scene->counter),
				"slug");
}

static const char *key_of(struct scene *scene, const char *handle)
{
	struct arena *arena = &scene->house.base.arena;
	struct answer answer =
		house_must(&scene->house, scene->house.admin, "POST", "/v1/apikeys",
				   arena_printf(arena, "{\"member\":\"%s\",\"name\":\"x\",\"roles\":[\"MEMBER\"]}", handle));
	return house_text(&scene->house, &answer, "id");
}

static struct id member_id(struct scene *scene, const char *handle)
{
	const char *target = arena_printf(&scene->house.base.arena, "/v1/members/%s", handle);
	struct answer answer = house_must(&scene->house, scene->house.admin, "GET", target, NULL);
	return id_of(house_text(&scene->house, &answer, "id"));
}

/* An id as bytes stand in JSON. */
static const char *bytes_of(struct scene *scene, const char *handle)
{
	struct arena *arena = &scene->house.base.arena;
	char *text = arena_alloc(arena, sodium_base64_ENCODED_LEN(ID_SIZE, sodium_base64_VARIANT_ORIGINAL));
	struct id id = member_id(scene, handle);
	sodium_bin2base64(text, sodium_base64_ENCODED_LEN(ID_SIZE, sodium_base64_VARIANT_ORIGINAL), id.bytes, ID_SIZE,
					  sodium_base64_VARIANT_ORIGINAL);
	return text;
}

static const char *role_name(const struct rights_column *column)
{
	const char *name = "MEMBER";
	for (unsigned i = 0; i < kleos__role__descriptor.n_values; i++)
		if (column->roles == 1u << kleos__role__descriptor.values[i].value)
			name = kleos__role__descriptor.values[i].name;
	return name;
}

/* ---- words ---- */

struct words {
	struct scene *scene;
	const struct rights_column *column;
	const struct rights_relation *relation;
	const char *recognition; /* the same for every word of one request; NULL: not made yet */
};

static const char *thing_of(struct words *words, const char *word)
{
	struct scene *scene = words->scene;
	const char *level = words->relation->level;
	const char *subject = relations[relation_find(words->relation)].subject;
	if (!words->recognition && (text_equal(word, "recognition") || text_equal(word, "comment")))
		words->recognition = recognition_of(scene, level);
	if (text_equal(word, "recognition"))
		return words->recognition;
	if (text_equal(word, "comment"))
		return comment_of(scene, level, words->recognition);
	if (text_equal(word, "report"))
		return report_of(scene, level);
	if (text_equal(word, "highlight"))
		return highlight_of(scene, level);
	if (text_equal(word, "routine"))
		return text_equal(level, "none") ? NO_ID : routine_of(scene);
	if (text_equal(word, "due"))
		return text_equal(level, "none") ? NO_ID : scene->due;
	if (text_equal(word, "award"))
		return award_of(scene);
	if (text_equal(word, "cycle"))
		return cycle_of(scene, !text_equal(level, "draft"));
	if (text_equal(word, "poll"))
		return poll_of(scene, level);
	if (text_equal(word, "nomination"))
		return nomination_of(scene, level);
	if (text_equal(word, "juried"))
		return juried_of(scene);
	if (text_equal(word, "unknown"))
		return NO_ID;
	if (text_equal(word, "value"))
		return value_of(scene);
	if (text_equal(word, "team"))
		return team_of(scene);
	if (text_equal(word, "leaver"))
		return person_of(scene, false);
	if (text_equal(word, "returner"))
		return person_of(scene, true);
	if (text_equal(word, "key"))
		return key_of(scene, subject);
	if (text_equal(word, "role"))
		return role_name(words->column);
	if (text_equal(word, "subject"))
		return subject;
	if (text_equal(word, "bytes"))
		return bytes_of(scene, subject);
	if (text_equal(word, "id")) {
		struct id id = member_id(scene, subject);
		return id_text(&scene->house.base.arena, &id);
	}
	if (text_equal(word, "secret")) {
		const char *key = scene_key(scene, words->column, words->relation);
		return key ? key : "none";
	}
	if (text_equal(word, "new"))
		return arena_printf(&scene->house.base.arena, "new-%u", ++scene->counter);
	fail_msg("no word '%%%s'", word);
	return "";
}

const char *scene_request(struct scene *scene, const char *request, const struct rights_column *column,
						  const struct rights_relation *relation)
{
	struct arena *arena = &scene->house.base.arena;
	struct words words = {scene, column, relation, NULL};
	const char *out = "";
	for (const char *at = request; *at;) {
		size_t plain = strcspn(at, "%");
		out = arena_printf(arena, "%s%.*s", out, (int)plain, at);
		at += plain;
		if (!*at)
			break;
		size_t length = strspn(++at, "abcdefghijklmnopqrstuvwxyz");
		out = arena_printf(arena, "%s%s", out, thing_of(&words, arena_text_n(arena, at, length)));
		at += length;
	}
	return out;
}

/* Lists what `target` holds and deletes it. */
static void delete_all(struct scene *scene, const char *target, const char *name)
{
	struct arena *arena = &scene->house.base.arena;
	const char *mark = arena_printf(arena, "\"%s\":\"", name);
	struct answer list = house_must(&scene->house, scene->house.admin, "GET", target, NULL);
	const char *at = arena_text_n(arena, list.body, list.body_length);
	while ((at = strstr(at, mark))) {
		at += strlen(mark);
		const char *one = arena_text_n(arena, at, strcspn(at, "\""));
		if (!text_equal(one, scene->due_routine))
			house_ask(&scene->house, scene->house.admin, "DELETE", arena_printf(arena, "%s/%s", target, one), "", NULL);
	}
}

void scene_clear(struct scene *scene, const char *method)
{
	if (strstr(method, "Routine"))
		delete_all(scene, "/v1/routines", "id");
	if (strstr(method, "Value"))
		delete_all(scene, "/v1/values", "slug");
}

/* ---- opening ---- */

static bool due_was_told(void *context)
{
	struct scene *scene = context;
	const struct principal process = principal_internal("test");
	const char *prefix = "routine.due";
	Kleos__ReadEventsRequest ask = KLEOS__READ_EVENTS_REQUEST__INIT;
	ask.type_prefixes = &prefix;
	ask.n_type_prefixes = 1;
	const Kleos__ReadEventsResponse *run =
		peer_call(&scene->house.peers[1], &process, &kleos__events_service__descriptor, "ReadEvents", NULL, &ask.base);
	if (!run || !run->n_events)
		return false;
	const char *id = id_text(&scene->house.base.arena, (const struct id *)(const void *)run->events[0]->subject.data);
	scene->due = id;
	return true;
}

/* Of one who will not be able to. */
static void keys_make(struct scene *scene, const char *handle)
{
	for (size_t i = 1; i < RIGHTS_COLUMNS; i++)
		if (rights_columns[i].member)
			scene->keys[person_find(handle)][i] = house_key(&scene->house, handle, rights_columns[i].roles);
}

void scene_open(struct scene *scene)
{
	struct arena *arena = &scene->house.base.arena;
	memset(scene, 0, sizeof *scene);
	house_open(&scene->house);
	house_label(&scene->house, "scene");
	for (size_t i = 0; i < SCENE_PEOPLE; i++)
		post(scene, scene->house.admin, "/v1/members",
			 arena_printf(arena, "{\"handle\":\"%s\",\"team\":\"%s\",\"manager\":\"%s\"}", people[i].handle,
						  people[i].team, people[i].manager),
			 "");
	keys_make(scene, "lena");
	keys_make(scene, "eve");
	post(scene, scene->house.admin, "/v1/members/lena:deactivate", "{}", "");
	post(scene, scene->house.admin, "/v1/members/eve:erase", "{}", "");
	for (; scene->n_old < SCENE_OLD; scene->n_old++)
		memcpy(scene->old[scene->n_old], give(scene, "ORGANIZATION"), ID_TEXT_SIZE);
	scene->due_routine = routine_of(scene);
	house_later(&scene->house, (int64_t)7 * 24 * 3600 * 1000);
	wait_until(due_was_told, scene);
}

void scene_close(struct scene *scene)
{
	house_close(&scene->house);
}
