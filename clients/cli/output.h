/* output: how replies look in a terminal: tables, bars, people, days. */
#ifndef KLEOS_CLI_OUTPUT_H
#define KLEOS_CLI_OUTPUT_H

#include "clients/cli/cli.h"

#include <stdio.h>

/* The text of a member by dots ("giver.handle"); "" when it is not there. Numbers come as text in a ring of buffers. */
const char *json_at(const json_t *object, const char *path);

/* A table: each row an array of texts; columns are as wide as their widest cell (by display columns). */
struct table;
struct table *table_new(size_t columns, const char *const *heads);
void table_add(struct table *table, const char *const *cells); /* copied */
void table_print(struct cli *cli, const struct table *table);
void table_free(struct table *table);

/* Somebody's words: control characters as ?, later lines indented by `indent` columns; no line end behind the last. */
void print_text(FILE *out, const char *text, int indent);
/* "There are more: …" on standard error when a reply is not the last page. */
void tell_more(const json_t *reply);
int print_json(const json_t *value); /* as it is, one line; EXIT_SUCCESS */
/* ▏▎▍▌▋▊▉█ up to `width` columns for share 0 to 1; # where the locale is not UTF-8. */
void print_bar(double share, int width);
const char *day_of(const char *time); /* 2026-03-01 of 2026-03-01T09:00:00Z, in a ring of buffers */
int terminal_width(void);             /* 80 when not a terminal */

#endif
