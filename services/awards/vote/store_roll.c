#include "services/awards/vote/store_roll.h"

#include "awards/sql.h"
#include "kleos/members/v1/member.pb-c.h"

#include <string.h>

void voters_take(struct db *db, const struct cycle *cycle)
{
	const bool team = cycle->rules.electorate == KLEOS__ELECTORATE__ELECTORATE_TEAM;
	struct query query = query_begin(db, SQL(voters_take));
	query_bind_id(&query, 1, &cycle->id);
	query_bind_number(&query, 2, KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE);
	query_bind_text(&query, 3, team ? cycle->rules.team_path : "");
	query_run(&query);
}

void voter_remove(struct db *db, const struct id *cycle, const struct id *member)
{
	struct query query = query_begin(db, SQL(voter_remove));
	query_bind_id(&query, 1, cycle);
	query_bind_id(&query, 2, member);
	query_run(&query);
}

void voters_read(struct db *db, const struct cycle *cycle, struct roll *roll)
{
	const bool tokens = cycle->rules.electorate == KLEOS__ELECTORATE__ELECTORATE_COMMUNITY;
	struct query query = query_begin(db, tokens ? SQL(vote_tokens_list) : SQL(voters_list));
	query_bind_id(&query, 1, &cycle->id);
	while (query_step(&query)) {
		const struct id halves[2] = {query_id(&query, "head"), query_id(&query, "tail")};
		uint8_t voter[2 * ID_SIZE];
		memcpy(voter, halves[0].bytes, ID_SIZE);
		memcpy(voter + ID_SIZE, halves[1].bytes, ID_SIZE);
		roll_add(roll, voter);
	}
	query_end(&query);
}

bool voter_find(struct db *db, const struct id *cycle, const struct id *member, bool *voted)
{
	struct query query = query_begin(db, SQL(voter_find));
	query_bind_id(&query, 1, cycle);
	query_bind_id(&query, 2, member);
	const bool found = query_step(&query);
	*voted = found && query_number(&query, "voted");
	query_end(&query);
	return found;
}

bool voter_mark(struct db *db, const struct id *cycle, const struct id *member)
{
	struct query query = query_begin(db, SQL(voter_mark));
	query_bind_id(&query, 1, cycle);
	query_bind_id(&query, 2, member);
	query_run(&query);
	return query_changes(&query) == 1;
}

void roll_put(struct db *db, const struct id *cycle, const uint8_t salt[ROLL_SALT_SIZE], uint64_t voters)
{
	struct query query = query_begin(db, SQL(roll_put));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, salt, ROLL_SALT_SIZE);
	query_bind_number(&query, 3, (int64_t)voters);
	query_run(&query);
}

int64_t roll_size(struct db *db, const struct id *cycle)
{
	struct query query = query_begin(db, SQL(roll_read));
	query_bind_id(&query, 1, cycle);
	const int64_t voters = query_step(&query) ? query_number(&query, "voters") : 0;
	query_end(&query);
	return voters;
}

void vote_token_put(struct db *db, const struct vote_token *token)
{
	struct query query = query_begin(db, SQL(vote_token_put));
	query_bind_bytes(&query, 1, token->hash, sizeof(token->hash));
	query_bind_id(&query, 2, &token->cycle);
	query_bind_number(&query, 3, token->expire_ms);
	query_run(&query);
}

bool vote_token_find(struct db *db, const uint8_t hash[VOTE_TOKEN_HASH_SIZE], struct vote_token *out)
{
	struct query query = query_begin(db, SQL(vote_token_find));
	query_bind_bytes(&query, 1, hash, VOTE_TOKEN_HASH_SIZE);
	const bool found = query_step(&query);
	if (found) {
		*out = (struct vote_token){.cycle = query_id(&query, "cycle"),
								   .expire_ms = query_number(&query, "expire_ms"),
								   .voted = query_number(&query, "voted")};
		memcpy(out->hash, hash, VOTE_TOKEN_HASH_SIZE);
	}
	query_end(&query);
	return found;
}

bool vote_token_mark(struct db *db, const uint8_t hash[VOTE_TOKEN_HASH_SIZE])
{
	struct query query = query_begin(db, SQL(vote_token_mark));
	query_bind_bytes(&query, 1, hash, VOTE_TOKEN_HASH_SIZE);
	query_run(&query);
	return query_changes(&query) == 1;
}

int64_t vote_token_count(struct db *db, const struct id *cycle)
{
	struct query query = query_begin(db, SQL(vote_tokens_count));
	query_bind_id(&query, 1, cycle);
	const int64_t count = query_step(&query) ? query_number(&query, "n") : 0;
	query_end(&query);
	return count;
}

void candidates_take(struct db *db, const struct id *cycle)
{
	struct query query = query_begin(db, SQL(candidates_take));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_SHORTLISTED);
	query_run(&query);
}

size_t candidates_list(struct db *db, struct arena *arena, const struct id *cycle, size_t most, struct candidate **out)
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(candidates_list));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, (int64_t)most);
	*out = arena_array(arena, most, sizeof(**out));
	while (n < most && query_step(&query))
		(*out)[n++] = (struct candidate){.nomination = query_id(&query, "nomination"),
										 .status = (Kleos__NominationStatus)query_number(&query, "status")};
	query_end(&query);
	return n;
}

void award_won_put(struct db *db, const struct id *cycle, const struct id *nomination, int64_t announce_ms)
{
	struct query query = query_begin(db, SQL(award_won_put));
	query_bind_id(&query, 1, cycle);
	query_bind_id(&query, 2, nomination);
	query_bind_number(&query, 3, announce_ms);
	query_run(&query);
}

int64_t awards_won(struct db *db, int64_t from_ms, int64_t to_ms, const char *team)
{
	struct query query = query_begin(db, SQL(awards_won_summary));
	query_bind_number(&query, 1, from_ms);
	query_bind_number(&query, 2, to_ms);
	query_bind_text(&query, 3, team);
	const int64_t count = query_step(&query) ? query_number(&query, "n") : 0;
	query_end(&query);
	return count;
}

size_t awards_won_list(struct db *db, struct arena *arena, int64_t from_ms, int64_t to_ms, const char *team,
					   size_t most, struct award_won **out)
{
	struct query query = query_begin(db, SQL(awards_won_list));
	size_t n = 0;
	query_bind_number(&query, 1, from_ms);
	query_bind_number(&query, 2, to_ms);
	query_bind_text(&query, 3, team);
	query_bind_number(&query, 4, (int64_t)most);
	*out = arena_array(arena, most, sizeof(**out));
	while (n < most && query_step(&query))
		(*out)[n++] = (struct award_won){
			.cycle = query_id(&query, "cycle"),
			.award_title = query_text(&query, "award_title", arena),
			.cycle_title = query_text(&query, "cycle_title", arena),
			.announce_ms = query_number(&query, "announce_ms"),
			.winners = query_number(&query, "winners"),
		};
	query_end(&query);
	return n;
}
