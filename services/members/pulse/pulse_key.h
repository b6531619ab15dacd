/* pulse_key: the key under which one month's answers are marked as given. It lies in a file of its own beside the
 * database, so that neither the database nor its log nor a backup of it ever holds the key; the file is overwritten in
 * place when the month is over. Any thread. */
#ifndef KLEOS_MEMBERS_PULSE_KEY_H
#define KLEOS_MEMBERS_PULSE_KEY_H

#include "common/base/environment.h"
#include "common/base/id.h"
#include "common/base/status.h"

#include <stdbool.h>

#define PULSE_MARK_SIZE 32

struct pulse_key;

/* Makes the file, 0600, when there is none. INTERNAL: it cannot be read or made. */
enum status pulse_key_open(struct pulse_key **out, const char *path, const struct environment *environment);
void pulse_key_close(struct pulse_key *key); /* NULL is fine */

/* The first day of the earliest month that is not closed; DAY_MIN: the file is new. */
int32_t pulse_key_month(struct pulse_key *key);
/* Every month before this one is closed: its key is overwritten, on the disk too. Not OK: it may still be there. */
enum status pulse_key_advance(struct pulse_key *key, int32_t month);
/* The member's mark in the month that is open. Without a key one is made and is on the disk when OK, unless
 * `marked` says that marks of this month are kept: NOT_FOUND, their key was lost. UNAVAILABLE: it cannot be written. */
enum status pulse_key_mark(struct pulse_key *key, const struct id *member, bool marked, uint8_t out[PULSE_MARK_SIZE]);

#endif
