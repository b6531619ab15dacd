/* What a confined process can still reach: each trial is a child process of its own, as there is no way out. */
#include "common/process/sandbox.h"
#include "tests/support/support.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct scene {
	struct arena arena;
	char *folder;
	const char *own, *own_file, *others_file, *secret; /* own: a folder; secret: a file that may be read */
};

static void write_file(const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(file >= 0 && write(file, "x", 1) == 1);
	close(file);
}

static int begin(void **state)
{
	static struct scene scene;
	if (!sandbox_abi())
		skip();
	arena_init(&scene.arena, 1 << 16);
	scene.folder = test_folder_make();
	scene.own = arena_printf(&scene.arena, "%s/members", scene.folder);
	scene.own_file = arena_printf(&scene.arena, "%s/members.db", scene.own);
	const char *other = arena_printf(&scene.arena, "%s/awards", scene.folder);
	scene.others_file = arena_printf(&scene.arena, "%s/awards.db", other);
	scene.secret = arena_printf(&scene.arena, "%s/secret", scene.folder);
	assert_int_equal(mkdir(scene.own, 0700), 0);
	assert_int_equal(mkdir(other, 0700), 0);
	write_file(scene.own_file);
	write_file(scene.others_file);
	write_file(scene.secret);
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

/* What `attempt` returns inside: an errno, or 0. */
static int inside(struct scene *scene, int (*attempt)(struct scene *scene))
{
	pid_t child = fork();
	if (child == 0) {
		const struct sandbox_path paths[] = {
			{scene->own, true}, {scene->secret, false}, {"/etc", false}, {"/usr", false}, {"/nowhere", true}};
		_exit(sandbox_enter(paths, 5) ? attempt(scene) : 255);
	}
	int ended = 0;
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_true(WIFEXITED(ended));
	return WEXITSTATUS(ended);
}

static int open_as(const char *path, int flags)
{
	int file = open(path, flags | O_CLOEXEC, 0600);
	if (file < 0)
		return errno;
	close(file);
	return 0;
}

static int read_others(struct scene *scene)
{
	return open_as(scene->others_file, O_RDONLY);
}

static int write_outside(struct scene *scene)
{
	return open_as(arena_printf(&scene->arena, "%s/new", scene->folder), O_WRONLY | O_CREAT);
}

static int change_secret(struct scene *scene)
{
	return open_as(scene->secret, O_WRONLY);
}

static int link_others_in(struct scene *scene)
{
	return link(scene->others_file, arena_printf(&scene->arena, "%s/mine", scene->own)) ? errno : 0;
}

static int execute(struct scene *scene)
{
	(void)scene;
	execl("/usr/bin/true", "true", (char *)NULL);
	return errno;
}

static int signal_parent(struct scene *scene)
{
	(void)scene;
	return kill(getppid(), 0) ? errno : 0;
}

static void nothing_else_is_reached(void **state)
{
	assert_int_equal(inside(*state, read_others), EACCES);
	assert_int_equal(inside(*state, write_outside), EACCES);
	assert_int_equal(inside(*state, change_secret), EACCES);
	assert_int_equal(inside(*state, execute), EACCES);
	int linked = inside(*state, link_others_in);
	assert_true(linked == EXDEV || linked == EACCES);
}

static void no_other_process_is_signalled_where_the_kernel_has_that(void **state)
{
	if (sandbox_abi() < 6)
		skip();
	assert_int_equal(inside(*state, signal_parent), EPERM);
}

/* As a database does: opened, made beside, renamed, linked, removed. */
static int work(struct scene *scene)
{
	const char *made = arena_printf(&scene->arena, "%s/made", scene->own);
	const char *moved = arena_printf(&scene->arena, "%s/below/moved", scene->own);
	if (open_as(scene->own_file, O_RDWR | O_TRUNC) || open_as(made, O_RDWR | O_CREAT) ||
		open_as(scene->secret, O_RDONLY))
		return errno;
	if (mkdir(arena_printf(&scene->arena, "%s/below", scene->own), 0700))
		return errno;
	if (rename(made, moved) && !(errno == EXDEV && sandbox_abi() < 2))
		return errno;
	return link(scene->own_file, arena_printf(&scene->arena, "%s/linked", scene->own)) || unlink(scene->own_file)
			   ? errno
			   : 0;
}

static int resolve(struct scene *scene)
{
	struct addrinfo *found = NULL;
	(void)scene;
	if (open_as("/etc/hosts", O_RDONLY) || getaddrinfo("localhost", "80", NULL, &found))
		return 1;
	freeaddrinfo(found);
	return 0;
}

static void its_own_files_are(void **state)
{
	assert_int_equal(inside(*state, work), 0);
	assert_int_equal(inside(*state, resolve), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_else_is_reached, begin, end),
		cmocka_unit_test_setup_teardown(no_other_process_is_signalled_where_the_kernel_has_that, begin, end),
		cmocka_unit_test_setup_teardown(its_own_files_are, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
