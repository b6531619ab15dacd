#include "clients/cli/preflib.h"

#include "clients/cli/output.h"
#include "clients/cli/preflib_ballot.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define TYPE_UNKNOWN 4
#define SNIPPET      40 /* bytes of a line that a sentence repeats */

static const char *const type_names[TYPE_UNKNOWN] = {"soc", "toc", "soi", "toi"};

/* A file while it is read. */
struct reader {
	struct preflib *out;
	const char *path;
	const char *next, *end; /* what is not read yet */
	struct preflib_line line;
	size_t number;         /* of the line, from 1 */
	uint64_t voters;       /* that the header promises */
	size_t voters_number;  /* the line that promises them; 0: none */
	const char *voters_at; /* what that line calls them */
};

__attribute__((format(printf, 3, 4))) static bool refuse_at(const struct reader *reader, size_t number,
															const char *format, ...)
{
	char *why;
	va_list values;
	va_start(values, format);
	if (vasprintf(&why, format, values) < 0)
		abort();
	va_end(values);
	print_line(stderr, "%s:%zu: %s", reader->path, number, why);
	free(why);
	return false;
}

/* Goes to the next line that is not blank; false: there is none. */
static bool line_next(struct reader *reader)
{
	struct preflib_line *line = &reader->line;
	while (reader->next < reader->end) {
		const char *end = memchr(reader->next, '\n', (size_t)(reader->end - reader->next));
		line->at = reader->next;
		line->end = end ? end : reader->end;
		reader->next = end ? end + 1 : reader->end;
		reader->number++;
		if (line->end > line->at && line->end[-1] == '\r')
			line->end--;
		line->at = preflib_blanks(line->at, line->end);
		if (line->at < line->end)
			return true;
	}
	return false;
}

static char *text_copy(const char *at, const char *end)
{
	at = preflib_blanks(at, end);
	while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	char *text = strndup(at, (size_t)(end - at));
	if (!text)
		abort();
	return text;
}

/* A number that is all there is between two places. */
static bool number_whole(const char *at, const char *end, uint64_t *number)
{
	const char *behind = preflib_number(preflib_blanks(at, end), end, number);
	return behind && preflib_blanks(behind, end) == end;
}

static bool alternatives_take(struct reader *reader, const char *at, const char *end)
{
	uint64_t alternatives;
	if (reader->out->names)
		return refuse_at(reader, reader->number, "the number of alternatives stands twice; once is right");
	if (!number_whole(at, end, &alternatives) || alternatives < 1 || alternatives > TALLY_ALTERNATIVES)
		return refuse_at(reader, reader->number, "the number of alternatives is 1 to %d, not '%.*s'",
						 TALLY_ALTERNATIVES, (int)(end - at < SNIPPET ? end - at : SNIPPET), at);
	tally_profile_init(&reader->out->profile, alternatives);
	reader->out->names = calloc(alternatives, sizeof(*reader->out->names));
	if (!reader->out->names)
		abort();
	return true;
}

static bool name_take(struct reader *reader, uint64_t number, const char *at, const char *end)
{
	struct preflib *out = reader->out;
	if (!out->names)
		return refuse_at(reader, reader->number, "a name before '# NUMBER ALTERNATIVES: N'; behind it is right");
	if (number < 1 || number > out->profile.alternatives)
		return refuse_at(reader, reader->number, "a name for alternative %" PRIu64 "; they are numbered 1 to %zu",
						 number, out->profile.alternatives);
	if (out->names[number - 1])
		return refuse_at(reader, reader->number, "alternative %" PRIu64 " has two names; one is right", number);
	out->names[number - 1] = text_copy(at, end);
	return true;
}

static bool voters_take(struct reader *reader, const char *at, const char *end)
{
	if (!number_whole(at, end, &reader->voters))
		return refuse_at(reader, reader->number, "the number of voters is a whole number, not '%.*s'",
						 (int)(end - at < SNIPPET ? end - at : SNIPPET), at);
	reader->voters_number = reader->number;
	return true;
}

static unsigned type_find(const char *name)
{
	unsigned type = 0;
	while (type < TYPE_UNKNOWN && strcasecmp(name, type_names[type]) != 0)
		type++;
	return type;
}

static bool type_take(struct reader *reader, const char *at, const char *end)
{
	char *name = text_copy(at, end);
	unsigned type = type_find(name);
	bool known =
		type < TYPE_UNKNOWN ||
		refuse_at(reader, reader->number, "ballots of the type '%s' are not counted; soc, soi, toc and toi are", name);
	reader->line.type = type;
	free(name);
	return known;
}

/* "# KEY: value"; keys that a tally does not need are skipped, as is a remark without a colon. */
static bool header_take(struct reader *reader)
{
	static const char name[] = "ALTERNATIVE NAME ";
	const char *end = reader->line.end, *key = preflib_blanks(reader->line.at + 1, end);
	const char *colon = memchr(key, ':', (size_t)(end - key));
	if (!colon)
		return true;
	const char *value = preflib_blanks(colon + 1, end);
	size_t length = (size_t)(colon - key);
	uint64_t number;
	if (length == strlen("NUMBER ALTERNATIVES") && memcmp(key, "NUMBER ALTERNATIVES", length) == 0)
		return alternatives_take(reader, value, end);
	if (length == strlen("NUMBER VOTERS") && memcmp(key, "NUMBER VOTERS", length) == 0)
		return voters_take(reader, value, end);
	if (length == strlen("DATA TYPE") && memcmp(key, "DATA TYPE", length) == 0)
		return type_take(reader, value, end);
	if (length == strlen("TITLE") && memcmp(key, "TITLE", length) == 0 && !reader->out->title)
		reader->out->title = text_copy(value, end);
	if (length < strlen(name) || memcmp(key, name, strlen(name)) != 0)
		return true;
	if (!number_whole(key + strlen(name), colon, &number))
		return refuse_at(reader, reader->number, "'# ALTERNATIVE NAME K: …' has the number of an alternative for K");
	return name_take(reader, number, value, end);
}

/* The lines with #, up to the first ballot, which is the current line then. */
static bool header_read(struct reader *reader)
{
	while (*reader->line.at == '#') {
		if (!header_take(reader))
			return false;
		if (!line_next(reader))
			return refuse_at(reader, reader->number, "the file ends without a ballot; 'VOTERS: 1,2,3' is one");
	}
	if (!reader->out->names)
		return refuse_at(reader, reader->number,
						 "a ballot before '# NUMBER ALTERNATIVES: N'; that line has to stand before the ballots");
	reader->line.separator = ':';
	return true;
}

/* Before 2022: how many alternatives; a line "1,name" for each; "voters,sum of counts,unique orders". */
static bool old_header_read(struct reader *reader)
{
	if (!alternatives_take(reader, reader->line.at, reader->line.end))
		return false;
	for (size_t i = 1; i <= reader->out->profile.alternatives; i++) {
		uint64_t number;
		if (!line_next(reader))
			return refuse_at(reader, reader->number, "the file ends where '%zu,NAME' should be", i);
		const char *comma = memchr(reader->line.at, ',', (size_t)(reader->line.end - reader->line.at));
		if (!comma || !number_whole(reader->line.at, comma, &number))
			return refuse_at(reader, reader->number, "the name of alternative %zu should stand here, as '%zu,NAME'", i,
							 i);
		if (!name_take(reader, number, comma + 1, reader->line.end))
			return false;
	}
	if (!line_next(reader))
		return refuse_at(reader, reader->number, "the file ends where 'VOTERS,SUM,ORDERS' should be");
	const char *comma = memchr(reader->line.at, ',', (size_t)(reader->line.end - reader->line.at));
	if (!comma)
		return refuse_at(reader, reader->number, "'VOTERS,SUM,ORDERS' should stand here, such as '100,100,4'");
	if (!voters_take(reader, reader->line.at, comma))
		return false;
	reader->line.separator = ',';
	return line_next(reader) ||
		   refuse_at(reader, reader->number, "the file ends without a ballot; 'VOTERS,1,2,3' is one");
}

static bool ballots_read(struct reader *reader)
{
	char why[PREFLIB_WHY];
	do {
		if (*reader->line.at == '#')
			return refuse_at(reader, reader->number, "a line with # behind the first ballot; before it is right");
		if (!preflib_ballot_read(&reader->out->profile, &reader->line, why))
			return refuse_at(reader, reader->number, "%s", why);
	} while (line_next(reader));
	if (reader->voters_number && reader->voters != reader->out->profile.voters)
		return refuse_at(reader, reader->voters_number,
						 "%" PRIu64 " voters are announced, but the ballots are those of %" PRIu64, reader->voters,
						 reader->out->profile.voters);
	return true;
}

static void names_fill(struct preflib *out)
{
	for (size_t i = 0; i < out->profile.alternatives; i++)
		if (!out->names[i] && asprintf(&out->names[i], "%zu", i + 1) < 0)
			abort();
}

static bool file_read(struct reader *reader)
{
	static const char mark[] = "\xef\xbb\xbf"; /* that some editors put before UTF-8 */
	size_t length = strlen(mark);
	if ((size_t)(reader->end - reader->next) >= length && memcmp(reader->next, mark, length) == 0)
		reader->next += length;
	if (!line_next(reader))
		return refuse_at(reader, 1, "the file is empty; a PrefLib file begins with '# KEY: value'");
	bool old = *reader->line.at >= '0' && *reader->line.at <= '9' &&
			   !memchr(reader->line.at, ':', (size_t)(reader->line.end - reader->line.at));
	if (!(old ? old_header_read(reader) : header_read(reader)) || !ballots_read(reader))
		return false;
	names_fill(reader->out);
	return true;
}

/* Of a file whose header does not say it: by the end of its name, else the type that allows all. */
static unsigned type_of_path(const char *path)
{
	const char *dot = strrchr(path, '.');
	unsigned type = dot ? type_find(dot + 1) : TYPE_UNKNOWN;
	return type < TYPE_UNKNOWN ? type : PREFLIB_TIES | PREFLIB_INCOMPLETE;
}

/* The file in memory, all pages at once because all are read; NULL after saying why not. Whoever shortens the file
 * meanwhile ends this process. */
static char *file_map(const char *path, size_t *size)
{
	struct stat about;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	bool regular = file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode);
	char *text = MAP_FAILED;
	if (!regular)
		complain("%s cannot be read: %s", path, file < 0 ? strerror(errno) : "it is not a regular file");
	else if (about.st_size == 0)
		print_line(stderr, "%s:1: the file is empty; a PrefLib file begins with '# KEY: value'", path);
	else if ((text = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0)) == MAP_FAILED)
		complain("%s cannot be read: %s", path, strerror(errno));
	if (file >= 0)
		close(file);
	*size = text == MAP_FAILED ? 0 : (size_t)about.st_size;
	return text == MAP_FAILED ? NULL : text;
}

int preflib_read(struct preflib *out, const char *path)
{
	size_t size;
	char *text = file_map(path, &size);
	if (!text)
		return EXIT_FAILURE;
	*out = (struct preflib){0};
	struct reader reader = {.out = out, .path = path, .next = text, .end = text + size};
	reader.line.type = type_of_path(path);
	bool whole = file_read(&reader);
	munmap(text, size);
	if (!whole)
		preflib_fini(out);
	return whole ? EXIT_SUCCESS : EXIT_FAILURE;
}

void preflib_fini(struct preflib *preflib)
{
	for (size_t i = 0; preflib->names && i < preflib->profile.alternatives; i++)
		free(preflib->names[i]);
	free(preflib->names);
	free(preflib->title);
	tally_profile_fini(&preflib->profile);
	*preflib = (struct preflib){0};
}
