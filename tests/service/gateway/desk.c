#include "tests/service/gateway/desk.h"

#include <stdlib.h>

static bool recognitions_answer(void *context)
{
	struct desk *desk = context;
	return ask(desk->front, desk->front->admin, "GET", "/v1/recognitions", "", NULL).status == 200;
}

void start_recognitions(struct desk *desk)
{
	const struct recognitions_config config = {
		.site = fixture_site(&desk->front->base, desk->front->away[0]),
		.members_url = desk->front->peer.url,
		.default_ceiling = KLEOS__VISIBILITY__VISIBILITY_EXTERNAL,
		.routine_look_ms = 5, /* tests move the clock */
	};
	assert_int_equal(recognitions_open(&desk->recognitions, &config), STATUS_OK);
	wait_until(recognitions_answer, desk);
}

void stop_recognitions(struct desk *desk)
{
	recognitions_close(desk->recognitions);
	desk->recognitions = NULL;
}

void restart_gateway(struct desk *desk)
{
	const struct gateway_config config = front_config(desk->front);
	gateway_close(desk->front->gateway);
	assert_int_equal(gateway_open(&desk->front->gateway, &config), STATUS_OK);
	wait_until(recognitions_answer, desk);
}

struct answer ask_as(struct desk *desk, const char *key, const char *target, const char *body)
{
	return ask(desk->front, key, "POST", target, "", body);
}

void add_member(struct desk *desk, const char *handle)
{
	struct answer answer = ask_as(desk, desk->front->admin, "/v1/members",
								  arena_printf(&desk->front->base.arena, "{\"handle\":\"%s\"}", handle));
	assert_answer(&answer, 200, handle);
}

const char *key_of(struct desk *desk, const char *handle, const char **id)
{
	struct answer answer = ask_as(
		desk, desk->front->admin, "/v1/apikeys",
		arena_printf(&desk->front->base.arena, "{\"member\":\"%s\",\"name\":\"x\",\"roles\":[\"MEMBER\"]}", handle));
	assert_answer(&answer, 200, "kls_");
	if (id)
		*id = text_of(desk->front, &answer, "id");
	return text_of(desk->front, &answer, "key");
}

void give(struct desk *desk, const char *receiver, const char *message, const char *visibility)
{
	struct answer answer =
		ask_as(desk, desk->maria, "/v1/recognitions",
			   arena_printf(&desk->front->base.arena,
							"{\"receivers\":[{\"member\":\"%s\"}],\"message\":\"%s\",\"visibility\":\"%s\"}", receiver,
							message, visibility));
	assert_answer(&answer, 200, message);
}

int desk_set_up(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);
	front_set_up((void **)&desk->front);
	start_recognitions(desk);
	add_member(desk, "maria");
	add_member(desk, "nikos");
	add_member(desk, "eleni");
	desk->maria = key_of(desk, "maria", NULL);
	desk->nikos = key_of(desk, "nikos", &desk->nikos_key_id);
	desk->eleni = key_of(desk, "eleni", NULL);
	*state = desk;
	return 0;
}

int desk_tear_down(void **state)
{
	struct desk *desk = *state;
	stop_recognitions(desk);
	front_tear_down((void **)&desk->front);
	free(desk);
	return 0;
}
