#include "clients/cli/exposition.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value of a label behind its opening quote, unescaped; NULL: the line ends in it. Leaves *at behind the quote. */
static json_t *value_take(const char **at)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	const char *c = *at;
	for (; *c && *c != '"' && *c != '\n'; c++) {
		c += *c == '\\' && c[1];
		fputc(*c == 'n' && c[-1] == '\\' ? '\n' : *c, out);
	}
	fclose(out);
	json_t *value = *c == '"' ? json_string(text) : NULL;
	*at = *c == '"' ? c + 1 : c;
	free(text);
	return value;
}

/* {a="b",c="d"}; *at on the brace, left behind the other. False: it is not that. */
static bool labels_take(const char **at, json_t *labels)
{
	const char *c = *at + 1;
	while (*c && *c != '}') {
		size_t length = strcspn(c, "=\n");
		if (strncmp(c + length, "=\"", 2) != 0)
			return false;
		char *name = strndup(c, length);
		c += length + 2;
		json_t *value = value_take(&c);
		json_object_set_new(labels, name, value ? value : json_null());
		free(name);
		if (!value)
			return false;
		c += *c == ',';
	}
	*at = *c ? c + 1 : c;
	return *c == '}';
}

static void line_take(json_t *metrics, const char *line)
{
	size_t length = strcspn(line, "{ \n");
	const char *at = line + length;
	json_t *labels = json_object();
	if (*line != '#' && length && (*at != '{' || labels_take(&at, labels)) && *at == ' ') {
		char *name = strndup(line, length);
		json_t *all = json_object_get(metrics, name);
		if (!all)
			json_object_set_new(metrics, name, all = json_array());
		json_array_append_new(all, json_pack("{s:O, s:f}", "labels", labels, "value", strtod(at, NULL)));
		free(name);
	}
	json_decref(labels);
}

json_t *exposition_parse(const char *text)
{
	json_t *metrics = json_object();
	for (; *text; text += *text == '\n') {
		line_take(metrics, text);
		text += strcspn(text, "\n");
	}
	return metrics;
}
