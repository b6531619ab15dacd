#include "services/awards/vote/opening.h"

#include "common/directory/directory_feed.h"
#include "common/json/json.h"
#include "services/awards/ballot_log/commitment.h"
#include "services/awards/ballot_log/hexadecimal.h"
#include "services/awards/nomination/store_nominations.h"
#include "services/awards/rpc.h"
#include "services/awards/state.h"
#include "services/awards/vote/log.h"
#include "services/awards/vote/store_box.h"
#include "services/awards/vote/store_roll.h"

#include <stdlib.h>
#include <string.h>

static const char *const electorates[] = {
	[KLEOS__ELECTORATE__ELECTORATE_ALL] = "ALL",
	[KLEOS__ELECTORATE__ELECTORATE_TEAM] = "TEAM",
	[KLEOS__ELECTORATE__ELECTORATE_COMMUNITY] = "COMMUNITY",
};

static bool refuse_key(struct phase_change *change)
{
	return phase_refuse(change, "LOG_UNUSABLE",
						"the log of this cycle was begun under another cluster key, or is damaged; put that key back");
}

/* Appends a commitment, whose text is given back; NULL: `why` says what is wrong with it. */
static bool commit(struct phase_change *change, char *text, const char *why)
{
	struct vote_log log;
	uint8_t nonce[NONCE_SIZE];
	if (!text)
		return phase_refuse(change, "COMMITMENT_IMPOSSIBLE", arena_printf(change->arena, "the commitment %s", why));
	environment_random(service_environment(change->awards->service), nonce, sizeof(nonce));
	const bool kept = vote_log_open(&log, change->db, change->arena, &change->awards->log_key, &change->cycle->id) &&
					  vote_log_commit(&log, arena_text(change->arena, text), nonce, change->now_ms);
	free(text);
	return kept || refuse_key(change);
}

bool vote_commit_rules(struct phase_change *change)
{
	struct buffer rules;
	const char *why = "";
	buffer_init(&rules, change->arena, COMMITMENT_TEXT_MOST);
	json_print(&rules, &rules_message(change->arena, &change->cycle->rules)->base, JSON_REST);
	char *text = commitment_write_nominating(buffer_text(&rules), &why);
	return commit(change, text, why);
}

/* The rules as they were committed to: the team that votes may have another name since. In the arena; NULL: none. */
static const char *rules_committed(struct phase_change *change)
{
	struct log_commitment said[LOG_COMMITMENTS];
	struct commitment nominating;
	if (log_commitments(change->db, change->arena, &change->cycle->id, said) != 1 ||
		commitment_read(&nominating, said[0].text, strlen(said[0].text)))
		return NULL;
	const char *rules = arena_text(change->arena, nominating.rules);
	commitment_fini(&nominating);
	return rules;
}

/* Candidates, their managers and those whom they manage, where the rule says so. */
static void remove_recused(struct phase_change *change)
{
	struct id *recused;
	const size_t n = recused_read(change->db, change->arena, &change->cycle->id, &recused);
	for (size_t i = 0; i < n; i++)
		voter_remove(change->db, &change->cycle->id, &recused[i]);
}

/* Writes down who may vote; into the commitment what it says of them. */
static void take_roll(struct phase_change *change, struct commitment *out)
{
	const struct cycle *cycle = change->cycle;
	const bool tokens = cycle->rules.electorate == KLEOS__ELECTORATE__ELECTORATE_COMMUNITY;
	struct roll roll;
	uint8_t salt[ROLL_SALT_SIZE];
	environment_random(service_environment(change->awards->service), salt, sizeof(salt));
	if (!tokens)
		voters_take(change->db, cycle);
	if (!tokens && cycle->rules.recusal)
		remove_recused(change);
	roll_init(&roll, salt, tokens ? VOTE_TOKEN_HASH_SIZE : ID_SIZE);
	voters_read(change->db, cycle, &roll);
	out->roll_size = roll.size;
	roll_hash(&roll, out->roll_hash);
	roll_put(change->db, &cycle->id, salt, out->roll_size);
	memcpy(out->electorate, electorates[cycle->rules.electorate], strlen(electorates[cycle->rules.electorate]) + 1);
}

static bool take_candidates(struct phase_change *change, struct commitment *out)
{
	const struct cycle *cycle = change->cycle;
	const size_t most = CANDIDATES_MOST - cycle->rules.no_award;
	struct candidate *candidates;
	candidates_take(change->db, &cycle->id);
	out->count = candidates_list(change->db, change->arena, &cycle->id, most + 1, &candidates);
	if (out->count > most)
		return phase_refuse(change, "TOO_MANY_CANDIDATES",
							"a ballot names at most 255 candidates; withdraw nominations until there are no more");
	for (size_t i = 0; i < out->count; i++)
		id_format(out->candidates[i], &candidates[i].nomination);
	if (cycle->rules.no_award)
		memcpy(out->candidates[out->count++], NO_AWARD, sizeof(NO_AWARD));
	return true;
}

/* The roll stays as it is taken: it is not taken of a part. Tokens are all known. */
static bool are_voters_known(struct phase_change *change)
{
	return change->cycle->rules.electorate == KLEOS__ELECTORATE__ELECTORATE_COMMUNITY ||
		   directory_is_whole(change->db) ||
		   phase_refuse(change, "MEMBERS_UNREAD",
						"members are being read anew; the roll is taken when all are known, so try again in a moment");
}

bool vote_open(struct phase_change *change)
{
	struct commitment *commitment = arena_alloc(change->arena, sizeof(*commitment));
	const char *why = "has no rules", *rules = rules_committed(change);
	if (!are_voters_known(change) || !take_candidates(change, commitment))
		return false;
	take_roll(change, commitment);
	char *text = rules ? commitment_write_voting(commitment, rules, &why) : NULL;
	return commit(change, text, why);
}

bool vote_close(struct phase_change *change)
{
	const struct id *cycle = &change->cycle->id;
	size_t n;
	do {
		if (!vote_log_batch(change->db, change->arena, &change->awards->log_key, cycle, change->now_ms, &n))
			return refuse_key(change);
	} while (n);
	ballot_requests_forget(change->db, cycle);
	return true;
}

bool vote_announce(struct phase_change *change)
{
	const struct id *cycle = &change->cycle->id;
	const Kleos__CycleResult *result = count_result(change->awards->counts, change->db, change->arena, change->cycle);
	struct id nomination;
	if (!result)
		return phase_refuse(change, "BOX_DAMAGED", "a ballot of this cycle cannot be read; put a sound database back");
	for (size_t i = 0; result->ballots && i < result->n_winners;
		 i++) /* a tie of all for whom nobody voted is no award */
		if (id_parse(&nomination, result->winners[i]))
			award_won_put(change->db, cycle, &nomination, change->now_ms);
	return true;
}
