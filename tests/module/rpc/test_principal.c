#include "tests/support/support.h"

#include "common/rpc/principal.h"
#include "common/rpc/wire.h"

#include <sodium.h>
#include <string.h>

struct scene {
	struct test_world world;
	struct arena arena;
	Kleos__Call call;
	struct principal maria;
};

static int begin(void **state)
{
	static struct scene scene;

	test_world_init(&scene.world);
	arena_init(&scene.arena, 1 << 20);
	kleos__call__init(&scene.call);
	scene.maria = (struct principal){.name = "maria", .roles = ROLE_BIT(MEMBER) | ROLE_BIT(LEADER)};
	scene.maria.member = id_new(&scene.world.environment);
	scene.maria.key = id_new(&scene.world.environment);
	principal_state(&scene.arena, &scene.world.environment, &scene.world.key, &scene.maria, "members", &scene.call);
	*state = &scene;
	return 0;
}

static int end(void **state)
{
	struct scene *scene = *state;

	arena_fini(&scene->arena);
	return 0;
}

static enum status verify(struct scene *scene, const char *audience)
{
	struct principal out;

	return principal_verify(&scene->arena, &scene->world.environment, &scene->world.key, audience, &scene->call, &out);
}

static void a_stated_principal_is_believed_as_it_is(void **state)
{
	struct scene *scene = *state;
	struct principal out;

	assert_int_equal(principal_verify(&scene->arena, &scene->world.environment, &scene->world.key, "members",
	                                  &scene->call, &out),
	                 STATUS_OK);
	assert_true(id_equal(&out.member, &scene->maria.member));
	assert_true(id_equal(&out.key, &scene->maria.key));
	assert_string_equal(out.name, "maria");
	assert_int_equal(out.roles, scene->maria.roles);
	assert_true(principal_is_member(&out));
	assert_true(principal_has(&out, ROLES_REPORT));
	assert_false(principal_has(&out, ROLES_ADMINS));
}

static void a_process_belongs_to_no_member(void **state)
{
	struct principal gateway = principal_internal("gateway");

	(void)state;
	assert_false(principal_is_member(&gateway));
	assert_true(principal_has(&gateway, ROLES_INTERNAL));
	assert_false(principal_has(&gateway, ROLES_ANY));
}

static void a_token_is_for_one_audience(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(verify(scene, "members"), STATUS_OK);
	assert_int_equal(verify(scene, "awards"), STATUS_UNAUTHENTICATED);
	assert_int_equal(verify(scene, "member"), STATUS_UNAUTHENTICATED);
	assert_int_equal(verify(scene, ""), STATUS_UNAUTHENTICATED);
}

static void a_token_is_believed_for_its_lifetime(void **state)
{
	struct scene *scene = *state;

	scene->world.now_ms += PRINCIPAL_LIFETIME_MS;
	assert_int_equal(verify(scene, "members"), STATUS_OK);
	scene->world.now_ms += 1;
	assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
}

static void a_token_of_another_key_is_not_believed(void **state)
{
	struct scene *scene = *state;

	scene->world.key.bytes[0] ^= 1;
	assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
}

static void no_byte_of_a_token_can_be_changed(void **state)
{
	struct scene *scene = *state;

	for (size_t i = 0; i < scene->call.principal.len; i++) {
		scene->call.principal.data[i] ^= 1;
		assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
		scene->call.principal.data[i] ^= 1;
	}
	for (size_t i = 0; i < scene->call.principal_mac.len; i++) {
		scene->call.principal_mac.data[i] ^= 0x80;
		assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
		scene->call.principal_mac.data[i] ^= 0x80;
	}
	assert_int_equal(verify(scene, "members"), STATUS_OK);
}

static void half_a_token_is_none(void **state)
{
	struct scene *scene = *state;

	scene->call.principal_mac.len--;
	assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
	scene->call.principal_mac.len = 0;
	assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
	scene->call.principal_mac.len = crypto_auth_BYTES;
	scene->call.principal.len = 0;
	assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
}

/* Whoever holds the key states whatever bytes. */
static void sign(struct scene *scene, const void *bytes, size_t length)
{
	scene->call.principal.data = arena_copy(&scene->arena, bytes, length);
	scene->call.principal.len = length;
	crypto_auth(scene->call.principal_mac.data, bytes, length, scene->world.key.bytes);
}

static void sign_token(struct scene *scene, const Kleos__Principal *token)
{
	ProtobufCBinaryData packed = wire_pack(&token->base, &scene->arena);

	sign(scene, packed.data, packed.len);
}

static void a_signed_token_must_also_make_sense(void **state)
{
	struct scene *scene = *state;
	Kleos__Principal token = KLEOS__PRINCIPAL__INIT;
	char name[PRINCIPAL_NAME_SIZE + 1];

	token.audience = "members";
	token.expire_ms = INT64_MAX;
	sign_token(scene, &token);
	assert_int_equal(verify(scene, "members"), STATUS_OK);
	token.member = (ProtobufCBinaryData){.len = ID_SIZE - 1, .data = scene->maria.member.bytes};
	sign_token(scene, &token);
	assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
	token.member.len = 0;
	memset(name, 'x', sizeof(name));
	name[PRINCIPAL_NAME_SIZE] = '\0';
	token.name = name;
	sign_token(scene, &token);
	assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
	name[PRINCIPAL_NAME_SIZE - 1] = '\0';
	sign_token(scene, &token);
	assert_int_equal(verify(scene, "members"), STATUS_OK);
	sign(scene, "\xff\xff", 2);
	assert_int_equal(verify(scene, "members"), STATUS_UNAUTHENTICATED);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stated_principal_is_believed_as_it_is),
		TEST(a_process_belongs_to_no_member),
		TEST(a_token_is_for_one_audience),
		TEST(a_token_is_believed_for_its_lifetime),
		TEST(a_token_of_another_key_is_not_believed),
		TEST(no_byte_of_a_token_can_be_changed),
		TEST(half_a_token_is_none),
		TEST(a_signed_token_must_also_make_sense),
	};

	return cmocka_run_group_tests_name("principal", tests, NULL, NULL);
}
