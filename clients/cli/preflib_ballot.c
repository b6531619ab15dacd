#include "clients/cli/preflib_ballot.h"

#include <stdarg.h>
#include <stdio.h>

#define SNIPPET 24 /* bytes of a line that a sentence repeats */

static const char *const type_names[] = {"soc", "toc", "soi", "toi"}; /* by PREFLIB_TIES and PREFLIB_INCOMPLETE */

/* Where a ballot is being read. */
struct cursor {
	const char *at, *end;
	size_t ranked; /* alternatives so far */
	unsigned type;
	char *why;
};

__attribute__((format(printf, 2, 3), cold)) static bool refuse(struct cursor *cursor, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	vsnprintf(cursor->why, PREFLIB_WHY, format, values);
	va_end(values);
	return false;
}

/* "expected X, not 'what is there'" */
__attribute__((cold)) static bool refuse_here(struct cursor *cursor, const char *expected)
{
	size_t left = (size_t)(cursor->end - cursor->at);
	if (left == 0)
		return refuse(cursor, "the line ends where %s should be", expected);
	return refuse(cursor, "expected %s, not '%.*s'%s", expected, (int)(left < SNIPPET ? left : SNIPPET), cursor->at,
				  left < SNIPPET ? "" : "…");
}

const char *preflib_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at;
}

const char *preflib_number(const char *at, const char *end, uint64_t *number)
{
	const char *begin = at;
	for (*number = 0; at < end && *at >= '0' && *at <= '9'; at++) {
		*number = *number * 10 + (uint64_t)(*at - '0');
		if (*number > TALLY_VOTERS)
			return NULL;
	}
	return at > begin ? at : NULL;
}

/* Puts the alternative that is named next at a place. */
static inline bool alternative_take(struct cursor *cursor, struct tally_profile *profile, uint8_t *row, uint8_t place)
{
	const char *at = preflib_blanks(cursor->at, cursor->end);
	cursor->at = at;
	uint64_t number = 0;
	while (at < cursor->end && *at >= '0' && *at <= '9' && number <= profile->alternatives)
		number = number * 10 + (uint64_t)(*at++ - '0');
	if (at == cursor->at)
		return refuse_here(cursor, "the number of an alternative");
	if (number < 1 || number > profile->alternatives)
		return refuse(cursor, "there is no alternative %.*s; they are numbered 1 to %zu", (int)(at - cursor->at),
					  cursor->at, profile->alternatives);
	if (row[number - 1] != TALLY_UNRANKED)
		return refuse(cursor, "alternative %zu stands twice on this ballot; once is right", (size_t)number);
	row[number - 1] = place;
	cursor->at = preflib_blanks(at, cursor->end);
	cursor->ranked++;
	return true;
}

/* "{1,2}", from behind its first brace. */
static bool tie_take(struct cursor *cursor, struct tally_profile *profile, uint8_t *row, uint8_t place)
{
	if (!(cursor->type & PREFLIB_TIES))
		return refuse(cursor, "a %s file has no ties; '{' is right in a toc or toi file", type_names[cursor->type]);
	do {
		cursor->at++;
		if (!alternative_take(cursor, profile, row, place))
			return false;
	} while (cursor->at < cursor->end && *cursor->at == ',');
	if (cursor->at == cursor->end || *cursor->at != '}')
		return refuse_here(cursor, "',' or the '}' of a tie");
	cursor->at = preflib_blanks(cursor->at + 1, cursor->end);
	return true;
}

/* What most of a file is, "12,3,": numbers of one or two digits with a comma behind them, told apart without a branch
 * that random digits would mispredict. Stops before whatever else there is, be it right or wrong; the next place. */
static uint8_t singles_take(struct cursor *cursor, size_t alternatives, uint8_t *row, uint8_t place)
{
	const char *at = cursor->at;
	uint8_t first = place;
	while (cursor->end - at >= 3) {
		unsigned digit = (unsigned)at[0] - '0', second = (unsigned)at[1] - '0';
		unsigned two = second <= 9;
		unsigned number = digit + (-two & (digit * 9 + second)); /* digit * 10 + second if there are two */
		const char *behind = at + 1 + two;
		if (digit > 9 || *behind != ',' || number - 1 >= alternatives || row[number - 1] != TALLY_UNRANKED)
			break;
		row[number - 1] = place++;
		at = behind + 1;
	}
	cursor->ranked += (size_t)(place - first);
	cursor->at = at;
	return place;
}

/* The places, from behind the count and its separator to the end of the line. */
static bool order_take(struct cursor *cursor, struct tally_profile *profile, uint8_t *row)
{
	for (uint8_t place = 0;; place++) {
		place = singles_take(cursor, profile->alternatives, row, place);
		cursor->at = preflib_blanks(cursor->at, cursor->end);
		bool tie = cursor->at < cursor->end && *cursor->at == '{';
		if (!(tie ? tie_take(cursor, profile, row, place) : alternative_take(cursor, profile, row, place)))
			return false;
		if (cursor->at == cursor->end)
			break;
		if (*cursor->at != ',')
			return refuse_here(cursor, "',' or the end of the line");
		cursor->at++;
	}
	if (cursor->ranked < profile->alternatives && !(cursor->type & PREFLIB_INCOMPLETE))
		return refuse(cursor,
					  "a %s file ranks all %zu alternatives on every ballot, this one ranks %zu; that is right in %s",
					  type_names[cursor->type], profile->alternatives, cursor->ranked,
					  cursor->type & PREFLIB_TIES ? "toi" : "soi");
	return true;
}

/* "42:" */
static bool count_take(struct cursor *cursor, char separator, uint64_t *count)
{
	cursor->at = preflib_blanks(cursor->at, cursor->end);
	const char *behind = preflib_number(cursor->at, cursor->end, count);
	if (!behind)
		return refuse_here(cursor, "how many voters said so, 1 to 9007199254740992");
	cursor->at = preflib_blanks(behind, cursor->end);
	if (cursor->at == cursor->end || *cursor->at != separator)
		return refuse_here(cursor,
						   separator == ':' ? "':' behind the number of voters" : "',' behind the number of voters");
	cursor->at++;
	return *count > 0 || refuse(cursor, "a ballot of 0 voters; a ballot has 1 voter or more");
}

bool preflib_ballot_read(struct tally_profile *profile, const struct preflib_line *line, char why[PREFLIB_WHY])
{
	struct cursor cursor = {.at = line->at, .end = line->end, .type = line->type, .why = why};
	uint64_t count;
	if (!count_take(&cursor, line->separator, &count))
		return false;
	if (!order_take(&cursor, profile, tally_profile_begin(profile)))
		return false;
	return tally_profile_commit(profile, count) ||
		   refuse(&cursor,
				  "with this ballot there are more than 9007199254740992 voters, which is the most that is counted");
}
