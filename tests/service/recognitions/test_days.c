/* The days of a deployment's figures: its clocks say where they begin, in memory as in the tables. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"

#include <stdlib.h>

#define IMPACT (&kleos__impact_service__descriptor)

static int32_t day_of(const char *text)
{
	int32_t day = 0;
	assert_true(day_parse(&day, text));
	return day;
}

/* The clock stands at nine o'clock in UTC on 1 March 2026. */
static struct stage *open_organisation(void)
{
	struct stage *stage = calloc(1, sizeof *stage);
	stage_open(stage, PEER_INPROC);
	stage_member(stage, "maria", "craft", "", VISIBILITY(EXTERNAL));
	stage_member(stage, "nikos", "craft", "maria", VISIBILITY(EXTERNAL));
	stage_settle(stage);
	return stage;
}

static void close_organisation(struct stage *stage)
{
	stage_close(stage);
	free(stage);
}

/* The same data under another setting. */
static void move_to(struct stage *stage, const char *zone)
{
	stage_close_recognitions(stage);
	zone_days_close(stage->fixture.days);
	stage->fixture.days = zone_days_open(zone);
	assert_non_null(stage->fixture.days);
	stage_open_recognitions(stage);
	rpc_client_close(stage->peer.client);
	peer_connect(&stage->peer);
}

static int32_t arcs_on(struct stage *stage, int32_t day)
{
	struct principal gateway = caller(ROLE_BIT(INTERNAL), NULL);
	Kleos__SummarizeImpactRequest request = KLEOS__SUMMARIZE_IMPACT_REQUEST__INIT;
	request.from_day = day - 3;
	request.to_day = day + 3;
	request.team = "";
	request.interval = KLEOS__INTERVAL__INTERVAL_DAY;
	const Kleos__SummarizeImpactResponse *summary =
		peer_must(&stage->peer, &gateway, IMPACT, "SummarizeImpact", &request.base);
	assert_int_equal(summary->n_series, 7);
	assert_int_equal(summary->series[3]->start_day, day);
	return summary->series[3]->arcs;
}

static void agrees(struct stage *stage, int32_t day)
{
	struct principal gateway = caller(ROLE_BIT(INTERNAL), NULL);
	Kleos__VerifyImpactRequest request = KLEOS__VERIFY_IMPACT_REQUEST__INIT;
	request.from_day = request.to_day = day;
	request.team = "";
	const Kleos__VerifyImpactResponse *response =
		peer_must(&stage->peer, &gateway, IMPACT, "VerifyImpact", &request.base);
	assert_true(response->agrees);
}

static void give(struct stage *stage)
{
	struct principal service = a_key(ROLE_BIT(SERVICE));
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "nikos", "thank you");
	request->giver = "maria";
	assert_non_null(stage_give(stage, &service, request));
}

static void thanks_late_in_the_evening_count_on_the_day_of_the_zone(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	int32_t day = day_of("2026-03-01");
	move_to(stage, "Europe/Athens");
	stage_later(stage, DAY_MS * 14 / 24 + DAY_MS / 48); /* 23:30 UTC */
	stage_settle(stage);
	give(stage);
	assert_int_equal(arcs_on(stage, day), 0);
	assert_int_equal(arcs_on(stage, day + 1), 1);
	agrees(stage, day);
	agrees(stage, day + 1);
	close_organisation(stage);
}

static void another_zone_counts_everything_anew(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	int32_t day = day_of("2026-03-01");
	stage_later(stage, DAY_MS * 14 / 24 + DAY_MS / 48);
	stage_settle(stage);
	give(stage);
	assert_int_equal(arcs_on(stage, day), 1);
	static const struct {
		const char *zone;
		int32_t later;
	} zones[] = {{"Europe/Athens", 1}, {"Europe/Athens", 1}, {"America/New_York", 0}, {"UTC", 0}, {"Asia/Tokyo", 1}};
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		move_to(stage, zones[i].zone);
		assert_int_equal(arcs_on(stage, day + zones[i].later), 1);
		assert_int_equal(arcs_on(stage, day + !zones[i].later), 0);
		agrees(stage, day);
		agrees(stage, day + 1);
	}
	close_organisation(stage);
}

static void import(struct stage *stage, const char *const *times, size_t n)
{
	Kleos__RecognitionRow rows[16], *list[16];
	for (size_t i = 0; i < n; i++) {
		kleos__recognition_row__init(&rows[i]);
		rows[i].line = (int32_t)i + 2;
		rows[i].given_at = times[i];
		rows[i].giver = "maria";
		rows[i].receivers = "nikos";
		rows[i].message = arena_printf(&stage->fixture.arena, "row %zu", i);
		list[i] = &rows[i];
	}
	assert_int_equal(stage_import(stage, list, n)->created, n);
}

/* 23 hours on 30 March 2025, 25 on 26 October. */
static void days_of_23_and_25_hours_hold_all_their_thanks(void **state)
{
	(void)state;
	static const char *const times[] = {
		"2025-03-29T21:59:59.999Z", "2025-03-29T22:00:00Z", "2025-03-30T00:59:59Z",     "2025-03-30T01:00:00Z",
		"2025-03-30T20:59:59.999Z", "2025-03-30T21:00:00Z", "2025-10-25T20:59:59.999Z", "2025-10-25T21:00:00Z",
		"2025-10-26T00:30:00Z",     "2025-10-26T01:30:00Z", "2025-10-26T21:59:59.999Z", "2025-10-26T22:00:00Z",
	};
	static const struct {
		const char *day;
		int arcs;
	} days[] = {{"2025-03-29", 1}, {"2025-03-30", 4}, {"2025-03-31", 1},
				{"2025-10-25", 1}, {"2025-10-26", 4}, {"2025-10-27", 1}};
	struct stage *stage = open_organisation();
	move_to(stage, "Europe/Athens");
	import(stage, times, sizeof times / sizeof *times);
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		assert_int_equal(arcs_on(stage, day_of(days[i].day)), days[i].arcs);
		agrees(stage, day_of(days[i].day));
	}
	close_organisation(stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thanks_late_in_the_evening_count_on_the_day_of_the_zone),
		cmocka_unit_test(another_zone_counts_everything_anew),
		cmocka_unit_test(days_of_23_and_25_hours_hold_all_their_thanks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
