#include "common/process/settings.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/base/zone.h"
#include "common/process/privileges.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SETTING(variable_, fallback_, kind_, choices_, readers_, help_)                                                \
	{.variable = #variable_,                                                                                           \
	 .fallback = fallback_,                                                                                            \
	 .help = help_,                                                                                                    \
	 .choices = choices_,                                                                                              \
	 .kind = kind_,                                                                                                    \
	 .readers = readers_},
const struct setting setting_table[] = {
#include "common/process/settings.def"
	{0}};
#undef SETTING

#define SETTING_COUNT (ARRAY_LENGTH(setting_table) - 1)

extern char **environ;

/* Whether `value` is one of "A|B|C". */
static bool is_choice(const char *choices, const char *value)
{
	size_t length = strlen(value);
	for (const char *at = choices; *at;) {
		size_t span = strcspn(at, "|");
		if (span == length && memcmp(at, value, length) == 0)
			return true;
		at += span + (at[span] == '|');
	}
	return false;
}

/* Whether `value` is a whole number inside "low..high". */
static bool is_number(const char *range, const char *value)
{
	char *end;
	errno = 0;
	long number = strtol(value, &end, 10);
	const char *dots = strstr(range, "..");
	return !errno && end != value && !*end &&
		   (!dots || (number >= strtol(range, NULL, 10) && number <= strtol(dots + 2, NULL, 10)));
}

/* Something, a colon, and a port. */
static bool is_address(const char *value)
{
	const char *colon = strrchr(value, ':');
	return colon && is_number("0..65535", colon + 1);
}

static bool is_zone(const char *value)
{
	struct zone *zone = zone_open(value);
	zone_close(zone);
	return zone;
}

/* NULL when the value fits, else what it must be. */
static const char *setting_problem(const struct setting *setting, const char *value, struct arena *arena)
{
	switch (setting->kind) {
	case SETTING_CHOICE:
		return is_choice(setting->choices, value) ? NULL : arena_printf(arena, "must be one of %s", setting->choices);
	case SETTING_NUMBER:
		return is_number(setting->choices, value) ? NULL
												  : arena_printf(arena, "must be a number in %s", setting->choices);
	case SETTING_FLAG:
		return is_choice("0|1", value) ? NULL : "must be 0 or 1";
	case SETTING_URL:
		return text_starts_with(value, "inproc://") || text_starts_with(value, "ipc://") ||
					   text_starts_with(value, "tcp://")
				   ? NULL
				   : "must begin with inproc://, ipc:// or tcp://";
	case SETTING_WEB:
		return (!*value && !*setting->fallback) || text_starts_with(value, "http://") ||
					   text_starts_with(value, "https://")
				   ? NULL
				   : "must begin with http:// or https://";
	case SETTING_ADDRESS:
		return is_address(value) ? NULL : "must be ADDRESS:PORT, such as 127.0.0.1:8080";
	case SETTING_ZONE:
		return is_zone(value) ? NULL
							  : "must be a time zone that this machine knows (tzdata), such as Europe/Athens or UTC";
	case SETTING_USER:
		return privileges_user_exists(value) ? NULL : "must be a user that this machine knows, or a number";
	case SETTING_PATH:
	case SETTING_TEXT:
		return NULL;
	}
	return NULL;
}

bool settings_load(struct settings *out, struct arena *arena, unsigned readers, const char **problem)
{
	const char **values = arena_array(arena, SETTING_COUNT, sizeof(*values));
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *setting = &setting_table[i];
		const char *value = getenv(setting->variable);
		values[i] = value && *value ? arena_text(arena, value) : setting->fallback;
		const char *wrong = setting->readers & readers ? setting_problem(setting, values[i], arena) : NULL;
		if (wrong) {
			*problem = arena_printf(arena, "%s is '%s' but %s", setting->variable, values[i], wrong);
			return false;
		}
	}
	out->values = values;
	return true;
}

static size_t setting_index(const char *variable, size_t length)
{
	size_t i = 0;
	while (i < SETTING_COUNT &&
		   (strlen(setting_table[i].variable) != length || memcmp(setting_table[i].variable, variable, length) != 0))
		i++;
	return i;
}

/* What only the command line and Compose read. */
static bool is_of_others(const char *name)
{
	static const char *const others[] = {"KLEOS_URL", "KLEOS_KEY_FILE", "KLEOS_PORT"};
	bool found = false;
	for (size_t i = 0; i < ARRAY_LENGTH(others); i++)
		found = found || text_equal(name, others[i]);
	return found;
}

void settings_warn_unknown(const struct log *log)
{
	for (char **entry = environ; *entry; entry++) {
		size_t length = strcspn(*entry, "=");
		char name[64];
		if (!text_starts_with(*entry, "KLEOS_") || length >= sizeof(name) ||
			setting_index(*entry, length) < SETTING_COUNT)
			continue;
		memcpy(name, *entry, length);
		name[length] = '\0';
		if (is_of_others(name))
			continue;
		log_warn(log, "unknown setting; --help lists those there are", log_text("variable", name));
	}
}

const char *settings_text(const struct settings *settings, const char *variable)
{
	size_t i = setting_index(variable, strlen(variable));
	if (i == SETTING_COUNT)
		abort(); /* a program asks for a setting that is not in the table */
	return settings->values[i];
}

long settings_number(const struct settings *settings, const char *variable)
{
	return strtol(settings_text(settings, variable), NULL, 10);
}

bool settings_flag(const struct settings *settings, const char *variable)
{
	return strcmp(settings_text(settings, variable), "1") == 0;
}

void settings_print_help(FILE *out, unsigned readers)
{
	for (const struct setting *setting = setting_table; setting->variable; setting++) {
		if (!(setting->readers & readers))
			continue;
		fprintf(out, "  %s\n      %s\n      default: %s", setting->variable, setting->help,
				*setting->fallback ? setting->fallback : "(empty)");
		fprintf(out, "%s%s\n", *setting->choices ? "; one of " : "", setting->choices);
	}
}

void settings_print_values(FILE *out, const struct settings *settings, unsigned readers)
{
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (setting_table[i].readers & readers)
			fprintf(out, "%s=%s\n", setting_table[i].variable, settings->values[i]);
}
