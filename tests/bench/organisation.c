#include "tests/bench/organisation.h"

#include "common/base/calendar.h"

#include <inttypes.h>
#include <string.h>

static uint32_t draw(struct organisation *organisation, uint32_t bound)
{
	organisation->random ^= organisation->random << 13;
	organisation->random ^= organisation->random >> 7;
	organisation->random ^= organisation->random << 17;
	return (uint32_t)((organisation->random >> 32) * bound >> 32);
}

struct id organisation_id(uint64_t number)
{
	struct id id = {{0}};
	number++; /* no id is zero */
	memcpy(id.bytes + ID_SIZE - sizeof number, &number, sizeof number);
	return id;
}

static uint32_t team_of(uint32_t member)
{
	return 1 + member / TEAM_SIZE;
}

static uint32_t manager_of(uint32_t member)
{
	return member / TEAM_SIZE * TEAM_SIZE;
}

static enum direction direction_between(uint32_t giver, uint32_t receiver)
{
	if (manager_of(giver) != manager_of(receiver))
		return DIRECTION_OTHER;
	return giver == manager_of(receiver)   ? DIRECTION_DOWN
		   : receiver == manager_of(giver) ? DIRECTION_UP
										   : DIRECTION_PEER;
}

/* 70 of 100 thanks stay in the team, 20 in the department, the rest goes anywhere. */
static uint32_t draw_receiver(struct organisation *organisation, uint32_t giver)
{
	uint32_t kind = draw(organisation, 100);
	uint32_t circle = kind < 70 ? TEAM_SIZE : kind < 90 ? TEAM_SIZE * TEAMS_IN_DEPARTMENT : MEMBERS;
	return giver / circle * circle + draw(organisation, circle);
}

void organisation_members(struct impact *impact)
{
	impact_begin(impact);
	for (uint32_t i = 0; i < MEMBERS / TEAM_SIZE; i++) {
		char path[48];
		snprintf(path, sizeof path, "department-%u/team-%u", i / TEAMS_IN_DEPARTMENT, i);
		impact_apply_team(impact, 1 + i, path);
	}
	for (uint32_t i = 0; i < MEMBERS; i++) {
		struct impact_spell spell = {.from_day = DAY_MIN, .team = team_of(i)};
		struct impact_member member = {organisation_id(i), DAY_MIN, DAY_MAX, &spell, 1};
		if (manager_of(i) != i)
			spell.manager = organisation_id(manager_of(i));
		impact_apply_member(impact, &member);
	}
	impact_commit(impact, &(struct impact_mark){.seq = 1});
}

static uint64_t number_of(const struct id *id)
{
	uint64_t number;
	memcpy(&number, id->bytes + ID_SIZE - sizeof number, sizeof number);
	return number - 1;
}

/* A line each, with all that is known of its recognition: what a table for reports would hold. */
static void write_arcs(FILE *out, const struct impact_recognition *recognition)
{
	for (size_t i = 0; i < recognition->n_receivers; i++) {
		const struct impact_receiver *to = &recognition->receivers[i];
		(void)fprintf(out,
					  "%" PRIu64 ",%" PRId32 ",%" PRId32 ",%" PRIu64 ",%" PRIu32 ",%" PRIu64 ",%" PRIu32
					  ",%s,%d,%d,%d,%d,%d,%d\n",
					  number_of(&recognition->id), recognition->day, day_month_start(recognition->day),
					  number_of(&recognition->giver), recognition->giver_team, number_of(&to->member), to->team,
					  recognition->value, recognition->big, recognition->quiet, recognition->external,
					  recognition->prompt, (int)to->direction, recognition->giver_leads);
	}
}

void organisation_give(struct organisation *organisation, struct impact *impact, int32_t day)
{
	static const char *const values[] = {"", "craft", "courage", "care", "support", "growth"};
	struct impact_receiver receivers[2];
	uint32_t giver = draw(organisation, MEMBERS), n = 1 + draw(organisation, 100) / 80;
	struct impact_recognition recognition = {
		.id = organisation_id(organisation->made++),
		.day = day,
		.giver = organisation_id(giver),
		.giver_team = team_of(giver),
		.value = values[draw(organisation, 6)],
		.giver_leads = manager_of(giver) == giver,
		.big = draw(organisation, 10) == 0,
		.prompt = (uint8_t)draw(organisation, 6),
		.quiet = draw(organisation, 20) == 0,
		.external = organisation->made % 50 == 0,
		.receivers = receivers,
	};
	while (recognition.n_receivers < n) {
		uint32_t receiver = draw_receiver(organisation, giver);
		if (receiver != giver)
			receivers[recognition.n_receivers++] = (struct impact_receiver){
				organisation_id(receiver), team_of(receiver), direction_between(giver, receiver)};
	}
	impact_apply_recognition(impact, &recognition);
	if (organisation->arcs)
		write_arcs(organisation->arcs, &recognition);
}

void organisation_write(FILE *members, FILE *teams)
{
	for (uint32_t i = 0; i < MEMBERS; i++)
		(void)fprintf(members, "%" PRIu32 ",%" PRIu32 ",%d\n", i, team_of(i),
					  manager_of(i) == i ? -1 : (int)manager_of(i));
	for (uint32_t i = 0; i < MEMBERS / TEAM_SIZE; i++)
		(void)fprintf(teams, "%" PRIu32 ",department-%" PRIu32 "/team-%" PRIu32 "\n", 1 + i, i / TEAMS_IN_DEPARTMENT,
					  i);
}
