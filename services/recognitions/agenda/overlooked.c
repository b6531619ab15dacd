#include "services/recognitions/agenda/overlooked.h"

#include "common/base/calendar.h"
#include "common/base/zone_days.h"
#include "common/service/message.h"
#include "google/protobuf/wrappers.pb-c.h"

const char *days_take(int32_t days, int32_t *out)
{
	if (days < 0 || days > OVERLOOKED_DAYS_MOST)
		return "1 to 365 days; 0 for 30";
	*out = days ? days : OVERLOOKED_DAYS;
	return NULL;
}

static Google__Protobuf__StringValue *day_message(const struct call *call, int64_t ms)
{
	Google__Protobuf__StringValue *message = arena_alloc(call->arena, sizeof(*message));
	google__protobuf__string_value__init(message);
	message->value = arena_alloc(call->arena, DAY_TEXT_SIZE);
	day_format(message->value, zone_days_of_ms(call->days, ms));
	return message;
}

static void add(struct overlooked_search *search, const struct listed_person *person, bool ever, int64_t last_ms)
{
	struct arena *arena = search->call->arena;
	Kleos__Overlooked *message = arena_alloc(arena, sizeof(*message));
	kleos__overlooked__init(message);
	message->member = reference_message(arena, &person->id, person->handle, person->display_name);
	if (ever)
		message->last_thanked_on = day_message(search->call, last_ms);
	search->found[search->n_found++] = message;
}

/* Looks at one person; false: there is no room for another one. */
static bool look_at(struct overlooked_search *search, struct last_thanks *last, const struct listed_person *person)
{
	int64_t last_ms, since_ms = search->call->now_ms - search->days * DAY_MS;
	if (id_equal(&person->id, &search->except))
		return true;
	bool ever = last_thanks_of(last, &person->id, &last_ms);
	if (ever && last_ms > since_ms)
		return true;
	if (search->n_found == search->bound)
		return false;
	add(search, person, ever, last_ms);
	return true;
}

void overlooked_search(struct overlooked_search *search)
{
	struct listed_person *people;
	struct last_thanks *last = arena_alloc(search->call->arena, sizeof(*last));
	search->people.joined_day = search->call->today - search->days;
	search->found = arena_array(search->call->arena, search->bound, sizeof(*search->found));
	size_t n = people_list(search->call->db, search->call->arena, &search->people, search->after,
						   OVERLOOKED_LOOKED_MOST, &people);
	last_thanks_init(last, search->call, search->viewer);
	size_t seen = 0;
	while (seen < n && look_at(search, last, &people[seen]))
		search->last_seen = people[seen++].id;
	last_thanks_fini(last);
	search->more = seen < n || n == OVERLOOKED_LOOKED_MOST;
}
