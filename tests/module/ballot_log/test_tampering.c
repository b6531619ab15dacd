/* 1 000 ways of changing what was published, by somebody without the log's key and by its keeper, each tried against
 * the last published head. */
#include "tests/support/log_world.h"
#include "tests/support/support.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define TRIES 1000

static const struct log_world_options options = {
	.seed = 11, .ballots = 130, .candidates = 5, .batch = 25, .tally = "SCHULZE"};

static size_t pick(struct log_world *world, size_t below)
{
	return (size_t)log_world_random(world, below);
}

static void flip(struct log_world *world, void *bytes, size_t size)
{
	((uint8_t *)bytes)[pick(world, size)] ^= (uint8_t)(1u << pick(world, 8));
}

static void change_byte_of(struct log_world *world, const struct audit_opening *opening)
{
	flip(world, (char *)opening->text, opening->length);
}

static void tamper_flip(struct log_world *world)
{
	struct audit_log *log = &world->log;
	struct audit_opening *ballot = &world->ballots[pick(world, log->ballot_count)];
	struct tree_head *head = &world->heads[pick(world, log->head_count)];
	struct audit_commitment *commitment = &world->commitments[pick(world, 2)];
	switch (pick(world, 9)) {
	case 0:
		flip(world, log->entries, log->entry_count * ENTRY_SIZE);
		break;
	case 1:
		change_byte_of(world, ballot);
		break;
	case 2:
		flip(world, ballot->nonce, NONCE_SIZE);
		break;
	case 3:
		flip(world, head->root, MERKLE_SIZE);
		break;
	case 4:
		flip(world, head->signature, SIGNATURE_SIZE);
		break;
	case 5:
		flip(world, &head->size, sizeof(head->size));
		break;
	case 6:
		change_byte_of(world, &commitment->opening);
		break;
	case 7:
		flip(world, commitment->opening.nonce, NONCE_SIZE);
		break;
	default:
		flip(world, pick(world, 2) ? log->cycle : log->public_key, CYCLE_SIZE);
		break;
	}
}

static void entry_delete(struct log_world *world, size_t index)
{
	memmove(world->log.entries[index], world->log.entries[index + 1], (--world->log.entry_count - index) * ENTRY_SIZE);
}

static void ballot_delete(struct log_world *world, size_t index)
{
	free((char *)world->ballots[index].text);
	memmove(&world->ballots[index], &world->ballots[index + 1],
			(--world->log.ballot_count - index) * sizeof(world->ballots[0]));
}

static void head_delete(struct log_world *world, size_t index)
{
	memmove(&world->heads[index], &world->heads[index + 1],
			(--world->log.head_count - index) * sizeof(world->heads[0]));
}

static void entry_of(const struct log_world *world, const struct audit_opening *ballot, uint8_t out[ENTRY_SIZE])
{
	entry_make(out, world->log.cycle, ballot->text, ballot->length, ballot->nonce);
}

static size_t entry_find(const struct log_world *world, const uint8_t entry[ENTRY_SIZE])
{
	size_t i = 0;
	while (i + 1 < world->log.entry_count && memcmp(world->log.entries[i], entry, ENTRY_SIZE) != 0)
		i++;
	return i;
}

/* A ballot and the entry it opens. */
static void pair_delete(struct log_world *world, size_t index)
{
	uint8_t entry[ENTRY_SIZE];
	entry_of(world, &world->ballots[index], entry);
	entry_delete(world, entry_find(world, entry));
	ballot_delete(world, index);
}

static void tamper_delete(struct log_world *world)
{
	switch (pick(world, 4)) {
	case 0:
		entry_delete(world, pick(world, world->log.entry_count));
		break;
	case 1:
		ballot_delete(world, pick(world, world->log.ballot_count));
		break;
	case 2:
		head_delete(world, pick(world, world->log.head_count));
		break;
	default:
		pair_delete(world, pick(world, world->log.ballot_count));
		break;
	}
}

/* One more of everything fits: see log_world_make. */
static void entry_insert(struct log_world *world, size_t index, const uint8_t entry[ENTRY_SIZE])
{
	memmove(world->log.entries[index + 1], world->log.entries[index], (world->log.entry_count++ - index) * ENTRY_SIZE);
	memcpy(world->log.entries[index], entry, ENTRY_SIZE);
}

static void ballot_insert(struct log_world *world, size_t index, struct audit_opening ballot)
{
	memmove(&world->ballots[index + 1], &world->ballots[index],
			(world->log.ballot_count++ - index) * sizeof(world->ballots[0]));
	world->ballots[index] = ballot;
}

static void tamper_insert(struct log_world *world)
{
	uint8_t entry[ENTRY_SIZE];
	struct audit_opening ballot = world->ballots[pick(world, world->log.ballot_count)];
	size_t kind = pick(world, 4);
	ballot.text = strdup(ballot.text);
	if (kind != 0)
		log_world_bytes(world, ballot.nonce, NONCE_SIZE);
	entry_of(world, &ballot, entry);
	if (kind != 2) /* 0: the same ballot again; 1: the entry alone below */
		entry_insert(world, 2 + pick(world, world->log.entry_count - 2), entry);
	if (kind != 1)
		ballot_insert(world, pick(world, world->log.ballot_count), ballot);
	else
		free((char *)ballot.text);
}

static void swap(struct log_world *world, void *list, size_t count, size_t size)
{
	size_t a = pick(world, count), b = (a + 1 + pick(world, count - 1)) % count;
	uint8_t *x = (uint8_t *)list + a * size, *y = (uint8_t *)list + b * size;
	for (size_t i = 0; i < size; i++) {
		uint8_t kept = x[i];
		x[i] = y[i];
		y[i] = kept;
	}
}

/* Texts of two ballots that say different things change places, their nonces stay. */
static void texts_swap(struct log_world *world)
{
	struct audit_opening *a = &world->ballots[pick(world, world->log.ballot_count)], *b = world->ballots;
	while (b->length == a->length && memcmp(a->text, b->text, a->length) == 0)
		b++;
	struct audit_opening kept = *a;
	a->text = b->text;
	a->length = b->length;
	b->text = kept.text;
	b->length = kept.length;
}

static void tamper_swap(struct log_world *world)
{
	struct audit_log *log = &world->log;
	switch (pick(world, 5)) {
	case 0:
		swap(world, log->entries, log->entry_count, ENTRY_SIZE);
		break;
	case 1:
		swap(world, world->ballots, log->ballot_count, sizeof(world->ballots[0]));
		break;
	case 2:
		swap(world, world->heads, log->head_count, sizeof(world->heads[0]));
		break;
	case 3:
		swap(world, world->commitments, log->commitment_count, sizeof(world->commitments[0]));
		break;
	default:
		texts_swap(world);
		break;
	}
}

/* The ballots whose entries are there no more leave too. */
static void ballots_follow(struct log_world *world)
{
	for (size_t i = world->log.ballot_count; i-- > 0;) {
		uint8_t entry[ENTRY_SIZE];
		entry_of(world, &world->ballots[i], entry);
		if (memcmp(world->log.entries[entry_find(world, entry)], entry, ENTRY_SIZE) != 0)
			ballot_delete(world, i);
	}
}

static void tamper_truncate(struct log_world *world)
{
	size_t kind = pick(world, 4), most = world->log.ballot_count;
	if (kind == 0)
		for (size_t left = most - 1 - pick(world, most); world->log.ballot_count > left;)
			ballot_delete(world, world->log.ballot_count - 1);
	else if (kind == 1)
		world->log.head_count = pick(world, world->log.head_count);
	else
		world->log.entry_count = 2 + pick(world, most);
	if (kind == 3)
		ballots_follow(world);
}

/* An older copy, whole and consistent, with what the count would have been then. */
static void tamper_roll_back(struct log_world *world)
{
	world->log.head_count = 2 + pick(world, world->log.head_count - 2);
	world->log.entry_count = world->heads[world->log.head_count - 1].size;
	ballots_follow(world);
	log_world_announce(world);
}

static int compare_leaves(const void *a, const void *b)
{
	uint8_t x[MERKLE_SIZE], y[MERKLE_SIZE];
	merkle_leaf(x, a, ENTRY_SIZE);
	merkle_leaf(y, b, ENTRY_SIZE);
	return memcmp(x, y, MERKLE_SIZE);
}

static void batches_sort(struct log_world *world)
{
	size_t begin = 2;
	for (size_t i = 2; i < world->log.head_count; i++) {
		size_t end = world->heads[i].size;
		qsort(world->log.entries[begin], end - begin, ENTRY_SIZE, compare_leaves);
		begin = end;
	}
}

static void heads_sign(struct log_world *world)
{
	uint8_t(*leaves)[MERKLE_SIZE] = calloc(world->log.entry_count, MERKLE_SIZE);
	for (size_t i = 0; i < world->log.entry_count; i++)
		merkle_leaf(leaves[i], world->log.entries[i], ENTRY_SIZE);
	for (size_t i = 0; i < world->log.head_count; i++) {
		merkle_root(world->heads[i].root, leaves[0], world->heads[i].size);
		head_sign(&world->heads[i], &world->key, world->log.cycle);
	}
	free(leaves);
}

/* The keeper itself puts another ballot in the place of one, and signs everything anew. */
static void tamper_rewrite(struct log_world *world)
{
	uint8_t before[ENTRY_SIZE], after[ENTRY_SIZE];
	size_t index = pick(world, world->log.ballot_count), to = 0;
	struct audit_opening ballot = world->ballots[index];
	entry_of(world, &ballot, before);
	ballot.text = strdup(world->ballots[pick(world, world->log.ballot_count)].text);
	ballot.length = strlen(ballot.text);
	log_world_bytes(world, ballot.nonce, NONCE_SIZE);
	entry_of(world, &ballot, after);
	memcpy(world->log.entries[entry_find(world, before)], after, ENTRY_SIZE);
	ballot_delete(world, index);
	for (uint8_t entry[ENTRY_SIZE]; to < world->log.ballot_count; to++) {
		entry_of(world, &world->ballots[to], entry);
		if (memcmp(entry, after, ENTRY_SIZE) > 0)
			break;
	}
	ballot_insert(world, to, ballot);
	batches_sort(world);
	heads_sign(world);
	log_world_announce(world);
}

static const struct {
	const char *name;
	void (*tamper)(struct log_world *world);
	bool is_whole; /* what comes of it holds when nothing was published before */
} ways[] = {
	{"flip", tamper_flip, false},      {"delete", tamper_delete, false},     {"insert", tamper_insert, false},
	{"swap", tamper_swap, false},      {"truncate", tamper_truncate, false}, {"roll back", tamper_roll_back, true},
	{"rewrite", tamper_rewrite, true},
};

#define WAYS (sizeof(ways) / sizeof(ways[0]))

static bool holds(const struct audit_log *log, const char *name, size_t number)
{
	struct audit audit;
	bool whole = audit_check(&audit, log);
	if (!whole && !audit.sentence[0])
		fail_msg("%s %zu is refused without a word", name, number);
	audit_fini(&audit);
	return whole;
}

static void every_tampering_is_detected_against_the_last_published_head(void **state)
{
	(void)state;
	for (size_t i = 0; i < TRIES; i++) {
		static struct log_world world;
		const char *name = ways[i % WAYS].name;
		log_world_make(&world, &options);
		struct tree_head published = world.heads[world.log.head_count - 1];
		world.log.published = &published;
		assert_true(holds(&world.log, "untouched", i));
		world.seed = i;
		ways[i % WAYS].tamper(&world);
		if (holds(&world.log, name, i))
			fail_msg("%s %zu was not detected", name, i);
		world.log.published = NULL;
		assert_true(!ways[i % WAYS].is_whole || holds(&world.log, name, i));
		log_world_fini(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_tampering_is_detected_against_the_last_published_head),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
