/* report_text: the impact report in a terminal: first what leaders do, then how people thank each other, then the
 * lists. A figure that is hidden or whose source did not answer is "–", never zero, and why stands below; behind a
 * figure is how it changed against the range before: ▲ ▼ =. */
#ifndef KLEOS_CLI_REPORT_TEXT_H
#define KLEOS_CLI_REPORT_TEXT_H

#include "clients/cli/cli.h"

/* EXIT_SUCCESS. */
int print_report(struct cli *cli, const json_t *report);

/* ---- inside ---- */

struct report_view {
	const struct cli *cli;
	const json_t *report;
	const json_t *changes; /* of the comparison; NULL: there is none */
};

/* At a path of the report; "–" when it is null. In the ring (output.h). */
const char *figure_text(const struct report_view *view, const char *path);
/* One line each, with what changed. */
void print_count(const struct report_view *view, const char *label, const char *path);
/* A ratio, with a bar. */
void print_share(const struct report_view *view, const char *label, const char *path);
/* Such as 3.5 days. */
void print_number(const struct report_view *view, const char *label, const char *path, int decimals, const char *unit);
/* A count out of `most`, with a bar. */
void print_part(const struct report_view *view, const char *label, const char *path, double most);
double figure_number(const struct report_view *view, const char *path); /* 0 when it is null */

/* Everything that is no figure: time, values, questions, teams, work, awards, the world. */
void print_report_lists(const struct report_view *view);

#endif
