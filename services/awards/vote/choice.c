#include "services/awards/vote/choice.h"

#include "common/base/text.h"
#include "common/service/message.h"
#include "services/awards/ballot_log/ballot.h"
#include "services/awards/vote/store_roll.h"

#include <string.h>

struct choice {
	struct call *call;
	const struct cycle *cycle;
	struct candidate *candidates;
	size_t n_candidates;
	struct ballot ballot;
};

Kleos__BallotKind ballot_kind(const struct cycle *cycle)
{
	return cycle->rules.tally == KLEOS__TALLY_METHOD__TALLY_METHOD_APPROVAL ? KLEOS__BALLOT_KIND__BALLOT_KIND_APPROVALS
																			: KLEOS__BALLOT_KIND__BALLOT_KIND_RANKING;
}

static const char *named_already = "is named already; nobody is named twice";

static bool is_named(const struct choice *choice, const char *id)
{
	for (size_t i = 0; i < choice->ballot.count; i++)
		if (strcmp(choice->ballot.names[i].id, id) == 0)
			return true;
	return false;
}

/* NULL, or what is wrong with who is named; `id` is then undefined. */
static const char *candidate_take(struct choice *choice, const char *text, char id[CANDIDATE_TEXT_SIZE])
{
	struct id nomination;
	if (choice->cycle->rules.no_award && text_equal(text, NO_AWARD)) {
		memcpy(id, NO_AWARD, sizeof(NO_AWARD));
		return is_named(choice, id) ? named_already : NULL;
	}
	const size_t n = id_parse(&nomination, text) ? choice->n_candidates : 0;
	for (size_t i = 0; i < n; i++) {
		if (!id_equal(&nomination, &choice->candidates[i].nomination))
			continue;
		if (choice->candidates[i].status == KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_WITHDRAWN)
			return "was withdrawn; name others";
		id_format(id, &nomination);
		return is_named(choice, id) ? named_already : NULL;
	}
	return "is no candidate of this cycle";
}

static void name(struct choice *choice, const char *field, const char *text, size_t place)
{
	struct ballot *ballot = &choice->ballot;
	char id[CANDIDATE_TEXT_SIZE];
	const char *problem = candidate_take(choice, text, id);
	if (problem) {
		violate(choice->call, field, "'%s' %s", quotable(choice->call->arena, text), problem);
		return;
	}
	/* nobody twice and no more candidates than that: there is room */
	memcpy(ballot->names[ballot->count].id, id, sizeof(id));
	ballot->names[ballot->count++].place = (uint8_t)(place < CANDIDATES_MOST ? place : CANDIDATES_MOST);
}

static void take_place(struct choice *choice, const Google__Protobuf__ListValue *list, size_t place)
{
	struct arena *arena = choice->call->arena;
	if (!list->n_values)
		violate(choice->call, arena_printf(arena, "ranking[%zu]", place), "a place names at least one candidate");
	for (size_t i = 0; i < list->n_values; i++) {
		const char *field = arena_printf(arena, "ranking[%zu][%zu]", place, i);
		if (list->values[i]->kind_case == GOOGLE__PROTOBUF__VALUE__KIND_STRING_VALUE)
			name(choice, field, list->values[i]->string_value, place);
		else
			violate(choice->call, field, "the id of a nomination, in a string");
	}
}

static void take_names(struct choice *choice, const Kleos__CastBallotRequest *request)
{
	for (size_t i = 0; i < request->n_ranking; i++)
		take_place(choice, request->ranking[i], i);
	for (size_t i = 0; i < request->n_approvals; i++)
		name(choice, arena_printf(choice->call->arena, "approvals[%zu]", i), request->approvals[i], 0);
	choice->ballot.approvals = request->n_approvals > 0;
}

static void check_kind(struct choice *choice, const Kleos__CastBallotRequest *request)
{
	const bool ranks = ballot_kind(choice->cycle) == KLEOS__BALLOT_KIND__BALLOT_KIND_RANKING;
	if (request->n_ranking && request->n_approvals)
		violate(choice->call, "approvals", "a ballot is a ranking or approvals, not both");
	else if (!request->n_ranking && !request->n_approvals)
		violate(choice->call, ranks ? "ranking" : "approvals", "a ballot names at least one candidate");
	else if (ranks && request->n_approvals)
		violate(choice->call, "approvals", "in this cycle a ballot ranks: send `ranking`");
}

enum status choice_take(struct call *call, const struct cycle *cycle, const Kleos__CastBallotRequest *request,
						const char **out)
{
	struct choice choice = {.call = call, .cycle = cycle};
	char *text = arena_alloc(call->arena, BALLOT_TEXT_SIZE);
	const char *why;
	choice.n_candidates = candidates_list(call->db, call->arena, &cycle->id, CANDIDATES_MOST, &choice.candidates);
	check_kind(&choice, request);
	take_names(&choice, request);
	if (call_has_violations(call))
		return fail_violations(call);
	if (!ballot_write(&choice.ballot, text, &why))
		return fail(call, STATUS_INVALID_ARGUMENT, "INVALID_BALLOT", "the ballot %s", why);
	*out = text;
	return STATUS_OK;
}
