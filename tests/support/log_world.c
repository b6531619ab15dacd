#include "tests/support/log_world.h"

#include "services/awards/ballot_log/hexadecimal.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static void *memory(size_t count, size_t size)
{
	void *got = calloc(count + 1, size);
	if (!got)
		abort();
	return got;
}

/* splitmix64 */
static uint64_t next(struct log_world *world)
{
	uint64_t z = (world->seed += 0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

uint64_t log_world_random(struct log_world *world, uint64_t below)
{
	return next(world) % below;
}

void log_world_bytes(struct log_world *world, void *out, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)out)[i] = (uint8_t)next(world);
}

/* A UUIDv7 of the year 2026 and random bits; the last candidate is NO_AWARD. */
static void candidates_make(struct log_world *world, size_t count)
{
	for (size_t i = 0; i + 1 < count; i++)
		snprintf(world->candidates[i], CANDIDATE_TEXT_SIZE, "0196a%03x-%04x-7%03x-8%03x-%012" PRIx64, (unsigned)i,
				 (unsigned)log_world_random(world, 0x10000), (unsigned)log_world_random(world, 0x1000),
				 (unsigned)log_world_random(world, 0x1000), log_world_random(world, UINT64_C(1) << 48));
	memcpy(world->candidates[count - 1], NO_AWARD, sizeof(NO_AWARD));
}

static void opening_set(struct log_world *world, struct audit_opening *opening, char *text)
{
	opening->text = text;
	opening->length = strlen(text);
	log_world_bytes(world, opening->nonce, NONCE_SIZE);
}

/* Everybody leans towards the first candidates, some rank few, some tie. */
static char *ballot_make(struct log_world *world, const struct log_world_options *options)
{
	static const char *why;
	struct ballot ballot = {.approvals = strcmp(options->tally, "APPROVAL") == 0};
	size_t order[CANDIDATES_MOST];
	for (size_t i = 0; i < options->candidates; i++)
		order[i] = i;
	for (size_t i = 0; i < options->candidates; i++) {
		size_t other = i + log_world_random(world, 1 + log_world_random(world, options->candidates - i));
		size_t swapped = order[i];
		order[i] = order[other];
		order[other] = swapped;
	}
	ballot.count = log_world_random(world, 4) ? options->candidates : 1 + log_world_random(world, options->candidates);
	if (ballot.approvals)
		ballot.count = 1 + log_world_random(world, options->candidates);
	for (size_t i = 0, place = 0; i < ballot.count; i++) {
		memcpy(ballot.names[i].id, world->candidates[order[i]], CANDIDATE_TEXT_SIZE);
		place += i > 0 && log_world_random(world, 10) > 0;
		ballot.names[i].place = (uint8_t)place;
	}
	char text[BALLOT_TEXT_SIZE];
	if (!ballot_write(&ballot, text, &why))
		abort();
	return strdup(text);
}

static void commitments_make(struct log_world *world, const struct log_world_options *options)
{
	char rules[256];
	const char *why;
	struct commitment voting = {.electorate = "ALL", .roll_size = options->ballots + 7, .count = options->candidates};
	snprintf(rules, sizeof(rules),
			 "{\"maxNominationsPerPerson\":3,\"selfNomination\":false,\"shortlistSize\":%zu,\"shortlist\":\"EPH\","
			 "\"tally\":\"%s\",\"noAward\":true,\"electorate\":\"ALL\",\"team\":\"\",\"recusal\":true}",
			 options->candidates - 1, options->tally);
	memcpy(voting.candidates, world->candidates, sizeof(voting.candidates));
	log_world_bytes(world, voting.roll_hash, ROLL_HASH_SIZE);
	opening_set(world, &world->commitments[0].opening, commitment_write_nominating(rules, &why));
	opening_set(world, &world->commitments[1].opening, commitment_write_voting(&voting, rules, &why));
	world->commitments[1].position = 1;
	memcpy(world->candidates, voting.candidates, sizeof(voting.candidates));
}

static int compare_leaves(const void *a, const void *b)
{
	uint8_t x[MERKLE_SIZE], y[MERKLE_SIZE];
	merkle_leaf(x, a, ENTRY_SIZE);
	merkle_leaf(y, b, ENTRY_SIZE);
	return memcmp(x, y, MERKLE_SIZE);
}

static int compare_entries(const void *a, const void *b)
{
	return memcmp(a, b, ENTRY_SIZE);
}

/* A ballot beside its entry, so that ballots can be sorted by it. */
struct cast {
	uint8_t entry[ENTRY_SIZE];
	struct audit_opening opening;
};

static void ballots_make(struct log_world *world, const struct log_world_options *options)
{
	struct cast *casts = memory(options->ballots, sizeof(*casts));
	for (size_t i = 0; i < options->ballots; i++) {
		opening_set(world, &casts[i].opening, ballot_make(world, options));
		entry_make(casts[i].entry, world->log.cycle, casts[i].opening.text, casts[i].opening.length,
				   casts[i].opening.nonce);
		memcpy(world->log.entries[2 + i], casts[i].entry, ENTRY_SIZE);
	}
	qsort(casts, options->ballots, sizeof(*casts), compare_entries);
	for (size_t i = 0; i < options->ballots; i++)
		world->ballots[i] = casts[i].opening;
	free(casts);
}

static void head_add(struct log_world *world, const struct merkle_frontier *frontier)
{
	struct tree_head *head = &world->heads[world->log.head_count++];
	head->size = frontier->size;
	merkle_frontier_root(frontier, head->root);
	head_sign(head, &world->key, world->log.cycle);
}

/* Sorts each batch, and signs after it as after each commitment. */
static void heads_make(struct log_world *world, size_t batch)
{
	struct merkle_frontier frontier = {0};
	struct merkle_node nodes[MERKLE_LEVELS];
	size_t count = world->log.entry_count, end = 0;
	for (size_t i = 0; i < count; i++) {
		if (i == end) {
			end = i < 2 ? i + 1 : count - i < 2 * batch ? count : i + batch;
			qsort(world->log.entries[i], end - i, ENTRY_SIZE, compare_leaves);
		}
		uint8_t leaf[MERKLE_SIZE];
		merkle_leaf(leaf, world->log.entries[i], ENTRY_SIZE);
		merkle_append(&frontier, leaf, nodes);
		if (i + 1 == end)
			head_add(world, &frontier);
	}
}

static size_t group_put(struct log_world *world, const struct audit *audit, size_t group, size_t from)
{
	size_t count = 0;
	for (size_t i = 0; i < audit->voting.count; i++)
		if (audit->count.group[i] == group)
			world->ranked[from + count++] = world->candidates[i];
	world->ranking[group] = (struct audit_place){world->ranked + from, count};
	return from + count;
}

void log_world_announce(struct log_world *world)
{
	struct audit audit;
	struct audit_log log = world->log;
	log.published = NULL;
	audit_check(&audit, &log);
	world->log.winners = (struct audit_place){world->winners, 0};
	for (size_t i = 0; i < audit.voting.count; i++)
		if (tally_set_has(&audit.count.winners, i))
			world->winners[world->log.winners.count++] = world->candidates[i];
	size_t from = 0;
	for (size_t group = 0; group < audit.count.groups; group++)
		from = group_put(world, &audit, group, from);
	world->log.ranking = world->ranking;
	world->log.ranking_count = audit.count.groups;
	audit_fini(&audit);
}

void log_world_make(struct log_world *out, const struct log_world_options *options)
{
	uint8_t seed[SEED_SIZE];
	memset(out, 0, sizeof(*out));
	out->seed = options->seed;
	log_world_bytes(out, seed, sizeof(seed));
	head_key_derive(&out->key, seed);
	log_world_bytes(out, out->log.cycle, CYCLE_SIZE);
	memcpy(out->log.public_key, out->key.public_key, PUBLIC_KEY_SIZE);
	candidates_make(out, options->candidates);
	commitments_make(out, options);
	out->log.entry_count = options->ballots + 2;
	out->log.entries = memory(options->ballots + 2, ENTRY_SIZE);
	out->heads = memory(options->ballots / options->batch + 3, sizeof(*out->heads));
	out->ballots = memory(options->ballots, sizeof(*out->ballots));
	for (size_t i = 0; i < 2; i++)
		entry_make(out->log.entries[i], out->log.cycle, out->commitments[i].opening.text,
				   out->commitments[i].opening.length, out->commitments[i].opening.nonce);
	ballots_make(out, options);
	heads_make(out, options->batch);
	out->log.commitments = out->commitments;
	out->log.commitment_count = 2;
	out->log.heads = out->heads;
	out->log.ballots = out->ballots;
	out->log.ballot_count = options->ballots;
	log_world_announce(out);
}

void log_world_fini(struct log_world *world)
{
	for (size_t i = 0; i < 2; i++)
		free((char *)world->commitments[i].opening.text);
	for (size_t i = 0; i < world->log.ballot_count; i++)
		free((char *)world->ballots[i].text);
	free(world->log.entries);
	free(world->heads);
	free(world->ballots);
}

static void hex_put(FILE *file, const char *before, const uint8_t *bytes, size_t size)
{
	char text[2 * 64 + 1];
	hexadecimal_write(text, bytes, size);
	fprintf(file, "%s\"%s\"", before, text);
}

/* JSON in JSON. */
static void opening_put(FILE *file, const struct audit_opening *opening)
{
	fputs("\"text\":\"", file);
	for (size_t i = 0; i < opening->length; i++) {
		if (opening->text[i] == '"' || opening->text[i] == '\\')
			putc('\\', file);
		putc(opening->text[i], file);
	}
	hex_put(file, "\",\"nonce\":", opening->nonce, NONCE_SIZE);
	putc('}', file);
}

static void ids_put(FILE *file, const struct audit_place *place)
{
	putc('[', file);
	for (size_t i = 0; i < place->count; i++)
		fprintf(file, "%s\"%s\"", i ? "," : "", place->ids[i]);
	putc(']', file);
}

void log_world_write_head(const struct tree_head *head, FILE *file)
{
	fprintf(file, "{\"treeSize\":%" PRIu64, head->size);
	hex_put(file, ",\"rootHash\":", head->root, MERKLE_SIZE);
	hex_put(file, ",\"signature\":", head->signature, SIGNATURE_SIZE);
	putc('}', file);
}

static void heading_put(const struct log_world *world, FILE *file)
{
	char cycle[2 * CYCLE_SIZE + 1];
	hexadecimal_write(cycle, world->log.cycle, CYCLE_SIZE);
	fprintf(
		file,
		"{\"log\":{\"cycle\":\"%.8s-%.4s-%.4s-%.4s-%s\",\"award\":\"kleos\",\"title\":\"Κλέος 2026\",\"publicKey\":",
		cycle, cycle + 8, cycle + 12, cycle + 16, cycle + 20);
	hex_put(file, "", world->log.public_key, PUBLIC_KEY_SIZE);
}

static void announced_put(const struct log_world *world, FILE *file)
{
	fputs("],\"winners\":", file);
	ids_put(file, &world->log.winners);
	fputs(",\"ranking\":[", file);
	for (size_t i = 0; i < world->log.ranking_count; i++) {
		fputs(i ? ",{\"candidates\":" : "{\"candidates\":", file);
		ids_put(file, &world->log.ranking[i]);
		putc('}', file);
	}
}

void log_world_write(const struct log_world *world, FILE *file)
{
	const struct audit_log *log = &world->log;
	heading_put(world, file);
	for (size_t i = 0; i < log->commitment_count; i++) {
		fprintf(file, "%s{\"position\":%" PRIu64 ",", i ? "," : ",\"commitments\":[", log->commitments[i].position);
		opening_put(file, &log->commitments[i].opening);
	}
	fputs("],\"heads\":[", file);
	for (size_t i = 0; i < log->head_count; i++) {
		fputs(i ? "," : "", file);
		log_world_write_head(&log->heads[i], file);
	}
	announced_put(world, file);
	fputs("],\"names\":[", file);
	for (size_t i = 0; strcmp(world->candidates[i], NO_AWARD) != 0; i++)
		fprintf(file, "%s{\"id\":\"%s\",\"name\":\"Υποψήφια %zu\"}", i ? "," : "", world->candidates[i], i + 1);
	fputs("],\"entries\":[", file);
	for (size_t i = 0; i < log->entry_count; i++)
		hex_put(file, i ? "," : "", log->entries[i], ENTRY_SIZE);
	fputs("],\"ballots\":[", file);
	for (size_t i = 0; i < log->ballot_count; i++) {
		fputs(i ? ",{" : "{", file);
		opening_put(file, &log->ballots[i]);
	}
	fputs("]}}\n", file);
}
