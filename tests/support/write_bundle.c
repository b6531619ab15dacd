/* write_bundle: a bundle of a made-up vote on standard output; its last head and one voter's receipt into files when
 * they are named. write_bundle SEED BALLOTS CANDIDATES BATCH TALLY [HEAD-FILE [RECEIPT-FILE]] */
#include "services/awards/ballot_log/hexadecimal.h"
#include "tests/support/log_world.h"

#include <sodium.h>
#include <stdlib.h>

static void head_write(const struct log_world *world, const char *path)
{
	FILE *file = fopen(path, "w");
	if (!file)
		exit(1);
	log_world_write_head(&world->heads[world->log.head_count - 1], file);
	fclose(file);
}

static void receipt_write(const struct log_world *world, const char *path)
{
	char entry[2 * ENTRY_SIZE + 1], cycle[2 * CYCLE_SIZE + 1], text[2 * SIGNATURE_SIZE + 1];
	const uint8_t *bytes = world->log.entries[world->log.entry_count / 2];
	uint8_t signature[SIGNATURE_SIZE];
	FILE *file = fopen(path, "w");
	if (!file)
		exit(1);
	promise_sign(signature, &world->key, world->log.cycle, bytes);
	hexadecimal_write(entry, bytes, ENTRY_SIZE);
	hexadecimal_write(cycle, world->log.cycle, CYCLE_SIZE);
	hexadecimal_write(text, signature, SIGNATURE_SIZE);
	fprintf(file, "{\"receipt\":{\"entry\":\"%s\",\"cycle\":\"%.8s-%.4s-%.4s-%.4s-%s\",\"signature\":\"%s\"}}\n", entry,
			cycle, cycle + 8, cycle + 12, cycle + 16, cycle + 20, text);
	fclose(file);
}

int main(int argc, char **argv)
{
	static struct log_world world;
	if (argc < 6 || sodium_init() < 0)
		return 2;
	log_world_make(&world, &(struct log_world_options){.seed = strtoull(argv[1], NULL, 10),
													   .ballots = strtoull(argv[2], NULL, 10),
													   .candidates = strtoull(argv[3], NULL, 10),
													   .batch = strtoull(argv[4], NULL, 10),
													   .tally = argv[5]});
	log_world_write(&world, stdout);
	if (argc > 6)
		head_write(&world, argv[6]);
	if (argc > 7)
		receipt_write(&world, argv[7]);
	log_world_fini(&world);
	return fflush(stdout) || ferror(stdout);
}
