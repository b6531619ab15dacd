#include "services/recognitions/impact/snapshot.h"
#include "services/recognitions/impact/snapshot_form.h"

#include "services/recognitions/impact/counting.h"
#include "services/recognitions/impact/heap.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file in memory, and where its arrays begin. */
struct snapshot {
	const struct snapshot_head *head;
	size_t length;
	const unsigned char *arrays[SNAPSHOT_ARRAYS];
	bool whole; /* said by check_sum */
};

static enum status map_file(const char *path, struct snapshot *out)
{
	struct stat about;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return errno == ENOENT ? STATUS_NOT_FOUND : STATUS_DATA_LOSS;
	void *bytes = MAP_FAILED;
	if (fstat(file, &about) == 0 && about.st_size >= (off_t)sizeof *out->head)
		bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
	close(file);
	if (bytes == MAP_FAILED)
		return STATUS_DATA_LOSS;
	out->head = bytes;
	out->length = (size_t)about.st_size;
	return STATUS_OK;
}

static bool find_arrays(struct snapshot *snapshot)
{
	const unsigned char *bytes = (const unsigned char *)snapshot->head;
	uint64_t at = snapshot_padded(sizeof *snapshot->head);
	for (size_t i = 0; i < SNAPSHOT_ARRAYS; i++) {
		uint64_t length = snapshot->head->lengths[i];
		if (length > snapshot->length || at > snapshot->length)
			return false;
		snapshot->arrays[i] = bytes + at;
		at += snapshot_padded(length);
	}
	return at + SNAPSHOT_HASH_SIZE == snapshot->length;
}

/* Sums up the file beside those who take it apart: what does not fit is thrown away in either case. */
static void *check_sum(void *context)
{
	struct snapshot *snapshot = context;
	const unsigned char *bytes = (const unsigned char *)snapshot->head;
	size_t length = snapshot->length - SNAPSHOT_HASH_SIZE;
	unsigned char sum[SNAPSHOT_HASH_SIZE];
	crypto_generichash(sum, sizeof sum, bytes, length, NULL, 0);
	snapshot->whole = memcmp(sum, bytes + length, sizeof sum) == 0;
	return NULL;
}

static uint64_t count(const struct snapshot *snapshot, size_t array, size_t size)
{
	return snapshot->head->lengths[array] / size;
}

static bool restore_dictionary(struct dictionary *dictionary, const struct snapshot *snapshot, size_t array)
{
	const uint64_t *ends = (const uint64_t *)snapshot->arrays[array + 1];
	uint64_t n = count(snapshot, array + 1, sizeof *ends);
	if (n >= DICTIONARY_NONE || (n ? ends[n - 1] : 0) != snapshot->head->lengths[array])
		return false;
	for (uint64_t i = 1; i < n; i++)
		if (ends[i - 1] >= ends[i])
			return false;
	return dictionary_restore(dictionary, (const char *)snapshot->arrays[array], ends, (uint32_t)n);
}

static bool restore_teams(struct teams *teams, const struct snapshot *snapshot)
{
	const uint32_t *path = (const uint32_t *)snapshot->arrays[ARRAY_TEAMS];
	uint64_t n = count(snapshot, ARRAY_TEAMS, sizeof *path);
	if (n >= UINT32_MAX || !restore_dictionary(&teams->paths, snapshot, ARRAY_PATH_BYTES) ||
		!teams_restore_parents(teams))
		return false;
	for (uint64_t i = 0; i < n; i++) {
		if (path[i] >= teams->paths.n)
			return false;
		teams_set(teams, (uint32_t)i, dictionary_entry(&teams->paths, path[i], NULL));
	}
	teams_rank(teams);
	return true;
}

static bool restore_roster(struct projection *projection, const struct snapshot *snapshot)
{
	const struct roster_member *members = (const struct roster_member *)snapshot->arrays[ARRAY_MEMBERS];
	const struct roster_spell *spells = (const struct roster_spell *)snapshot->arrays[ARRAY_SPELLS];
	uint64_t n_spells = count(snapshot, ARRAY_SPELLS, sizeof *spells);
	uint64_t n_ids = count(snapshot, ARRAY_ID_ENDS, sizeof(uint64_t));
	if (n_ids != count(snapshot, ARRAY_MEMBERS, sizeof *members) ||
		snapshot->head->lengths[ARRAY_ID_BYTES] != n_ids * (ID_SIZE + 1))
		return false;
	uint64_t n_bonds = count(snapshot, ARRAY_BONDS, sizeof(struct numbered));
	for (uint64_t i = 0; i < n_spells; i++)
		if (spells[i].team >= projection->teams.n || (spells[i].bond >= n_bonds && spells[i].bond != ROSTER_NO_BOND))
			return false;
	for (uint64_t i = 0; i < n_ids; i++) {
		struct id id;
		memcpy(id.bytes, snapshot->arrays[ARRAY_ID_BYTES] + i * (ID_SIZE + 1), ID_SIZE);
		if (roster_number(&projection->roster, &id) != i ||
			(uint64_t)members[i].first_spell + members[i].n_spells > n_spells)
			return false;
		if (members[i].n_spells)
			roster_set(&projection->roster, (uint32_t)i, members[i].joined_day, members[i].left_day,
					   spells + members[i].first_spell, members[i].n_spells);
	}
	return true;
}

static bool restore_numbering(struct numbering *numbering, const struct snapshot *snapshot, size_t array,
							  uint32_t n_first, uint32_t n_second)
{
	const struct numbered *entries = (const struct numbered *)snapshot->arrays[array];
	uint64_t n = count(snapshot, array, sizeof *entries);
	if (n >= UINT32_MAX)
		return false;
	for (uint64_t i = 0; i < n; i++)
		if (entries[i].first >= n_first || entries[i].second >= n_second)
			return false;
	return numbering_restore(numbering, entries, (uint32_t)n);
}

static bool days_fit(const struct columns *columns)
{
	for (uint32_t i = 0; i < columns->n_days; i++) {
		const struct day_start *day = &columns->days[i];
		if (i ? day->day <= day[-1].day || day->start <= day[-1].start : day->start != 0)
			return false;
		if (day->start >= columns->n)
			return false;
	}
	return (columns->n == 0) == (columns->n_days == 0);
}

static bool columns_fit(const struct columns *columns, const struct projection *projection)
{
	uint32_t n_seats = projection->seats.n;
	bool fit = true;
	if (!days_fit(columns))
		return false;
	for (uint32_t i = 0; i < columns->n; i++)
		fit = fit & (columns->giver[i] < n_seats) & (columns->receiver[i] < n_seats) &
			  (columns->pair[i] / 2 < projection->pairs.n) & (columns->flow[i] < projection->flows.n) &
			  (columns->cell[i] < projection->cells.n) & (columns->flags[i] < ARC_FLAGS) &
			  (arc_direction(columns->flags[i]) < DIRECTIONS) & (arc_prompt(columns->flags[i]) < ROW_PROMPTS);
	for (uint32_t i = 0; i < columns->n_days; i++)
		fit = fit & columns->flags[columns->days[i].start] & ARC_FIRST;
	return fit;
}

/* Those that stand there until they are swept. */
static uint32_t count_gone(const struct columns *columns)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < columns->n; i++)
		n += (columns->flags[i] & ARC_GONE) != 0;
	return n;
}

static void *copy_of(const struct snapshot *snapshot, size_t array)
{
	size_t length = (size_t)snapshot->head->lengths[array];
	void *copy = heap_resize(NULL, length, 1);
	return memcpy(copy, snapshot->arrays[array], length);
}

static bool restore_columns(struct columns *columns, const struct projection *projection,
							const struct snapshot *snapshot, size_t array)
{
	const uint64_t *lengths = snapshot->head->lengths + array;
	uint64_t n = count(snapshot, array + ARRAY_FLAGS, sizeof *columns->flags);
	if (n > COLUMNS_BOUND || count(snapshot, array + ARRAY_DAYS, sizeof *columns->days) > n)
		return false;
	for (size_t i = ARRAY_GIVER; i < ARRAY_FLAGS; i++)
		if (lengths[i] != n * sizeof(uint32_t))
			return false;
	if (lengths[ARRAY_KEY] != n * sizeof(uint64_t))
		return false;
	columns->giver = copy_of(snapshot, array + ARRAY_GIVER);
	columns->receiver = copy_of(snapshot, array + ARRAY_RECEIVER);
	columns->pair = copy_of(snapshot, array + ARRAY_PAIR);
	columns->flow = copy_of(snapshot, array + ARRAY_FLOW);
	columns->cell = copy_of(snapshot, array + ARRAY_CELL);
	columns->flags = copy_of(snapshot, array + ARRAY_FLAGS);
	columns->key = copy_of(snapshot, array + ARRAY_KEY);
	columns->days = copy_of(snapshot, array + ARRAY_DAYS);
	columns->n = (uint32_t)n;
	columns->capacity = columns->n;
	columns->n_days = (uint32_t)count(snapshot, array + ARRAY_DAYS, sizeof *columns->days);
	columns->days_capacity = columns->n_days;
	return columns_fit(columns, projection);
}

static bool restore(struct projection *projection, const struct snapshot *snapshot)
{
	if (!restore_teams(&projection->teams, snapshot) ||
		!restore_dictionary(&projection->values, snapshot, ARRAY_VALUE_BYTES) || !restore_roster(projection, snapshot))
		return false;
	uint32_t n_teams = projection->teams.n, n_members = projection->roster.ids.n, n_values = projection->values.n;
	bool fits = restore_numbering(&projection->seats, snapshot, ARRAY_SEATS, n_members, n_teams) &&
				restore_numbering(&projection->flows, snapshot, ARRAY_FLOWS, n_teams, n_teams) &&
				restore_numbering(&projection->cells, snapshot, ARRAY_CELLS, n_teams, n_values) &&
				restore_numbering(&projection->pairs, snapshot, ARRAY_PAIRS, n_members, n_members) &&
				restore_numbering(&projection->bonds.ends, snapshot, ARRAY_BONDS, n_members, n_members) &&
				restore_columns(&projection->settled, projection, snapshot, ARRAY_SETTLED) &&
				restore_columns(&projection->late, projection, snapshot, ARRAY_LATE);
	if (!fits)
		return false;
	projection->n_gone = count_gone(&projection->settled) + count_gone(&projection->late);
	return true;
}

static const char *problem_of(struct snapshot *snapshot, uint64_t days_print)
{
	const struct snapshot_head *head = snapshot->head;
	if (memcmp(head->magic, SNAPSHOT_MAGIC, sizeof head->magic) != 0)
		return "it is no snapshot of figures";
	if (head->version != SNAPSHOT_VERSION || head->order != SNAPSHOT_ORDER)
		return "it is of another version or machine";
	if (head->days_print != days_print)
		return "it counts by the days of another time zone";
	if (!find_arrays(snapshot))
		return "it is not whole";
	return NULL;
}

static const char *take_in(struct projection *projection, struct snapshot *snapshot)
{
	pthread_t thread;
	bool beside = pthread_create(&thread, NULL, check_sum, snapshot) == 0;
	bool fits = restore(projection, snapshot);
	if (beside)
		pthread_join(thread, NULL);
	else
		check_sum(snapshot);
	if (!snapshot->whole)
		return "it is not whole";
	if (!fits)
		return "its arrays contradict each other";
	counting_anew(projection);
	return NULL;
}

enum status snapshot_read(const char *path, struct projection *projection, struct impact_mark *mark,
						  uint64_t days_print, const char **problem)
{
	struct snapshot snapshot = {0};
	*problem = "it cannot be read";
	enum status status = map_file(path, &snapshot);
	if (status != STATUS_OK)
		return status;
	*problem = problem_of(&snapshot, days_print);
	if (!*problem)
		*problem = take_in(projection, &snapshot);
	*mark = snapshot.head->mark;
	munmap((void *)snapshot.head, snapshot.length);
	return *problem ? STATUS_DATA_LOSS : STATUS_OK;
}
