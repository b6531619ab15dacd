#include "services/awards/ballot_log/ballot.h"
#include "services/awards/ballot_log/hexadecimal.h"

#include <stdlib.h>
#include <string.h>

static const char ranking_begin[] = "{\"ranking\":[";
static const char approvals_begin[] = "{\"approvals\":[";
static const char not_canonical[] = "is not the canonical JSON of a ballot";
static const char not_candidate[] = "names what is no candidate's id";
static const char named_twice[] = "names a candidate twice";
static const char too_many[] = "names more than 255 candidates";
static const char not_sorted[] = "has a tie whose ids are not sorted";

bool candidate_is_id(const char *text, size_t length)
{
	return uuid_is_text(text, length) || (length == sizeof(NO_AWARD) - 1 && memcmp(text, NO_AWARD, length) == 0);
}

/* Whether the name at `index` stands before it already. */
static bool is_repeated(const struct ballot *ballot, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(ballot->names[i].id, ballot->names[index].id) == 0)
			return true;
	return false;
}

static int compare_names(const void *a, const void *b)
{
	const struct ballot_name *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return strcmp(x->id, y->id);
}

static const char *names_check(const struct ballot *ballot)
{
	if (ballot->count > CANDIDATES_MOST)
		return too_many;
	for (size_t i = 0; i < ballot->count; i++) {
		const char *id = ballot->names[i].id;
		if (!candidate_is_id(id, strnlen(id, CANDIDATE_TEXT_SIZE)))
			return not_candidate;
		if (is_repeated(ballot, i))
			return named_twice;
	}
	return NULL;
}

/* Sorted, with places that count from 0 without gaps. */
static void names_order(struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->count && ballot->approvals; i++)
		ballot->names[i].place = 0;
	qsort(ballot->names, ballot->count, sizeof(ballot->names[0]), compare_names);
	uint8_t place = 0, before = 0;
	for (size_t i = 0; i < ballot->count; i++) {
		uint8_t said = ballot->names[i].place;
		place = (uint8_t)(place + (i > 0 && said != before));
		before = said;
		ballot->names[i].place = place;
	}
}

static char *put(char *at, const char *text)
{
	size_t length = strlen(text);
	memcpy(at, text, length + 1);
	return at + length;
}

size_t ballot_write(struct ballot *ballot, char out[BALLOT_TEXT_SIZE], const char **why)
{
	*why = names_check(ballot);
	if (*why)
		return 0;
	names_order(ballot);
	char *at = put(out, ballot->approvals ? approvals_begin : ranking_begin);
	for (size_t i = 0; i < ballot->count; i++) {
		bool tied = ballot->approvals || (i > 0 && ballot->names[i].place == ballot->names[i - 1].place);
		at = put(at, i == 0 ? (tied ? "\"" : "[\"") : (tied ? ",\"" : "],[\""));
		at = put(put(at, ballot->names[i].id), "\"");
	}
	at = put(at, ballot->approvals || ballot->count == 0 ? "]}" : "]]}");
	return (size_t)(at - out);
}

struct reading {
	const char *at, *end;
};

static bool take(struct reading *reading, const char *word, size_t length)
{
	if ((size_t)(reading->end - reading->at) < length || memcmp(reading->at, word, length) != 0)
		return false;
	reading->at += length;
	return true;
}

#define TAKE(reading, word) take(reading, word, sizeof(word) - 1)

/* "<id>" */
static const char *take_name(struct reading *reading, struct ballot *ballot, uint8_t place)
{
	if (!TAKE(reading, "\""))
		return not_canonical;
	size_t left = (size_t)(reading->end - reading->at);
	const char *quote = memchr(reading->at, '"', left < CANDIDATE_TEXT_SIZE ? left : CANDIDATE_TEXT_SIZE);
	size_t length = quote ? (size_t)(quote - reading->at) : 0;
	if (!quote || !candidate_is_id(reading->at, length))
		return not_candidate;
	if (ballot->count == CANDIDATES_MOST)
		return too_many;
	struct ballot_name *name = &ballot->names[ballot->count++];
	memcpy(name->id, reading->at, length);
	name->id[length] = '\0';
	name->place = place;
	reading->at = quote + 1;
	return is_repeated(ballot, ballot->count - 1) ? named_twice : NULL;
}

/* "<id>","<id>",…] */
static const char *take_names(struct reading *reading, struct ballot *ballot, uint8_t place)
{
	const char *why = NULL;
	for (bool first = true; !why; first = false) {
		why = take_name(reading, ballot, place);
		if (!why && !first && strcmp(ballot->names[ballot->count - 2].id, ballot->names[ballot->count - 1].id) >= 0)
			why = not_sorted;
		if (why || TAKE(reading, "]"))
			break;
		if (!TAKE(reading, ","))
			why = not_canonical;
	}
	return why;
}

/* ["<id>",…],["<id>",…],…] */
static const char *take_places(struct reading *reading, struct ballot *ballot)
{
	const char *why = NULL;
	for (unsigned place = 0; !why; place++) {
		why = TAKE(reading, "[") ? take_names(reading, ballot, (uint8_t)place) : not_canonical;
		if (why || TAKE(reading, "]"))
			break;
		if (!TAKE(reading, ","))
			why = not_canonical;
	}
	return why;
}

const char *ballot_read(struct ballot *out, const char *text, size_t length)
{
	struct reading reading = {text, text + length};
	const char *why = NULL;
	out->count = 0;
	out->approvals = TAKE(&reading, approvals_begin);
	if (!out->approvals && !TAKE(&reading, ranking_begin))
		return not_canonical;
	if (!TAKE(&reading, "]"))
		why = out->approvals ? take_names(&reading, out, 0) : take_places(&reading, out);
	if (!why && (!TAKE(&reading, "}") || reading.at != reading.end))
		why = not_canonical;
	return why;
}
