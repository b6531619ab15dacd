#include "tests/service/awards/polls.h"

#include "services/awards/ballot_log/hexadecimal.h"
#include "services/awards/state.h"

#include <sqlite3.h>
#include <string.h>

struct change {
	const char *sql;
};

static bool change_run(void *context, struct db *db)
{
	return db_execute(db, ((const struct change *)context)->sql);
}

void poll_change(const struct poll *poll, const char *sql)
{
	struct change change = {sql};
	assert_int_equal(store_write_now(service_store(poll->stage->awards->service), change_run, &change), STATUS_OK);
}

int64_t poll_number(const struct poll *poll, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *statement;
	const char *path = arena_printf(poll->arena, "%s/awards.db", poll->stage->members.base.folder);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	const int64_t number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return number;
}

static struct principal member_new(struct poll *poll, const char *prefix, size_t i)
{
	const char *handle = arena_printf(poll->arena, "%s%zu-%s", prefix, i, poll->cycle + 30);
	const struct id id = id_of(add_member(&poll->stage->members, handle, "", "")->id);
	return caller(ROLE_BIT(MEMBER), &id);
}

/* Candidates are the newest members: whoever may name them has heard of the voters too. */
static void add_people(struct poll *poll)
{
	for (size_t i = 0; i < poll->n_voters; i++)
		poll->voters[i] = member_new(poll, "voter", i);
	for (size_t i = 0; i < poll->n_candidates; i++) {
		poll->candidate[i] = member_new(poll, "candidate", i);
		poll->candidates[i] =
			nominate_as(poll->stage, &poll->stage->eleni, poll->cycle, id_text(poll->arena, &poll->candidate[i].member))
				->id;
	}
}

static void accept_all(const struct poll *poll)
{
	for (size_t i = 0; i < poll->n_candidates; i++) {
		Kleos__AcceptNominationRequest request = KLEOS__ACCEPT_NOMINATION_REQUEST__INIT;
		request.nomination = poll->candidates[i];
		peer_must(&poll->stage->peer, &poll->candidate[i], AWARDS, "AcceptNomination", &request.base);
	}
}

void poll_prepare(struct poll *out, struct awards_stage *stage, const Kleos__CycleRules *rules, size_t candidates,
				  size_t voters)
{
	Kleos__CycleRules ten = KLEOS__CYCLE_RULES__INIT;
	if (rules)
		ten = *rules;
	ten.max_nominations_per_person = 10;
	*out = (struct poll){.stage = stage,
						 .arena = &stage->members.base.arena,
						 .cycle = draft_with(stage, "spotlight", &ten)->id,
						 .n_candidates = candidates,
						 .n_voters = voters};
	out->cycle_id = id_of(out->cycle);
	advance_to(stage, out->cycle, PHASE(NOMINATING));
	add_people(out);
	accept_all(out);
	advance_to(stage, out->cycle, PHASE(SHORTLISTING));
}

void poll_open(struct poll *out, struct awards_stage *stage, const Kleos__CycleRules *rules, size_t candidates,
			   size_t voters)
{
	poll_prepare(out, stage, rules, candidates, voters);
	advance_to(stage, out->cycle, PHASE(VOTING));
}

static const char *named(const struct poll *poll, char sign)
{
	if (sign == 'N')
		return "NO_AWARD";
	return sign >= '0' && (size_t)(sign - '0') < poll->n_candidates ? poll->candidates[sign - '0'] : "?";
}

static void place_add(const struct poll *poll, Google__Protobuf__ListValue *place, const char *id)
{
	Google__Protobuf__Value *value = arena_alloc(poll->arena, sizeof(*value));
	google__protobuf__value__init(value);
	value->kind_case = GOOGLE__PROTOBUF__VALUE__KIND_STRING_VALUE;
	value->string_value = (char *)id;
	place->values = arena_grow(poll->arena, place->values, place->n_values, sizeof(*place->values));
	place->values[place->n_values++] = value;
}

Kleos__CastBallotRequest ranking_of(const struct poll *poll, const char *text)
{
	Kleos__CastBallotRequest request = KLEOS__CAST_BALLOT_REQUEST__INIT;
	Google__Protobuf__ListValue *place = NULL;
	request.cycle = poll->cycle;
	for (; *text; text++) {
		if (!place || *text == '>') {
			place = arena_alloc(poll->arena, sizeof(*place));
			google__protobuf__list_value__init(place);
			request.ranking = arena_grow(poll->arena, request.ranking, request.n_ranking, sizeof(*request.ranking));
			request.ranking[request.n_ranking++] = place;
		}
		if (*text != '>' && *text != ',')
			place_add(poll, place, named(poll, *text));
	}
	return request;
}

Kleos__CastBallotRequest approvals_of(const struct poll *poll, const char *text)
{
	Kleos__CastBallotRequest request = KLEOS__CAST_BALLOT_REQUEST__INIT;
	request.cycle = poll->cycle;
	for (; *text; text++) {
		if (*text == ',')
			continue;
		request.approvals = arena_grow(poll->arena, request.approvals, request.n_approvals, sizeof(*request.approvals));
		request.approvals[request.n_approvals++] = named(poll, *text);
	}
	return request;
}

const Kleos__BallotReceipt *cast_as(const struct poll *poll, const struct principal *who, const char *request_id,
									const Kleos__CastBallotRequest *ballot)
{
	const Kleos__CastBallotResponse *response =
		peer_call(&poll->stage->peer, who, AWARDS, "CastBallot", request_id, &ballot->base);
	return response ? response->receipt : NULL;
}

void cast_by(const struct poll *poll, size_t first, size_t n, const char *text)
{
	for (size_t i = first; i < first + n; i++) {
		const Kleos__CastBallotRequest ballot = ranking_of(poll, text);
		assert_non_null(cast_as(poll, &poll->voters[i], NULL, &ballot));
	}
}

void cast_refused(const struct poll *poll, const struct principal *who, const Kleos__CastBallotRequest *ballot,
				  enum status status, const char *reason)
{
	peer_refused(&poll->stage->peer, who, AWARDS, "CastBallot", &ballot->base, status, reason);
}

const Kleos__GetTreeHeadResponse *tree_head_of(const struct poll *poll)
{
	Kleos__GetTreeHeadRequest request = KLEOS__GET_TREE_HEAD_REQUEST__INIT;
	request.cycle = poll->cycle;
	return peer_must(&poll->stage->peer, &poll->stage->maria, AWARDS, "GetTreeHead", &request.base);
}

struct expected_size {
	const struct poll *poll;
	int32_t size;
};

static bool has_size(void *context)
{
	const struct expected_size *expected = context;
	return tree_head_of(expected->poll)->head->tree_size == expected->size;
}

void wait_tree_size(const struct poll *poll, int32_t size)
{
	struct expected_size expected = {poll, size};
	wait_until(has_size, &expected);
}

bool receipt_holds(const struct poll *poll, const Kleos__BallotReceipt *receipt)
{
	uint8_t key[PUBLIC_KEY_SIZE], entry[ENTRY_SIZE], signature[SIGNATURE_SIZE];
	const struct id cycle = id_of(receipt->cycle);
	return hexadecimal_read(key, sizeof(key), tree_head_of(poll)->public_key) &&
		   hexadecimal_read(entry, sizeof(entry), receipt->entry) &&
		   hexadecimal_read(signature, sizeof(signature), receipt->signature) &&
		   promise_verify(signature, key, cycle.bytes, entry);
}
