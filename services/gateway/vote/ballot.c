#include "services/gateway/vote/ballot.h"

#include <stdlib.h>
#include <string.h>

#define PLACE_DIGITS 3

void ballot_init(struct ballot *ballot, struct arena *arena, const Kleos__BallotPaper *paper, enum language language)
{
	ballot->approvals = paper->kind == KLEOS__BALLOT_KIND__BALLOT_KIND_APPROVALS;
	ballot->n = paper->n_candidates + paper->no_award;
	ballot->choices = arena_array(arena, ballot->n + 1, sizeof(*ballot->choices));
	for (size_t i = 0; i < paper->n_candidates; i++) {
		const Kleos__BallotCandidate *candidate = paper->candidates[i];
		ballot->choices[i] =
			(struct choice){.id = candidate->nomination, .name = candidate->display_name, .candidate = candidate};
	}
	if (paper->no_award)
		ballot->choices[paper->n_candidates] =
			(struct choice){.id = BALLOT_NO_AWARD, .name = word(language, WORD_NO_AWARD)};
}

static struct choice *choice_find(const struct ballot *ballot, const char *id)
{
	for (size_t i = 0; i < ballot->n; i++) {
		if (strcmp(ballot->choices[i].id, id) == 0)
			return &ballot->choices[i];
	}
	return NULL;
}

/* "": no place; else a number from 1 to how many there are. */
static bool place_read(const char *text, size_t most, int *out)
{
	size_t digits = strspn(text, "0123456789");
	if (text[digits] || digits > PLACE_DIGITS)
		return false;
	long place = strtol(text, NULL, 10);
	*out = (int)place;
	return !digits || (place >= 1 && (size_t)place <= most);
}

static void take_line(struct ballot *ballot, const char *name, const char *value)
{
	const char *prefix = ballot->approvals ? BALLOT_TICK_PREFIX : BALLOT_PLACE_PREFIX;
	if (strncmp(name, prefix, strlen(prefix)) != 0)
		return;
	struct choice *choice = choice_find(ballot, name + strlen(prefix));
	if (!choice)
		ballot->changed = ballot->changed || *value;
	else if (ballot->approvals)
		choice->ticked = *value;
	else if (!place_read(value, ballot->n, &choice->place)) {
		choice->place = 0;
		choice->wrong = true;
	}
}

void ballot_take(struct ballot *ballot, const struct exchange *exchange)
{
	const char *name, *value;
	for (size_t i = 0; exchange_query_at(exchange, i, &name, &value); i++)
		take_line(ballot, name, value);
}

bool ballot_is_empty(const struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->n; i++) {
		if (ballot->choices[i].place || ballot->choices[i].ticked)
			return false;
	}
	return true;
}

bool ballot_is_right(const struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->n; i++) {
		if (ballot->choices[i].wrong)
			return false;
	}
	return !ballot->changed && !ballot_is_empty(ballot);
}

int ballot_next_place(const struct ballot *ballot, int place)
{
	int next = 0;
	for (size_t i = 0; i < ballot->n; i++) {
		int other = ballot->choices[i].place;
		if (other > place && (!next || other < next))
			next = other;
	}
	return next;
}

/* ---- for the service ---- */

static Google__Protobuf__Value *value_new(struct arena *arena, const char *id)
{
	Google__Protobuf__Value *value = arena_alloc(arena, sizeof(*value));
	google__protobuf__value__init(value);
	value->kind_case = GOOGLE__PROTOBUF__VALUE__KIND_STRING_VALUE;
	value->string_value = (char *)id;
	return value;
}

static Google__Protobuf__ListValue *place_new(const struct ballot *ballot, struct arena *arena, int place)
{
	Google__Protobuf__ListValue *list = arena_alloc(arena, sizeof(*list));
	google__protobuf__list_value__init(list);
	list->values = arena_array(arena, ballot->n, sizeof(*list->values));
	for (size_t i = 0; i < ballot->n; i++) {
		if (ballot->choices[i].place == place)
			list->values[list->n_values++] = value_new(arena, ballot->choices[i].id);
	}
	return list;
}

static void add_approvals(const struct ballot *ballot, struct arena *arena, Kleos__CastBallotRequest *request)
{
	request->approvals = arena_array(arena, ballot->n, sizeof(*request->approvals));
	for (size_t i = 0; i < ballot->n; i++) {
		if (ballot->choices[i].ticked)
			request->approvals[request->n_approvals++] = (char *)ballot->choices[i].id;
	}
}

void ballot_request(const struct ballot *ballot, struct arena *arena, Kleos__CastBallotRequest *request)
{
	kleos__cast_ballot_request__init(request);
	if (ballot->approvals) {
		add_approvals(ballot, arena, request);
		return;
	}
	request->ranking = arena_array(arena, ballot->n, sizeof(*request->ranking));
	for (int place = ballot_next_place(ballot, 0); place; place = ballot_next_place(ballot, place))
		request->ranking[request->n_ranking++] = place_new(ballot, arena, place);
}
