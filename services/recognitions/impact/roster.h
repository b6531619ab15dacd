/* roster: who was there when, and in which team. Members are numbered densely in the order they were first seen; a
 * number may be taken (by an arc) before the member is told of, and such a member is in no head count.
 * Guarded by the projection's lock. */
#ifndef KLEOS_IMPACT_ROSTER_H
#define KLEOS_IMPACT_ROSTER_H

#include "common/base/id.h"
#include "services/recognitions/impact/dictionary.h"

#include <stdbool.h>
#include <stdint.h>

/* From this day on in this team; the first of a member reaches back without limit. */
struct roster_spell {
	int32_t from_day;
	uint32_t team;
	uint32_t bond; /* number of manager and member in the projection's bonds; ROSTER_NO_BOND: no manager */
};

#define ROSTER_NO_BOND UINT32_MAX

struct roster_member {
	int32_t joined_day; /* DAY_MIN: has always been here */
	int32_t left_day;   /* the last day; DAY_MAX while here */
	uint32_t first_spell;
	uint32_t n_spells; /* 0: not told of */
};

struct roster {
	struct dictionary ids;
	struct roster_member *members; /* beside `ids` */
	struct roster_spell *spells;
	uint32_t n_spells;
	uint32_t n_stale; /* spells that no member uses any more */
	size_t members_capacity;
	size_t spells_capacity;
};

void roster_init(struct roster *roster, const uint8_t key[DICTIONARY_KEY_SIZE]);
void roster_fini(struct roster *roster);

uint32_t roster_number(struct roster *roster, const struct id *id); /* makes it when new */
/* Says all about a member; `n` is at least 1, oldest first. */
void roster_set(struct roster *roster, uint32_t number, int32_t joined_day, int32_t left_day,
				const struct roster_spell *spells, uint32_t n);
void roster_forget(struct roster *roster); /* nobody is told of any more; numbers stay */

bool roster_was_active(const struct roster *roster, uint32_t number, int32_t from_day, int32_t to_day);
/* Of a member told of. */
const struct roster_spell *roster_spell_on(const struct roster *roster, uint32_t number, int32_t day);

#endif
