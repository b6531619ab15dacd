/* request: what most commands are: one request, and its reply printed. Paths and bodies are taken over. */
#ifndef KLEOS_CLI_REQUEST_H
#define KLEOS_CLI_REQUEST_H

#include "clients/cli/cli.h"

typedef void print_function(struct cli *cli, const json_t *reply);

/* With --json the reply as it is, else what `print` makes of it. Returns an exit code. */
int request_run(struct cli *cli, const char *method, char *path, json_t *body, print_function *print);

/* There is nothing to show: `done` on a line. */
int request_told(struct cli *cli, const char *method, char *path, json_t *body, const char *done);

/* The named texts of `object` in the reply on one line. */
int request_line(struct cli *cli, const char *method, char *path, json_t *body, const char *object,
				 const char *const *names);

/* One list as a table of the named columns. */
int request_table(struct cli *cli, char *path, const char *list, size_t columns, const char *const *heads,
				  const char *const *names);

/* A path with a query: pairs of name and value up to a NULL name; values that are NULL or empty are left out. */
char *path_query(const char *path, const char *const pairs[][2]);

/* Sets a field of a PATCH body, taking the value over, and adds its name to the mask, which the caller frees. */
void mask_set(json_t *body, char **mask, const char *name, json_t *value);

#endif
