/* draft: a highlight as a request would have it, with what is wrong with it. */
#ifndef KLEOS_RECOGNITIONS_HIGHLIGHT_DRAFT_H
#define KLEOS_RECOGNITIONS_HIGHLIGHT_DRAFT_H

#include "common/rpc/call.h"
#include "kleos/recognitions/v1/highlight.pb-c.h"
#include "services/recognitions/highlight/highlight.h"

enum highlight_field {
	HIGHLIGHT_TITLE = 1 << 0,
	HIGHLIGHT_DESCRIPTION = 1 << 1,
	HIGHLIGHT_KIND = 1 << 2,
	HIGHLIGHT_COLLABORATORS = 1 << 3,
	HIGHLIGHT_LINKS = 1 << 4,
	HIGHLIGHT_METRICS = 1 << 5,
	HIGHLIGHT_VISIBILITY = 1 << 6,
	HIGHLIGHT_ON_DATE = 1 << 7,
	HIGHLIGHT_ALL = (1 << 8) - 1,
};

/* The fields that an update names. What none is, is said in the call. */
unsigned highlight_draft_fields(struct call *call, const Kleos__UpdateHighlightRequest *request);

/* Sets the fields of *out, whose first person is known, from the request; its visibility follows. Not OK is said in the
 * call; a collaborator not heard of yet is waited for once. */
enum status highlight_draft_take(struct call *call, const Kleos__UpdateHighlightRequest *request, unsigned fields,
								 struct highlight *out);

#endif
