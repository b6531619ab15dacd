/* awards: who stands out, said by many: awards, their cycles, nominations.
 * One instance owns one database (<data_dir>/awards.db) and answers on one URL. Follows members' events to know who is
 * who, so it answers while members is away. */
#ifndef KLEOS_AWARDS_AWARDS_H
#define KLEOS_AWARDS_AWARDS_H

#include "common/base/status.h"
#include "common/service/site.h"

struct awards;
struct process;

struct awards_config {
	struct service_site site;
	const char *members_url; /* whose events it follows */
	const char *public_url;  /* what links begin with; NULL: none is known */
	int64_t look_ms;         /* how often phases look at the wall clock at least; 0: a minute */
};

/* From the settings of a process that was started. */
struct awards_config awards_config_of(const struct process *process);

/* Listening when it returns OK; *out is untouched otherwise, and the reason is logged. */
enum status awards_open(struct awards **out, const struct awards_config *config);
void awards_close(struct awards *awards); /* NULL is fine */

#endif
