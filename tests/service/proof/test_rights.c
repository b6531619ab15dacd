/* Who may do what: every cell of rights.txt, tried on the real services; and every rpc of the descriptors is in it. */
#include "tests/service/proof/rights_scene.h"

#include "common/base/text.h"
#include "common/json/json.h"
#include "google/protobuf/descriptor.pb-c.h"
#include "kleos/awards/v1/summary_service.pb-c.h"
#include "kleos/backup/v1/backup_service.pb-c.h"
#include "kleos/events/v1/events_service.pb-c.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "kleos/members/v1/provisioning_service.pb-c.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"
#include "kleos/rights/v1/rights_service.pb-c.h"
#include "kleos/rpc/v1/health_service.pb-c.h"
#include "kleos/rpc/v1/metrics_service.pb-c.h"
#include "kleos_descriptor_set.h"
#include "services/gateway/gateway_state.h"

#include <string.h>

#define TABLE_ARENA_CAP ((size_t)16 << 20)

struct trial {
	struct scene scene;
	struct arena arena;
	struct rights_table table;
	unsigned cells, wrong;
};

#define COMPLAIN(trial, ...) ((trial)->wrong++, print_error(__VA_ARGS__))

static int set_up(void **state)
{
	static struct trial trial;
	memset(&trial, 0, sizeof trial);
	arena_init(&trial.arena, TABLE_ARENA_CAP);
	rights_table_read(&trial.table, &trial.arena, KLEOS_RIGHTS_TABLE);
	scene_open(&trial.scene);
	*state = &trial;
	return 0;
}

static int tear_down(void **state)
{
	struct trial *trial = *state;
	scene_close(&trial->scene);
	arena_fini(&trial->arena);
	return 0;
}

/* ---- one cell ---- */

static const char *verdict_of_status(enum status status)
{
	switch (status) {
	case STATUS_OK:
		return "ok";
	case STATUS_PERMISSION_DENIED:
		return "deny";
	case STATUS_NOT_FOUND:
		return "hide";
	case STATUS_UNAUTHENTICATED:
		return "anon";
	case STATUS_FAILED_PRECONDITION:
		return "pre";
	case STATUS_INVALID_ARGUMENT:
		return "bad";
	default:
		return status_name(status);
	}
}

static const char *verdict_of_answer(struct trial *trial, const struct answer *answer)
{
	static const char *const names[][2] = {
		{"permission_denied", "deny"},
		{"not_found", "hide"},
		{"unauthenticated", "anon"},
		{"failed_precondition", "pre"},
		{"invalid_argument", "bad"},
		{"400", "bad"},
		{"401", "anon"},
		{"403", "deny"},
		{"404", "hide"}, /* SCIM's errors */
	};
	if (answer->status / 100 == 2)
		return "ok";
	if (*answer->body != '{') /* a page */
		return answer->status == 404 ? "hide" : answer->status == 415 ? "bad" : "an error";
	const char *name = strstr(answer->body, "\"code\":\"") ? "code" : "status";
	const char *code = text_lower_ascii(&trial->scene.house.base.arena, house_text(&trial->scene.house, answer, name));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_equal(names[i][0], code))
			return names[i][1];
	return code;
}

/* Services that are not the gateway's to serve, and who answers them: places in house.peers. */
static const struct inner {
	const ProtobufCServiceDescriptor *descriptor;
	size_t first, last;
} inner[] = {
	{&kleos__directory_service__descriptor, 0, 0}, {&kleos__provisioning_service__descriptor, 0, 0},
	{&kleos__impact_service__descriptor, 1, 1},    {&kleos__summary_service__descriptor, 2, 2},
	{&kleos__events_service__descriptor, 0, 2},    {&kleos__health_service__descriptor, 0, 2},
	{&kleos__rights_service__descriptor, 0, 2},    {&kleos__metrics_service__descriptor, 0, 2},
	{&kleos__backup_service__descriptor, 0, 2},
};

static const struct inner *inner_find(const struct rights_method *method)
{
	const size_t length = strcspn(method->name, "/");
	for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
		if (strlen(inner[i].descriptor->name) == length &&
			strncmp(inner[i].descriptor->name, method->name, length) == 0)
			return &inner[i];
	fail_msg("line %d: the test knows no service of %s", method->line, method->name);
	return NULL;
}

static const char *try_at(struct trial *trial, const struct rights_method *method, size_t peer, const char *json,
						  const struct principal *who)
{
	struct arena *arena = &trial->scene.house.base.arena;
	const ProtobufCMethodDescriptor *descriptor =
		protobuf_c_service_descriptor_get_method_by_name(inner_find(method)->descriptor, strchr(method->name, '/') + 1);
	struct json_problem problem;
	ProtobufCMessage *message = NULL, *response;
	struct rpc_reply reply;
	if (!descriptor)
		fail_msg("line %d: no such rpc %s", method->line, method->name);
	if (json_parse(descriptor->input, arena, json, strlen(json), &message, &problem) != STATUS_OK)
		fail_msg("line %d: %s: %s", method->line, problem.field, problem.message);
	const struct rpc_request request = {
		.method = method->name, .principal = who, .timeout_ms = 10000, .message = message};
	rpc_call(trial->scene.house.peers[peer].client, arena, &request, &reply, descriptor->output, &response);
	return verdict_of_status(reply.status);
}

/* Of the services that answer it, the first whose verdict differs from the first one's, else that. */
static const char *try_direct(struct trial *trial, const struct rights_method *method, const char *json,
							  const struct principal *who)
{
	const struct inner *services = inner_find(method);
	const char *verdict = try_at(trial, method, services->first, json, who);
	for (size_t peer = services->first + 1; peer <= services->last; peer++) {
		const char *other = try_at(trial, method, peer, json, who);
		if (!text_equal(other, verdict))
			return other;
	}
	return verdict;
}

/* What a file holds stands in braces too. */
static const char *csv_of(struct arena *arena, const char *request)
{
	return arena_printf(arena, "%.*s\n", (int)strlen(request) - 2, request + 1);
}

/* What stands for a template's field: the member whom the relation is about, or another thing made for the cell. */
static const char *thing_of_field(const char *field, const char *verb)
{
	static const char *const things[][2] = {
		{"{member}", "%subject"}, {"{cycle}", "%cycle"}, {"{resource}", "Users"}, {"{id}", "%id"}};
	for (size_t i = 0; i < sizeof things / sizeof *things; i++)
		if (strncmp(field, things[i][0], strlen(things[i][0])) == 0)
			return text_equal(verb, "DELETE") && text_equal(things[i][1], "%id") ? "%unknown" : things[i][1];
	return "unheard-of";
}

static const char *target_of(struct trial *trial, const char *path, const char *verb,
							 const struct rights_column *column, const struct rights_relation *relation)
{
	const char *field = strchr(path, '{');
	if (!field)
		return path;
	const char *end = strchr(field, '}') + 1;
	return arena_printf(&trial->scene.house.base.arena, "%.*s%s%s", (int)(field - path), path,
						scene_request(&trial->scene, thing_of_field(field, verb), column, relation),
						target_of(trial, end, verb, column, relation));
}

static const char *try_cell(struct trial *trial, const struct rights_method *method, const struct rights_column *column,
							const struct rights_relation *relation)
{
	struct scene *scene = &trial->scene;
	const char *request = scene_request(scene, method->request, column, relation);
	if (method->door == RIGHTS_DIRECT) {
		struct principal who = scene_principal(scene, column, relation);
		return try_direct(trial, method, request, &who);
	}
	const char *key = scene_key(scene, column, relation);
	struct answer answer;
	if (method->door == RIGHTS_HTTP) {
		const char *path = strchr(method->name, ' ') + 1;
		const char *verb = arena_text_n(&trial->arena, method->name, (size_t)(path - 1 - method->name));
		const char *target = target_of(trial, path, verb, column, relation);
		const bool file = *request && request[1] != '"';
		answer = house_ask(&scene->house, key, verb, target, file ? "Content-Type: text/csv\r\n" : "",
						   file       ? csv_of(&trial->arena, request)
						   : *request ? request
									  : NULL);
	} else {
		answer = house_rpc(&scene->house, key, method->name, request);
	}
	return verdict_of_answer(trial, &answer);
}

static void check_cell(struct trial *trial, const struct rights_method *method, const struct rights_row *row,
					   size_t column, const struct rights_relation *relation)
{
	if (text_equal(row->verdicts[column], "-"))
		return;
	const char *verdict = try_cell(trial, method, &rights_columns[column], relation);
	trial->cells++;
	if (text_equal(verdict, row->verdicts[column]))
		return;
	COMPLAIN(trial, "line %d: %s, %s as %s%s%s: %s instead of %s\n", row->line, method->name,
			 rights_columns[column].name, relation->level, *relation->level ? "." : "", relation->person, verdict,
			 row->verdicts[column]);
}

static void check_row(struct trial *trial, const struct rights_method *method, const struct rights_row *row)
{
	for (size_t i = 0; i < row->n_relations; i++) {
		for (size_t column = 0; column < RIGHTS_COLUMNS; column++)
			check_cell(trial, method, row, column, &row->relations[i]);
		scene_clear(&trial->scene, method->name);
	}
}

static void every_cell_is_as_the_table_says(void **state)
{
	struct trial *trial = *state;
	trial->wrong = 0;
	for (size_t i = 0; i < trial->table.n_methods; i++) {
		const struct rights_method *method = &trial->table.methods[i];
		for (size_t j = 0; j < method->n_rows; j++)
			check_row(trial, method, &method->rows[j]);
	}
	print_message("%u cells of %zu methods\n", trial->cells, trial->table.n_methods);
	if (trial->wrong)
		fail_msg("%u cells are not as the table says", trial->wrong);
}

static void only_processes_of_the_deployment_call_what_is_inside(void **state)
{
	struct trial *trial = *state;
	const struct principal process = principal_internal("test");
	trial->wrong = 0;
	for (size_t i = 0; i < trial->table.n_methods; i++) {
		const struct rights_method *method = &trial->table.methods[i];
		if (method->door != RIGHTS_INSIDE)
			continue;
		for (size_t column = 1; column < RIGHTS_COLUMNS; column++) {
			const struct principal who = caller(rights_columns[column].roles, NULL);
			if (!text_equal(try_direct(trial, method, "{}", &who), "deny"))
				COMPLAIN(trial, "%s: %s may call it\n", method->name, rights_columns[column].name);
		}
		if (text_equal(try_direct(trial, method, "{}", &process), "deny"))
			COMPLAIN(trial, "%s: no process may call it\n", method->name);
		struct answer answer = house_rpc(&trial->scene.house, trial->scene.house.admin, method->name, "{}");
		if (answer.status != 404)
			COMPLAIN(trial, "%s: has a route\n", method->name);
	}
	assert_int_equal(trial->wrong, 0);
}

/* ---- nothing is forgotten ---- */

static void check_listed(struct trial *trial, const char *name)
{
	size_t rows = 0;
	for (size_t i = 0; i < trial->table.n_methods; i++) {
		struct rights_method *method = &trial->table.methods[i];
		if (!text_equal(method->name, name))
			continue;
		method->exists = true;
		rows += method->door == RIGHTS_INSIDE ? 1 : method->n_rows;
	}
	if (!rows)
		COMPLAIN(trial, "%s has no row in rights.txt: say who may call it\n", name);
}

static void check_file(struct trial *trial, const Google__Protobuf__FileDescriptorProto *file)
{
	for (size_t i = 0; i < file->n_service; i++)
		for (size_t j = 0; j < file->service[i]->n_method; j++)
			check_listed(trial, arena_printf(&trial->arena, "%s.%s/%s", file->package, file->service[i]->name,
											 file->service[i]->method[j]->name));
}

/* But for pages: bytes of the program, for everybody (tests/service/gateway/test_pages.c). */
static void every_rpc_and_every_route_has_rows_and_every_row_is_one_of_them(void **state)
{
	struct trial *trial = *state;
	Google__Protobuf__FileDescriptorSet *set = google__protobuf__file_descriptor_set__unpack(
		&trial->arena.allocator, kleos_descriptor_set_length, kleos_descriptor_set);
	assert_non_null(set);
	trial->wrong = 0;
	for (size_t i = 0; i < set->n_file; i++)
		check_file(trial, set->file[i]);
	for (size_t i = 0; i < PARTS_COUNT; i++)
		for (size_t j = 0; !gateway_parts[i]->files && j < gateway_parts[i]->n_routes; j++)
			check_listed(trial, arena_printf(&trial->arena, "%s %s", gateway_parts[i]->routes[j].method,
											 gateway_parts[i]->routes[j].path));
	for (size_t i = 0; i < trial->table.n_methods; i++)
		if (!trial->table.methods[i].exists)
			COMPLAIN(trial, "line %d: there is no %s\n", trial->table.methods[i].line, trial->table.methods[i].name);
	assert_int_equal(trial->wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rpc_and_every_route_has_rows_and_every_row_is_one_of_them),
		cmocka_unit_test(every_cell_is_as_the_table_says),
		cmocka_unit_test(only_processes_of_the_deployment_call_what_is_inside),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
