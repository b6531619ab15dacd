#include "services/recognitions/impact/highlights.h"

#include "impact/sql.h"
#include "services/recognitions/attachments.h"

static struct query ask(struct db *db, const struct sql *sql, struct arena *arena,
						const struct impact_question *question)
{
	struct query query = query_begin(db, sql);
	query_bind_number(&query, 1, question->from_day);
	query_bind_number(&query, 2, question->to_day);
	query_bind_text(&query, 3, question->team);
	query_bind_text(&query, 4, arena_printf(arena, "%s/", question->team));
	query_bind_text(&query, 5, arena_printf(arena, "%s%c", question->team, '/' + 1));
	return query;
}

static int32_t count(struct db *db, struct arena *arena, const struct impact_question *question)
{
	struct query query = ask(db, SQL(impact_highlights), arena, question);
	int64_t n = query_step(&query) ? query_number(&query, "highlights") : 0;
	query_end(&query);
	return n > INT32_MAX ? INT32_MAX : (int32_t)n;
}

static void add_metrics(struct db *db, struct arena *arena, const struct id *id, Kleos__ImpactHighlight *out)
{
	struct metric metrics[METRICS_BOUND];
	out->n_metrics = metrics_read(db, SQL(impact_highlight_metrics), arena, id, metrics);
	out->metrics = metrics_message(arena, metrics, out->n_metrics);
}

static Kleos__ImpactHighlight *read_highlight(struct db *db, struct arena *arena, struct query *row)
{
	Kleos__ImpactHighlight *highlight = arena_alloc(arena, sizeof(*highlight));
	kleos__impact_highlight__init(highlight);
	struct id id = query_id(row, "id");
	highlight->id = id_text(arena, &id);
	highlight->title = query_text(row, "title", arena);
	highlight->day = (int32_t)query_number(row, "on_day");
	add_metrics(db, arena, &id, highlight);
	return highlight;
}

void highlights_summarize(struct db *db, struct arena *arena, const struct impact_question *question,
						  Kleos__SummarizeImpactResponse *out)
{
	out->highlights = count(db, arena, question);
	out->newest_highlights = arena_array(arena, HIGHLIGHTS_LISTED, sizeof(*out->newest_highlights));
	struct query row = ask(db, SQL(impact_highlights_newest), arena, question);
	query_bind_number(&row, 6, HIGHLIGHTS_LISTED);
	while (out->n_newest_highlights < HIGHLIGHTS_LISTED && query_step(&row))
		out->newest_highlights[out->n_newest_highlights++] = read_highlight(db, arena, &row);
	query_end(&row);
}
