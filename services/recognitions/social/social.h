/* social: what the handlers of this folder share, and what a recognition shows of it. */
#ifndef KLEOS_RECOGNITIONS_SOCIAL_SOCIAL_H
#define KLEOS_RECOGNITIONS_SOCIAL_SOCIAL_H

#include "common/rpc/call.h"
#include "kleos/recognitions/v1/comment.pb-c.h"
#include "services/recognitions/social/store.h"

/* A page ends early past so many bytes of rows, so that the longest texts fit into a reply. */
#define PAGE_TEXTS ((size_t)1 << 20)

/* Fills in what others added, as the caller sees it; reads only what the recognition's counts name. `listed`: with
 * fewer joiners, so that a page of a feed stays quick. */
void social_message(struct call *call, const struct recognition *recognition, bool listed, Kleos__Recognition *message);

/* Among the comments of a recognition that the caller sees; else NOT_FOUND, said in the call. */
enum status find_comment(struct call *call, const struct recognition *recognition, const char *id, struct comment *out);
Kleos__Comment *comment_message(struct call *call, const struct comment *comment); /* texts are borrowed */

/* Decides about what was reported: every open report of it closes, and on REMOVE it is gone. */
void content_resolve(struct call *call, const struct content_report *report, Kleos__ModerationOutcome outcome,
					 const char *note);

#endif
