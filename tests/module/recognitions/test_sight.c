/* Who sees what, by contract.md's own words, for every role, relation and level; and what holds by everybody's caps. */
#include "tests/support/support.h"

#include "services/recognitions/rules.h"
#include "services/recognitions/visibility/caps.h"

#include <string.h>

#define LEVELS 5 /* PRIVATE to EXTERNAL */

enum { GIVER = 1, RECEIVER, MANAGER, GIVERS_MANAGER, STRANGER };

static struct id id_by(int number)
{
	return (struct id){{(uint8_t)number}};
}

/* A reader in one relation to a recognition: from GIVER (team sea/north, managed by GIVERS_MANAGER) to RECEIVER (team
 * hill/east, managed by MANAGER). A cross for PRIVATE, MANAGER, TEAM, ORGANIZATION, EXTERNAL. */
static const struct relation {
	const char *name;
	int member;
	const char *team;
	const char *sees;
} relations[] = {
	{"the giver", GIVER, "sea/north", "xxxxx"},
	{"the giver, who has moved", GIVER, "moon", "xxxxx"},
	{"a receiver", RECEIVER, "hill/east", "xxxxx"},
	{"a receiver without a team", RECEIVER, "", "xxxxx"},
	{"the receiver's manager", MANAGER, "moon", ".xxxx"},
	{"the giver's manager", GIVERS_MANAGER, "moon", "...xx"},
	{"the giver's manager, of the team", GIVERS_MANAGER, "sea/north", "..xxx"},
	{"a mate of the giver", STRANGER, "sea/north", "..xxx"},
	{"in a team inside the giver's", STRANGER, "sea/north/ice/deep", "..xxx"},
	{"in the team around the giver's", STRANGER, "sea", "...xx"},
	{"in a team whose name begins alike", STRANGER, "sea/northern", "...xx"},
	{"a mate of the receiver", STRANGER, "hill/east", "..xxx"},
	{"in a team inside the receiver's", STRANGER, "hill/east/oak", "..xxx"},
	{"in the team around the receiver's", STRANGER, "hill", "...xx"},
	{"far away", STRANGER, "moon", "...xx"},
	{"without a team", STRANGER, "", "...xx"},
};

/* A key without a member, by whether it sees what every member sees: SERVICE, ADMIN and AUDITOR do. */
static const struct relation keys[] = {
	{"a key of SERVICE, ADMIN or AUDITOR", 0, "", "...xx"},
	{"a key of another role", 0, "", "....x"},
};

static struct recognition *recognition_made(size_t n_arcs, size_t at)
{
	static struct recognition made; /* the largest of structs here */
	made = (struct recognition){
		.giver = {.id = id_by(GIVER), .team_path = "sea/north"},
		.n_arcs = n_arcs,
	};
	for (size_t i = 0; i < n_arcs; i++)
		made.arcs[i] = (struct arc){
			.receiver = {.id = id_by(i == at ? RECEIVER : 100 + (int)i),
						 .team_path = i == at ? "hill/east" : (i % 2 ? "desert" : "")},
			.manager_now = i == at ? id_by(MANAGER) : id_by(i % 3 ? 0 : 200),
		};
	return &made;
}

static void sees(struct recognition *recognition, const struct relation *relation, bool organization)
{
	struct viewer viewer = {.member = id_by(relation->member), .team = relation->team, .organization = organization};
	for (int level = 0; level <= LEVELS; level++) {
		bool expected = level && relation->sees[level - 1] == 'x';
		recognition->visibility = (Kleos__Visibility)level;
		if (recognition_is_visible(recognition, &viewer) != expected)
			fail_msg("%s, level %d: expected %d", relation->name, level, expected);
	}
}

static void each_relation_sees_what_the_contract_says_at_every_level(void **state)
{
	(void)state;
	for (size_t n = 1; n <= RECEIVERS_BOUND; n++)
		for (size_t at = 0; at < n; at++) {
			struct recognition *recognition = recognition_made(n, at);
			for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
				sees(recognition, &relations[i], true);
			sees(recognition, &keys[0], true);
			sees(recognition, &keys[1], false);
		}
}

static void whoever_has_no_team_is_in_nobodys(void **state)
{
	(void)state;
	struct recognition *recognition = recognition_made(3, 1);
	struct viewer viewer = {.member = id_by(STRANGER), .team = "", .organization = true};
	recognition->visibility = KLEOS__VISIBILITY__VISIBILITY_TEAM;
	recognition->giver.team_path = "";
	recognition->arcs[1].receiver.team_path = "";
	assert_false(recognition_is_visible(recognition, &viewer));
	viewer.team = "moon";
	assert_false(recognition_is_visible(recognition, &viewer));
}

static uint64_t draw(uint64_t *random, uint64_t bound)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (*random >> 33) % bound;
}

static void what_holds_is_the_least_of_the_request_and_every_cap(void **state)
{
	uint64_t random = 20260301;
	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct recognition *recognition = recognition_made(1 + draw(&random, RECEIVERS_BOUND), 0);
		Kleos__Visibility least = recognition->requested = (Kleos__Visibility)(1 + draw(&random, LEVELS));
		recognition->giver_cap = (Kleos__Visibility)(1 + draw(&random, LEVELS));
		least = recognition->giver_cap < least ? recognition->giver_cap : least;
		for (size_t i = 0; i < recognition->n_arcs; i++) {
			Kleos__Visibility cap = recognition->arcs[i].cap = (Kleos__Visibility)(1 + draw(&random, LEVELS));
			least = cap < least ? cap : least;
			assert_ptr_equal(cap_of(recognition, &recognition->arcs[i].receiver.id), &recognition->arcs[i].cap);
		}
		struct id nobody = id_by(0), stranger = id_by(STRANGER), giver = id_by(GIVER);
		assert_int_equal(caps_least(recognition), least);
		assert_null(cap_of(recognition, &nobody));
		assert_null(cap_of(recognition, &stranger));
		*cap_of(recognition, &giver) = KLEOS__VISIBILITY__VISIBILITY_EXTERNAL;
		bool waits = caps_below(recognition, &giver) > 0;
		assert_int_equal(waits, caps_least(recognition) < recognition->requested);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_relation_sees_what_the_contract_says_at_every_level),
		cmocka_unit_test(whoever_has_no_team_is_in_nobodys),
		cmocka_unit_test(what_holds_is_the_least_of_the_request_and_every_cap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
