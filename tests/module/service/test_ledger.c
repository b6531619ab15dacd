/* The file that remembers who was erased. */
#include "common/service/ledger.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>

struct scene {
	struct test_world world;
	struct arena arena;
	char *folder;
	const char *path;
};

static int begin(void **state)
{
	static struct scene scene;
	test_world_init(&scene.world);
	arena_init(&scene.arena, 1 << 16);
	scene.folder = test_folder_make();
	scene.path = arena_printf(&scene.arena, "%s/members.erased", scene.folder);
	*state = &scene;
	return 0;
}

static int end(void **state)
{
	struct scene *scene = *state;
	test_folder_remove(scene->folder);
	arena_fini(&scene->arena);
	return 0;
}

static size_t lines(struct scene *scene, struct id **ids)
{
	size_t count;
	assert_int_equal(ledger_read(&scene->arena, scene->path, ids, &count), STATUS_OK);
	return count;
}

static void what_was_appended_is_read_in_its_order(void **state)
{
	struct scene *scene = *state;
	struct id *ids, first = id_new(&scene->world.environment), second = id_new(&scene->world.environment);
	assert_int_equal(lines(scene, &ids), 0);
	assert_int_equal(ledger_append(scene->path, &first), STATUS_OK);
	assert_int_equal(ledger_append(scene->path, &second), STATUS_OK);
	assert_int_equal(lines(scene, &ids), 2);
	assert_true(id_equal(&ids[0], &first) && id_equal(&ids[1], &second));
}

/* An erasure that does not end is tried again every few seconds, for days if need be. */
static void an_id_that_is_there_already_stays_one_line(void **state)
{
	struct scene *scene = *state;
	struct id *ids, first = id_new(&scene->world.environment), second = id_new(&scene->world.environment);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(ledger_append(scene->path, &first), STATUS_OK);
		assert_int_equal(ledger_append(scene->path, &second), STATUS_OK);
	}
	assert_int_equal(lines(scene, &ids), 2);
}

static void a_line_that_was_cut_off_gives_way_to_the_next(void **state)
{
	struct scene *scene = *state;
	struct id *ids, first = id_new(&scene->world.environment), second = id_new(&scene->world.environment);
	assert_int_equal(ledger_append(scene->path, &first), STATUS_OK);
	FILE *file = fopen(scene->path, "a");
	assert_non_null(file);
	fputs("01a20853-f7", file);
	fclose(file);
	assert_int_equal(lines(scene, &ids), 1);
	assert_int_equal(ledger_append(scene->path, &second), STATUS_OK);
	assert_int_equal(lines(scene, &ids), 2);
	assert_true(id_equal(&ids[1], &second));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_appended_is_read_in_its_order, begin, end),
		cmocka_unit_test_setup_teardown(an_id_that_is_there_already_stays_one_line, begin, end),
		cmocka_unit_test_setup_teardown(a_line_that_was_cut_off_gives_way_to_the_next, begin, end),
	};
	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
