/* store: the verbs over what others add to recognitions. Each keeps the count of the recognition's row. */
#ifndef KLEOS_RECOGNITIONS_SOCIAL_STORE_H
#define KLEOS_RECOGNITIONS_SOCIAL_STORE_H

#include "common/service/page.h"
#include "common/store/db.h"
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

#define REACTION_KINDS 20 /* of one recognition */

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
	const char *message;
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

#endif
