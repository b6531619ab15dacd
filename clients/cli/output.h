/* output: how replies look in a terminal: people, days, fields, bars. */
#ifndef KLEOS_CLI_OUTPUT_H
#define KLEOS_CLI_OUTPUT_H

#include "clients/cli/cli.h"
#include "clients/cli/text.h"

#define FIELD_COLUMNS 14 /* names of fields and the space behind them */

/* The text of a member by dots ("giver.handle"); "" when it is not there. Numbers come as text in a ring of buffers. */
const char *json_at(const json_t *object, const char *path);
/* "@maria" of the person at that path; "somebody erased"; "" for nobody. In the ring. */
const char *person_of(const json_t *object, const char *path);
/* What `text_of` says of every item, with commas; the caller frees. */
char *list_join(const json_t *list, const char *(*text_of)(const void *context, const json_t *item),
				const void *context);
/* "@maria, @nikos" of the people at that path of every item; the caller frees. */
char *handles_of(const json_t *list, const char *path);
char *texts_of(const json_t *list); /* "MEMBER, LEADER"; the caller frees */
/* Of 2026-03-01T09:00:00Z in the ring: */
const char *day_of(const char *time);    /* 2026-03-01 */
const char *minute_of(const char *time); /* 2026-03-01 09:00 */

/* Times as the server prints them, compared: 2026-03-01T09:00:00Z is before 2026-03-01T09:00:00.250Z. */
int time_compare(const char *left, const char *right);

/* "There are more: …" on standard error when a reply is not the last page. */
void tell_more(const json_t *reply);
int print_json(const json_t *value); /* as it is, one line; EXIT_SUCCESS */
/* Words up to the end of their line, broken between words on a terminal; later lines indented. */
void print_words(const char *text, int indent);
/* printf of a line on which the server's texts are harmless; the line end comes by itself. */
void print_line(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void print_field(const char *name, const char *text);        /* one line, nothing for an empty text */
void print_heading(const struct cli *cli, const char *text); /* behind an empty line */
void print_bar(const struct cli *cli, double share, int width); /* ▏▎▍▌▋▊▉█ up to `width` columns for share 0 to 1 */
int text_width(void);                                           /* of the terminal; TEXT_WHOLE when it is none */
int terminal_width(void);                                       /* 80 when not a terminal */

#endif
