/* streams: which indexes a reader's list of highlights is merged from, and what passes its filters. As in audience.h:
 * every entry that is walked is of a highlight that the reader may see. */
#ifndef KLEOS_RECOGNITIONS_HIGHLIGHT_STREAMS_H
#define KLEOS_RECOGNITIONS_HIGHLIGHT_STREAMS_H

#include "services/recognitions/highlight/highlight.h"
#include "services/recognitions/list/walk.h"

struct highlight_filter {
	struct id member; /* whom it names; zero: any */
	const char *team; /* stamped on somebody it names, with the teams inside it; "": any */
};

/* Adds streams that hold, among them, every highlight that `viewer` may see and `filter` lets pass. */
void highlight_add_streams(struct walk *walk, const struct viewer *viewer, const struct highlight_filter *filter);
bool highlight_passes(const struct highlight *highlight, const struct highlight_filter *filter);

#endif
