#include "tests/support/support.h"

#include "common/rpc/principal.h"

#include <string.h>

#define TIMEOUT_MS 5000

struct scene {
	struct test_world world;
	struct principal maria;
	Kleos__Principal stated;
};

static int begin(void **state)
{
	static struct scene scene;

	test_world_init(&scene.world);
	scene.maria = (struct principal){.name = "maria", .roles = ROLE_BIT(MEMBER) | ROLE_BIT(LEADER)};
	scene.maria.member = id_new(&scene.world.environment);
	scene.maria.key = id_new(&scene.world.environment);
	principal_state(&scene.stated, &scene.world.environment, &scene.maria, "members", TIMEOUT_MS);
	*state = &scene;
	return 0;
}

static enum status read_as(struct scene *scene, const char *audience)
{
	struct principal out;

	return principal_read(&out, &scene->stated, &scene->world.environment, audience);
}

static void a_stated_principal_is_read_as_it_is(void **state)
{
	struct scene *scene = *state;
	struct principal out;

	assert_int_equal(principal_read(&out, &scene->stated, &scene->world.environment, "members"), STATUS_OK);
	assert_true(id_equal(&out.member, &scene->maria.member));
	assert_true(id_equal(&out.key, &scene->maria.key));
	assert_string_equal(out.name, "maria");
	assert_int_equal(out.roles, scene->maria.roles);
	assert_true(principal_is_member(&out));
	assert_true(principal_has(&out, ROLES_REPORT));
	assert_false(principal_has(&out, ROLES_ADMINS));
}

static void roles_are_told_in_words(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 16);
	assert_string_equal(roles_text(&arena, ROLE_BIT(AUDITOR)), "AUDITOR");
	assert_string_equal(roles_text(&arena, ROLES_PEOPLE), "PEOPLE_ADMIN or ADMIN");
	assert_string_equal(roles_text(&arena, ROLES_REPORT | ROLES_INTERNAL), "LEADER, PEOPLE_ADMIN, AUDITOR or ADMIN");
	assert_string_equal(roles_text(&arena, ROLES_INTERNAL), "to be of the deployment itself");
	arena_fini(&arena);
}

static void a_process_belongs_to_no_member(void **state)
{
	struct scene *scene = *state;
	struct principal gateway = principal_internal("gateway"), out;

	principal_state(&scene->stated, &scene->world.environment, &gateway, "members", TIMEOUT_MS);
	assert_int_equal(principal_read(&out, &scene->stated, &scene->world.environment, "members"), STATUS_OK);
	assert_false(principal_is_member(&out));
	assert_true(principal_has(&out, ROLES_INTERNAL));
	assert_false(principal_has(&out, ROLES_ANY));
}

static void whoever_has_no_key_has_nothing_else(void **state)
{
	struct scene *scene = *state;
	struct principal anybody = principal_anonymous(), out;

	principal_state(&scene->stated, &scene->world.environment, &anybody, "members", TIMEOUT_MS);
	assert_int_equal(principal_read(&out, &scene->stated, &scene->world.environment, "members"), STATUS_OK);
	assert_true(principal_is_anonymous(&out));
	assert_false(principal_has(&out, ROLES_ANY | ROLES_INTERNAL));
	anybody.roles |= ROLE_BIT(MEMBER);
	principal_state(&scene->stated, &scene->world.environment, &anybody, "members", TIMEOUT_MS);
	assert_int_equal(principal_read(&out, &scene->stated, &scene->world.environment, "members"),
					 STATUS_UNAUTHENTICATED);
	anybody = principal_anonymous();
	anybody.member = scene->maria.member;
	principal_state(&scene->stated, &scene->world.environment, &anybody, "members", TIMEOUT_MS);
	assert_int_equal(principal_read(&out, &scene->stated, &scene->world.environment, "members"),
					 STATUS_UNAUTHENTICATED);
}

static void nobody_is_not_believed(void **state)
{
	struct scene *scene = *state;
	struct principal out;

	assert_int_equal(principal_read(&out, NULL, &scene->world.environment, "members"), STATUS_UNAUTHENTICATED);
}

static void a_principal_is_stated_to_one_audience(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(read_as(scene, "members"), STATUS_OK);
	assert_int_equal(read_as(scene, "awards"), STATUS_UNAUTHENTICATED);
	assert_int_equal(read_as(scene, "member"), STATUS_UNAUTHENTICATED);
	assert_int_equal(read_as(scene, ""), STATUS_UNAUTHENTICATED);
}

static void a_principal_is_believed_as_long_as_the_call_waits(void **state)
{
	struct scene *scene = *state;

	scene->world.now_ms += TIMEOUT_MS + PRINCIPAL_SLACK_MS;
	assert_int_equal(read_as(scene, "members"), STATUS_OK);
	scene->world.now_ms += 1;
	assert_int_equal(read_as(scene, "members"), STATUS_UNAUTHENTICATED);
}

static void however_long_a_call_waits_there_is_a_bound(void **state)
{
	struct scene *scene = *state;

	principal_state(&scene->stated, &scene->world.environment, &scene->maria, "members", 600000);
	scene->world.now_ms += PRINCIPAL_LIFETIME_MS;
	assert_int_equal(read_as(scene, "members"), STATUS_OK);
	scene->world.now_ms += 1;
	assert_int_equal(read_as(scene, "members"), STATUS_UNAUTHENTICATED);
}

static void a_principal_must_also_make_sense(void **state)
{
	struct scene *scene = *state;
	char name[PRINCIPAL_NAME_SIZE + 1];

	scene->stated.member.len = ID_SIZE - 1;
	assert_int_equal(read_as(scene, "members"), STATUS_UNAUTHENTICATED);
	scene->stated.member.len = 0;
	assert_int_equal(read_as(scene, "members"), STATUS_OK);
	scene->stated.key.len = 1;
	assert_int_equal(read_as(scene, "members"), STATUS_UNAUTHENTICATED);
	scene->stated.key.len = 0;
	memset(name, 'x', sizeof(name));
	name[PRINCIPAL_NAME_SIZE] = '\0';
	scene->stated.name = name;
	assert_int_equal(read_as(scene, "members"), STATUS_UNAUTHENTICATED);
	name[PRINCIPAL_NAME_SIZE - 1] = '\0';
	assert_int_equal(read_as(scene, "members"), STATUS_OK);
}

#define TEST(function) cmocka_unit_test_setup(function, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stated_principal_is_read_as_it_is),
		TEST(roles_are_told_in_words),
		TEST(a_process_belongs_to_no_member),
		TEST(whoever_has_no_key_has_nothing_else),
		TEST(nobody_is_not_believed),
		TEST(a_principal_is_stated_to_one_audience),
		TEST(a_principal_is_believed_as_long_as_the_call_waits),
		TEST(however_long_a_call_waits_there_is_a_bound),
		TEST(a_principal_must_also_make_sense),
	};

	return cmocka_run_group_tests_name("principal", tests, NULL, NULL);
}
