#include "tests/support/support.h"

#include "common/base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct fixture {
	struct arena arena;
	char *folder;
};

static int set_up(void **state)
{
	static struct fixture fixture;

	arena_init(&fixture.arena, 1 << 20);
	fixture.folder = test_folder_make();
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	test_folder_remove(f->folder);
	arena_fini(&f->arena);
	return 0;
}

static const char *path_of(struct fixture *f, const char *name)
{
	return arena_printf(&f->arena, "%s/%s", f->folder, name);
}

static int entries(const char *folder)
{
	DIR *open = opendir(folder);
	int count = 0;

	assert_non_null(open);
	while (readdir(open))
		count++;
	closedir(open);
	return count - 2;
}

static void what_was_written_is_read(void **state)
{
	struct fixture *f = *state;
	const char *path = path_of(f, "note");
	struct stat found;
	size_t length;
	char *text;

	assert_int_equal(file_write(path, "one", 3, 0644), STATUS_OK);
	assert_int_equal(file_write(path, "second\0!", 8, 0400), STATUS_OK);
	assert_int_equal(file_read(&f->arena, path, 100, &text, &length), STATUS_OK);
	assert_int_equal(length, 8);
	assert_memory_equal(text, "second\0!", 9);
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_mode & 07777, 0400);
	assert_int_equal(entries(f->folder), 1);
}

static void an_empty_file_is_an_empty_text(void **state)
{
	struct fixture *f = *state;
	size_t length = 7;
	char *text;

	assert_int_equal(file_write(path_of(f, "empty"), "", 0, 0600), STATUS_OK);
	assert_int_equal(file_read(&f->arena, path_of(f, "empty"), 0, &text, &length), STATUS_OK);
	assert_int_equal(length, 0);
	assert_string_equal(text, "");
}

static void the_bound_is_exact(void **state)
{
	struct fixture *f = *state;
	char content[20000];
	size_t length;
	char *text;

	memset(content, 'x', sizeof(content));
	assert_int_equal(file_write(path_of(f, "big"), content, sizeof(content), 0600), STATUS_OK);
	assert_int_equal(file_read(&f->arena, path_of(f, "big"), sizeof(content), &text, &length), STATUS_OK);
	assert_int_equal(length, sizeof(content));
	assert_int_equal(file_read(&f->arena, path_of(f, "big"), sizeof(content) - 1, &text, &length),
					 STATUS_RESOURCE_EXHAUSTED);
}

static void what_is_missing_is_not_found(void **state)
{
	struct fixture *f = *state;
	size_t length;
	char *text;

	assert_int_equal(file_read(&f->arena, path_of(f, "none"), 10, &text, &length), STATUS_NOT_FOUND);
	assert_int_equal(file_read(&f->arena, path_of(f, "none/none"), 10, &text, &length), STATUS_NOT_FOUND);
	assert_int_equal(file_write(path_of(f, "none/none"), "x", 1, 0600), STATUS_NOT_FOUND);
	assert_int_equal(file_read(&f->arena, f->folder, 10, &text, &length), STATUS_INTERNAL);
}

static void only_one_creates(void **state)
{
	struct fixture *f = *state;
	const char *path = path_of(f, "key");
	size_t length;
	char *text;

	assert_int_equal(file_create(path, "first", 5, 0600), STATUS_OK);
	assert_int_equal(file_create(path, "second", 6, 0600), STATUS_ALREADY_EXISTS);
	assert_int_equal(file_read(&f->arena, path, 100, &text, &length), STATUS_OK);
	assert_string_equal(text, "first");
	assert_int_equal(entries(f->folder), 1);
}

static void folders_are_made_with_those_above(void **state)
{
	struct fixture *f = *state;
	const char *path = path_of(f, "a/b//c/");
	struct stat found;

	assert_int_equal(file_make_folder(path), STATUS_OK);
	assert_int_equal(file_make_folder(path), STATUS_OK);
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_mode & 07777, 0700);
	assert_int_equal(file_write(path_of(f, "a/file"), "", 0, 0600), STATUS_OK);
	assert_int_equal(file_make_folder(path_of(f, "a/file")), STATUS_ALREADY_EXISTS);
	assert_int_not_equal(file_make_folder(path_of(f, "a/file/below")), STATUS_OK);
	assert_int_equal(file_make_folder(""), STATUS_INVALID_ARGUMENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_written_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_file_is_an_empty_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_bound_is_exact, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_missing_is_not_found, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_one_creates, set_up, tear_down),
		cmocka_unit_test_setup_teardown(folders_are_made_with_those_above, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
