#include "services/members/pulse/pulse_key.h"

#include "common/base/calendar.h"
#include "common/base/file.h"

#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAGIC    "KLEOSPU1"
#define SUM_SIZE 16

/* What is in the file, whole: one sector, always written at once. */
struct record {
	char magic[8];
	int32_t month; /* the earliest that is not closed */
	uint8_t made;  /* there is a key */
	uint8_t key[crypto_generichash_KEYBYTES];
	uint8_t sum[SUM_SIZE];
};

struct pulse_key {
	const struct environment *environment;
	int file;
	pthread_mutex_t mutex; /* of the record, here and in the file */
	struct record record;
};

static void sum_of(const struct record *record, uint8_t out[SUM_SIZE])
{
	crypto_generichash(out, SUM_SIZE, (const unsigned char *)record, offsetof(struct record, sum), NULL, 0);
}

static bool is_whole(const struct record *record)
{
	uint8_t sum[SUM_SIZE];
	sum_of(record, sum);
	return memcmp(record->magic, MAGIC, sizeof(record->magic)) == 0 && memcmp(sum, record->sum, SUM_SIZE) == 0;
}

/* Over what was there, in the same place of the same file. */
static bool record_write(struct pulse_key *key, struct record *record)
{
	memcpy(record->magic, MAGIC, sizeof(record->magic));
	sum_of(record, record->sum);
	if (pwrite(key->file, record, sizeof(*record), 0) != sizeof(*record) || fsync(key->file) != 0)
		return false;
	key->record = *record;
	return true;
}

static struct record record_blank(int32_t month)
{
	struct record record;
	memset(&record, 0, sizeof(record)); /* with what is between the fields: the sum goes over it */
	record.month = month;
	return record;
}

enum status pulse_key_open(struct pulse_key **out, const char *path, const struct environment *environment)
{
	struct pulse_key *key = calloc(1, sizeof(*key));
	if (!key)
		return STATUS_RESOURCE_EXHAUSTED;
	key->environment = environment;
	pthread_mutex_init(&key->mutex, NULL);
	key->file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	/* a new file must be found again after a power cut: marks that are committed rest on it */
	if (key->file < 0 || file_sync_folder_of(path) != STATUS_OK) {
		pulse_key_close(key);
		return STATUS_INTERNAL;
	}
	if (pread(key->file, &key->record, sizeof(key->record), 0) != sizeof(key->record) || !is_whole(&key->record))
		key->record = record_blank(DAY_MIN);
	*out = key;
	return STATUS_OK;
}

void pulse_key_close(struct pulse_key *key)
{
	if (!key)
		return;
	if (key->file >= 0)
		close(key->file);
	pthread_mutex_destroy(&key->mutex);
	sodium_memzero(key, sizeof(*key));
	free(key);
}

int32_t pulse_key_month(struct pulse_key *key)
{
	pthread_mutex_lock(&key->mutex);
	int32_t month = key->record.month;
	pthread_mutex_unlock(&key->mutex);
	return month;
}

enum status pulse_key_advance(struct pulse_key *key, int32_t month)
{
	struct record record = record_blank(month);
	pthread_mutex_lock(&key->mutex);
	bool written = key->record.month >= month || record_write(key, &record);
	pthread_mutex_unlock(&key->mutex);
	return written ? STATUS_OK : STATUS_UNAVAILABLE;
}

static enum status make(struct pulse_key *key)
{
	struct record record = record_blank(key->record.month);
	record.made = 1;
	environment_random(key->environment, record.key, sizeof(record.key));
	bool written = record_write(key, &record);
	sodium_memzero(&record, sizeof(record));
	return written ? STATUS_OK : STATUS_UNAVAILABLE;
}

enum status pulse_key_mark(struct pulse_key *key, const struct id *member, bool marked, uint8_t out[PULSE_MARK_SIZE])
{
	enum status status = STATUS_OK;
	pthread_mutex_lock(&key->mutex);
	if (!key->record.made)
		status = marked ? STATUS_NOT_FOUND : make(key);
	if (status == STATUS_OK)
		crypto_generichash(out, PULSE_MARK_SIZE, member->bytes, ID_SIZE, key->record.key, sizeof(key->record.key));
	pthread_mutex_unlock(&key->mutex);
	return status;
}
