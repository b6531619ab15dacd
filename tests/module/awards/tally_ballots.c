#include "tests/module/awards/tally_ballots.h"

#include "tests/support/support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFERS      8
#define BUFFER_BYTES 2048

static char *buffer_next(void)
{
	static char buffers[BUFFERS][BUFFER_BYTES];
	static unsigned at;
	char *buffer = buffers[at++ % BUFFERS];
	*buffer = '\0';
	return buffer;
}

void ballots_read(struct tally_profile *out, size_t alternatives, const char *text)
{
	tally_profile_init(out, alternatives);
	while (*text) {
		char *at;
		uint64_t count = strtoull(text, &at, 10);
		uint8_t *row = tally_profile_begin(out), place = 0;
		for (; *at && *at != ';'; at++) {
			place = (uint8_t)(place + (*at == '>'));
			if (*at >= 'A' && *at <= 'Z')
				row[*at - 'A'] = place;
		}
		assert_true(tally_profile_commit(out, count));
		text = at + (*at == ';');
		text += strspn(text, " ");
	}
}

static void text_add(char *buffer, const char *separator, const char *text)
{
	size_t length = strlen(buffer);
	snprintf(buffer + length, BUFFER_BYTES - length, "%s%s", length ? separator : "", text);
}

const char *ranking_text(const struct tally_result *result)
{
	char *buffer = buffer_next();
	for (size_t group = 0; group < result->groups; group++) {
		bool first = true;
		for (size_t a = 0; a < result->alternatives; a++) {
			if (result->group[a] != group)
				continue;
			text_add(buffer, first ? ">" : "=", (char[]){(char)('A' + a), '\0'});
			first = false;
		}
		assert_false(first);
	}
	return buffer;
}

const char *set_text(const struct tally_set *set, size_t alternatives)
{
	char *buffer = buffer_next();
	for (size_t a = 0; a < alternatives; a++)
		if (tally_set_has(set, a))
			text_add(buffer, "", (char[]){(char)('A' + a), '\0'});
	return buffer;
}

const char *round_text(const struct tally_result *result, size_t round)
{
	char *buffer = buffer_next(), number[32];
	for (size_t a = 0; a < result->alternatives; a++) {
		snprintf(number, sizeof(number), "%" PRIu64, result->round[round].counts[a]);
		text_add(buffer, " ", tally_set_has(&result->round[round].continuing, a) ? number : "-");
	}
	snprintf(number, sizeof(number), "%" PRIu64, result->round[round].exhausted);
	text_add(buffer, "; ", number);
	return buffer;
}

const char *scores_text(const struct tally_result *result)
{
	char *buffer = buffer_next(), number[32];
	for (size_t a = 0; a < result->alternatives; a++) {
		uint64_t score = result->scores[a];
		snprintf(number, sizeof(number), "%" PRIu64 "%s", score / result->unit, score % result->unit ? ".5" : "");
		text_add(buffer, " ", number);
	}
	return buffer;
}
