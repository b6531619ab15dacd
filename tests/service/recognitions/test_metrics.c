/* Figures of the work that a recognition is about. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include <math.h>
#include <string.h>

static void metric_add(struct stage *stage, Kleos__GiveRecognitionRequest *request, const char *name, double value,
					   const char *unit)
{
	struct arena *arena = &stage->fixture.arena;
	Kleos__Metric *metric = arena_alloc(arena, sizeof *metric);
	kleos__metric__init(metric);
	metric->name = name;
	metric->value = value;
	metric->unit = unit;
	request->metrics = arena_grow(arena, request->metrics, request->n_metrics, sizeof(*request->metrics));
	request->metrics[request->n_metrics++] = metric;
}

static void assert_metric(const Kleos__Recognition *recognition, size_t i, const char *name, double value,
						  const char *unit)
{
	assert_true(i < recognition->n_metrics);
	assert_string_equal(recognition->metrics[i]->name, name);
	assert_true(recognition->metrics[i]->value == value);
	assert_string_equal(recognition->metrics[i]->unit, unit);
}

static void metrics_come_back_as_they_were_typed(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "t-giver", "reef", "", 0);
	stage_member(stage, "t-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver);
	Kleos__GiveRecognitionRequest *thanks = stage_thanks(stage, "t-thanked", "what a launch");
	const double values[] = {12.5, 0.1, -3, 1e12, 0, 123456789.123456, 0.000001};
	metric_add(stage, thanks, "  engagement \t rate ", values[0], " % ");
	for (size_t i = 1; i < 7; i++)
		metric_add(stage, thanks, "απήχηση", values[i], "");
	const Kleos__Recognition *given = stage_give(stage, &who, thanks);
	Kleos__ListRecognitionsRequest feed = LIST_INIT;
	feed.giver = "t-giver";
	stage_give(stage, &who, stage_thanks(stage, "t-thanked", "and no figures"));
	const Kleos__Recognition *all[] = {given, stage_get(stage, &who, given->id), NULL};
	const Kleos__ListRecognitionsResponse *page = stage_list(stage, &who, &feed);
	assert_int_equal(page->n_recognitions, 2);
	assert_int_equal(page->recognitions[0]->n_metrics + page->recognitions[1]->n_metrics, 7);
	all[2] = page->recognitions[page->recognitions[0]->n_metrics ? 0 : 1];
	for (size_t k = 0; k < 3; k++) {
		assert_metric(all[k], 0, "engagement rate", 12.5, "%");
		for (size_t i = 1; i < 7; i++)
			assert_metric(all[k], i, "απήχηση", values[i], "");
	}
}

static void what_is_wrong_with_a_metric_is_said(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "w-giver", "reef", "", 0);
	stage_member(stage, "w-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver);
	char text[62] = {0};
	memset(text, 'x', sizeof text - 1);
	const struct {
		const char *name;
		double value;
		const char *unit;
	} wrong[] = {{"", 1, ""},
				 {" ", 1, ""},
				 {text, 1, ""},
				 {"reach", (double)NAN, ""},
				 {"r", (double)INFINITY, ""},
				 {"reach", 1.1e12, ""},
				 {"reach", -1.1e12, ""},
				 {"reach", 1, text + 40}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		Kleos__GiveRecognitionRequest *thanks = stage_thanks(stage, "w-thanked", "well");
		metric_add(stage, thanks, "fine", 1, "");
		metric_add(stage, thanks, wrong[i].name, wrong[i].value, wrong[i].unit);
		stage_refuses(stage, &who, thanks, STATUS_INVALID_ARGUMENT, NULL);
		assert_true(stage_violates(stage, "metrics[1]"));
	}
	Kleos__GiveRecognitionRequest *many = stage_thanks(stage, "w-thanked", "well");
	for (int i = 0; i < 21; i++)
		metric_add(stage, many, "reach", i, "people");
	stage_refuses(stage, &who, many, STATUS_INVALID_ARGUMENT, NULL);
	assert_true(stage_violates(stage, "metrics"));
	many->n_metrics = 20;
	assert_metric(stage_give(stage, &who, many), 19, "reach", 19, "people");
}

static void metrics_go_with_the_recognition_and_come_with_a_replay(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "g-giver", "reef", "", 0);
	stage_member(stage, "g-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver);
	Kleos__GiveRecognitionRequest *thanks = stage_thanks(stage, "g-thanked", "well");
	metric_add(stage, thanks, "reach", 48000, "people");
	const Kleos__GiveRecognitionResponse *answer = NULL;
	for (int i = 0; i < 2; i++)
		answer = peer_call(&stage->peer, &who, RECOGNITIONS, "GiveRecognition", "metrics-once", &thanks->base);
	assert_true(stage->peer.reply.replayed);
	assert_metric(answer->recognition, 0, "reach", 48000, "people");
	thanks->metrics[0]->value = 48001;
	peer_call(&stage->peer, &who, RECOGNITIONS, "GiveRecognition", "metrics-once", &thanks->base);
	assert_string_equal(stage->peer.reply.reason, "REQUEST_ID_REUSED");
	assert_true(stage_withdraw(stage, &who, answer->recognition->id));
	assert_null(stage_get(stage, &who, answer->recognition->id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(metrics_come_back_as_they_were_typed),
		cmocka_unit_test(what_is_wrong_with_a_metric_is_said),
		cmocka_unit_test(metrics_go_with_the_recognition_and_come_with_a_replay),
	};
	return stage_run("metrics", tests, sizeof tests / sizeof *tests);
}
