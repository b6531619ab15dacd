#include "services/recognitions/search/sift.h"

#define LOOKED_BOUND 1000 /* entries, some microseconds each */
#define COMMON       8    /* one entry of so many holds a common beginning: looking costs less than gathering */
#define TERMS_BOUND  32   /* of a scope, instead of a beginning; some ten microseconds each */
#define SIFT_CAP     ((size_t)16 << 20)

struct sift {
	struct db *db;
	const struct asked *asked;
	unsigned parts; /* whose beginnings are looked for */
	size_t limit;
	struct hit *out;
	size_t n;
	int64_t before; /* behind the last that was looked at */
	int64_t least;
	size_t looked, looked_bound;
	size_t held[QUERY_PARTS_BOUND]; /* of those looked at */
};

static bool sift_look(void *context, const struct hit *hit, const char *words)
{
	struct sift *sift = context;
	unsigned held = question_held(sift->asked->question, sift->parts, words);
	if (held == sift->parts)
		sift->out[sift->n++] = *hit;
	for (size_t i = 0; i < QUERY_PARTS_BOUND; i++)
		sift->held[i] += held >> i & 1;
	sift->before = hit->row;
	sift->looked++;
	return sift->n < sift->limit && sift->looked < sift->looked_bound;
}

/* Those common enough to be looked for on and on; the rarest, with which the engine begins, never is. */
static unsigned common_parts(const struct sift *sift)
{
	unsigned common = 0;
	size_t rarest = 0;
	for (size_t i = 0; i < QUERY_PARTS_BOUND; i++) {
		if (!(sift->parts >> i & 1))
			continue;
		if (sift->held[i] * COMMON >= sift->looked)
			common |= 1U << i;
		if (!(sift->parts >> rarest & 1) || sift->held[i] < sift->held[rarest])
			rarest = i;
	}
	return common & ~(1U << rarest);
}

/* A person's scope has so few entries that the engine gathers faster than it is asked. */
static bool is_wide(const char *scope)
{
	return *scope == 'e' || *scope == 'x' || *scope == 't';
}

static const struct words *terms_known(void *context, struct arena *arena, const char *scope, const char *beginning)
{
	struct sift *sift = context;
	struct words terms;
	if (!is_wide(scope))
		return NULL;
	const char *from = arena_printf(arena, "%s.%s", scope, beginning);
	bool few = entry_terms_from(sift->db, arena, from, TERMS_BOUND, &terms);
	return few && terms.n ? arena_copy(arena, &terms, sizeof(terms)) : NULL;
}

static void sift_go_on(struct sift *sift, const struct question_hints *hints)
{
	struct arena arena;
	arena_init(&arena, SIFT_CAP);
	const char *match = question_match(sift->asked, &arena, hints);
	if (hints->left_out)
		entries_show(sift->db, match, sift->before, sift->least, sift_look, sift);
	else
		sift->n += entries_find(sift->db, match, sift->before, sift->least, sift->limit - sift->n, sift->out + sift->n);
	arena_fini(&arena);
}

size_t sift(struct db *db, const struct asked *asked, int64_t before, int64_t least, size_t limit, struct hit *out)
{
	struct sift sift = {
		.db = db,
		.asked = asked,
		.parts = question_beginnings(asked->question),
		.before = before,
		.least = least,
		.limit = limit,
		.out = out,
		.looked_bound = LOOKED_BOUND,
	};
	sift_go_on(&sift, &(struct question_hints){.left_out = sift.parts});
	if (sift.n < limit && sift.looked == LOOKED_BOUND) {
		sift.parts = common_parts(&sift);
		sift.looked_bound = SIZE_MAX;
		sift_go_on(&sift, &(struct question_hints){sift.parts, terms_known, &sift});
	}
	return sift.n;
}
