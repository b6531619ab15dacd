/* Secrets in files: whom they are kept from. */
#include "common/base/file.h"
#include "common/process/secret.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct scene {
	struct arena arena;
	struct log log;
	char *folder;
	const char *path;
	char said[1024];
};

static void hear(void *host, const char *line, size_t length)
{
	struct scene *scene = host;
	size_t room = sizeof(scene->said) - strlen(scene->said) - 1;
	strncat(scene->said, line, length < room ? length : room);
}

static int begin(void **state)
{
	static struct scene scene;
	memset(&scene, 0, sizeof(scene));
	arena_init(&scene.arena, 1 << 16);
	scene.log = (struct log){.service = "test", .write = hear, .host = &scene};
	scene.folder = test_folder_make();
	scene.path = arena_printf(&scene.arena, "%s/key", scene.folder);
	assert_int_equal(file_write(scene.path, "pass", 4, 0600), STATUS_OK);
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

static enum status read_with_mode(struct scene *scene, mode_t mode)
{
	char *text;
	size_t length;
	assert_int_equal(chmod(scene->path, mode), 0);
	return secret_read(&scene->arena, &scene->log, scene->path, 16, &text, &length);
}

static void its_owners_alone_is_read_in_silence(void **state)
{
	struct scene *scene = *state;
	assert_int_equal(read_with_mode(scene, 0600), STATUS_OK);
	assert_int_equal(read_with_mode(scene, 0400), STATUS_OK);
	assert_string_equal(scene->said, "");
}

static void one_that_others_can_read_is_warned_of(void **state)
{
	struct scene *scene = *state;
	assert_int_equal(read_with_mode(scene, 0444), STATUS_OK);
	assert_non_null(strstr(scene->said, "others can read this secret: chmod 600"));
	assert_non_null(strstr(scene->said, scene->path));
	assert_null(strstr(scene->said, "pass"));
}

static void one_that_others_can_change_is_refused(void **state)
{
	struct scene *scene = *state;
	assert_int_equal(read_with_mode(scene, 0620), STATUS_PERMISSION_DENIED);
	assert_int_equal(read_with_mode(scene, 0602), STATUS_PERMISSION_DENIED);
	assert_non_null(strstr(scene->said, "others can change this secret: chmod 600"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(its_owners_alone_is_read_in_silence, begin, end),
		cmocka_unit_test_setup_teardown(one_that_others_can_read_is_warned_of, begin, end),
		cmocka_unit_test_setup_teardown(one_that_others_can_change_is_refused, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
