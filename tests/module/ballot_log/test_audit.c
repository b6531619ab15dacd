#include "tests/support/log_world.h"
#include "tests/support/support.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct log_world_options options = {
	.seed = 4, .ballots = 90, .candidates = 6, .batch = 20, .tally = "SCHULZE"};

static int set_up(void **state)
{
	static struct log_world world;
	log_world_make(&world, &options);
	*state = &world;
	return 0;
}

static int tear_down(void **state)
{
	log_world_fini(*state);
	return 0;
}

/* The reason, or "" when all holds. */
static const char *reason_of(const struct log_world *world)
{
	struct audit audit;
	bool holds = audit_check(&audit, &world->log);
	const char *reason = audit.reason ? audit.reason : "";
	assert_int_equal(holds, audit.reason == NULL);
	assert_int_equal(holds, audit.sentence[0] == '\0');
	audit_fini(&audit);
	return reason;
}

static void what_was_published_holds_by_every_rule(void **state)
{
	static const char *const tallies[] = {"SCHULZE", "IRV", "APPROVAL", "PLURALITY", "BORDA"};
	(void)state;
	for (size_t i = 0; i < 5; i++) {
		static struct log_world world;
		struct log_world_options of = options;
		of.tally = tallies[i];
		log_world_make(&world, &of);
		world.log.published = &world.heads[world.log.head_count - 1];
		assert_string_equal(reason_of(&world), "");
		world.log.published = &world.heads[2];
		assert_string_equal(reason_of(&world), "");
		log_world_fini(&world);
	}
}

static void a_vote_of_nobody_holds(void **state)
{
	static struct log_world world;
	struct log_world_options of = options;
	(void)state;
	of.ballots = 0;
	log_world_make(&world, &of);
	assert_string_equal(reason_of(&world), "");
	assert_int_equal(world.log.winners.count, of.candidates);
	log_world_fini(&world);
}

static void each_part_of_a_head_counts(void **state)
{
	struct log_world *world = *state;
	struct tree_head *last = &world->heads[world->log.head_count - 1], kept = *last;
	last->signature[0] ^= 1;
	assert_string_equal(reason_of(world), "HEAD_SIGNATURE");
	*last = kept;
	last->root[0] ^= 1;
	head_sign(last, &world->key, world->log.cycle);
	assert_string_equal(reason_of(world), "HEAD_ROOT");
	*last = kept;
	last->size++;
	head_sign(last, &world->key, world->log.cycle);
	assert_string_equal(reason_of(world), "HEAD_BEYOND");
	*last = last[-1];
	assert_string_equal(reason_of(world), "HEAD_ORDER");
	world->log.head_count--;
	assert_string_equal(reason_of(world), "HEAD_LAST");
	world->log.head_count = 0;
	assert_string_equal(reason_of(world), "HEADS_MISSING");
}

/* Signs the log anew as its keeper could. */
static void resign(struct log_world *world)
{
	struct merkle_frontier frontier = {0};
	struct merkle_node nodes[MERKLE_LEVELS];
	size_t next = 0;
	for (size_t i = 0; i < world->log.entry_count; i++) {
		uint8_t leaf[MERKLE_SIZE];
		merkle_leaf(leaf, world->log.entries[i], ENTRY_SIZE);
		merkle_append(&frontier, leaf, nodes);
		if (next < world->log.head_count && world->heads[next].size == i + 1) {
			merkle_frontier_root(&frontier, world->heads[next].root);
			head_sign(&world->heads[next++], &world->key, world->log.cycle);
		}
	}
}

static void a_log_signed_anew_is_caught_by_what_was_published(void **state)
{
	struct log_world *world = *state;
	struct tree_head published = world->heads[world->log.head_count - 2];
	uint8_t first[ENTRY_SIZE];
	memcpy(first, world->log.entries[2], ENTRY_SIZE);
	memmove(world->log.entries[2], world->log.entries[3], ENTRY_SIZE * (world->log.entry_count - 3));
	memcpy(world->log.entries[world->log.entry_count - 1], first, ENTRY_SIZE);
	resign(world);
	assert_string_equal(reason_of(world), "BATCH_ORDER");
	world->log.published = &published;
	assert_string_equal(reason_of(world), "REWRITTEN");
	published.size = world->log.entry_count + 1;
	head_sign(&published, &world->key, world->log.cycle);
	assert_string_equal(reason_of(world), "ROLLED_BACK");
	published.root[3] ^= 1;
	assert_string_equal(reason_of(world), "PUBLISHED_SIGNATURE");
}

static void a_commitment_is_first_signed_alone_and_of_its_phase(void **state)
{
	struct log_world *world = *state;
	world->commitments[1].position = 0;
	assert_string_equal(reason_of(world), "COMMITMENT_POSITION");
	world->commitments[1].position = 1;
	world->commitments[0].opening.nonce[5] ^= 1;
	assert_string_equal(reason_of(world), "COMMITMENT_ENTRY");
	world->commitments[0].opening.nonce[5] ^= 1;
	world->log.commitment_count = 1;
	assert_string_equal(reason_of(world), "COMMITMENT_COUNT");
	world->log.commitment_count = 2;
	memmove(&world->heads[1], &world->heads[2], (world->log.head_count - 2) * sizeof(world->heads[0]));
	world->log.head_count--;
	assert_string_equal(reason_of(world), "COMMITMENT_HEAD");
}

/* Another text for a commitment, in the log as if it had always been there. */
static void recommit(struct log_world *world, size_t index, const char *text)
{
	struct audit_opening *opening = &world->commitments[index].opening;
	free((char *)opening->text);
	opening->text = strdup(text);
	opening->length = strlen(text);
	entry_make(world->log.entries[index], world->log.cycle, opening->text, opening->length, opening->nonce);
	resign(world);
}

static void the_texts_of_commitments_are_read_strictly(void **state)
{
	struct log_world *world = *state;
	char *voting = strdup(world->commitments[1].opening.text);
	recommit(world, 0, "{\"phase\":\"NOMINATING\",\"rules\":{\"tally\":\"SCHULZE\"}}");
	assert_string_equal(reason_of(world), "COMMITMENT_RULES");
	recommit(world, 0, "{\"phase\":\"NOMINATING\", \"rules\":{}}");
	assert_string_equal(reason_of(world), "COMMITMENT_TEXT");
	recommit(world, 0, voting);
	assert_string_equal(reason_of(world), "COMMITMENT_PHASE");
	free(voting);
}

/* Another ballot in place of the first, known to the log; batches and order of ballots are kept as they must be. */
static const char *reason_of_ballot(const char *text)
{
	static struct log_world world;
	struct log_world_options of = options;
	of.ballots = 1;
	log_world_make(&world, &of);
	free((char *)world.ballots[0].text);
	world.ballots[0].text = strdup(text);
	world.ballots[0].length = strlen(text);
	entry_make(world.log.entries[2], world.log.cycle, text, strlen(text), world.ballots[0].nonce);
	resign(&world);
	const char *reason = reason_of(&world);
	log_world_fini(&world);
	return reason;
}

static void a_ballot_is_canonical_and_names_candidates(void **state)
{
	(void)state;
	assert_string_equal(reason_of_ballot("{\"ranking\": []}"), "BALLOT_TEXT");
	assert_string_equal(reason_of_ballot("{\"ranking\":[[\"0196a000-0000-7000-8000-00000000000a\"]]}"),
						"BALLOT_CANDIDATE");
}

static void ballots_and_entries_are_one_list(void **state)
{
	struct log_world *world = *state;
	struct audit_opening first = world->ballots[0];
	world->ballots[0].nonce[0] ^= 1;
	assert_string_equal(reason_of(world), "BALLOT_UNKNOWN");
	world->ballots[0] = world->ballots[1];
	assert_string_equal(reason_of(world), "ENTRY_UNOPENED");
	world->ballots[1] = first;
	assert_string_equal(reason_of(world), "ENTRY_UNOPENED");
	world->ballots[1] = world->ballots[0];
	world->ballots[0] = first;
	world->ballots++;
	world->log.ballots = world->ballots;
	world->log.ballot_count--;
	assert_string_equal(reason_of(world), "ENTRY_UNOPENED");
	world->log.ballots = --world->ballots;
	assert_string_equal(reason_of(world), "ENTRY_UNOPENED");
	world->log.ballot_count++;
	assert_string_equal(reason_of(world), "");
}

static void what_is_announced_is_the_count(void **state)
{
	struct log_world *world = *state;
	const char *winner = world->winners[0];
	world->winners[0] = world->ranking[1].ids[0];
	assert_string_equal(reason_of(world), "WINNERS");
	world->winners[0] = winner;
	world->log.ranking_count--;
	assert_string_equal(reason_of(world), "RANKING");
	world->log.ranking_count++;
	const char *second = world->ranked[1];
	world->ranked[1] = world->ranked[2];
	world->ranked[2] = second;
	assert_string_equal(reason_of(world), "RANKING");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_published_holds_by_every_rule),
		cmocka_unit_test(a_vote_of_nobody_holds),
		cmocka_unit_test(a_ballot_is_canonical_and_names_candidates),
		cmocka_unit_test_setup_teardown(each_part_of_a_head_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_log_signed_anew_is_caught_by_what_was_published, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_commitment_is_first_signed_alone_and_of_its_phase, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_texts_of_commitments_are_read_strictly, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ballots_and_entries_are_one_list, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_announced_is_the_count, set_up, tear_down),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
