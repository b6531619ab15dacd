/* verify_ballots_text: what holds, line by line, and the count. */
#include "clients/cli/output.h"
#include "clients/cli/tally.h"
#include "clients/cli/verify_ballots.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ✓ what holds; – what could not be looked at. */
__attribute__((format(printf, 3, 4))) static void tell(struct cli *cli, bool holds, const char *format, ...)
{
	char *line;
	va_list values;
	va_start(values, format);
	if (vasprintf(&line, format, values) < 0)
		abort();
	va_end(values);
	const char *mark = cli->unicode ? (holds ? "✓" : "–") : (holds ? "+" : "-");
	printf("  %s%s%s ", cli->color ? (holds ? "\033[32m" : "\033[33m") : "", mark, cli->color ? "\033[0m" : "");
	print_words(line, 4);
	free(line);
}

static void tell_published(struct cli *cli, const struct audit_log *log)
{
	if (log->published)
		tell(cli, true,
			 "The published head, over %" PRIu64 " entries, is of this log: neither rolled back nor rewritten.",
			 log->published->size);
	else
		tell(cli, false,
			 "No published head was given (--head), so nobody can say whether this is the log that was shown while "
			 "voting was open.");
}

/* "Maria; then Nikos and Eleni", by the names people know; the caller frees. */
static char *ballot_words(const struct bundle *bundle, const struct audit_opening *opening)
{
	char *words = NULL;
	size_t size;
	struct ballot ballot;
	FILE *out = open_memstream(&words, &size);
	if (!out)
		abort();
	if (!ballot_read(&ballot, opening->text, opening->length) && ballot.count == 0)
		fputs("nobody", out);
	for (size_t i = 0; i < ballot.count; i++) {
		bool tied = i > 0 && ballot.names[i].place == ballot.names[i - 1].place;
		fprintf(out, "%s%s", i == 0 ? "" : tied ? " and " : "; then ", bundle_name(bundle, ballot.names[i].id));
	}
	fclose(out);
	return words;
}

static void tell_receipt(struct cli *cli, const struct verification *verification)
{
	if (!verification->receipt)
		return;
	char *words = ballot_words(verification->bundle, verification->receipted);
	tell(cli, true, "The ballot of the receipt was counted. It says: %s.", words);
	free(words);
}

static void print_checks(struct cli *cli, const struct verification *verification)
{
	const struct audit_log *log = &verification->bundle->log;
	const struct commitment *voting = &verification->audit->voting;
	tell(cli, true, "%zu signed head%s, each over the very entries before it; the last over all %zu.", log->head_count,
		 log->head_count == 1 ? "" : "s", log->entry_count);
	tell_published(cli, log);
	tell(cli, true, "The rules were committed to before nominations opened; rules, candidates and roll before voting.");
	tell(cli, true, "No batch tells in which order its ballots came.");
	tell(cli, true, "%zu ballot%s, each of one entry, and no entry without one; %" PRIu64 " voters were on the roll.",
		 log->ballot_count, log->ballot_count == 1 ? "" : "s", voting->roll_size);
	tell(cli, true, "Every ballot is well formed and names candidates only.");
	tell(cli, true, "Winner and ranking as announced are those of the count by %s.", voting->tally);
	tell_receipt(cli, verification);
}

/* The count as `kleos tally` shows it, by the names people know. */
static void print_count(struct cli *cli, const struct verification *verification)
{
	const struct audit *audit = verification->audit;
	char *names[CANDIDATES_MOST];
	struct tally_pairwise pairwise;
	for (size_t i = 0; i < audit->voting.count; i++)
		names[i] = (char *)bundle_name(verification->bundle, audit->voting.candidates[i]);
	const struct preflib election = {.title = (char *)verification->bundle->title, .names = names};
	tally_pairwise_init(&pairwise, &audit->ballots);
	tally_print(cli, &(struct tally){&election, &pairwise, &audit->count});
	tally_pairwise_fini(&pairwise);
}

void verification_print(struct cli *cli, const struct verification *verification)
{
	const struct bundle *bundle = verification->bundle;
	print_line(stdout, "%s%s%s, cycle %s", bundle->award, *bundle->award && *bundle->title ? ": " : "", bundle->title,
			   bundle->cycle);
	print_checks(cli, verification);
	putchar('\n');
	print_count(cli, verification);
}

static json_t *ids_json(const struct audit_place *place)
{
	json_t *list = json_array();
	for (size_t i = 0; i < place->count; i++)
		json_array_append_new(list, json_string(place->ids[i]));
	return list;
}

void verification_print_json(const struct verification *verification)
{
	const struct audit_log *log = &verification->bundle->log;
	json_t *ranking = json_array();
	for (size_t i = 0; i < log->ranking_count; i++)
		json_array_append_new(ranking, ids_json(&log->ranking[i]));
	json_t *reply = json_pack(
		"{s:b,s:s,s:I,s:I,s:I,s:I,s:s,s:o,s:o}", "verified", 1, "cycle", verification->bundle->cycle, "entries",
		(json_int_t)log->entry_count, "heads", (json_int_t)log->head_count, "ballots", (json_int_t)log->ballot_count,
		"publishedHead", (json_int_t)(log->published ? log->published->size : 0), "tally",
		verification->audit->voting.tally, "winners", ids_json(&log->winners), "ranking", ranking);
	if (verification->receipt)
		json_object_set_new(reply, "ballot",
							json_stringn(verification->receipted->text, verification->receipted->length));
	print_json(reply);
	json_decref(reply);
}

void verification_print_refusal_json(const struct bundle *bundle, const char *reason, const char *sentence)
{
	json_t *reply =
		json_pack("{s:b,s:s,s:s,s:s}", "verified", 0, "cycle", bundle->cycle, "reason", reason, "message", sentence);
	print_json(reply);
	json_decref(reply);
}
