/* verify-ballots: checks the log of a vote, without a server. */
#include "clients/cli/verify_ballots.h"

#include "clients/cli/arguments.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static int refuse(struct cli *cli, const struct bundle *bundle, const char *reason, const char *sentence)
{
	if (cli->json)
		verification_print_refusal_json(bundle, reason, sentence);
	return complain("%s", sentence);
}

/* The ballot that opens an entry; NULL: none does. Ballots are sorted by entry, and checked to be. */
static const struct audit_opening *ballot_find(const struct audit_log *log, const uint8_t entry[ENTRY_SIZE])
{
	size_t low = 0, high = log->ballot_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct audit_opening *ballot = &log->ballots[middle];
		uint8_t own[ENTRY_SIZE];
		entry_make(own, log->cycle, ballot->text, ballot->length, ballot->nonce);
		int order = memcmp(entry, own, ENTRY_SIZE);
		if (order == 0)
			return ballot;
		low = order < 0 ? low : middle + 1;
		high = order < 0 ? middle : high;
	}
	return NULL;
}

/* EXIT_SUCCESS with the ballot of the receipt, or EXIT_FAILURE after saying why. */
static int receipt_check(struct cli *cli, struct verification *verification)
{
	const struct bundle *bundle = verification->bundle;
	const struct receipt *receipt = verification->receipt;
	if (!promise_verify(receipt->signature, bundle->log.public_key, bundle->log.cycle, receipt->entry))
		return refuse(cli, bundle, "RECEIPT_SIGNATURE", "the receipt is not signed by the log's key for this cycle");
	verification->receipted = ballot_find(&bundle->log, receipt->entry);
	if (!verification->receipted)
		return refuse(
			cli, bundle, "RECEIPT_UNKNOWN",
			"the ballot of the receipt was promised to be in the log and is not: keep the receipt, it proves this");
	return EXIT_SUCCESS;
}

static int verify(struct cli *cli, const struct bundle *bundle, const struct receipt *receipt)
{
	struct audit audit;
	struct verification verification = {bundle, &audit, receipt, NULL};
	int code = audit_check(&audit, &bundle->log) ? EXIT_SUCCESS : EXIT_FAILURE;
	if (code != EXIT_SUCCESS)
		refuse(cli, bundle, audit.reason, audit.sentence);
	else if (receipt)
		code = receipt_check(cli, &verification);
	if (code == EXIT_SUCCESS)
		(cli->json ? verification_print_json(&verification) : verification_print(cli, &verification));
	audit_fini(&audit);
	return code;
}

static int verify_files(struct cli *cli, const char *path, const char *head_path, const char *receipt_path)
{
	struct bundle bundle;
	struct tree_head head;
	struct receipt receipt;
	int code = bundle_read(&bundle, path);
	if (code != EXIT_SUCCESS)
		return code;
	if (head_path)
		code = bundle_read_head(&bundle, head_path, &head);
	bundle.log.published = head_path ? &head : NULL;
	if (code == EXIT_SUCCESS && receipt_path)
		code = bundle_read_receipt(&bundle, receipt_path, &receipt);
	if (code == EXIT_SUCCESS)
		code = verify(cli, &bundle, receipt_path ? &receipt : NULL);
	bundle_fini(&bundle);
	return code;
}

int command_verify_ballots(struct cli *cli, int argc, char **argv)
{
	const char *head = NULL, *receipt = NULL;
	const struct argument table[] = {{"head", .text = &head}, {"receipt", .text = &receipt}, {0}};
	int first, standard, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say which file: kleos verify-ballots LOG.json --head HEAD.json");
	standard =
		(strcmp(argv[first], "-") == 0) + (head && strcmp(head, "-") == 0) + (receipt && strcmp(receipt, "-") == 0);
	if (standard > 1)
		return complain_usage("standard input (-) can be read once");
	if (sodium_init() < 0)
		return complain("the cryptography library cannot be used on this machine");
	return verify_files(cli, argv[first], head, receipt);
}
