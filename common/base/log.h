/* log: one line an event, JSON or logfmt, on standard error: {"time":"…Z","level":"info","service":"members",…}.
 * Any thread may write; a line is one write(2). Ids and codes only, never what people wrote: a private_text does not
 * compile here, and tests/source/test_logs.py knows every text that is logged. Texts are escaped and cut at 500 bytes.
 */
#ifndef KLEOS_BASE_LOG_H
#define KLEOS_BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
enum log_format { LOG_JSON, LOG_LOGFMT };

struct log_field {
	const char *name; /* NULL ends a list */
	const char *text; /* NULL: `number` counts */
	int64_t number;
};

struct log {
	const char *service;
	enum log_level level;
	enum log_format format;
	/* Where lines go; NULL: standard error. Called with a whole line, its LF included. */
	void (*write)(void *host, const char *line, size_t length);
	void *host;
};

static inline struct log_field log_text(const char *name, const char *text)
{
	return (struct log_field){.name = name, .text = text ? text : ""};
}

static inline struct log_field log_number(const char *name, int64_t number)
{
	return (struct log_field){.name = name, .number = number};
}

/* log may be NULL. */
void log_write(const struct log *log, enum log_level level, const char *message, const struct log_field *fields);

/* A line says at least one thing beside its message. */
#define LOG_FIELDS(...)               ((const struct log_field[]){__VA_ARGS__, {0}})
#define log_debug(log_, message, ...) log_write(log_, LOG_DEBUG, message, LOG_FIELDS(__VA_ARGS__))
#define log_info(log_, message, ...)  log_write(log_, LOG_INFO, message, LOG_FIELDS(__VA_ARGS__))
#define log_warn(log_, message, ...)  log_write(log_, LOG_WARN, message, LOG_FIELDS(__VA_ARGS__))
#define log_error(log_, message, ...) log_write(log_, LOG_ERROR, message, LOG_FIELDS(__VA_ARGS__))

bool log_level_parse(enum log_level *out, const char *text);   /* debug, info, warn, error */
bool log_format_parse(enum log_format *out, const char *text); /* json, logfmt */

#endif
