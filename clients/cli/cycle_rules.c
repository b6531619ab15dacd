#include "clients/cli/cycle_rules.h"

#include "clients/cli/cli.h"
#include "clients/cli/request.h"

#include <stdlib.h>
#include <string.h>

#define NOMINATIONS_MOST 10 /* each person may make in a cycle */
#define SHORTLIST_MOST   50
#define WEIGHT_MOST      100

void cycle_options_init(struct cycle_options *options)
{
	*options = (struct cycle_options){.jurors = json_array(), .criteria = json_array()};
}

void cycle_options_fini(struct cycle_options *options)
{
	json_decref(options->jurors);
	json_decref(options->criteria);
}

int cycle_options_read(struct cycle_options *options, int argc, char **argv, int *first)
{
	const struct argument table[] = {{"title", .text = &options->title},
									 {"max", .text = &options->most},
									 {"self", .flag = &options->self},
									 {"no-self", .flag = &options->no_self},
									 {"shortlist", .text = &options->shortlist},
									 {"shortlist-size", .text = &options->size},
									 {"juror", .list = options->jurors},
									 {"criterion", .list = options->criteria},
									 {"tally", .text = &options->tally},
									 {"no-award", .flag = &options->no_award},
									 {"without-no-award", .flag = &options->without_no_award},
									 {"electorate", .text = &options->electorate},
									 {"team", .text = &options->team},
									 {"recusal", .flag = &options->recusal},
									 {"no-recusal", .flag = &options->no_recusal},
									 {"opens-nominating", .text = &options->times[0]},
									 {"closes-nominating", .text = &options->times[1]},
									 {"opens-voting", .text = &options->times[2]},
									 {"closes-voting", .text = &options->times[3]},
									 {"announces", .text = &options->times[4]},
									 {0}};
	return arguments_read(argc, argv, table, first);
}

/* A rule that is said or not; both at once is refused. */
static bool set_flag(json_t *rules, const char *rule, bool yes, bool no, const char *both, int *code)
{
	if (yes && no)
		*code = complain_usage("%s", both);
	if (yes || no)
		json_object_set_new(rules, rule, json_boolean(yes));
	return yes || no;
}

static bool set_number(json_t *rules, const char *rule, const char *option, const char *text, int most, int *code)
{
	int number = 0;
	if (!text)
		return false;
	if (argument_number(option, text, 1, most, &number) != EXIT_SUCCESS)
		*code = EXIT_USAGE;
	json_object_set_new(rules, rule, json_integer(number));
	return true;
}

static bool set_name(json_t *rules, const char *rule, const char *text)
{
	if (text)
		json_object_set_new(rules, rule, argument_upper_json(text));
	return text;
}

static bool set_jurors(json_t *rules, const json_t *texts)
{
	json_t *jurors = json_array(), *text;
	size_t i;
	json_array_foreach(texts, i, text)
		json_array_append_new(jurors, json_string(argument_who(json_string_value(text))));
	bool said = json_array_size(jurors);
	if (said)
		json_object_set(rules, "jurors", jurors);
	json_decref(jurors);
	return said;
}

/* merit=3, a name and its weight, or a name alone, which counts once. */
static bool set_criteria(json_t *rules, const json_t *texts, int *code)
{
	json_t *criteria = json_array(), *text;
	size_t i;
	json_array_foreach(texts, i, text)
	{
		const char *name = json_string_value(text), *weight = strrchr(name, '=');
		int number = 1;
		if (weight && argument_number("criterion", weight + 1, 1, WEIGHT_MOST, &number) != EXIT_SUCCESS)
			*code = EXIT_USAGE;
		json_array_append_new(criteria, json_pack("{s:o, s:i}", "name",
												  json_stringn(name, weight ? (size_t)(weight - name) : strlen(name)),
												  "weight", number));
	}
	bool said = json_array_size(criteria);
	if (said)
		json_object_set(rules, "criteria", criteria);
	json_decref(criteria);
	return said;
}

bool cycle_rules_set(const struct cycle_options *options, json_t *rules, int *code)
{
	bool said = set_number(rules, "maxNominationsPerPerson", "max", options->most, NOMINATIONS_MOST, code);
	said |= set_number(rules, "shortlistSize", "shortlist-size", options->size, SHORTLIST_MOST, code);
	said |= set_flag(rules, "selfNomination", options->self, options->no_self, "say one of --self and --no-self", code);
	said |= set_flag(rules, "noAward", options->no_award, options->without_no_award,
					 "say one of --no-award and --without-no-award", code);
	said |= set_flag(rules, "recusal", options->recusal, options->no_recusal, "say one of --recusal and --no-recusal",
					 code);
	said |= set_name(rules, "shortlist", options->shortlist);
	said |= set_name(rules, "tally", options->tally);
	/* A team says that it is the team that votes. */
	said |= set_name(rules, "electorate",
					 options->electorate || !options->team || !*options->team ? options->electorate : "TEAM");
	said |= set_jurors(rules, options->jurors);
	said |= set_criteria(rules, options->criteria, code);
	if (options->electorate || options->team)
		json_object_set_new(rules, "team", json_string(options->team ? options->team : ""));
	return said || options->team;
}

void cycle_fields_set(const struct cycle_options *options, json_t *body, char **mask)
{
	static const char *const names[CYCLE_TIMES] = {"opensNominatingTime", "closesNominatingTime", "opensVotingTime",
												   "closesVotingTime", "announcesTime"};
	if (options->title)
		mask_set(body, mask, "title", json_string(options->title));
	for (int i = 0; i < CYCLE_TIMES; i++) {
		char *time = argument_time(options->times[i]);
		if (time)
			mask_set(body, mask, names[i], *time ? json_string(time) : json_null());
		free(time);
	}
}
