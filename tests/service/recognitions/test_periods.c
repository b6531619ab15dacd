/* report.ready: each week and each month once, at eight o'clock where the deployment is. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "kleos/events/v1/events_service.pb-c.h"

#include <stdlib.h>
#include <string.h>

static void open_clock(struct stage *stage)
{
	const struct recognitions_config config = {
		.site = fixture_site(&stage->fixture, stage->peer.url),
		.members_url = stage->members_peer.url,
		.period_look_ms = 5, /* tests move the clock */
	};
	assert_int_equal(recognitions_open(&stage->recognitions, &config), STATUS_OK);
	peer_connect(&stage->peer);
}

static void close_clock(struct stage *stage)
{
	rpc_client_close(stage->peer.client);
	stage->peer.client = NULL;
	stage_close_recognitions(stage);
}

static void set_clock(struct stage *stage, const char *time)
{
	int64_t ms = 0;
	assert_true(time_parse(&ms, time));
	stage->fixture.world.now_ms = ms;
}

/* Like stage_open, but the zone and the time are there before anything looks at them. */
static struct stage *open_stage(const char *zone, const char *time)
{
	struct stage *stage = calloc(1, sizeof *stage);
	service_fixture_init(&stage->fixture);
	stage->fixture.days = zone_days_open(zone);
	set_clock(stage, time);
	peer_init(&stage->members_peer, &stage->fixture, "members", PEER_INPROC);
	peer_init(&stage->peer, &stage->fixture, "recognitions", PEER_INPROC);
	const struct members_config members = {.site = fixture_site(&stage->fixture, stage->members_peer.url)};
	assert_int_equal(members_open(&stage->members, &members), STATUS_OK);
	peer_connect(&stage->members_peer);
	open_clock(stage);
	return stage;
}

static void close_stage(struct stage *stage)
{
	stage_close(stage);
	free(stage);
}

static const char *period_of_event(struct stage *stage, const Kleos__Event *event)
{
	struct principal service = a_key(ROLE_BIT(SERVICE));
	Kleos__GetReportPeriodRequest request = KLEOS__GET_REPORT_PERIOD_REQUEST__INIT;
	struct id id;
	assert_true(id_from_bytes(&id, event->subject.data, ID_SIZE));
	request.period = id_text(&stage->fixture.arena, &id);
	const Kleos__GetReportPeriodResponse *response =
		peer_must(&stage->peer, &service, RECOGNITIONS, "GetReportPeriod", &request.base);
	return response->report_period->period;
}

/* Names of the periods that were told of, oldest first, each with a space behind. */
static const char *told(struct stage *stage)
{
	const struct principal process = principal_internal("test");
	Kleos__ReadEventsRequest ask = KLEOS__READ_EVENTS_REQUEST__INIT;
	const Kleos__ReadEventsResponse *run =
		peer_must(&stage->peer, &process, &kleos__events_service__descriptor, "ReadEvents", &ask.base);
	const char *text = "";
	for (size_t i = 0; i < run->n_events; i++)
		if (text_equal(run->events[i]->type, "report.ready"))
			text = arena_printf(&stage->fixture.arena, "%s%s ", text, period_of_event(stage, run->events[i]));
	return text;
}

struct expectation {
	struct stage *stage;
	const char *text;
};

static bool is_told(void *context)
{
	struct expectation *expectation = context;
	return text_equal(told(expectation->stage), expectation->text);
}

/* Time for one too many: the clock looks every few milliseconds, the feed goes round in more. */
static void expect_told(struct stage *stage, const char *text)
{
	struct expectation expectation = {stage, text};
	wait_until(is_told, &expectation);
	stage_settle(stage);
	assert_string_equal(told(stage), text);
}

static void a_period_is_told_at_eight_by_the_clocks_of_the_deployment(void **state)
{
	(void)state;
	struct stage *stage = open_stage("Europe/Athens", "2026-10-23T12:00:00Z");
	expect_told(stage, "");
	set_clock(stage, "2026-10-26T05:59:59Z"); /* clocks were set back on Sunday: 07:59:59 */
	expect_told(stage, "");
	set_clock(stage, "2026-10-26T06:00:00Z");
	expect_told(stage, "2026-W43 ");
	set_clock(stage, "2026-11-01T05:59:59Z");
	expect_told(stage, "2026-W43 ");
	set_clock(stage, "2026-11-01T06:00:00Z");
	expect_told(stage, "2026-W43 2026-10 ");
	set_clock(stage, "2026-11-02T09:00:00Z");
	expect_told(stage, "2026-W43 2026-10 2026-W44 ");
	close_stage(stage);
}

static void of_what_ended_meanwhile_the_newest_of_each_kind_is_told_once(void **state)
{
	(void)state;
	struct stage *stage = open_stage("UTC", "2026-01-14T12:00:00Z");
	expect_told(stage, "");
	close_clock(stage);
	set_clock(stage, "2026-04-15T12:00:00Z");
	open_clock(stage);
	expect_told(stage, "2026-W15 2026-03 ");
	close_clock(stage);
	open_clock(stage);
	expect_told(stage, "2026-W15 2026-03 ");
	close_stage(stage);
}

static void a_clock_that_jumps_repeats_nothing_and_skips_nothing_later(void **state)
{
	(void)state;
	struct stage *stage = open_stage("UTC", "2026-03-04T12:00:00Z");
	set_clock(stage, "2026-03-09T08:00:00Z");
	expect_told(stage, "2026-W10 ");
	set_clock(stage, "2031-03-05T08:00:00Z"); /* far ahead, by mistake */
	expect_told(stage, "2026-W10 2031-W09 2031-02 ");
	set_clock(stage, "2026-03-09T07:00:00Z");
	set_clock(stage, "2026-03-09T08:00:00Z");
	expect_told(stage, "2026-W10 2031-W09 2031-02 ");
	set_clock(stage, "2026-03-16T08:00:00Z");
	expect_told(stage, "2026-W10 2031-W09 2031-02 2026-W11 ");
	close_stage(stage);
}

static void a_period_has_its_days_and_is_for_those_who_read_reports(void **state)
{
	(void)state;
	struct stage *stage = open_stage("Europe/Athens", "2026-11-18T12:00:00Z");
	struct principal auditor = a_key(ROLE_BIT(AUDITOR)), member = a_key(ROLE_BIT(MEMBER));
	Kleos__GetReportPeriodRequest request = KLEOS__GET_REPORT_PERIOD_REQUEST__INIT;
	request.period = "2026-W46"; /* was over before anybody waited for it */
	const Kleos__GetReportPeriodResponse *response =
		peer_must(&stage->peer, &auditor, RECOGNITIONS, "GetReportPeriod", &request.base);
	assert_string_equal(response->report_period->id, "");
	assert_int_equal(response->report_period->ready_time->seconds, 1794808800); /* 08:00 in Athens */
	request.period = "2026-W47";
	peer_refused(&stage->peer, &auditor, RECOGNITIONS, "GetReportPeriod", &request.base, STATUS_NOT_FOUND,
				 "REPORT_PERIOD_NOT_FOUND");
	set_clock(stage, "2026-11-23T06:30:00Z");
	expect_told(stage, "2026-W47 ");
	response = peer_must(&stage->peer, &auditor, RECOGNITIONS, "GetReportPeriod", &request.base);
	assert_string_equal(response->report_period->from, "2026-11-16");
	assert_string_equal(response->report_period->to, "2026-11-22");
	assert_string_equal(response->report_period->time_zone, "Europe/Athens");
	peer_refused(&stage->peer, &member, RECOGNITIONS, "GetReportPeriod", &request.base, STATUS_PERMISSION_DENIED, NULL);
	close_stage(stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_period_is_told_at_eight_by_the_clocks_of_the_deployment),
		cmocka_unit_test(of_what_ended_meanwhile_the_newest_of_each_kind_is_told_once),
		cmocka_unit_test(a_clock_that_jumps_repeats_nothing_and_skips_nothing_later),
		cmocka_unit_test(a_period_has_its_days_and_is_for_those_who_read_reports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
