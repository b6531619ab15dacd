#include "services/recognitions/impact/highlights.h"

#include "impact/sql.h"

int32_t highlights_counted(struct db *db, struct arena *arena, const struct impact_question *question)
{
	struct query query = query_begin(db, SQL(impact_highlights));
	query_bind_number(&query, 1, question->from_day);
	query_bind_number(&query, 2, question->to_day);
	query_bind_text(&query, 3, question->team);
	query_bind_text(&query, 4, arena_printf(arena, "%s/", question->team));
	query_bind_text(&query, 5, arena_printf(arena, "%s%c", question->team, '/' + 1));
	int64_t n = query_step(&query) ? query_number(&query, "highlights") : 0;
	query_end(&query);
	return n > INT32_MAX ? INT32_MAX : (int32_t)n;
}
