#include "services/awards/nomination/candidates.h"

#include "awards/sql.h"
#include "common/store/outbox.h"
#include "services/awards/ballot_log/ballot.h"
#include "services/awards/nomination/shortlist.h"
#include "services/awards/nomination/store_nominations.h"

#include <stdlib.h>
#include <string.h>

/* Those who accepted, by id, and what is known of each. */
struct field {
	size_t n;
	struct id *nominees;
	struct id *nominations; /* the oldest of each that stands */
	bool *stays;
};

static void field_read(struct phase_change *change, struct field *out)
{
	struct query query = query_begin(change->db, SQL(shortlist_nominees));
	query_bind_id(&query, 1, &change->cycle->id);
	*out = (struct field){0};
	while (query_step(&query)) {
		const struct id nominee = query_id(&query, "nominee");
		if (out->n && id_equal(&out->nominees[out->n - 1], &nominee))
			continue;
		out->nominees = arena_grow(change->arena, out->nominees, out->n, sizeof(*out->nominees));
		out->nominations = arena_grow(change->arena, out->nominations, out->n, sizeof(*out->nominations));
		out->nominees[out->n] = nominee;
		out->nominations[out->n++] = query_id(&query, "nomination");
	}
	query_end(&query);
	out->stays = arena_array(change->arena, out->n, sizeof(*out->stays));
}

static int compare_ids(const void *a, const void *b)
{
	return id_compare(a, b);
}

/* Where it is in the field; n: nowhere. */
static size_t field_find(const struct field *field, const struct id *nominee)
{
	const struct id *at = field->n ? bsearch(nominee, field->nominees, field->n, sizeof(*at), compare_ids) : NULL;
	return at ? (size_t)(at - field->nominees) : field->n;
}

static bool by_eph(struct phase_change *change, struct field *field)
{
	struct tally_profile ballots;
	struct id before = {{0}};
	uint8_t *ballot = NULL;
	tally_profile_init(&ballots, field->n);
	struct query query = query_begin(change->db, SQL(shortlist_names));
	query_bind_id(&query, 1, &change->cycle->id);
	while (query_step(&query)) {
		const struct id person = query_id(&query, "person"), nominee = query_id(&query, "nominee");
		const size_t at = field_find(field, &nominee);
		if (ballot && !id_equal(&person, &before))
			tally_profile_commit(&ballots, 1);
		if (!ballot || !id_equal(&person, &before))
			ballot = tally_profile_begin(&ballots);
		if (at < field->n)
			ballot[at] = 0;
		before = person;
	}
	query_end(&query);
	if (ballot)
		tally_profile_commit(&ballots, 1);
	const bool counted = shortlist_eph(&ballots, (size_t)change->cycle->rules.shortlist_size, field->stays);
	tally_profile_fini(&ballots);
	return counted || phase_refuse(change, "TOO_MANY_NAMES", "somebody named more people than EPH can count");
}

static bool by_approval(struct phase_change *change, struct field *field)
{
	struct shortlist_score *scores = arena_array(change->arena, field->n, sizeof(*scores));
	struct query query = query_begin(change->db, SQL(shortlist_names));
	query_bind_id(&query, 1, &change->cycle->id);
	while (query_step(&query)) {
		const struct id nominee = query_id(&query, "nominee");
		const size_t at = field_find(field, &nominee);
		if (at < field->n)
			scores[at] = (struct shortlist_score){.points = scores[at].points + 1, .of = 1};
	}
	query_end(&query);
	shortlist_cut(scores, field->n, (size_t)change->cycle->rules.shortlist_size, field->stays);
	return true;
}

/* The mean of the jurors' weighted means; the weights are the same for all, so their sum cancels out. */
static bool by_jury(struct phase_change *change, struct field *field)
{
	struct shortlist_score *scores = arena_array(change->arena, field->n, sizeof(*scores));
	struct query query = query_begin(change->db, SQL(scores_sum));
	query_bind_id(&query, 1, &change->cycle->id);
	while (query_step(&query)) {
		const struct id nominee = query_id(&query, "nominee");
		const size_t at = field_find(field, &nominee);
		if (at < field->n)
			scores[at] = (struct shortlist_score){.points = (uint64_t)query_number(&query, "points"),
												  .of = (uint64_t)query_number(&query, "jurors")};
	}
	query_end(&query);
	shortlist_cut(scores, field->n, (size_t)change->cycle->rules.shortlist_size, field->stays);
	return true;
}

static bool by_nobody(struct phase_change *change, struct field *field)
{
	(void)change;
	for (size_t i = 0; i < field->n; i++)
		field->stays[i] = true;
	return true;
}

static bool choose(struct phase_change *change, struct field *field)
{
	static bool (*const rules[])(struct phase_change * change, struct field * field) = {
		[KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_EPH] = by_eph,
		[KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_APPROVAL] = by_approval,
		[KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_JURY] = by_jury,
		[KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_NONE] = by_nobody,
	};
	const Kleos__ShortlistMethod rule = change->cycle->rules.shortlist;
	return rules[rule](change, field);
}

static bool refuse_many(struct phase_change *change, size_t n, size_t most)
{
	return phase_refuse(change, "TOO_MANY_CANDIDATES",
						arena_printf(change->arena,
									 "%zu nominees would be voted on, and at most %zu can be: withdraw "
									 "nominations until no more stand",
									 n, most));
}

static void tell(struct phase_change *change, const struct field *field)
{
	for (size_t i = 0; i < field->n; i++) {
		if (!field->stays[i])
			continue;
		nomination_shortlist(change->db, &field->nominations[i]);
		outbox_append(change->db, "award.shortlisted", &field->nominations[i], change->now_ms, false);
	}
}

bool shortlist_open(struct phase_change *change)
{
	const size_t most = CANDIDATES_MOST - change->cycle->rules.no_award;
	size_t chosen = 0;
	struct field field;
	field_read(change, &field);
	if (change->cycle->rules.shortlist == KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_EPH && field.n > CANDIDATES_MOST)
		return refuse_many(change, field.n, CANDIDATES_MOST);
	if (field.n && !choose(change, &field))
		return false;
	for (size_t i = 0; i < field.n; i++)
		chosen += field.stays[i];
	if (!chosen)
		return phase_refuse(
			change, "NO_CANDIDATES",
			"there is nobody to vote for: nominees accept, and a jury scores them, before voting opens");
	if (chosen > most)
		return refuse_many(change, chosen, most);
	tell(change, &field);
	return true;
}
