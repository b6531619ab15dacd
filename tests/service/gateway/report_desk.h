/* report_desk: a gateway before members, with stand-ins for recognitions and awards, and somebody who reads reports. */
#ifndef KLEOS_TESTS_GATEWAY_REPORT_DESK_H
#define KLEOS_TESTS_GATEWAY_REPORT_DESK_H

#include "tests/service/gateway/front.h"
#include "tests/service/gateway/stand_in.h"

struct report_desk {
	struct front *front;
	struct stand_in recognitions, awards;
	const char *auditor;
};

/* cmocka's set-up and tear-down. */
int report_desk_set_up(void **state);
int report_desk_tear_down(void **state);
#define REPORT_TEST(name) cmocka_unit_test_setup_teardown(name, report_desk_set_up, report_desk_tear_down)

/* GET /v1/reports/impact<query>. */
struct answer report(struct report_desk *desk, const char *query);
/* The worked example of the metrics: 8 members in two teams, 12 arcs of one receiver each. */
void set_worked_example(struct report_desk *desk);

#endif
