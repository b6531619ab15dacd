/* cli: what every command is given, and the few verbs they share.
 * One process, one thread, one request at a time. Data goes to standard output, messages to standard error. */
#ifndef KLEOS_CLI_CLI_H
#define KLEOS_CLI_CLI_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define EXIT_USAGE 2
#define PAGE_MOST  500 /* items of one page of a list */

struct cli {
	char *url;    /* http://127.0.0.1:8080, without a slash at the end */
	char *key;    /* kls_…; NULL: none */
	bool json;    /* print the server's reply as it is */
	bool color;   /* standard output is a terminal and NO_COLOR is not set */
	bool unicode; /* the locale has more than ASCII */
};

/* One command. `run` gets the words behind the command's own name as argv[1]…, argv[0] being the name; it returns an
 * exit code. */
struct command {
	const char *name;    /* "members list": one or two words */
	const char *usage;   /* what follows the name */
	const char *help;    /* one sentence */
	const char *options; /* what the usage leaves open, one a line with its line end; NULL: nothing */
	int (*run)(struct cli *cli, int argc, char **argv);
};
extern const struct command command_table[]; /* ends with a NULL name */

/* "kleos: …" on standard error; returns EXIT_FAILURE so that callers read `return complain(...)`. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
int complain_usage(const char *format, ...) __attribute__((format(printf, 1, 2))); /* EXIT_USAGE */

/* Asks until the line is not empty or input ends; without echo when `secret`; silently when input is no terminal. The
 * caller frees; NULL: input ended. */
char *ask(const char *question, bool secret);

int command_login(struct cli *cli, int argc, char **argv);
int command_whoami(struct cli *cli, int argc, char **argv);
int command_give(struct cli *cli, int argc, char **argv);
int command_feed(struct cli *cli, int argc, char **argv);
int command_recognition_show(struct cli *cli, int argc, char **argv);
int command_recognition_share(struct cli *cli, int argc, char **argv);
int command_recognition_lower(struct cli *cli, int argc, char **argv);
int command_recognition_edit(struct cli *cli, int argc, char **argv);
int command_recognition_withdraw(struct cli *cli, int argc, char **argv);
int command_recognition_join(struct cli *cli, int argc, char **argv);
int command_recognition_leave(struct cli *cli, int argc, char **argv);
int command_recognition_react(struct cli *cli, int argc, char **argv);
int command_recognition_unreact(struct cli *cli, int argc, char **argv);
int command_recognition_comment(struct cli *cli, int argc, char **argv);
int command_recognition_comments(struct cli *cli, int argc, char **argv);
int command_recognition_uncomment(struct cli *cli, int argc, char **argv);
int command_recognition_report(struct cli *cli, int argc, char **argv);
int command_inbox(struct cli *cli, int argc, char **argv);
int command_highlight_share(struct cli *cli, int argc, char **argv);
int command_highlight_list(struct cli *cli, int argc, char **argv);
int command_highlight_show(struct cli *cli, int argc, char **argv);
int command_highlight_update(struct cli *cli, int argc, char **argv);
int command_highlight_delete(struct cli *cli, int argc, char **argv);
int command_preferences_show(struct cli *cli, int argc, char **argv);
int command_preferences_set(struct cli *cli, int argc, char **argv);
int command_values_list(struct cli *cli, int argc, char **argv);
int command_values_add(struct cli *cli, int argc, char **argv);
int command_values_retire(struct cli *cli, int argc, char **argv);
int command_prompts(struct cli *cli, int argc, char **argv);
int command_routine_list(struct cli *cli, int argc, char **argv);
int command_routine_add(struct cli *cli, int argc, char **argv);
int command_routine_delete(struct cli *cli, int argc, char **argv);
int command_agenda(struct cli *cli, int argc, char **argv);
int command_overlooked(struct cli *cli, int argc, char **argv);
int command_pulse(struct cli *cli, int argc, char **argv);
int command_members_list(struct cli *cli, int argc, char **argv);
int command_members_get(struct cli *cli, int argc, char **argv);
int command_members_add(struct cli *cli, int argc, char **argv);
int command_members_update(struct cli *cli, int argc, char **argv);
int command_import_members(struct cli *cli, int argc, char **argv);
int command_members_deactivate(struct cli *cli, int argc, char **argv);
int command_members_reactivate(struct cli *cli, int argc, char **argv);
int command_members_export(struct cli *cli, int argc, char **argv);
int command_members_erase(struct cli *cli, int argc, char **argv);
int command_teams_list(struct cli *cli, int argc, char **argv);
int command_teams_rename(struct cli *cli, int argc, char **argv);
int command_teams_merge(struct cli *cli, int argc, char **argv);
int command_backup(struct cli *cli, int argc, char **argv);
int command_restore(struct cli *cli, int argc, char **argv);
int command_audit(struct cli *cli, int argc, char **argv);
int command_moderation_list(struct cli *cli, int argc, char **argv);
int command_moderation_show(struct cli *cli, int argc, char **argv);
int command_moderation_resolve(struct cli *cli, int argc, char **argv);
int command_import_recognitions(struct cli *cli, int argc, char **argv);
int command_report(struct cli *cli, int argc, char **argv);
int command_digest(struct cli *cli, int argc, char **argv);
int command_verify(struct cli *cli, int argc, char **argv);
int command_award_list(struct cli *cli, int argc, char **argv);
int command_award_show(struct cli *cli, int argc, char **argv);
int command_award_add(struct cli *cli, int argc, char **argv);
int command_award_edit(struct cli *cli, int argc, char **argv);
int command_cycle_list(struct cli *cli, int argc, char **argv);
int command_cycle_show(struct cli *cli, int argc, char **argv);
int command_cycle_add(struct cli *cli, int argc, char **argv);
int command_cycle_edit(struct cli *cli, int argc, char **argv);
int command_cycle_advance(struct cli *cli, int argc, char **argv);
int command_cycle_head(struct cli *cli, int argc, char **argv);
int command_nominate(struct cli *cli, int argc, char **argv);
int command_nominations_score(struct cli *cli, int argc, char **argv);
int command_vote(struct cli *cli, int argc, char **argv);
int command_receipt(struct cli *cli, int argc, char **argv);
int command_tokens(struct cli *cli, int argc, char **argv);
int command_result(struct cli *cli, int argc, char **argv);
int command_ballots(struct cli *cli, int argc, char **argv);
int command_tally(struct cli *cli, int argc, char **argv);
int command_nominations_list(struct cli *cli, int argc, char **argv);
int command_verify_ballots(struct cli *cli, int argc, char **argv);
int command_nominations_show(struct cli *cli, int argc, char **argv);
int command_nominations_endorse(struct cli *cli, int argc, char **argv);
int command_nominations_accept(struct cli *cli, int argc, char **argv);
int command_nominations_decline(struct cli *cli, int argc, char **argv);
int command_nominations_withdraw(struct cli *cli, int argc, char **argv);
int command_events(struct cli *cli, int argc, char **argv);
int command_keys_list(struct cli *cli, int argc, char **argv);
int command_keys_create(struct cli *cli, int argc, char **argv);
int command_keys_rotate(struct cli *cli, int argc, char **argv);
int command_keys_revoke(struct cli *cli, int argc, char **argv);
int command_doctor(struct cli *cli, int argc, char **argv);
int command_completion(struct cli *cli, int argc, char **argv);
int command_manual(struct cli *cli, int argc, char **argv);
#endif
