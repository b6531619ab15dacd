/* settings: every KLEOS_* variable in one table (settings.def). `--help`, `--print-config`, docker/kleos.env and the
 * table in the README are printed from it. A value that is filled once and passed down. */
#ifndef KLEOS_PROCESS_SETTINGS_H
#define KLEOS_PROCESS_SETTINGS_H

#include "common/base/arena.h"
#include "common/base/log.h"

#include <stdbool.h>
#include <stdio.h>

/* Which processes read a setting. */
enum setting_reader {
	READER_MEMBERS = 1,
	READER_RECOGNITIONS = 2,
	READER_AWARDS = 4,
	READER_GATEWAY = 8,
	READER_ALL = 15, /* kleosd */
};

enum setting_kind {
	SETTING_ADDRESS,
	SETTING_PATH,
	SETTING_TEXT,
	SETTING_URL,
	SETTING_WEB,
	SETTING_NUMBER,
	SETTING_FLAG,
	SETTING_ZONE,
	SETTING_USER,
	SETTING_CHOICE
};

struct setting {
	const char *variable; /* KLEOS_DATA_DIR */
	const char *fallback; /* the default, as text */
	const char *help;     /* one sentence */
	const char *choices;  /* "FULL|NORMAL" for SETTING_CHOICE; "low..high" for SETTING_NUMBER; else "" */
	enum setting_kind kind;
	unsigned readers; /* setting_reader bits */
};

extern const struct setting setting_table[]; /* ends with a NULL variable */

struct settings {
	const char *const *values; /* beside setting_table */
};

/* From the environment. False: *problem is a sentence that names the variable. Unknown KLEOS_* variables are warned of
 * in the log, as is nothing else. Memory from `arena`, which must outlive the settings. */
bool settings_load(struct settings *out, struct arena *arena, unsigned readers, const char **problem);
void settings_warn_unknown(const struct log *log);
const char *settings_text(const struct settings *settings, const char *variable); /* a name not in the table aborts */
long settings_number(const struct settings *settings, const char *variable);
bool settings_flag(const struct settings *settings, const char *variable);

void settings_print_help(FILE *out, unsigned readers);
void settings_print_values(FILE *out, const struct settings *settings, unsigned readers); /* VARIABLE=value lines */

#endif
