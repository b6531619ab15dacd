/* store: the verbs over what others add to recognitions. Each keeps the count of the recognition's row. */
#ifndef KLEOS_RECOGNITIONS_SOCIAL_STORE_H
#define KLEOS_RECOGNITIONS_SOCIAL_STORE_H

#include "common/base/limits.h"
#include "common/base/private_text.h"
#include "common/service/page.h"
#include "common/store/db.h"
#include "kleos/recognitions/v1/content_report.pb-c.h"
#include "services/recognitions/recognition.h"
#include "services/recognitions/social/emoji.h"

/* All that others added; before it is withdrawn. */
void social_forget(struct db *db, const struct id *recognition);

/* joiners: who added thanks of their own */

struct joiner {
	struct id member;
	const char *handle;
	const char *display_name;
	const char *note;
	int64_t join_ms;
};

/* True: joined just now; false: had joined before, and the note is the new one. */
bool joiner_put(struct db *db, struct recognition *recognition, const struct joiner *joiner);
/* Fine when the member never joined. */
void joiner_delete(struct db *db, struct recognition *recognition, const struct id *member);
/* At most `bound`, newest first. */
size_t joiners_read(struct db *db, struct arena *arena, const struct id *recognition, size_t bound, struct joiner *out);

/* reactions: emoji, once a member and emoji */

struct reaction {
	const char *emoji; /* as the first who used it wrote it */
	int32_t members;
	bool mine; /* the reader is one of them */
};

/* False: it was there. A kind beyond the bound is the caller's to refuse. */
bool reaction_put(struct db *db, struct recognition *recognition, const struct emoji *emoji, const struct id *member,
				  int64_t now_ms);
/* Fine when it is not there. */
void reaction_delete(struct db *db, struct recognition *recognition, const struct emoji *emoji,
					 const struct id *member);
/* At most REACTION_KINDS, in the order of first use. */
size_t reactions_read(struct db *db, struct arena *arena, const struct id *recognition, const struct id *reader,
					  struct reaction *out);

/* comments */

struct comment {
	struct id id;
	struct id recognition;
	struct id author;
	const char *handle;
	const char *display_name;
	struct private_text message;
	int64_t create_ms;
};

struct comments {
	struct comment *rows;
	size_t n;
	bool more; /* behind the last row */
};

void comment_put(struct db *db, const struct comment *comment);
void comment_delete(struct db *db, const struct comment *comment);
/* False: there is none. Whoever shows it asks first who sees its recognition. */
bool comment_read(struct db *db, struct arena *arena, const struct id *id, struct comment *out);
/* One page; shorter when its texts pass `bytes`. */
void comments_read(struct db *db, struct arena *arena, const struct id *recognition, const struct page *page,
				   size_t bytes, struct comments *out);

/* content reports: who reported which words, and what was decided */

struct content_report {
	struct id id;
	struct id recognition;
	struct id content; /* the comment, or the recognition itself */
	struct id author;  /* of the content */
	struct id reporter;
	const char *reporter_handle;
	const char *reporter_name;
	const char *reason;
	int64_t create_ms;
	Kleos__ModerationOutcome outcome; /* UNSPECIFIED: open */
	const char *note;
	struct id resolver; /* zero: nobody yet, or a key that belongs to nobody */
	const char *resolver_handle;
	const char *resolver_name;
	int64_t resolve_ms;
};

struct content_reports {
	struct content_report *rows;
	size_t n;
	bool more; /* behind the last row */
};

struct resolution {
	Kleos__ModerationOutcome outcome;
	const char *note;
	struct id resolver; /* zero: a key that belongs to nobody */
	int64_t resolve_ms;
};

/* False: this member had reported it. */
bool content_report_put(struct db *db, const struct content_report *report);
size_t content_reports_of(struct db *db, const struct id *reporter); /* that are open */
bool content_is_reported(struct db *db, const struct id *content);   /* and nothing is decided yet */
bool content_report_read(struct db *db, struct arena *arena, const struct id *id, struct content_report *out);
/* One page, but of what `reader` wrote (zero: nobody in particular); shorter when its texts pass `bytes`. */
void content_reports_read(struct db *db, struct arena *arena, bool resolved, const struct id *reader,
						  const struct page *page, size_t bytes, struct content_reports *out);
/* Every open report of the content; `with_comments`: of a recognition and of what was written below it. */
void content_reports_resolve(struct db *db, const struct id *content, bool with_comments,
							 const struct resolution *resolution);

#endif
