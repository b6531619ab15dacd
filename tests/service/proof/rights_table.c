#include "tests/service/proof/rights_table.h"

#include "common/base/text.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS "\t "

const struct rights_column rights_columns[RIGHTS_COLUMNS] = {
	{"anon", 0, false},
	{"member", ROLE_BIT(MEMBER), true},
	{"leader", ROLE_BIT(LEADER), true},
	{"awards", ROLE_BIT(AWARDS_ADMIN), true},
	{"people", ROLE_BIT(PEOPLE_ADMIN), true},
	{"auditor", ROLE_BIT(AUDITOR), true},
	{"admin", ROLE_BIT(ADMIN), true},
	{"service-", ROLE_BIT(SERVICE), false},
	{"auditor-", ROLE_BIT(AUDITOR), false},
	{"admin-", ROLE_BIT(ADMIN), false},
};

struct alias {
	const char *name, *spec;
};

struct reading {
	struct rights_table *table;
	struct arena *arena;
	struct alias *aliases;
	size_t n_aliases;
	int line;
};

static const char *resolve(const struct reading *reading, const char *spec)
{
	for (size_t i = 0; i < reading->n_aliases; i++)
		if (text_equal(reading->aliases[i].name, spec))
			return reading->aliases[i].spec;
	return spec;
}

static void add_relation(struct reading *reading, struct rights_row *row, const char *level, const char *person)
{
	row->relations = arena_grow(reading->arena, row->relations, row->n_relations, sizeof *row->relations);
	row->relations[row->n_relations++] = (struct rights_relation){level, person};
}

/* "private,team.giver,other": every level with every person. */
static void add_product(struct reading *reading, struct rights_row *row, const char *part)
{
	char *levels = arena_text(reading->arena, part), *persons = strchr(levels, '.'), *level;
	if (persons)
		*persons++ = 0;
	else {
		persons = levels;
		levels = arena_text(reading->arena, "");
	}
	while ((level = strsep(&levels, ","))) {
		char *rest = arena_text(reading->arena, persons), *person;
		while ((person = strsep(&rest, ",")))
			add_relation(reading, row, level, person);
	}
}

static void add_spec(struct reading *reading, struct rights_row *row, const char *spec)
{
	char *rest = arena_text(reading->arena, resolve(reading, spec)), *part;
	while ((part = strsep(&rest, "+")))
		if (text_equal(resolve(reading, part), part))
			add_product(reading, row, part);
		else
			add_spec(reading, row, part);
}

static void read_row(struct reading *reading, char *text)
{
	struct rights_method *method = &reading->table->methods[reading->table->n_methods - 1];
	method->rows = arena_grow(reading->arena, method->rows, method->n_rows, sizeof *method->rows);
	struct rights_row *row = &method->rows[method->n_rows++];
	size_t n = 0;
	*row = (struct rights_row){.line = reading->line};
	add_spec(reading, row, strsep(&text, BLANKS));
	for (char *word; (word = strsep(&text, BLANKS));)
		if (*word && n < RIGHTS_COLUMNS)
			row->verdicts[n++] = word;
	if (n != RIGHTS_COLUMNS)
		fail_msg("line %d: %zu verdicts instead of %d", reading->line, n, RIGHTS_COLUMNS);
}

static void read_alias(struct reading *reading, char *text)
{
	reading->aliases = arena_grow(reading->arena, reading->aliases, reading->n_aliases, sizeof *reading->aliases);
	const char *name = strsep(&text, BLANKS);
	assert_non_null(text);
	reading->aliases[reading->n_aliases++] = (struct alias){name, text + strspn(text, BLANKS "=")};
}

static void read_method(struct reading *reading, enum rights_door door, char *text)
{
	struct rights_table *table = reading->table;
	table->methods = arena_grow(reading->arena, table->methods, table->n_methods, sizeof *table->methods);
	struct rights_method *method = &table->methods[table->n_methods++];
	*method = (struct rights_method){.line = reading->line, .door = door, .request = ""};
	char *brace = strstr(text, " {");
	if (brace) {
		*brace = 0;
		method->request = brace + 1;
	}
	method->name = text;
}

static void read_line(struct reading *reading, char *text)
{
	static const struct {
		const char *word;
		enum rights_door door;
	} doors[] = {{"rpc ", RIGHTS_RPC}, {"direct ", RIGHTS_DIRECT}, {"inside ", RIGHTS_INSIDE}, {"http ", RIGHTS_HTTP}};
	if (!*text || *text == '#')
		return;
	for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
		if (strncmp(text, doors[i].word, strlen(doors[i].word)) == 0) {
			read_method(reading, doors[i].door, text + strlen(doors[i].word));
			return;
		}
	if (strncmp(text, "let ", 4) == 0)
		read_alias(reading, text + 4);
	else if (*text == '\t' && reading->table->n_methods)
		read_row(reading, text + 1);
	else
		fail_msg("line %d makes no sense: %s", reading->line, text);
}

void rights_table_read(struct rights_table *table, struct arena *arena, const char *path)
{
	struct reading reading = {.table = table, .arena = arena};
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	*table = (struct rights_table){0};
	if (!file)
		fail_msg("cannot read %s", path);
	while (getline(&line, &size, file) >= 0) {
		reading.line++;
		line[strcspn(line, "\n")] = 0;
		read_line(&reading, arena_text(arena, line));
	}
	free(line);
	fclose(file);
}
