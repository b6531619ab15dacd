#include "clients/cli/output.h"

#include "clients/cli/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define RING_SIZE  32
#define ERASED     "erased-" /* a tombstone's handle begins so; its id follows */
#define ID_DIGITS  32
#define RING_BYTES 80 /* more than any handle */

static char *ring_next(void)
{
	static char ring[RING_SIZE][RING_BYTES];
	static unsigned at;
	char *text = ring[at++ % RING_SIZE];
	*text = '\0';
	return text;
}

static const json_t *json_walk(const json_t *object, const char *path)
{
	while (object && *path) {
		char name[64];
		size_t length = strcspn(path, ".");
		snprintf(name, sizeof(name), "%.*s", (int)length, path);
		object = json_object_get(object, name);
		path += length + (path[length] == '.');
	}
	return object;
}

const char *json_at(const json_t *object, const char *path)
{
	const json_t *found = json_walk(object, path);
	if (json_is_string(found))
		return json_string_value(found);
	if (json_is_boolean(found))
		return json_is_true(found) ? "yes" : "no";
	if (!json_is_number(found))
		return "";
	char *text = ring_next();
	if (json_is_integer(found))
		snprintf(text, RING_BYTES, "%lld", (long long)json_integer_value(found));
	else
		snprintf(text, RING_BYTES, "%.3f", json_real_value(found));
	return text;
}

void tell_more(const json_t *reply)
{
	if (*json_at(reply, "nextPageToken"))
		fputs("There are more: --limit N\n", stderr);
}

int print_json(const json_t *value)
{
	json_dumpf(value, stdout, JSON_COMPACT | JSON_ENCODE_ANY);
	putchar('\n');
	return EXIT_SUCCESS;
}

void print_bar(const struct cli *cli, double share, int width)
{
	static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	int units = (int)(share * width * 8 + 0.5);
	for (int i = 0; i < units / 8; i++)
		fputs(cli->unicode ? "█" : "#", stdout);
	fputs(cli->unicode ? eighths[units % 8] : "", stdout);
}

const char *day_of(const char *time)
{
	char *day = ring_next();
	snprintf(day, RING_BYTES, "%.10s", time);
	return day;
}

const char *minute_of(const char *time)
{
	char *minute = ring_next();
	if (strlen(time) > strlen("2026-03-01T"))
		snprintf(minute, RING_BYTES, "%.10s %.5s", time, time + strlen("2026-03-01T"));
	return minute;
}

int text_width(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : TEXT_WHOLE;
}

int terminal_width(void)
{
	int width = text_width();
	return width ? width : 80;
}

void print_words(const char *text, int indent)
{
	text_print(stdout, text, indent, text_width());
	putchar('\n');
}

void print_line(FILE *out, const char *format, ...)
{
	char *line;
	va_list values;
	va_start(values, format);
	if (vasprintf(&line, format, values) < 0)
		abort();
	va_end(values);
	text_print(out, line, 0, TEXT_WHOLE);
	fputc('\n', out);
	free(line);
}

void print_field(const char *name, const char *text)
{
	if (!*text)
		return;
	printf("%-*s", FIELD_COLUMNS, name);
	print_words(text, FIELD_COLUMNS);
}

void print_heading(const struct cli *cli, const char *text)
{
	printf("\n%s%s%s\n", cli->color ? "\033[1m" : "", text, cli->color ? "\033[0m" : "");
}

char *list_join(const json_t *list, const char *(*text_of)(const void *context, const json_t *item),
				const void *context)
{
	char *text = NULL;
	size_t size, i;
	json_t *item;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		abort();
	json_array_foreach(list, i, item) fprintf(out, "%s%s", i ? ", " : "", text_of(context, item));
	fclose(out);
	return text;
}

static const char *handle_of(const void *path, const json_t *item)
{
	return person_of(item, path);
}

char *handles_of(const json_t *list, const char *path)
{
	return list_join(list, handle_of, path);
}

static const char *itself(const void *nothing, const json_t *item)
{
	(void)nothing;
	return json_string_value(item);
}

char *texts_of(const json_t *list)
{
	return list_join(list, itself, NULL);
}

const char *person_of(const json_t *object, const char *path)
{
	const json_t *person = *path ? json_walk(object, path) : object;
	const char *handle = json_at(person, "handle");
	char *text = ring_next();
	bool erased = strncmp(handle, ERASED, strlen(ERASED)) == 0 && strlen(handle) == strlen(ERASED) + ID_DIGITS;
	if (*handle)
		snprintf(text, RING_BYTES, "%s%s", erased ? "somebody erased" : "@", erased ? "" : handle);
	return text;
}

int time_compare(const char *left, const char *right)
{
	size_t seconds = strlen("2026-03-01T09:00:00");
	int order = strncmp(left, right, seconds);
	if (order || strlen(left) < seconds || strlen(right) < seconds)
		return order;
	return strcmp(left[seconds] == '.' ? left + seconds : "", right[seconds] == '.' ? right + seconds : "");
}
