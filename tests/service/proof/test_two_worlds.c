/* Two worlds that differ only in what is PRIVATE or for MANAGERs give everybody outside the same bytes. */
#include "tests/service/proof/probes.h"

#include "common/base/text.h"
#include "services/gateway/gateway_state.h"

#include <stdlib.h>
#include <string.h>

#define PAIRS      12
#define STATES     18 /* of one pair: each is a pair of worlds */
#define LOOKS      40 /* at each */
#define WEEK       8  /* after so many states a week passes */
#define EVERYWHERE 4  /* of so many pairs everybody sees everything at the end: one of each kind */

struct count {
	unsigned states, answers;
};

static void look(struct pair *pair, struct count *count)
{
	for (unsigned i = 0; i < LOOKS; i++) {
		const struct probe *probe = &probes[pair_draw(pair, n_probes)];
		size_t observer = pair_draw(pair, OBSERVERS);
		if (observer_is_outside(pair, observer) && probe_applies(pair, probe, observer))
			count->answers += probe_run(pair, probe, observer);
	}
	size_t observer = 1 + pair_draw(pair, OBSERVERS - 1);
	if (observer_is_outside(pair, observer))
		count->answers += probe_stream(pair, observer);
}

/* Everybody through everything, once. */
static void look_everywhere(struct pair *pair, struct count *count)
{
	for (size_t observer = 0; observer < OBSERVERS; observer++)
		for (size_t i = 0; i < n_probes; i++)
			if (observer_is_outside(pair, observer) && probe_applies(pair, &probes[i], observer))
				count->answers += probe_run(pair, &probes[i], observer);
}

/* The worlds do differ, and comparing shows it: to those whom it is for. */
static bool insiders_see_a_difference(struct pair *pair)
{
	bool differs = false;
	pair_label(pair, "insiders");
	for (size_t person = 0; person < 3; person++) {
		const char *bodies[2];
		for (size_t i = 0; i < 2; i++) {
			struct house *house = &pair->houses[i];
			struct answer answer = house_must(house, pair->people[person], "GET", "/v1/recognitions", NULL);
			bodies[i] = arena_text(&house->base.arena, answer.body);
		}
		differs = differs || !text_equal(bodies[0], bodies[1]);
	}
	return differs;
}

static void live_and_look(uint64_t seed, struct count *count)
{
	static struct pair pair;
	pair_open(&pair, seed);
	probe_stream_first(&pair, pair_live);
	for (unsigned i = 1; i <= STATES; i++, count->states++) {
		pair_live(&pair);
		if (i % WEEK == 0)
			pair_week(&pair);
		look(&pair, count);
	}
	if (seed < EVERYWHERE)
		look_everywhere(&pair, count);
	assert_true(insiders_see_a_difference(&pair));
	pair_close(&pair);
}

static void nobody_outside_can_tell_two_worlds_apart(void **state)
{
	const char *only = getenv("KLEOS_SEED"); /* one pair of worlds again, when it told them apart */
	uint64_t seed = only ? strtoull(only, NULL, 10) : 0;
	const uint64_t end = only ? seed + 1 : PAIRS;
	struct count count = {0};
	(void)state;
	for (; seed < end; seed++) {
		print_message("seed %llu\n", (unsigned long long)seed);
		live_and_look(seed, &count);
	}
	print_message("%u pairs of worlds, %u answers of each compared, %zu probes, %d observers\n", count.states,
				  count.answers, n_probes, OBSERVERS);
	assert_true(count.answers > 0);
}

/* ---- no way of looking is forgotten ---- */

static bool is_probed(const char *name)
{
	for (size_t i = 0; i < n_probes; i++)
		if (text_equal(probes[i].rpc, name) && (probes[i].target || probes[i].why))
			return true;
	print_error("%s is read by no probe: add one to probes.c\n", name);
	return false;
}

static enum status visit(void *context, const struct described_method *method)
{
	unsigned *missing = context;
	bool reads = method->read || strcmp(method->http_method, "GET") == 0;
	*missing += reads && !is_probed(method->name);
	return STATUS_OK;
}

/* Pages are bytes of the program, the same in every world. */
static void every_route_that_reads_has_a_probe(void **state)
{
	unsigned missing = 0;
	struct arena arena;
	(void)state;
	arena_init(&arena, (size_t)16 << 20);
	assert_int_equal(descriptors_walk(&arena, visit, &missing), STATUS_OK);
	for (size_t i = 0; i < PARTS_COUNT; i++)
		for (size_t j = 0; !gateway_parts[i]->files && j < gateway_parts[i]->n_routes; j++) {
			const struct special_route *route = &gateway_parts[i]->routes[j];
			if (text_equal(route->method, "GET"))
				missing += !is_probed(arena_printf(&arena, "GET %s", route->path));
		}
	arena_fini(&arena);
	assert_int_equal(missing, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_that_reads_has_a_probe),
		cmocka_unit_test(nobody_outside_can_tell_two_worlds_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
