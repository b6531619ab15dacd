/* cycle_rules: the options that say by what rules and when a round of an award goes. */
#ifndef KLEOS_CLI_CYCLE_RULES_H
#define KLEOS_CLI_CYCLE_RULES_H

#include "clients/cli/arguments.h"

#define CYCLE_TIMES 5

/* Begun with cycle_options_init: nothing was said. */
struct cycle_options {
	const char *title;
	const char *most, *shortlist, *size, *tally, *electorate, *team;
	bool self, no_self, no_award, without_no_award, recusal, no_recusal;
	const char *times[CYCLE_TIMES];
	json_t *jurors, *criteria; /* texts */
};

void cycle_options_init(struct cycle_options *options);
void cycle_options_fini(struct cycle_options *options);

/* EXIT_SUCCESS with argv[*first]… the words; or EXIT_USAGE after saying what is wrong. */
int cycle_options_read(struct cycle_options *options, int argc, char **argv, int *first);

/* Sets the rules that were said. Returns whether one was; EXIT_USAGE in *code after saying what is wrong with one. */
bool cycle_rules_set(const struct cycle_options *options, json_t *rules, int *code);

/* Title and times that were said as fields of a body and its mask. */
void cycle_fields_set(const struct cycle_options *options, json_t *body, char **mask);

#endif
