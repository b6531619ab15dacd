#include "tests/service/proof/pair.h"

#include "common/base/text.h"
#include "kleos/events/v1/events_service.pb-c.h"

#include <stdio.h>
#include <string.h>

#define NO_ID   "01900000-0000-7000-8000-000000000000"
#define WEEK_MS ((int64_t)7 * 24 * 3600 * 1000)

const struct observer observers[OBSERVERS] = {
	{"nobody", NULL, 0},
	{"a member of another team", "otto", ROLE_BIT(MEMBER)},
	{"a member of the same team", "tina", ROLE_BIT(MEMBER)},
	{"a manager of others", "mina", ROLE_BIT(MEMBER) | ROLE_BIT(LEADER)},
	{"a leader of the same team", "tina", ROLE_BIT(LEADER)},
	{"an awards admin", "otto", ROLE_BIT(AWARDS_ADMIN)},
	{"a people admin", "otto", ROLE_BIT(PEOPLE_ADMIN)},
	{"an auditor", "otto", ROLE_BIT(AUDITOR)},
	{"an admin", "otto", ROLE_BIT(ADMIN)},
	{"a service", NULL, ROLE_BIT(SERVICE)},
	{"an admin's integration", NULL, ROLE_BIT(ADMIN)},
	{"an auditor's integration", NULL, ROLE_BIT(AUDITOR)},
	{"their manager", "mara", ROLE_BIT(MEMBER) | ROLE_BIT(LEADER)},
};

/* The first three are those among whom the worlds differ. */
static const struct {
	const char *handle, *team, *manager, *ceiling;
} people[] = {
	{"gina", "studio/photo", "mara", "EXTERNAL"}, {"rita", "studio/photo", "mara", "EXTERNAL"},
	{"theo", "studio/video", "mara", "PRIVATE"},  {"tina", "studio/photo", "mina", "EXTERNAL"},
	{"otto", "sales", "mina", "EXTERNAL"},        {"mara", "office", "", "EXTERNAL"},
	{"mina", "office", "", "EXTERNAL"},
};
#define PEOPLE   (sizeof people / sizeof *people)
#define INSIDERS 3

/* splitmix64 (Steele, Lea and Flood 2014) */
uint64_t pair_draw(struct pair *pair, uint64_t bound)
{
	uint64_t z = pair->seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % bound;
}

void pair_label(struct pair *pair, const char *what)
{
	char label[HOUSE_LABEL];
	snprintf(label, sizeof label, "%s %u", what, ++pair->step);
	for (size_t i = 0; i < 2; i++)
		house_label(&pair->houses[i], label);
}

bool observer_is_outside(const struct pair *pair, size_t observer)
{
	return observer != OBSERVER_MANAGER || !pair->for_managers;
}

const char *pair_person(struct pair *pair)
{
	return people[pair_draw(pair, PEOPLE)].handle;
}

static const char *kept(struct pair *pair, const char *const *ids, size_t n)
{
	n = n < PAIR_KEPT ? n : PAIR_KEPT;
	uint64_t which = pair_draw(pair, n + 1);
	return which < n ? ids[which] : NO_ID;
}

const char *pair_open_id(struct pair *pair)
{
	return kept(pair, pair->open, pair->n_open);
}

const char *pair_quiet_id(struct pair *pair)
{
	return kept(pair, pair->quiet, pair->n_quiet);
}

/* The key with which a person lives: that of an observer, or one of its own. */
static const char *key_of(const struct pair *pair, const char *handle)
{
	for (size_t i = 0; i < PEOPLE; i++)
		if (text_equal(people[i].handle, handle))
			return pair->people[i];
	return NULL;
}

static const char *post(struct pair *pair, size_t side, const char *who, const char *target, const char *body)
{
	struct house *house = &pair->houses[side];
	struct answer answer = house_must(house, key_of(pair, who), "POST", target, body);
	return strstr(answer.body, "\"id\":\"") ? house_text(house, &answer, "id") : NULL;
}

/* As post, but in both worlds, where it may be refused alike. */
static void both(struct pair *pair, const char *who, const char *method, const char *target, const char *body)
{
	pair_label(pair, "both");
	for (size_t i = 0; i < 2; i++)
		house_ask(&pair->houses[i], key_of(pair, who), method, target, "", body);
}

static void pass(struct pair *pair)
{
	for (size_t i = 0; i < 2; i++)
		house_later(&pair->houses[i], 1000);
}

/* ---- what happens in both ---- */

static const char *words_of(struct pair *pair)
{
	static const char *const words[] = {"ευχαριστώ", "photo", "thanks", "naïve", "campaign", "καφές"};
	return words[pair_draw(pair, sizeof words / sizeof *words)];
}

static void give_openly(struct pair *pair)
{
	struct arena *arena = &pair->houses[0].base.arena;
	const char *giver = pair_person(pair), *receiver = pair_person(pair), *id = NULL;
	if (text_equal(giver, receiver) || text_equal(receiver, "theo"))
		return;
	const char *body = arena_printf(arena,
									"{\"receivers\":[{\"member\":\"%s\"}],\"message\":\"%s "
									"%s\",\"value\":\"%s\",\"win\":\"%s\",\"visibility\":\"%s\"}",
									receiver, words_of(pair), words_of(pair), pair_draw(pair, 2) ? "craft" : "",
									pair_draw(pair, 3) ? "SMALL" : "BIG", pair_draw(pair, 3) ? "ORGANIZATION" : "TEAM");
	pair_label(pair, "open");
	for (size_t i = 0; i < 2; i++) {
		const char *here = post(pair, i, giver, "/v1/recognitions", body);
		assert_true(!id || text_equal(id, here)); /* the premise: equal things have equal ids */
		id = here;
	}
	pair->open[pair->n_open++ % PAIR_KEPT] = arena_text(arena, id);
}

static void add_openly(struct pair *pair)
{
	struct arena *arena = &pair->houses[0].base.arena;
	const char *who = pair_person(pair), *id = pair_open_id(pair);
	switch (pair_draw(pair, 5)) {
	case 0:
		both(pair, who, "POST", arena_printf(arena, "/v1/recognitions/%s/comments", id),
			 arena_printf(arena, "{\"message\":\"%s\"}", words_of(pair)));
		break;
	case 1:
		both(pair, who, "PUT", arena_printf(arena, "/v1/recognitions/%s/reactions/%%F0%%9F%%91%%8F", id), "{}");
		break;
	case 2:
		both(pair, who, "POST", arena_printf(arena, "/v1/recognitions/%s:join", id), "{}");
		break;
	case 3:
		both(pair, who, "POST", arena_printf(arena, "/v1/recognitions/%s:withdraw", id), "{}");
		break;
	default:
		both(pair, who, "POST", arena_printf(arena, "/v1/recognitions/%s:lower", id), "{\"visibility\":\"TEAM\"}");
	}
}

/* ---- what differs ---- */

struct secret {
	const char *giver, *receiver, *level, *words, *value, *link, *win;
	unsigned prompt;
	bool lowered, withdrawn, commented, reacted, reported, joined;
};

static struct secret secret_draw(struct pair *pair)
{
	struct arena *arena = &pair->houses[0].base.arena;
	size_t giver = pair_draw(pair, INSIDERS), receiver = (giver + 1 + pair_draw(pair, INSIDERS - 1)) % INSIDERS;
	bool for_managers = pair->for_managers && pair_draw(pair, 2);
	struct secret secret = {
		.giver = people[giver].handle,
		.receiver = people[receiver].handle,
		.level = for_managers ? "MANAGER" : "PRIVATE",
		.words = arena_printf(arena, "%s secret%u", words_of(pair), (unsigned)pair_draw(pair, 1000)),
		.value = pair_draw(pair, 2) ? "craft" : "hush",
		.link = arena_printf(arena, "https://example.org/%u", (unsigned)pair_draw(pair, 1000)),
		.win = pair_draw(pair, 2) ? "BIG" : "SMALL",
		.prompt = (unsigned)pair_draw(pair, 6),
	};
	secret.lowered = pair_draw(pair, 4) == 0;
	secret.withdrawn = pair_draw(pair, 6) == 0;
	secret.commented = pair_draw(pair, 2);
	secret.reacted = pair_draw(pair, 2);
	secret.joined = for_managers && pair_draw(pair, 2);
	secret.reported = pair->reported && pair_draw(pair, 3) == 0;
	return secret;
}

static void add_quietly(struct pair *pair, size_t side, const struct secret *secret, const char *id)
{
	struct arena *arena = &pair->houses[0].base.arena;
	const char *path = arena_printf(arena, "/v1/recognitions/%s", id);
	if (secret->lowered)
		post(pair, side, secret->receiver, arena_printf(arena, "%s:lower", path), "{\"visibility\":\"PRIVATE\"}");
	if (secret->commented)
		post(pair, side, secret->receiver, arena_printf(arena, "%s/comments", path),
			 arena_printf(arena, "{\"message\":\"%s\"}", secret->words));
	if (secret->reacted)
		house_must(&pair->houses[side], key_of(pair, secret->receiver), "PUT",
				   arena_printf(arena, "%s/reactions/%%F0%%9F%%91%%8F", path), "{}");
	if (secret->joined && !secret->lowered && !text_equal(secret->receiver, "theo"))
		post(pair, side, "mara", arena_printf(arena, "%s:join", path), "{\"note\":\"hush\"}");
	if (secret->reported)
		post(pair, side, secret->receiver, arena_printf(arena, "%s:report", path),
			 arena_printf(arena, "{\"reason\":\"%s\"}", secret->words));
	if (secret->withdrawn)
		post(pair, side, secret->giver, arena_printf(arena, "%s:withdraw", path), "{}");
}

static const char *give_quietly(struct pair *pair, size_t side, const struct secret *secret)
{
	struct arena *arena = &pair->houses[0].base.arena;
	const char *level = secret->lowered ? "ORGANIZATION" : secret->level;
	const char *id =
		post(pair, side, secret->giver, "/v1/recognitions",
			 arena_printf(arena,
						  "{\"receivers\":[{\"member\":\"%s\",\"credit\":\"%s\"}],\"message\":\"%s\",\"value\":\"%s\","
						  "\"win\":\"%s\",\"visibility\":\"%s\",\"prompt\":%u,\"links\":[{\"url\":\"%s\"}]}",
						  secret->receiver, secret->words, secret->words, secret->value, secret->win, level,
						  secret->prompt, secret->link));
	add_quietly(pair, side, secret, id);
	return id;
}

/* Work that somebody shows to few. */
static const char *show_quietly(struct pair *pair, size_t side, const struct secret *secret)
{
	return post(pair, side, secret->giver, "/v1/highlights",
				arena_printf(&pair->houses[0].base.arena,
							 "{\"title\":\"%s\",\"description\":\"%s\",\"visibility\":\"%s\","
							 "\"links\":[{\"url\":\"%s\"}],\"metrics\":[{\"name\":\"reach\",\"value\":%u}]}",
							 secret->words, secret->words, secret->level, secret->link, secret->prompt));
}

/* Somebody is named for an award, which is sealed. */
static const char *name_quietly(struct pair *pair, size_t side, const struct secret *secret)
{
	struct arena *arena = &pair->houses[0].base.arena;
	const char *id = post(pair, side, secret->giver, arena_printf(arena, "/v1/cycles/%s/nominations", pair->cycle),
						  arena_printf(arena, "{\"nominee\":\"%s\",\"reason\":\"%s\",\"links\":[{\"url\":\"%s\"}]}",
									   secret->receiver, secret->words, secret->link));
	if (secret->commented)
		post(pair, side, secret->receiver, arena_printf(arena, "/v1/nominations/%s:accept", id), "{}");
	if (secret->withdrawn)
		post(pair, side, secret->giver, arena_printf(arena, "/v1/nominations/%s:withdraw", id), "{}");
	return id;
}

static void differ(struct pair *pair)
{
	static const char *(*const ways[])(struct pair * pair, size_t side, const struct secret *secret) = {
		show_quietly, name_quietly, give_quietly, give_quietly, give_quietly};
	struct secret secrets[2] = {secret_draw(pair), secret_draw(pair)};
	const size_t way = pair_draw(pair, sizeof ways / sizeof *ways);
	bool there[2] = {true, true};
	const char *id = NULL;
	if (pair->difference == DIFFERS_IN_WORDS) {
		const struct secret words = secrets[1];
		secrets[1] = secrets[0];
		secrets[1].words = words.words;
		secrets[1].value = words.value;
		secrets[1].link = words.link;
		secrets[1].prompt = words.prompt;
	} else {
		there[pair_draw(pair, 2)] = pair_draw(pair, 4) == 0;
	}
	pair_label(pair, "quiet");
	for (size_t i = 0; i < 2; i++)
		if (there[i])
			id = ways[way](pair, i, &secrets[i]);
	pair->quiet[pair->n_quiet++ % PAIR_KEPT] = arena_text(&pair->houses[0].base.arena, id);
}

/* ---- until everybody has heard ---- */

struct waiting {
	struct pair *pair;
	struct house *house;
};

static bool search_has_heard(void *context)
{
	const struct waiting *waiting = context;
	const char *target =
		arena_printf(&waiting->house->base.arena, "/v1/recognitions?query=%s", waiting->pair->sentinel);
	struct answer answer = house_ask(waiting->house, key_of(waiting->pair, "otto"), "GET", target, "", NULL);
	return strstr(answer.body, waiting->pair->sentinel) != NULL;
}

static void settle(struct pair *pair)
{
	struct arena *arena = &pair->houses[0].base.arena;
	pass(pair);
	pair_label(pair, "sentinel");
	pair->sentinel = arena_printf(arena, "sentinel%u", pair->step);
	for (size_t i = 0; i < 2; i++) {
		struct waiting waiting = {pair, &pair->houses[i]};
		post(pair, i, "mina", "/v1/recognitions",
			 arena_printf(arena, "{\"receivers\":[{\"member\":\"otto\"}],\"message\":\"%s\"}", pair->sentinel));
		wait_until(search_has_heard, &waiting);
		house_counted(&pair->houses[i]);
	}
}

void pair_live(struct pair *pair)
{
	for (uint64_t n = 2 + pair_draw(pair, 4); n; n--) {
		pass(pair);
		switch (pair_draw(pair, 4)) {
		case 0:
			give_openly(pair);
			break;
		case 1:
			add_openly(pair);
			break;
		default:
			differ(pair);
		}
	}
	settle(pair);
}

static bool due_was_told(void *context)
{
	const struct waiting *waiting = context;
	const struct principal process = principal_internal("test");
	const char *prefix = "routine.due";
	Kleos__ReadEventsRequest ask = KLEOS__READ_EVENTS_REQUEST__INIT;
	ask.type_prefixes = &prefix;
	ask.n_type_prefixes = 1;
	const Kleos__ReadEventsResponse *run = peer_call(&waiting->house->peers[1], &process,
													 &kleos__events_service__descriptor, "ReadEvents", NULL, &ask.base);
	struct id id;
	if (!run || !run->n_events)
		return false;
	const ProtobufCBinaryData *last = &run->events[run->n_events - 1]->subject;
	assert_true(id_from_bytes(&id, last->data, last->len));
	const char *text = id_text(&waiting->pair->houses[0].base.arena, &id);
	bool is_new = !waiting->pair->due || !text_equal(waiting->pair->due, text);
	if (is_new && waiting->house == &waiting->pair->houses[1])
		waiting->pair->due = text;
	return is_new;
}

void pair_week(struct pair *pair)
{
	pair_label(pair, "week");
	for (size_t i = 0; i < 2; i++) {
		struct waiting waiting = {pair, &pair->houses[i]};
		house_later(&pair->houses[i], WEEK_MS);
		wait_until(due_was_told, &waiting);
	}
}

/* ---- opening ---- */

static const char *cycle_make(struct house *house)
{
	house_must(house, house->admin, "POST", "/v1/awards", "{\"slug\":\"best\",\"title\":\"Best\"}");
	struct answer cycle = house_must(house, house->admin, "POST", "/v1/awards/best/cycles", "{\"title\":\"2026\"}");
	const char *id = house_text(house, &cycle, "id");
	house_must(house, house->admin, "POST", arena_printf(&house->base.arena, "/v1/cycles/%s:advance", id), "{}");
	return id;
}

static void people_make(struct pair *pair, size_t side)
{
	static const char *const lead =
		"\"team\":\"studio/photo\",\"weekday\":\"MONDAY\",\"time\":\"09:00\",\"timeZone\":\"UTC\"";
	struct house *house = &pair->houses[side];
	struct arena *arena = &house->base.arena;
	for (size_t i = PEOPLE; i-- > 0;)
		house_must(house, house->admin, "POST", "/v1/members",
				   arena_printf(arena, "{\"handle\":\"%s\",\"team\":\"%s\",\"manager\":\"%s\",\"ceiling\":\"%s\"}",
								people[i].handle, people[i].team, people[i].manager, people[i].ceiling));
	for (size_t i = 0; i < PEOPLE; i++) {
		const char *key = house_key(house, people[i].handle, ROLE_BIT(MEMBER));
		assert_true(side == 0 || text_equal(key, pair->people[i]));
		pair->people[i] = key;
	}
	for (size_t i = 1; i < OBSERVERS; i++)
		pair->keys[i] = house_key(house, observers[i].handle, observers[i].roles);
	house_must(house, house->admin, "POST", "/v1/values", "{\"slug\":\"craft\",\"title\":\"Craft\"}");
	house_must(house, house->admin, "POST", "/v1/routines", arena_printf(arena, "{%s}", lead));
	pair->cycle = cycle_make(house);
	house_settle(house);
}

void pair_open(struct pair *pair, uint64_t seed)
{
	memset(pair, 0, sizeof *pair);
	pair->seed = seed;
	pair->difference = seed % 2 ? DIFFERS_IN_WORDS : DIFFERS_IN_EXISTENCE;
	pair->for_managers = seed / 2 % 2;
	pair->reported = seed / 4 % 2;
	for (size_t i = 0; i < 2; i++)
		house_open(&pair->houses[i]);
	pair_label(pair, "people");
	for (size_t i = 0; i < 2; i++)
		people_make(pair, i);
	settle(pair);
}

void pair_close(struct pair *pair)
{
	for (size_t i = 0; i < 2; i++)
		house_close(&pair->houses[i]);
}
