/* desk: a gateway before members and recognitions, and three people with keys. */
#ifndef KLEOS_TESTS_GATEWAY_DESK_H
#define KLEOS_TESTS_GATEWAY_DESK_H

#include "services/recognitions/recognitions.h"
#include "tests/service/gateway/front.h"

struct desk {
	struct front *front;
	struct recognitions *recognitions;
	const char *maria, *nikos, *eleni; /* keys */
	const char *nikos_key_id;
};

/* cmocka's set-up and tear-down. */
int desk_set_up(void **state);
int desk_tear_down(void **state);
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, desk_set_up, desk_tear_down)

void start_recognitions(struct desk *desk); /* returns when they answer */
void stop_recognitions(struct desk *desk);
void restart_gateway(struct desk *desk);

/* POST of a JSON body. */
struct answer ask_as(struct desk *desk, const char *key, const char *target, const char *body);
void add_member(struct desk *desk, const char *handle);
/* A new key of a member. *id: of the key; may be NULL. */
const char *key_of(struct desk *desk, const char *handle, const char **id);
/* By maria, whose message is as it stands in JSON. */
void give(struct desk *desk, const char *receiver, const char *message, const char *visibility);

#endif
