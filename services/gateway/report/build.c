#include "services/gateway/report/build.h"

#include "common/base/calendar.h"
#include "common/service/message.h"
#include "services/gateway/report/figures.h"

#define PURPOSE                                                                                                        \
	"These figures show how recognition works among groups of people, so that habits can change. They are not for "    \
	"decisions on pay or performance."

const char *build_day(struct arena *arena, int32_t day)
{
	char text[DAY_TEXT_SIZE];
	day_format(text, day);
	return arena_text(arena, text);
}

static void add_sources(struct arena *arena, const struct report_answers *answers, Kleos__ImpactReport *report)
{
	report->sources = arena_array(arena, SERVICE_COUNT, sizeof *report->sources);
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		Kleos__ReportSource *source = arena_alloc(arena, sizeof *source);
		kleos__report_source__init(source);
		source->service = gateway_service_name((enum gateway_service)i);
		source->ok = answers->sources[i].ok;
		source->message = answers->sources[i].message;
		if (answers->sources[i].as_of_ms)
			source->as_of = time_message(arena, answers->sources[i].as_of_ms);
		report->partial = report->partial || !source->ok;
		report->sources[report->n_sources++] = source;
	}
}

Kleos__ImpactReport *report_build(struct arena *arena, const struct report_question *question,
								  const struct report_answers *answers, const struct pulses *pulses)
{
	Kleos__ImpactReport *report = arena_alloc(arena, sizeof *report);
	kleos__impact_report__init(report);
	figures_init(arena, report);
	report->range = arena_alloc(arena, sizeof *report->range);
	kleos__report_range__init(report->range);
	report->range->from = build_day(arena, question->from_day);
	report->range->to = build_day(arena, question->to_day);
	report->range->time_zone = question->time_zone;
	report->team = question->team;
	report->purpose = PURPOSE;
	if (answers->impact)
		build_figures(arena, answers->impact, report);
	if (answers->awards) {
		report->totals->nominations = figure_count(arena, answers->awards->nominations);
		report->totals->awards_won = figure_count(arena, answers->awards->awards_won);
	}
	if (pulses)
		build_pulses(arena, pulses, report);
	add_sources(arena, answers, report);
	return report;
}
