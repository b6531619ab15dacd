#include "clients/cli/thanks.h"

#include "clients/cli/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INDENT 4 /* columns before what stands below a head line */

void print_head(const struct cli *cli, char *words)
{
	fputs(cli->color ? "\033[1m" : "", stdout);
	text_print(stdout, words, INDENT, text_width());
	puts(cli->color ? "\033[0m" : "");
	free(words);
}

void print_quiet(const struct cli *cli, char *words, int indent)
{
	printf("%s%*s", cli->color ? "\033[2m" : "", indent, "");
	text_print(stdout, words, indent, text_width());
	puts(cli->color ? "\033[0m" : "");
	free(words);
}

static void print_below(const char *words, int indent)
{
	printf("%*s", indent, "");
	print_words(words, indent);
}

static char *head_of(const json_t *recognition)
{
	const char *value = json_at(recognition, "value");
	char *people = handles_of(json_object_get(recognition, "receivers"), "member"), *head;
	if (asprintf(&head, "%s  %s → %s  [%s%s%s%s]", day_of(json_at(recognition, "giveTime")),
				 person_of(recognition, "giver"), people, json_at(recognition, "visibility"),
				 *value ? "," TEXT_GLUE : "", value,
				 strcmp(json_at(recognition, "win"), "BIG") == 0 ? "," TEXT_GLUE "big" TEXT_GLUE "win" : "") < 0)
		abort();
	free(people);
	return head;
}

static void print_credits(const json_t *receivers)
{
	size_t i;
	json_t *receiver;
	json_array_foreach(receivers, i, receiver)
	{
		char *words;
		if (!*json_at(receiver, "credit"))
			continue;
		if (asprintf(&words, "%s: %s", person_of(receiver, "member"), json_at(receiver, "credit")) < 0)
			abort();
		print_below(words, INDENT);
		free(words);
	}
}

/* "1 comment", "2 comments", nothing for none. */
static void add_count(FILE *out, const json_t *recognition, const char *name, const char *one, const char *many)
{
	json_int_t count = json_integer_value(json_object_get(recognition, name));
	if (count)
		fprintf(out, " ·" TEXT_GLUE "%lld" TEXT_GLUE "%s", (long long)count, count == 1 ? one : many);
}

static char *footer_of(const json_t *recognition)
{
	char *footer = NULL;
	size_t size, i;
	json_t *reaction;
	FILE *out = open_memstream(&footer, &size);
	if (!out)
		abort();
	fputs(json_at(recognition, "id"), out);
	json_array_foreach(json_object_get(recognition, "reactions"), i, reaction) fprintf(
		out, "%s%s" TEXT_GLUE "%s", i ? "  " : " ·" TEXT_GLUE, json_at(reaction, "emoji"), json_at(reaction, "count"));
	add_count(out, recognition, "joinerCount", "joined", "joined");
	add_count(out, recognition, "commentCount", "comment", "comments");
	fputs(*json_at(recognition, "editTime") ? " ·" TEXT_GLUE "edited" : "", out);
	fclose(out);
	return footer;
}

void print_recognition(struct cli *cli, const json_t *recognition)
{
	print_head(cli, head_of(recognition));
	const char *message = json_at(recognition, "message");
	print_below(*message ? message : "(the words were erased)", INDENT);
	print_credits(json_object_get(recognition, "receivers"));
	if (*json_at(recognition, "id"))
		print_quiet(cli, footer_of(recognition), INDENT);
}

void print_recognition_reply(struct cli *cli, const json_t *reply)
{
	print_recognition(cli, json_object_get(reply, "recognition"));
}

void print_metrics(const json_t *metrics, int indent)
{
	size_t i;
	json_t *metric;
	json_array_foreach(metrics, i, metric)
	{
		double value = json_number_value(json_object_get(metric, "value"));
		const char *unit = json_at(metric, "unit");
		char *words;
		/* Whole numbers as they are, up to what a double keeps exactly. */
		bool whole = fabs(value) < 1e15 && value == floor(value);
		if (asprintf(&words, whole ? "%s" TEXT_GLUE "%.0f%s%s" : "%s" TEXT_GLUE "%.6g%s%s", json_at(metric, "name"),
					 value, *unit && *unit != '%' ? TEXT_GLUE : "", unit) < 0)
			abort();
		print_below(words, indent);
		free(words);
	}
}

void print_links(const json_t *links, int indent)
{
	size_t i;
	json_t *link;
	json_array_foreach(links, i, link)
	{
		char *words;
		const char *title = json_at(link, "title");
		if (asprintf(&words, "%s%s%s", json_at(link, "url"), *title ? "  " : "", title) < 0)
			abort();
		print_below(words, indent);
		free(words);
	}
}

static void print_joiners(const json_t *recognition)
{
	const json_t *joiners = json_object_get(recognition, "joiners");
	size_t i;
	json_t *joiner;
	json_array_foreach(joiners, i, joiner)
	{
		const char *note = json_at(joiner, "note");
		char *words;
		if (asprintf(&words, "%s%s%s", person_of(joiner, "member"), *note ? ": " : "", note) < 0)
			abort();
		print_field(i ? "" : "joined by", words);
		free(words);
	}
	long long more =
		json_integer_value(json_object_get(recognition, "joinerCount")) - (long long)json_array_size(joiners);
	if (more > 0)
		printf("%*sand %lld more\n", FIELD_COLUMNS, "", more);
}

void print_recognition_whole(struct cli *cli, const json_t *recognition)
{
	print_recognition(cli, recognition);
	print_metrics(json_object_get(recognition, "metrics"), INDENT);
	print_links(json_object_get(recognition, "links"), INDENT);
	putchar('\n');
	print_field("given", minute_of(json_at(recognition, "giveTime")));
	print_field("edited", minute_of(json_at(recognition, "editTime")));
	print_field("asked for", json_at(recognition, "requestedVisibility"));
	print_field("heard as", json_at(recognition, "visibility"));
	if (json_integer_value(json_object_get(recognition, "prompt")))
		print_field("prompt", json_at(recognition, "prompt"));
	if (strcmp(json_at(recognition, "setting"), "UNSPECIFIED") != 0)
		print_field("setting", json_at(recognition, "setting"));
	print_joiners(recognition);
}
