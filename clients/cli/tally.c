/* tally: counts the ballots of a file, without a server. */
#include "clients/cli/tally.h"

#include "clients/cli/arguments.h"
#include "services/awards/tally/eph.h"
#include "services/awards/tally/irv.h"
#include "services/awards/tally/schulze.h"
#include "services/awards/tally/score.h"

#include <stdlib.h>

#define SHORTLIST_SIZE 5 /* that EPH makes unless told otherwise */

static enum tally_status count(struct tally_result *out, enum tally_method method, const struct tally_profile *profile,
							   const struct tally_pairwise *pairwise, size_t size)
{
	switch (method) {
	case TALLY_SCHULZE:
		tally_schulze(out, pairwise);
		break;
	case TALLY_IRV:
		return tally_irv(out, profile);
	case TALLY_APPROVAL:
		tally_approval(out, profile);
		break;
	case TALLY_PLURALITY:
		tally_plurality(out, profile);
		break;
	case TALLY_BORDA:
		tally_borda(out, pairwise);
		break;
	case TALLY_EPH:
		return tally_eph(out, profile, size);
	}
	return TALLY_OK;
}

static int tally_run(struct cli *cli, const char *path, enum tally_method method, size_t size)
{
	struct preflib preflib;
	struct tally_pairwise pairwise;
	struct tally_result result;
	if (preflib_read(&preflib, path) != EXIT_SUCCESS)
		return EXIT_FAILURE;
	tally_pairwise_init(&pairwise, &preflib.profile);
	enum tally_status status = count(&result, method, &preflib.profile, &pairwise, size);
	struct tally tally = {&preflib, &pairwise, &result};
	if (status != TALLY_OK)
		complain("%s: %s", path, tally_status_sentence(status));
	else if (cli->json)
		tally_print_json(&tally);
	else
		tally_print(cli, &tally);
	tally_result_fini(&result);
	tally_pairwise_fini(&pairwise);
	preflib_fini(&preflib);
	return status == TALLY_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int command_tally(struct cli *cli, int argc, char **argv)
{
	const char *name = "schulze", *said = NULL;
	const struct argument table[] = {{"method", .text = &name}, {"size", .text = &said}, {0}};
	int first, size = SHORTLIST_SIZE, code = arguments_read(argc, argv, table, &first);
	enum tally_method method;
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say which file: kleos tally FILE --method schulze");
	if (!tally_method_read(&method, name))
		return complain_usage("--method is schulze, irv, approval, plurality, borda or eph, not '%s'", name);
	if (said && method != TALLY_EPH)
		return complain_usage("--size is the length of a shortlist: it goes with --method eph");
	if (said && argument_number("size", said, 1, TALLY_ALTERNATIVES, &size) != EXIT_SUCCESS)
		return EXIT_USAGE;
	return tally_run(cli, argv[first], method, (size_t)size);
}
