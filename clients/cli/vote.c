/* vote: the ballot paper, the ballot, and the receipt of it. */
#include "clients/cli/arguments.h"
#include "clients/cli/ballot_paper.h"
#include "clients/cli/cycle.h"
#include "clients/cli/file.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MOST 256 /* places of a ballot */

struct vote_options {
	const char *token, *receipt;
	bool approve, yes;
};

static char *paper_path(const char *id, const char *token)
{
	const char *const pairs[][2] = {{"token", token}, {NULL, NULL}};
	char *bare = path_make("/v1/cycles/%s/ballot-paper", id), *path = path_query(bare, pairs);
	free(bare);
	return path;
}

/* The words of a line, in place. */
static int words_split(char *line, char **words)
{
	int count = 0;
	char *rest = NULL;
	for (char *word = strtok_r(line, " \t", &rest); word && count < WORDS_MOST; word = strtok_r(NULL, " \t", &rest))
		words[count++] = word;
	return count;
}

/* The ballot of an answer on the terminal; NULL: there is none. */
static json_t *ballot_ask(struct cli *cli, const json_t *paper)
{
	char *words[WORDS_MOST];
	fputs(ballot_paper_ranks(paper)
			  ? "\nThe best first, such as 2 1,3: a comma for those who share a place; whoever is not named "
				"comes last.\n"
			  : "\nAll whom you approve of, such as 2 3.\n",
		  stderr);
	char *line = ask("Your ballot: ", false);
	int count = line ? words_split(line, words) : 0;
	json_t *ballot = count ? ballot_make(cli, paper, count, words) : NULL;
	free(line);
	return ballot;
}

/* Whether it is to be cast, a ballot being final. */
static bool cast_confirmed(const json_t *paper, const json_t *ballot)
{
	bool yes = false;
	print_ballot(paper, ballot);
	char *answer = ask("A ballot is final. Cast it? yes or no: ", false);
	bool said = answer && argument_yes("the answer", answer, &yes) == EXIT_SUCCESS;
	free(answer);
	return said && yes;
}

static void tell_receipt(struct cli *cli, const json_t *reply, const char *name)
{
	if (cli->json)
		print_json(reply);
	else
		print_line(stdout, "voted  %s", json_at(reply, "receipt.entry"));
	fprintf(stderr,
			"%s is the receipt: kleos receipt %s shows that the ballot is in the log. Until voting is over it tells "
			"your choice to nobody; then whoever has it can see it.\n",
			name, name);
}

/* Whoever sends a token says no name beside it. */
static struct cli voter_of(const struct cli *cli, const char *token)
{
	struct cli voter = *cli;
	if (*token)
		voter.key = NULL;
	return voter;
}

/* Casts the ballot. The reply is what is kept: the receipt, with the log's key and newest head, which later proofs are
 * checked with. The caller decrefs it. */
static int ballot_cast(struct cli *cli, const char *id, const json_t *ballot, json_t **reply)
{
	struct cli voter = voter_of(cli, json_at(ballot, "token"));
	char *path = path_make("/v1/cycles/%s/ballots", id);
	int code = http_json(&voter, "POST", path, ballot, reply);
	free(path);
	return code;
}

/* The file is there before the ballot is cast, as the receipt is given once. */
static int cast_to(struct cli *cli, const char *id, const json_t *ballot, const char *name)
{
	FILE *file = file_new(name);
	if (!file)
		return EXIT_FAILURE;
	json_t *reply = NULL;
	int code = ballot_cast(cli, id, ballot, &reply);
	json_dumpf(reply, file, JSON_INDENT(2));
	fputc('\n', file);
	int written = file_end(file, name);
	if (code != EXIT_SUCCESS)
		unlink(name);
	else
		tell_receipt(cli, reply, name);
	json_decref(reply);
	return code == EXIT_SUCCESS ? written : code;
}

static int cast(struct cli *cli, const char *id, json_t *ballot, const struct vote_options *options)
{
	char *usual;
	if (asprintf(&usual, "kleos-receipt-%s.json", id) < 0)
		abort();
	if (*options->token)
		json_object_set_new(ballot, "token", json_string(options->token));
	int code = cast_to(cli, id, ballot, options->receipt ? options->receipt : usual);
	free(usual);
	return code;
}

static int vote_on(struct cli *cli, const char *id, const json_t *paper, int count, char **words,
				   const struct vote_options *options)
{
	bool voted = json_is_true(json_object_get(paper, "hasVoted")), asked = count == 0 && isatty(STDIN_FILENO);
	const char *phase = json_at(paper, "phase");
	if (strcmp(phase, "VOTING") != 0)
		return complain(strcmp(phase, "CLOSED") == 0 || strcmp(phase, "ANNOUNCED") == 0
							? "voting in this cycle is over"
							: "voting in this cycle has not opened yet");
	if (options->approve && ballot_paper_ranks(paper))
		return complain("this vote asks for a ranking, not for approvals");
	if (count == 0)
		print_ballot_paper(cli, paper);
	if (voted && (count || asked))
		return complain("you have voted already, and a ballot is final");
	if (count == 0 && !asked)
		return EXIT_SUCCESS;
	json_t *ballot = asked ? ballot_ask(cli, paper) : ballot_make(cli, paper, count, words);
	int code = EXIT_FAILURE;
	if (ballot && !options->yes && !cast_confirmed(paper, ballot))
		code = complain("no ballot was cast%s", isatty(STDIN_FILENO) ? "" : "; --yes casts it without asking");
	else if (ballot)
		code = cast(cli, id, ballot, options);
	json_decref(ballot);
	return code;
}

/* `--no-award` among the words is a candidate at its place, and no option. */
static void no_award_say(int argc, char **argv)
{
	static char word[] = "NO_AWARD";
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--no-award") == 0)
			argv[i] = word;
}

static int vote_run(struct cli *cli, const char *id, int count, char **words, const struct vote_options *options)
{
	char *path = paper_path(id, options->token);
	json_t *reply = NULL;
	struct cli voter = voter_of(cli, options->token);
	int code = http_json(&voter, "GET", path, NULL, &reply);
	free(path);
	if (code == EXIT_SUCCESS && cli->json && count == 0)
		print_json(reply);
	else if (code == EXIT_SUCCESS)
		code = vote_on(cli, id, json_object_get(reply, "paper"), count, words, options);
	json_decref(reply);
	return code;
}

int command_vote(struct cli *cli, int argc, char **argv)
{
	struct vote_options options = {.token = ""};
	const struct argument table[] = {{"token", .text = &options.token},
									 {"receipt", .text = &options.receipt},
									 {"approve", .flag = &options.approve},
									 {"yes", .flag = &options.yes},
									 {0}};
	int first;
	no_award_say(argc, argv);
	int code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc == first || argc - first > WORDS_MOST)
		return complain_usage(
			"say in which cycle, and whom, the best first: kleos vote spotlight @maria @nikos,@eleni");
	char *id = cycle_id(cli, argv[first]);
	code = id ? vote_run(cli, id, argc - first - 1, argv + first + 1, &options) : EXIT_FAILURE;
	free(id);
	return code;
}
