/* hits: what a list with a query is made of: who asks and what for as a question to search, and its hits one by one,
 * newest first. Only entries in scopes of the viewer are looked at, so what they may not see costs nothing; the list
 * asks recognition_is_visible of every hit all the same, for search is a moment behind. */
#ifndef KLEOS_RECOGNITIONS_LIST_HITS_H
#define KLEOS_RECOGNITIONS_LIST_HITS_H

#include "common/rpc/call.h"
#include "services/recognitions/list/audience.h"
#include "services/recognitions/search/question.h"
#include "services/recognitions/search/search.h"

#define HITS_FETCH 64 /* asked for at once: more than most pages show */

struct hits {
	struct call *call;
	const struct asked *asked;
	int64_t before, least; /* rows */
	int64_t since_ms;
	struct hit ahead[HITS_FETCH];
	size_t next, n;
	bool dry;
	enum status status; /* not OK: search cannot answer */
};

/* Only behind the last hit of the page before (INT64_MAX and anything: the first page), and only what was given from
 * since_ms on and before until_ms. */
void hits_init(struct hits *hits, struct call *call, const struct asked *asked, const struct walk_position *behind,
			   int64_t since_ms, int64_t until_ms);
bool hits_next(struct hits *hits, struct hit *out); /* false: the end, or see status */

/* The question in the scopes of the viewer, with the filters as marks. In the call's arena; borrows the question. */
const struct asked *hits_asked(struct call *call, const struct question *question, const struct viewer *viewer,
							   const struct audience_filter *filter);

#endif
