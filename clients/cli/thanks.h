/* thanks: how a recognition looks: in the feed, and whole. */
#ifndef KLEOS_CLI_THANKS_H
#define KLEOS_CLI_THANKS_H

#include "clients/cli/cli.h"

/* Who thanks whom, the words, what each did; its id with reactions, joiners and comments, quietly. */
void print_recognition(struct cli *cli, const json_t *recognition);
/* And with figures, links, who joined and how loud it was meant. */
void print_recognition_whole(struct cli *cli, const json_t *recognition);
/* The `recognition` of a reply, as the feed shows it. */
void print_recognition_reply(struct cli *cli, const json_t *reply);

/* "reach 12000 views" one a line, and "URL title" one a line, indented. */
void print_metrics(const json_t *metrics, int indent);
void print_links(const json_t *links, int indent);
/* Head lines are bold, quiet lines are dim; words broken between words, later lines indented. Takes over the words. */
void print_head(const struct cli *cli, char *words);
void print_quiet(const struct cli *cli, char *words, int indent);

#endif
