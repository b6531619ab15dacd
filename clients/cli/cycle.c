#include "clients/cli/cycle.h"

#include "clients/cli/cycle_rules.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_LENGTH 36

static bool is_id(const char *word)
{
	return strlen(word) == ID_LENGTH && strspn(word, "0123456789abcdefABCDEF-") == ID_LENGTH && word[8] == '-';
}

char *cycle_id(struct cli *cli, const char *word)
{
	if (is_id(word))
		return strdup(word);
	json_t *reply = NULL;
	char *path = path_make("/v1/awards/%s/cycles?pageSize=1", word), *id = NULL;
	if (http_json(cli, "GET", path, NULL, &reply) == EXIT_SUCCESS) {
		const char *newest = json_at(json_array_get(json_object_get(reply, "cycles"), 0), "id");
		if (*newest)
			id = strdup(newest);
		else
			complain("the award '%s' has no cycle yet: kleos cycle add %s --title 2026", word, word);
	}
	json_decref(reply);
	free(path);
	return id;
}

/* When the clock ends the phase that the cycle is in; "": only by hand. */
static const char *until_of(const json_t *cycle)
{
	static const char *const ends[][2] = {{"DRAFT", "opensNominatingTime"},
										  {"NOMINATING", "closesNominatingTime"},
										  {"SHORTLISTING", "opensVotingTime"},
										  {"VOTING", "closesVotingTime"},
										  {"CLOSED", "announcesTime"}};
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (strcmp(json_at(cycle, "phase"), ends[i][0]) == 0)
			return minute_of(json_at(cycle, ends[i][1]));
	return "";
}

/* Parts of a rule in one field, without those that do not hold. */
static void print_rule(const char *name, const char *what, const char *more, const char *and)
{
	char *text;
	if (asprintf(&text, "%s%s%s%s%s", what, *more ? ", " : "", more, *and? ", " : "", and) < 0)
		abort();
	print_field(name, text);
	free(text);
}

/* "3 jurors, by merit (3), reach (1)". */
static void print_jury(const json_t *rules)
{
	size_t jurors = json_array_size(json_object_get(rules, "jurors")), size, i;
	char *text = NULL;
	json_t *criterion;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		abort();
	if (jurors)
		fprintf(out, "%zu juror%s", jurors, jurors == 1 ? "" : "s");
	json_array_foreach(json_object_get(rules, "criteria"), i, criterion)
		fprintf(out, "%s%s (%s)", i ? ", " : ", by ", json_at(criterion, "name"), json_at(criterion, "weight"));
	fclose(out);
	print_field("jury", text);
	free(text);
}

static void print_rules(const json_t *rules)
{
	char number[64];
	snprintf(number, sizeof(number), "at most %s each", json_at(rules, "maxNominationsPerPerson"));
	print_rule("nominations", number, json_is_true(json_object_get(rules, "selfNomination")) ? "oneself too" : "", "");
	snprintf(number, sizeof(number), "%s candidates", json_at(rules, "shortlistSize"));
	bool all = strcmp(json_at(rules, "shortlist"), "NONE") == 0;
	print_rule("shortlist", all ? "all who accept" : json_at(rules, "shortlist"), all ? "" : number, "");
	print_jury(rules);
	print_rule("count", json_at(rules, "tally"),
			   json_is_true(json_object_get(rules, "noAward")) ? "NO_AWARD is a candidate too" : "", "");
	print_rule("electorate", json_at(rules, "electorate"), json_at(rules, "team"),
			   json_is_true(json_object_get(rules, "recusal")) ? "without candidates, their managers and reports" : "");
}

static void print_cycle(struct cli *cli, const json_t *reply)
{
	static const char *const times[][2] = {{"naming opens", "opensNominatingTime"},
										   {"naming ends", "closesNominatingTime"},
										   {"voting opens", "opensVotingTime"},
										   {"voting ends", "closesVotingTime"},
										   {"announced", "announcesTime"}};
	const json_t *cycle = json_object_get(reply, "cycle");
	(void)cli;
	print_field("cycle", json_at(cycle, "title"));
	print_field("phase", json_at(cycle, "phase"));
	print_rules(json_object_get(cycle, "rules"));
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		print_rule(times[i][0], minute_of(json_at(cycle, times[i][1])), "", "");
	print_field("id", json_at(cycle, "id"));
}

static void print_cycles(struct cli *cli, const json_t *reply)
{
	static const char *const heads[] = {"ID", "TITLE", "PHASE", "UNTIL"};
	struct table *table = table_new(4, heads);
	size_t i;
	json_t *cycle;
	json_array_foreach(json_object_get(reply, "cycles"), i, cycle)
		table_add(table, (const char *const[]){json_at(cycle, "id"), json_at(cycle, "title"), json_at(cycle, "phase"),
											   until_of(cycle)});
	table_print(cli, table);
	table_free(table);
}

int command_cycle_list(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which award: kleos cycle list AWARD");
	return request_run(cli, "GET", path_make("/v1/awards/%s/cycles?pageSize=500", argv[1]), NULL, print_cycles);
}

int command_cycle_show(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos cycle show CYCLE (its id, or the award's slug for the newest)");
	char *id = cycle_id(cli, argv[1]);
	int code = id ? request_run(cli, "GET", path_make("/v1/cycles/%s", id), NULL, print_cycle) : EXIT_FAILURE;
	free(id);
	return code;
}

static int add_run(struct cli *cli, int argc, char **argv, struct cycle_options *options)
{
	int first, code = cycle_options_read(options, argc, argv, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say which award: kleos cycle add AWARD --title 2026");
	json_t *body = json_object(), *rules = json_object();
	char *mask = strdup("");
	cycle_rules_set(options, rules, &code);
	cycle_fields_set(options, body, &mask);
	json_object_set_new(body, "rules", rules);
	free(mask);
	if (code == EXIT_SUCCESS)
		return request_run(cli, "POST", path_make("/v1/awards/%s/cycles", argv[first]), body, print_cycle);
	json_decref(body);
	return code;
}

/* Rules are changed as a whole: those that were not said are taken from the cycle, which must not change meanwhile. */
static int edit_rules(struct cli *cli, const struct cycle_options *options, const char *id, json_t *body, char **mask)
{
	json_t *said = json_object(), *reply = NULL;
	int code = EXIT_SUCCESS;
	if (cycle_rules_set(options, said, &code) && code == EXIT_SUCCESS) {
		char *path = path_make("/v1/cycles/%s", id);
		code = http_json(cli, "GET", path, NULL, &reply);
		free(path);
		json_t *cycle = json_object_get(reply, "cycle"), *rules = json_object_get(cycle, "rules");
		if (code == EXIT_SUCCESS) {
			json_object_update(rules, said);
			mask_set(body, mask, "rules", json_incref(rules));
			json_object_set(body, "etag", json_object_get(cycle, "etag"));
		}
	}
	json_decref(said);
	json_decref(reply);
	return code;
}

static int edit_send(struct cli *cli, const struct cycle_options *options, const char *id)
{
	json_t *body = json_object();
	char *mask = strdup("");
	int code = edit_rules(cli, options, id, body, &mask);
	cycle_fields_set(options, body, &mask);
	if (code == EXIT_SUCCESS && !*mask)
		code = complain_usage("say what to change, such as --closes-voting 2026-12-10T17:00");
	if (code == EXIT_SUCCESS) {
		json_object_set_new(body, "updateMask", json_string(mask));
		code = request_run(cli, "PATCH", path_make("/v1/cycles/%s", id), json_incref(body), print_cycle);
	}
	json_decref(body);
	free(mask);
	return code;
}

static int edit_run(struct cli *cli, int argc, char **argv, struct cycle_options *options)
{
	int first, code = cycle_options_read(options, argc, argv, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say which and what: kleos cycle edit CYCLE --closes-voting 2026-12-10T17:00");
	char *id = cycle_id(cli, argv[first]);
	code = id ? edit_send(cli, options, id) : EXIT_FAILURE;
	free(id);
	return code;
}

/* Runs one of the two with nothing said yet. */
static int options_run(struct cli *cli, int argc, char **argv,
					   int (*run)(struct cli *cli, int argc, char **argv, struct cycle_options *options))
{
	struct cycle_options options;
	cycle_options_init(&options);
	int code = run(cli, argc, argv, &options);
	cycle_options_fini(&options);
	return code;
}

int command_cycle_add(struct cli *cli, int argc, char **argv)
{
	return options_run(cli, argc, argv, add_run);
}

int command_cycle_edit(struct cli *cli, int argc, char **argv)
{
	return options_run(cli, argc, argv, edit_run);
}

int command_cycle_advance(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which cycle: kleos cycle advance CYCLE");
	char *id = cycle_id(cli, argv[1]);
	int code = id ? request_run(cli, "POST", path_make("/v1/cycles/%s:advance", id), json_object(), print_cycle)
				  : EXIT_FAILURE;
	free(id);
	return code;
}

static void print_head_of(struct cli *cli, const json_t *reply)
{
	(void)cli;
	print_field("entries", json_at(reply, "head.treeSize"));
	print_field("root", json_at(reply, "head.rootHash"));
	print_field("signature", json_at(reply, "head.signature"));
	print_field("key", json_at(reply, "publicKey"));
}

int command_cycle_head(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say of which cycle: kleos --json cycle head CYCLE >head.json");
	char *id = cycle_id(cli, argv[1]);
	int code =
		id ? request_run(cli, "GET", path_make("/v1/cycles/%s/tree-head", id), NULL, print_head_of) : EXIT_FAILURE;
	free(id);
	return code;
}
