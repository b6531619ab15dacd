/* rpc_highlights: what the handlers of this folder share, and what others show of highlights. */
#ifndef KLEOS_RECOGNITIONS_RPC_HIGHLIGHTS_H
#define KLEOS_RECOGNITIONS_RPC_HIGHLIGHTS_H

#include "common/rpc/call.h"
#include "services/recognitions/highlight/streams.h"

/* In the call's arena; texts are borrowed. */
Kleos__Highlight *highlight_message(struct call *call, const struct highlight *highlight);

/* The newest, at most `bound`, of those shared since `since_ms` that name `member` and that the viewer sees. */
size_t highlights_newest(struct call *call, const struct viewer *viewer, const struct id *member, int64_t since_ms,
						 size_t bound, Kleos__Highlight ***out);

/* No highlight that names `member` as a collaborator stays louder than `ceiling`. */
void highlights_lower(struct call *call, const struct id *member, Kleos__Visibility ceiling);

#endif
