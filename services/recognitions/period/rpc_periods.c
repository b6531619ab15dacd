#include "common/base/calendar.h"
#include "common/base/zone_days.h"
#include "common/service/message.h"
#include "services/recognitions/period/period_clock.h"
#include "services/recognitions/period/store_periods.h"
#include "services/recognitions/rpc.h"

static const char *day_text(struct arena *arena, int32_t day)
{
	char *text = arena_alloc(arena, DAY_TEXT_SIZE);
	day_format(text, day);
	return text;
}

static Kleos__ReportPeriod *period_message(struct call *call, const struct ready_period *ready)
{
	Kleos__ReportPeriod *message = arena_alloc(call->arena, sizeof(*message));
	char *name = arena_alloc(call->arena, PERIOD_TEXT_SIZE);
	kleos__report_period__init(message);
	period_format(name, &ready->period);
	message->period = name;
	message->id = id_is_zero(&ready->id) ? "" : id_text(call->arena, &ready->id);
	message->from = day_text(call->arena, ready->period.from_day);
	message->to = day_text(call->arena, ready->period.to_day);
	message->time_zone = zone_days_name(call->days);
	message->ready_time = time_message(call->arena, ready->ready_ms);
	return message;
}

/* By its name: also one that was over before anybody waited for it. */
static bool period_named(struct call *call, const char *name, struct ready_period *out)
{
	*out = (struct ready_period){0};
	if (!period_parse(&out->period, name))
		return false;
	out->ready_ms = period_ready_ms(call->days, &out->period);
	return period_find(call->db, &out->period, out) || out->ready_ms <= call->now_ms;
}

enum status get_report_period(struct call *call, const Kleos__GetReportPeriodRequest *request,
							  Kleos__GetReportPeriodResponse *response)
{
	struct ready_period ready;
	struct id id;
	bool found = id_parse(&id, request->period) ? period_read(call->db, &id, &ready)
												: period_named(call, request->period, &ready);
	if (!found)
		return fail(call, STATUS_NOT_FOUND, "REPORT_PERIOD_NOT_FOUND", "no report is ready of '%s'",
					quotable(call->arena, request->period));
	response->report_period = period_message(call, &ready);
	return STATUS_OK;
}
