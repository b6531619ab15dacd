/* Random sequences of giving, lowering, sharing, taking back and changing ceilings: nothing is ever louder than anybody
 * named agrees to or than was asked for, and who sees it is who the contract names, by a model that knows nothing of
 * the service's code. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include <string.h>

#define PEOPLE    56
#define BOSSES    4
#define SEQUENCES 200
#define STEPS     10
#define LOOKS     4 /* after each step: so many people try to see it */

static const char *const TEAMS[] = {"", "sea", "sea/north", "sea/north/ice", "sea/northern", "hill", "hill/east"};
#define TEAMS_COUNT (sizeof TEAMS / sizeof *TEAMS)

struct person {
	const char *handle, *team;
	int boss; /* who manages them; -1: nobody */
	struct principal who;
	Kleos__Visibility ceiling;
};

/* One recognition as the contract tells of it. */
struct model {
	int giver, receivers[50];
	int n;
	Kleos__Visibility requested, caps[PEOPLE]; /* of those named */
	bool withdrawn;
	const char *id;
};

struct world {
	struct stage *stage;
	uint64_t random;
	struct person people[PEOPLE];
};

/* 0 … bound - 1; xorshift64. */
static int draw(struct world *world, int bound)
{
	world->random ^= world->random << 13;
	world->random ^= world->random >> 7;
	world->random ^= world->random << 17;
	return (int)((world->random >> 33) % (uint64_t)bound);
}

static Kleos__Visibility draw_level(struct world *world)
{
	return (Kleos__Visibility)(1 + draw(world, 5));
}

static void make_people(struct world *world)
{
	for (int i = 0; i < PEOPLE; i++) {
		struct person *person = &world->people[i];
		person->handle = arena_printf(&world->stage->fixture.arena, "p%d", i);
		person->team = TEAMS[draw(world, TEAMS_COUNT)];
		person->boss = i < BOSSES ? -1 : draw(world, BOSSES + 1) - 1;
		person->ceiling = draw_level(world);
		struct id id = stage_member(world->stage, person->handle, person->team,
									person->boss < 0 ? "" : world->people[person->boss].handle, person->ceiling);
		person->who = a_member(&id);
	}
	stage_settle(world->stage);
}

static Kleos__Visibility model_level(const struct model *model)
{
	Kleos__Visibility level = model->requested;
	if (model->caps[model->giver] < level)
		level = model->caps[model->giver];
	for (int i = 0; i < model->n; i++)
		if (model->caps[model->receivers[i]] < level)
			level = model->caps[model->receivers[i]];
	return level;
}

static bool model_names(const struct model *model, int person)
{
	bool names = model->giver == person;
	for (int i = 0; i < model->n; i++)
		names = names || model->receivers[i] == person;
	return names;
}

/* "members whose team of now is, or is inside, the stamped team": nobody moves here. */
static bool team_hears(const char *viewer, const char *stamped)
{
	size_t length = strlen(stamped);
	return length && strncmp(viewer, stamped, length) == 0 && (viewer[length] == '\0' || viewer[length] == '/');
}

static bool model_shows(const struct world *world, const struct model *model, int viewer)
{
	const struct person *people = world->people;
	bool manages = false, hears = team_hears(people[viewer].team, people[model->giver].team);
	for (int i = 0; i < model->n; i++) {
		manages = manages || people[model->receivers[i]].boss == viewer;
		hears = hears || team_hears(people[viewer].team, people[model->receivers[i]].team);
	}
	if (model->withdrawn)
		return false;
	switch (model_level(model)) {
	case KLEOS__VISIBILITY__VISIBILITY_PRIVATE:
		return model_names(model, viewer);
	case KLEOS__VISIBILITY__VISIBILITY_MANAGER:
		return model_names(model, viewer) || manages;
	case KLEOS__VISIBILITY__VISIBILITY_TEAM:
		return model_names(model, viewer) || manages || hears;
	default:
		return true;
	}
}

static void give(struct world *world, struct model *model)
{
	const char *names = "";
	int n = draw(world, 4) ? 1 + draw(world, 4) : 1 + draw(world, 50), next = draw(world, PEOPLE);
	*model = (struct model){.giver = draw(world, PEOPLE), .requested = draw_level(world)};
	for (; model->n < n; next = (next + 1) % PEOPLE) {
		if (next == model->giver)
			continue;
		model->receivers[model->n++] = next;
		model->caps[next] = world->people[next].ceiling;
		names =
			arena_printf(&world->stage->fixture.arena, "%s%s%s", names, *names ? " " : "", world->people[next].handle);
	}
	model->caps[model->giver] = VISIBILITY(EXTERNAL);
	Kleos__GiveRecognitionRequest *request = stage_thanks(world->stage, names, "thank you all");
	request->visibility = model->requested;
	const Kleos__Recognition *given = stage_give(world->stage, &world->people[model->giver].who, request);
	model->id = given->id;
	assert_int_equal(given->visibility, model_level(model));
}

static int draw_named(struct world *world, const struct model *model)
{
	int i = draw(world, model->n + 1);
	return i < model->n ? model->receivers[i] : model->giver;
}

static void lower(struct world *world, struct model *model)
{
	int person = draw_named(world, model);
	Kleos__Visibility level = draw_level(world);
	if (level < model->caps[person])
		model->caps[person] = level;
	assert_int_equal(stage_lower(world->stage, &world->people[person].who, model->id, level), model_level(model));
}

static void share(struct world *world, struct model *model)
{
	int person = draw_named(world, model);
	Kleos__Visibility level = (Kleos__Visibility)draw(world, (int)model->requested + 1); /* 0: as was asked for */
	Kleos__Visibility wanted = level ? level : model->requested;
	if (wanted > model->caps[person])
		model->caps[person] = wanted;
	assert_int_equal(stage_share(world->stage, &world->people[person].who, model->id, level), model_level(model));
}

static void change_ceiling(struct world *world, struct model *model)
{
	int person = draw(world, 3) ? draw_named(world, model) : draw(world, PEOPLE);
	Kleos__UpdatePreferencesRequest request = KLEOS__UPDATE_PREFERENCES_REQUEST__INIT;
	request.member = "me";
	request.ceiling = world->people[person].ceiling = draw_level(world);
	request.lower_given = draw(world, 2);
	peer_must(&world->stage->peer, &world->people[person].who, RECOGNITIONS, "UpdatePreferences", &request.base);
	bool received = model_names(model, person) && person != model->giver;
	if (request.lower_given && received && request.ceiling < model->caps[person])
		model->caps[person] = request.ceiling;
}

static void step(struct world *world, struct model *model)
{
	int what = draw(world, 20);
	if (what < 8)
		lower(world, model);
	else if (what < 15)
		share(world, model);
	else if (what < 19)
		change_ceiling(world, model);
	else
		model->withdrawn = stage_withdraw(world->stage, &world->people[model->giver].who, model->id);
}

/* By itself and in a list, which is walked in other indexes. */
static void look(struct world *world, const struct model *model, int viewer)
{
	Kleos__ListRecognitionsRequest list = LIST_INIT;
	const struct principal *who = &world->people[viewer].who;
	bool shown = model_shows(world, model, viewer);
	const Kleos__Recognition *seen = stage_get(world->stage, who, model->id);
	if ((seen != NULL) != shown)
		fail_msg("%s %s it at %d", world->people[viewer].handle, shown ? "lacks" : "sees", model_level(model));
	if (seen)
		assert_int_equal(seen->visibility, model_level(model));
	list.page_size = 3; /* it is the newest of all, but those of the same millisecond */
	if (draw(world, 2))
		list.receiver = world->people[model->receivers[0]].handle;
	const Kleos__ListRecognitionsResponse *page = stage_list(world->stage, who, &list);
	bool listed = false;
	for (size_t i = 0; i < page->n_recognitions; i++)
		listed = listed || strcmp(page->recognitions[i]->id, model->id) == 0;
	if (listed != shown)
		fail_msg("%s: the list %s it at %d", world->people[viewer].handle, shown ? "lacks" : "shows",
				 model_level(model));
}

static void nothing_is_louder_than_anybody_named_agrees_to(void **state)
{
	static struct world world; /* 10 KiB */
	world.stage = *state;
	world.random = 20260301;
	make_people(&world);
	for (int sequence = 0; sequence < SEQUENCES; sequence++) {
		struct model model;
		stage_later(world.stage, 10);
		give(&world, &model);
		for (int i = 0; i < STEPS && !model.withdrawn; i++) {
			step(&world, &model);
			for (int k = 0; k < LOOKS; k++)
				look(&world, &model, draw(&world, PEOPLE));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_louder_than_anybody_named_agrees_to),
	};
	return stage_run("agreement of all who are named", tests, sizeof tests / sizeof *tests);
}
