#include "tests/support/support.h"

#include "common/rpc/method.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "kleos/rpc/v1/health_service.pb-c.h"

#include <string.h>

static enum status answer(struct call *call, const ProtobufCMessage *request, ProtobufCMessage *response)
{
	(void)call, (void)request, (void)response;
	return STATUS_OK;
}

static enum status again(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call, (void)resource, (void)response;
	return STATUS_OK;
}

#define READ(name_)                                                                                                    \
	{                                                                                                                  \
		.name = (name_), .handle = answer, .kind = RPC_READ, .roles = ROLES_ANY                                        \
	}
#define WRITE(name_)                                                                                                   \
	{                                                                                                                  \
		.name = (name_), .handle = answer, .kind = RPC_WRITE, .roles = ROLES_ANY, .replay = again                      \
	}

/* A table as the directory's could be. */
static const struct rpc_method directory_methods[] = {
	WRITE("BatchReadMembers"), READ("BatchReadTeams"),    READ("BatchReadApiKeys"),
	READ("BatchReadPeople"),   READ("GetDirectoryState"), WRITE("NoteApiKeyUse"),
	WRITE("OpenSession"),      READ("ReadSession"),       WRITE("CloseSessions"),
};
static const struct rpc_method health_methods[] = {READ("CheckHealth")};
#define N_METHODS (sizeof(directory_methods) / sizeof(directory_methods[0]))

struct scene {
	struct arena arena;
	struct rpc_method methods[N_METHODS + 1];
	struct rpc_interface interface;
};

static int begin(void **state)
{
	static struct scene scene;

	arena_init(&scene.arena, 1 << 16);
	memcpy(scene.methods, directory_methods, sizeof(directory_methods));
	scene.methods[N_METHODS] = scene.methods[0];
	scene.interface = (struct rpc_interface){&kleos__directory_service__descriptor, scene.methods, N_METHODS};
	*state = &scene;
	return 0;
}

static int end(void **state)
{
	struct scene *scene = *state;

	arena_fini(&scene->arena);
	return 0;
}

static void assert_mismatch(struct scene *scene, const char *part)
{
	const char *problem = rpc_interface_mismatch(&scene->arena, &scene->interface);

	if (!problem || !strstr(problem, part))
		fail_msg("'%s' where '%s' was expected", problem ? problem : "no mismatch", part);
}

static void a_full_table_fits(void **state)
{
	struct scene *scene = *state;

	assert_null(rpc_interface_mismatch(&scene->arena, &scene->interface));
}

static void a_missing_and_an_extra_row_are_told(void **state)
{
	struct scene *scene = *state;

	scene->interface.n_methods = N_METHODS - 1;
	assert_mismatch(scene, "declares 9 methods, the table has 8");
	scene->interface.n_methods = N_METHODS + 1;
	assert_mismatch(scene, "declares 9 methods, the table has 10");
	scene->interface.n_methods = 0;
	assert_mismatch(scene, "the table has 0");
}

static void rows_in_another_order_are_told(void **state)
{
	struct scene *scene = *state;

	scene->methods[1] = directory_methods[2];
	scene->methods[2] = directory_methods[1];
	assert_mismatch(scene, "declares BatchReadTeams where the table has BatchReadApiKeys");
}

static void a_row_says_who_handles_and_who_may_call(void **state)
{
	struct scene *scene = *state;

	scene->methods[0].handle = NULL;
	assert_mismatch(scene, "BatchReadMembers has no handler");
	scene->methods[0].handle = answer;
	scene->methods[0].roles = 0;
	assert_mismatch(scene, "called by nobody");
	scene->methods[0].roles = ROLES_ANY;
	scene->methods[1].replay = again;
	assert_mismatch(scene, "nothing to replay");
	scene->methods[1].replay = NULL;
	scene->methods[0].replay = NULL;
	assert_mismatch(scene, "nothing replays");
	scene->methods[0].replay = again;
	scene->methods[3].name = NULL;
	assert_mismatch(scene, "without a name");
}

static void a_method_is_found_by_its_full_name_only(void **state)
{
	struct rpc_interface interfaces[] = {{&kleos__directory_service__descriptor, directory_methods, N_METHODS},
										 {&kleos__health_service__descriptor, health_methods, 1}};
	const char *strangers[] = {"",
							   "/",
							   "BatchReadTeams",
							   "/BatchReadTeams",
							   "kleos.members.v1.DirectoryService",
							   "kleos.members.v1.DirectoryService/",
							   "kleos.members.v1.DirectoryService/batchReadTeams",
							   "kleos.members.v1.DirectoryServic/BatchReadTeams",
							   "kleos.members.v1.DirectoryService2/BatchReadTeams",
							   "kleos.rpc.v1.HealthService/BatchReadTeams",
							   "kleos.members.v1.DirectoryService/BatchReadTeams/"};
	const ProtobufCMethodDescriptor *descriptor = NULL;
	const struct rpc_method *found;

	(void)state;
	found = rpc_method_find(interfaces, 2, "kleos.members.v1.DirectoryService/BatchReadTeams", &descriptor);
	assert_ptr_equal(found, &directory_methods[1]);
	assert_ptr_equal(descriptor->input, &kleos__batch_read_teams_request__descriptor);
	found = rpc_method_find(interfaces, 2, "kleos.rpc.v1.HealthService/CheckHealth", &descriptor);
	assert_ptr_equal(found, &health_methods[0]);
	for (size_t i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++)
		assert_null(rpc_method_find(interfaces, 2, strangers[i], &descriptor));
}

static void a_call_keeps_what_was_said(void **state)
{
	struct scene *scene = *state;
	struct call call = {.arena = &scene->arena};

	assert_int_equal(fail(&call, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND", "no member '%s'", "mari"), STATUS_NOT_FOUND);
	assert_int_equal(call.status, STATUS_NOT_FOUND);
	assert_string_equal(call.reason, "MEMBER_NOT_FOUND");
	assert_string_equal(call.message, "no member 'mari'");
}

static void a_call_keeps_a_hundred_violations(void **state)
{
	struct scene *scene = *state;
	struct call call = {.arena = &scene->arena};
	char field[] = "title";

	assert_false(call_has_violations(&call));
	for (int i = 0; i < 150; i++)
		violate(&call, field, "wrong for the %dth time", i);
	field[0] = 'x';
	assert_int_equal(call.n_violations, 100);
	assert_int_equal(fail_violations(&call), STATUS_INVALID_ARGUMENT);
	assert_string_equal(call.reason, "INVALID_FIELD");
	assert_string_equal(call.message, "wrong for the 0th time");
	assert_string_equal(call.violations[99]->field, "title");
}

static void a_call_is_parked_once(void **state)
{
	struct scene *scene = *state;
	struct call call = {.arena = &scene->arena};

	assert_int_equal(call_park(&call, "MEMBER_NOT_FOUND", "no member '%s'", "new"), STATUS_PARKED);
	call.parked_once = true;
	assert_int_equal(call_park(&call, "MEMBER_NOT_FOUND", "no member '%s'", "new"), STATUS_NOT_FOUND);
	assert_int_equal(call.status, STATUS_NOT_FOUND);
	assert_string_equal(call.message, "no member 'new'");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_full_table_fits),
		TEST(a_missing_and_an_extra_row_are_told),
		TEST(rows_in_another_order_are_told),
		TEST(a_row_says_who_handles_and_who_may_call),
		TEST(a_method_is_found_by_its_full_name_only),
		TEST(a_call_keeps_what_was_said),
		TEST(a_call_keeps_a_hundred_violations),
		TEST(a_call_is_parked_once),
	};

	return cmocka_run_group_tests_name("method", tests, NULL, NULL);
}
