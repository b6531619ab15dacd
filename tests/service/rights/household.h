/* household: all services behind a gateway, a few people, and what their data folder's bytes still tell. */
#ifndef KLEOS_TESTS_RIGHTS_HOUSEHOLD_H
#define KLEOS_TESTS_RIGHTS_HOUSEHOLD_H

#include "services/awards/awards.h"
#include "services/recognitions/recognitions.h"
#include "tests/service/gateway/front.h"

#define JSON "Content-Type: application/json\r\n"

struct household {
	struct front *front;
	struct recognitions *recognitions;
	struct awards *awards;
};

/* cmocka's set-up and tear-down: maria (leader of nikos and eleni), nikos and eleni are there. */
int household_set_up(void **state);
int household_tear_down(void **state);
#define HOUSEHOLD_TEST(name) cmocka_unit_test_setup_teardown(name, household_set_up, household_tear_down)

void start_recognitions(struct household *household);
void stop_recognitions(struct household *household);
void start_awards(struct household *household);
void stop_awards(struct household *household);

/* As the admin. The body is printf'd; a 200 is expected. */
struct answer post(struct household *household, const char *target, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
struct answer get(struct household *household, const char *key, const char *target);
/* A new key of a member ("": of an integration). */
const char *key_of(struct household *household, const char *member, const char *role);

/* Erases and waits until every service is done. */
void erase(struct household *household, const char *member);
bool is_done(const struct answer *answer);
/* The name of a file below the data folder that holds these bytes, whatever their case in ASCII; NULL: none. */
const char *file_with(struct household *household, const char *bytes);
#define assert_gone(household, bytes)                                                                                  \
	do {                                                                                                               \
		const char *found = file_with(household, bytes);                                                               \
		if (found)                                                                                                     \
			fail_msg("'%s' is still in %s", bytes, found);                                                             \
	} while (0)

#endif
