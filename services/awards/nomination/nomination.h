/* nomination: somebody named for an award: what may be said in it, and who sees how much of it. Pure: no database, no
 * clock. A `take` function is as in services/awards/rules.h. */
#ifndef KLEOS_AWARDS_NOMINATION_H
#define KLEOS_AWARDS_NOMINATION_H

#include "common/base/limits.h"
#include "common/service/link.h"
#include "services/awards/store.h"

struct nomination {
	struct id id;
	struct id cycle;
	struct colleague nominee, nominator; /* of both only the names, of the nominee also the team */
	const char *outsider_url;            /* "": the nominee is a member; else an outsider, named display_name */
	const char *reason;
	struct link links[NOMINATION_LINKS];
	size_t n_links;
	const char *attachments[NOMINATION_ATTACHMENTS]; /* recognitions/{id}, highlights/{id} */
	size_t n_attachments;
	Kleos__NominationSource source;
	Kleos__NominationStatus status;
	int64_t endorsements;
	bool endorsed; /* by the member who reads it */
	int64_t create_ms;
};

const char *reason_take(struct arena *arena, const char *text, const char **out);
const char *attachment_take(struct arena *arena, const char *text, const char **out);
const char *outsider_name_take(struct arena *arena, const char *text, const char **out);
/* The host in lower case, without slashes at the end: what is compared. */
const char *profile_url_take(struct arena *arena, const char *text, const char **out);

/* The id of an outsider follows from the cycle and the address, so that it tells nobody whether they were named before.
 */
struct id outsider_id(const struct id *cycle, const char *profile_url);

/* Who looks at the nominations of a cycle. */
struct nomination_reader {
	struct id member; /* zero: none */
	Kleos__CyclePhase phase;
	bool runs_awards;
	bool juror; /* of this cycle */
};

enum nomination_sight { NOMINATION_HIDDEN, NOMINATION_SEALED, NOMINATION_WHOLE };

enum nomination_sight nomination_sight(const struct nomination_reader *reader, const struct nomination *nomination);
/* Whether they see every nomination of the cycle as a whole, and whether they see the candidates so. */
bool nomination_sight_is_wide(const struct nomination_reader *reader);
bool candidates_are_open(Kleos__CyclePhase phase);
/* Leaves what a sealed nomination shows: that somebody is named, and what they answered. */
void nomination_seal(struct nomination *nomination);

/* NULL, or why nothing about a nomination changes any more. */
const char *nominations_fixed(Kleos__CyclePhase phase);

#endif
