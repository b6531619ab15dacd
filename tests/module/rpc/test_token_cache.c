#include "tests/support/support.h"

#include "common/rpc/token_cache.h"

#include <sodium.h>
#include <string.h>

struct scene {
	struct test_world world;
	struct arena arena;
	struct token_cache made;     /* of a client */
	struct token_cache verified; /* of a server */
	struct principal maria;
	Kleos__Call call;
};

static void state(struct scene *scene, const struct principal *who, Kleos__Call *call)
{
	kleos__call__init(call);
	token_state(&scene->made, &scene->arena, &scene->world.environment, &scene->world.key, who, "members", call);
}

static enum status verify(struct scene *scene, const Kleos__Call *call, struct principal *out)
{
	return token_verify(&scene->verified, &scene->arena, &scene->world.environment, &scene->world.key, "members", call,
	                    out);
}

static int begin(void **out)
{
	static struct scene scene;

	test_world_init(&scene.world);
	arena_init(&scene.arena, 16 << 20);
	token_cache_init(&scene.made);
	token_cache_init(&scene.verified);
	scene.maria = (struct principal){.name = "maria", .roles = ROLE_BIT(MEMBER), .member = {{1}}, .key = {{2}}};
	state(&scene, &scene.maria, &scene.call);
	*out = &scene;
	return 0;
}

static int end(void **out)
{
	struct scene *scene = *out;

	token_cache_fini(&scene->made);
	token_cache_fini(&scene->verified);
	arena_fini(&scene->arena);
	return 0;
}

static void the_second_time_says_the_same_as_the_first(void **out)
{
	struct scene *scene = *out;
	struct principal first, second;

	assert_int_equal(verify(scene, &scene->call, &first), STATUS_OK);
	assert_int_equal(verify(scene, &scene->call, &second), STATUS_OK);
	assert_memory_equal(&first, &second, sizeof(first));
	assert_string_equal(second.name, "maria");
}

static void a_token_is_stated_again_for_half_of_its_lifetime(void **out)
{
	struct scene *scene = *out;
	Kleos__Call again;

	scene->world.now_ms += PRINCIPAL_LIFETIME_MS / 2 - 1;
	state(scene, &scene->maria, &again);
	assert_memory_equal(again.principal_mac.data, scene->call.principal_mac.data, crypto_auth_BYTES);
	scene->world.now_ms += 1;
	state(scene, &scene->maria, &again);
	assert_memory_not_equal(again.principal_mac.data, scene->call.principal_mac.data, crypto_auth_BYTES);
	scene->world.now_ms -= PRINCIPAL_LIFETIME_MS; /* a clock that was set back: not a token of the future */
	state(scene, &scene->maria, &scene->call);
	assert_memory_not_equal(again.principal_mac.data, scene->call.principal_mac.data, crypto_auth_BYTES);
}

static void a_verified_token_expires_all_the_same(void **out)
{
	struct scene *scene = *out;
	struct principal who;

	assert_int_equal(verify(scene, &scene->call, &who), STATUS_OK);
	scene->world.now_ms += PRINCIPAL_LIFETIME_MS;
	assert_int_equal(verify(scene, &scene->call, &who), STATUS_OK);
	scene->world.now_ms += 1;
	assert_int_equal(verify(scene, &scene->call, &who), STATUS_UNAUTHENTICATED);
}

static void no_byte_of_a_verified_token_can_be_changed(void **out)
{
	struct scene *scene = *out;
	struct principal who;

	assert_int_equal(verify(scene, &scene->call, &who), STATUS_OK);
	for (size_t i = 0; i < scene->call.principal.len; i++) {
		scene->call.principal.data[i] ^= 1;
		assert_int_equal(verify(scene, &scene->call, &who), STATUS_UNAUTHENTICATED);
		scene->call.principal.data[i] ^= 1;
	}
	for (size_t i = 0; i < crypto_auth_BYTES; i++) {
		scene->call.principal_mac.data[i] ^= 1;
		assert_int_equal(verify(scene, &scene->call, &who), STATUS_UNAUTHENTICATED);
		scene->call.principal_mac.data[i] ^= 1;
	}
	scene->call.principal_mac.len--;
	assert_int_equal(verify(scene, &scene->call, &who), STATUS_UNAUTHENTICATED);
	scene->call.principal_mac.len++;
	scene->call.principal.len = 0;
	assert_int_equal(verify(scene, &scene->call, &who), STATUS_UNAUTHENTICATED);
}

static void nothing_is_believed_of_an_empty_cache(void **out)
{
	struct scene *scene = *out;
	uint8_t zeros[crypto_auth_BYTES] = {0};
	Kleos__Call call = KLEOS__CALL__INIT;
	struct principal who;

	call.principal_mac = (ProtobufCBinaryData){.len = sizeof(zeros), .data = zeros};
	assert_int_equal(verify(scene, &call, &who), STATUS_UNAUTHENTICATED);
	scene->world.now_ms = -1;
	assert_int_equal(verify(scene, &call, &who), STATUS_UNAUTHENTICATED);
}

/* More than there are places, several in each. */
static void many_callers_are_never_taken_for_each_other(void **out)
{
	struct scene *scene = *out;

	for (unsigned turn = 0; turn < 3; turn++)
		for (unsigned i = 0; i < 500; i++) {
			struct principal who = {.member = {{(uint8_t)i, (uint8_t)(i >> 8)}}, .roles = 1u << (i % 9)}, heard;
			Kleos__Call call;

			who.member.bytes[ID_SIZE - 1] = (uint8_t)(i % 7);
			if (i % 5 == 0)
				who = principal_internal(i % 2 ? "gateway" : "awards");
			state(scene, &who, &call);
			assert_int_equal(verify(scene, &call, &heard), STATUS_OK);
			assert_true(id_equal(&heard.member, &who.member));
			assert_int_equal(heard.roles, who.roles);
			assert_string_equal(heard.name, who.name);
		}
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_second_time_says_the_same_as_the_first),
		TEST(a_token_is_stated_again_for_half_of_its_lifetime),
		TEST(a_verified_token_expires_all_the_same),
		TEST(no_byte_of_a_verified_token_can_be_changed),
		TEST(nothing_is_believed_of_an_empty_cache),
		TEST(many_callers_are_never_taken_for_each_other),
	};

	return cmocka_run_group_tests_name("token_cache", tests, NULL, NULL);
}
