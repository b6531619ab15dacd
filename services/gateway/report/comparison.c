#include "services/gateway/report/comparison.h"

#include "services/gateway/report/figures.h"

static void add_change(struct arena *arena, const struct figure *figure, double now, double before,
					   Kleos__ReportComparison *out)
{
	Kleos__ReportChange *change = arena_alloc(arena, sizeof *change);
	kleos__report_change__init(change);
	change->figure = figure->part ? arena_printf(arena, "%s.%s", figure->part, figure->name) : figure->name;
	change->previous = before;
	change->delta = now - before;
	out->changes = arena_grow(arena, out->changes, out->n_changes, sizeof *out->changes);
	out->changes[out->n_changes++] = change;
}

Kleos__ReportComparison *comparison_make(struct arena *arena, const Kleos__ImpactReport *now,
										 const Kleos__ImpactReport *before)
{
	struct figures_walk walks[2] = {0};
	struct figure figures[2];
	Kleos__ReportComparison *out = arena_alloc(arena, sizeof *out);
	kleos__report_comparison__init(out);
	out->range = before->range;
	out->suppressed = before->suppressed;
	out->n_suppressed = before->n_suppressed;
	while (figures_next(arena, now, &walks[0], &figures[0]) && figures_next(arena, before, &walks[1], &figures[1])) {
		double values[2];
		if (figure_value(&figures[0], &values[0]) && figure_value(&figures[1], &values[1]))
			add_change(arena, &figures[0], values[0], values[1], out);
	}
	return out;
}
