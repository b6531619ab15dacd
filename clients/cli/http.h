/* http: one request to the gateway and its answer as JSON. Errors are said on standard error in the server's words. */
#ifndef KLEOS_CLI_HTTP_H
#define KLEOS_CLI_HTTP_H

#include "clients/cli/cli.h"

#include <stdio.h>
#include <time.h>

#define HTTP_PROBLEM_SIZE 256

/* A path with `%s` parts percent-encoded: path_make("/v1/members/%s", handle). The caller frees. Only %s is known. */
char *path_make(const char *format, ...);

/* name=value pairs of a query string; an empty or NULL value adds nothing. */
struct query_text {
	char *text; /* "?a=b&c=d", or "" ; freed by query_text_fini */
};
void query_text_init(struct query_text *query);
void query_text_add(struct query_text *query, const char *name, const char *value);
void query_text_fini(struct query_text *query);

/* EXIT_SUCCESS with *reply (the caller decrefs; may be NULL when the caller does not want it), or EXIT_FAILURE after
 * saying why. `body` may be NULL; it is not taken over. Sends an Idempotency-Key with everything but GET and tries once
 * more when the connection broke. */
int http_json(struct cli *cli, const char *method, const char *path, const json_t *body, json_t **reply);

/* A GET of which nothing is said when it fails; true with *reply (the caller decrefs). */
bool http_try(struct cli *cli, const char *path, json_t **reply);

/* A GET of which everything is told and nothing said. */
struct http_answer {
	long status; /* 0: there is no answer */
	char *body;  /* "" none */
	time_t date; /* by the server's clock; 0: not told */
	double seconds;
	char problem[HTTP_PROBLEM_SIZE]; /* why there is none */
};
bool http_get(struct cli *cli, const char *path, struct http_answer *out); /* false: no answer */
void http_answer_fini(struct http_answer *answer);
/* What a GET answers, piece by piece. `take` gives false when it is enough: EXIT_FAILURE then, *refused is set, and
 * nothing is said. */
int http_fetch(struct cli *cli, const char *path, bool (*take)(void *context, const void *bytes, size_t length),
			   void *context, bool *refused);

/* What a GET answers, into a file; nothing of an error's body. */
int http_download(struct cli *cli, const char *path, FILE *file);

/* Uploads a file as text/csv; `progress` is told bytes sent and bytes in all. */
int http_upload(struct cli *cli, const char *path, FILE *file, long long size,
				void (*progress)(void *context, long long sent, long long all), void *context, json_t **reply);

/* Reads a stream line by line (without the line end) until the server ends it or `line` returns false. When *patient at
 * the end (NULL: never), a server that is away or too busy is no failure and nothing is said of it. */
int http_stream(struct cli *cli, const char *path, const char *last_event_id,
				bool (*line)(void *context, const char *text), void *context, const bool *patient);

#endif
