#include "common/base/log.h"

#include "common/base/array.h"
#include "common/base/calendar.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

#define TEXT_BOUND 500 /* bytes of one text, before escaping */

/* At most PIPE_BUF bytes: a write of so much is not mixed with those of other processes on the same pipe. */
struct line {
	char bytes[PIPE_BUF];
	size_t length;
	bool full;
};

static const char *const level_names[] = {"debug", "info", "warn", "error"};

static void add(struct line *line, const char *bytes, size_t length)
{
	if (length > sizeof(line->bytes) - 2 - line->length) /* the end of the line always fits */
		line->full = true;
	if (line->full)
		return;
	memcpy(line->bytes + line->length, bytes, length);
	line->length += length;
}

static void add_text(struct line *line, const char *text)
{
	add(line, text, strlen(text));
}

/* One code point: as it is, or escaped when it is a control character or would end the quotes. */
static void add_code_point(struct line *line, const char *bytes, size_t size, utf8proc_int32_t code_point)
{
	char escaped[8];

	if (code_point >= 0x20 && code_point != '"' && code_point != '\\' && !(code_point >= 0x7f && code_point <= 0x9f)) {
		add(line, bytes, size);
	} else if (code_point == '"' || code_point == '\\') {
		add(line, (char[]){'\\', (char)code_point}, 2);
	} else {
		snprintf(escaped, sizeof(escaped), "\\u%04x", (unsigned)code_point & 0xffff);
		add_text(line, escaped);
	}
}

/* Bytes that are not UTF-8 show as U+FFFD. */
static void add_quoted(struct line *line, const char *text)
{
	size_t length = strnlen(text, TEXT_BOUND + 4), at = 0;

	add_text(line, "\"");
	while (at < length) {
		utf8proc_int32_t code_point;
		utf8proc_ssize_t size =
			utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(length - at), &code_point);

		if (at + (size > 0 ? (size_t)size : 1) > TEXT_BOUND)
			break;
		if (size > 0)
			add_code_point(line, text + at, (size_t)size, code_point);
		else
			add_text(line, "\\ufffd");
		at += size > 0 ? (size_t)size : 1;
	}
	add_text(line, "\"");
}

static bool is_bare(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/+@";
	size_t length = strspn(text, letters);

	return length && !text[length] && length <= TEXT_BOUND;
}

static void add_value(struct line *line, enum log_format format, const char *text)
{
	if (format == LOG_LOGFMT && is_bare(text))
		add_text(line, text);
	else
		add_quoted(line, text);
}

/* A field that does not fit is left out whole. */
static void add_field(struct line *line, enum log_format format, struct log_field field)
{
	size_t before = line->length;
	char number[24];

	line->full = false;
	if (format == LOG_JSON) {
		add_text(line, before > 1 ? "," : "");
		add_quoted(line, field.name);
		add_text(line, ":");
	} else {
		add_text(line, before > 0 ? " " : "");
		add_text(line, field.name);
		add_text(line, "=");
	}
	if (field.text) {
		add_value(line, format, field.text);
	} else {
		snprintf(number, sizeof(number), "%lld", (long long)field.number);
		add_text(line, number);
	}
	if (line->full)
		line->length = before;
}

/* The one place that reads the clock by itself: a log has no environment, an environment has a log. */
static void time_text(char out[TIME_TEXT_SIZE])
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	time_format(out, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

static void send_line(const struct log *log, const struct line *line)
{
	if (log->write) {
		log->write(log->host, line->bytes, line->length);
		return;
	}
	/* A log that cannot be written cannot be reported either. */
	if (write(STDERR_FILENO, line->bytes, line->length) < 0)
		return;
}

void log_write(const struct log *log, enum log_level level, const char *message, const struct log_field *fields)
{
	struct line line;
	char time[TIME_TEXT_SIZE];

	if (!log || level < log->level)
		return;
	line.length = 0;
	line.full = false;
	time_text(time);
	if (log->format == LOG_JSON)
		add_text(&line, "{");
	add_field(&line, log->format, log_text("time", time));
	add_field(&line, log->format, log_text("level", level_names[level]));
	add_field(&line, log->format, log_text("service", log->service));
	add_field(&line, log->format, log_text("message", message));
	for (; fields && fields->name; fields++)
		add_field(&line, log->format, *fields);
	if (log->format == LOG_JSON)
		line.bytes[line.length++] = '}';
	line.bytes[line.length++] = '\n';
	send_line(log, &line);
}

bool log_level_parse(enum log_level *out, const char *text)
{
	for (size_t i = 0; i < ARRAY_LENGTH(level_names); i++) {
		if (strcmp(text, level_names[i]) == 0) {
			*out = (enum log_level)i;
			return true;
		}
	}
	return false;
}

bool log_format_parse(enum log_format *out, const char *text)
{
	bool json = strcmp(text, "json") == 0;

	if (!json && strcmp(text, "logfmt") != 0)
		return false;
	*out = json ? LOG_JSON : LOG_LOGFMT;
	return true;
}
