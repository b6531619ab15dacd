/* paper: a nomination as a call meets it: with its cycle, and how much of it the caller sees. */
#ifndef KLEOS_AWARDS_PAPER_H
#define KLEOS_AWARDS_PAPER_H

#include "common/rpc/call.h"
#include "services/awards/cycle/cycle.h"
#include "services/awards/nomination/nomination.h"

struct paper {
	struct cycle cycle;
	struct nomination nomination; /* whole, whatever the caller sees */
	enum nomination_sight sight;
};

/* By its id, also one that is hidden from the caller: an id that somebody shared is enough to endorse. Not OK is said
 * in the call. */
enum status find_paper(struct call *call, const char *text, struct paper *out);
/* What is hidden is said not to be there. */
enum status fail_no_nomination(struct call *call, const char *text);

struct nomination_reader nomination_reader_of(const struct call *call, const struct cycle *cycle);
/* Sealed unless the caller sees it as a whole. */
Kleos__Nomination *paper_message(struct call *call, const struct paper *paper);
Kleos__Nomination *nomination_message_for(struct call *call, const struct nomination_reader *reader,
										  struct nomination *nomination);
/* The nomination as it is now, for a reply to whoever has just changed it, or did so once. */
enum status nomination_now(struct call *call, const struct id *id, Kleos__Nomination **out);

/* What naming somebody needs: a cycle that takes nominations, and room on the list of people whom one names. */
enum status check_nominating(struct call *call, const struct cycle *cycle);
enum status check_room(struct call *call, const struct cycle *cycle, const struct id *member, const struct id *nominee);

#endif
