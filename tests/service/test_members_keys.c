/* Keys: who may make them, what they may do, when they stop; and who may call what. */
#include "tests/service/members/fixture.h"

#include "common/base/api_key.h"
#include "common/base/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static Kleos__CreateApiKeyRequest key_request(const char *member, const char *name, Kleos__Role *role)
{
	Kleos__CreateApiKeyRequest request = KLEOS__CREATE_API_KEY_REQUEST__INIT;
	request.member = member;
	request.name = name;
	request.n_roles = 1;
	request.roles = role;
	return request;
}

static const Kleos__CreateApiKeyResponse *make_key(struct members_fixture *f, const struct principal *who,
												   const char *member, Kleos__Role role)
{
	const Kleos__CreateApiKeyRequest request = key_request(member, "laptop", &role);
	return peer_must(&f->peer, who, MEMBERS, "CreateApiKey", &request.base);
}

static const Kleos__ApiKeyRecord *read_key(struct members_fixture *f, const char *id)
{
	const struct principal process = principal_internal("test");
	struct id key = id_of(id);
	ProtobufCBinaryData bytes = {.len = ID_SIZE, .data = key.bytes};
	Kleos__BatchReadApiKeysRequest request = KLEOS__BATCH_READ_API_KEYS_REQUEST__INIT;
	request.n_ids = 1;
	request.ids = &bytes;
	const Kleos__BatchReadApiKeysResponse *response =
		peer_must(&f->peer, &process, DIRECTORY, "BatchReadApiKeys", &request.base);
	assert_int_equal(response->n_api_keys, 1);
	return response->api_keys[0];
}

static const Kleos__ListApiKeysResponse *list_keys(struct members_fixture *f, const struct principal *who)
{
	Kleos__ListApiKeysRequest request = KLEOS__LIST_API_KEYS_REQUEST__INIT;
	return peer_must(&f->peer, who, MEMBERS, "ListApiKeys", &request.base);
}

static const Kleos__ApiKey *revoke_key(struct members_fixture *f, const struct principal *who, const char *id)
{
	Kleos__RevokeApiKeyRequest request = KLEOS__REVOKE_API_KEY_REQUEST__INIT;
	request.api_key = id;
	const Kleos__RevokeApiKeyResponse *response = peer_must(&f->peer, who, MEMBERS, "RevokeApiKey", &request.base);
	return response->api_key;
}

static struct principal member_as(struct members_fixture *f, const char *handle, uint32_t roles)
{
	const struct id id = id_of(add_member(f, handle, "", "")->id);
	return caller(roles, &id);
}

static const char *admin_key_path(struct members_fixture *f)
{
	return arena_printf(&f->base.arena, "%s/admin.key", f->base.folder);
}

/* Text of the admin key file without its line end. */
static const char *admin_key_text(struct members_fixture *f)
{
	char *text;
	size_t length;
	assert_int_equal(file_read(&f->base.arena, admin_key_path(f), 100, &text, &length), STATUS_OK);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

static void restart(struct members_fixture *f)
{
	char *url = strdup(f->peer.url);
	members_fixture_close(f);
	f->peer = (struct peer){.fixture = &f->base, .audience = "members", .url = url};
	members_fixture_open(f);
}

static bool works(struct members_fixture *f, const char *id, const char *text)
{
	uint8_t hash[API_KEY_HASH_SIZE];
	const Kleos__ApiKeyRecord *record = read_key(f, id);
	assert_true(api_key_hash(&f->base.world.key, text, hash));
	return record->active && record->hash.len == sizeof hash && memcmp(record->hash.data, hash, sizeof hash) == 0;
}

static void the_first_start_makes_an_admin_key(void **state)
{
	struct members_fixture *f = *state;
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	struct stat file;

	assert_string_equal(members_made_admin_key(f->members), admin_key_path(f));
	assert_int_equal(stat(admin_key_path(f), &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	const Kleos__ListApiKeysResponse *keys = list_keys(f, &admin);
	assert_int_equal(keys->n_api_keys, 1);
	assert_string_equal(keys->api_keys[0]->name, "admin");
	assert_int_equal(keys->api_keys[0]->n_roles, 1);
	assert_int_equal(keys->api_keys[0]->roles[0], KLEOS__ROLE__ROLE_ADMIN);
	assert_true(works(f, keys->api_keys[0]->id, admin_key_text(f)));
	assert_string_equal(peer_events(&f->peer, NULL), "apikey.created");
}

static void a_later_start_keeps_the_admin_key(void **state)
{
	struct members_fixture *f = *state;
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);

	restart(f);
	assert_null(members_made_admin_key(f->members));
	assert_int_equal(list_keys(f, &admin)->n_api_keys, 1);
	assert_string_equal(peer_events(&f->peer, NULL), "apikey.created");
	assert_int_equal(unlink(admin_key_path(f)), 0); /* kept elsewhere by whoever read it */
	restart(f);
	assert_null(members_made_admin_key(f->members));
	assert_int_equal(list_keys(f, &admin)->n_api_keys, 1);
}

static void an_operator_may_provide_the_admin_key(void **state)
{
	struct members_fixture *f = *state;
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	char text[API_KEY_TEXT_SIZE];

	api_key_new(text, &f->base.world.environment);
	assert_int_equal(file_write(admin_key_path(f), text, strlen(text), 0600), STATUS_OK);
	f->base.world.now_ms++;
	restart(f);
	const Kleos__ListApiKeysResponse *keys = list_keys(f, &admin);
	assert_int_equal(keys->n_api_keys, 2);
	assert_true(works(f, keys->api_keys[0]->id, text));
}

static void a_revoked_admin_key_does_not_come_back(void **state)
{
	struct members_fixture *f = *state;
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	const char *id = list_keys(f, &admin)->api_keys[0]->id;

	revoke_key(f, &admin, id);
	restart(f);
	assert_false(read_key(f, id)->active);
	assert_int_equal(unlink(admin_key_path(f)), 0);
	restart(f);
	assert_non_null(members_made_admin_key(f->members));
	assert_int_equal(list_keys(f, &admin)->n_api_keys, 2);
}

static void a_file_without_a_key_stops_the_start(void **state)
{
	struct members_fixture *f = *state;
	struct members *second = NULL;
	char *url = test_inproc_url("second");
	char *folder = test_folder_make();
	struct members_config config = {.site = fixture_site(&f->base, url), .admin_key_file = admin_key_path(f)};
	config.site.data_dir = folder;
	assert_int_equal(file_write(admin_key_path(f), "password\n", 9, 0600), STATUS_OK);
	assert_int_equal(members_open(&second, &config), STATUS_FAILED_PRECONDITION);
	assert_null(second);
	free(url);
	test_folder_remove(folder);
}

static void a_key_is_shown_once(void **state)
{
	struct members_fixture *f = *state;
	const struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER));
	Kleos__Role role = KLEOS__ROLE__ROLE_MEMBER;
	const Kleos__CreateApiKeyRequest request = key_request("me", " my  laptop ", &role);
	const Kleos__CreateApiKeyResponse *first =
		peer_call(&f->peer, &maria, MEMBERS, "CreateApiKey", "once", &request.base);
	const Kleos__CreateApiKeyResponse *second =
		peer_call(&f->peer, &maria, MEMBERS, "CreateApiKey", "once", &request.base);

	assert_non_null(first);
	assert_non_null(second);
	assert_true(api_key_is_text(first->key));
	assert_string_equal(first->api_key->name, "my laptop");
	assert_string_equal(first->api_key->member->handle, "maria");
	assert_true(works(f, first->api_key->id, first->key));
	assert_string_equal(second->key, "");
	assert_string_equal(second->api_key->id, first->api_key->id);
}

static void a_key_may_do_no_more_than_its_maker(void **state)
{
	struct members_fixture *f = *state;
	const struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER) | ROLE_BIT(LEADER));
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	Kleos__Role role = KLEOS__ROLE__ROLE_PEOPLE_ADMIN;
	Kleos__CreateApiKeyRequest request = key_request("maria", "x", &role);

	make_key(f, &maria, "maria", KLEOS__ROLE__ROLE_LEADER);
	peer_refused(&f->peer, &maria, MEMBERS, "CreateApiKey", &request.base, STATUS_PERMISSION_DENIED, "ROLE_NOT_HELD");
	make_key(f, &admin, "maria", KLEOS__ROLE__ROLE_PEOPLE_ADMIN);
	role = KLEOS__ROLE__ROLE_INTERNAL;
	peer_refused(&f->peer, &admin, MEMBERS, "CreateApiKey", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	role = (Kleos__Role)31;
	peer_refused(&f->peer, &admin, MEMBERS, "CreateApiKey", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	request.n_roles = 0;
	peer_refused(&f->peer, &admin, MEMBERS, "CreateApiKey", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

static void only_an_admin_makes_keys_for_others_and_for_integrations(void **state)
{
	struct members_fixture *f = *state;
	const struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER) | ROLE_BIT(PEOPLE_ADMIN));
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	Kleos__Role role = KLEOS__ROLE__ROLE_MEMBER;
	Kleos__CreateApiKeyRequest request = key_request("", "x", &role);

	add_member(f, "nikos", "", "");
	peer_refused(&f->peer, &maria, MEMBERS, "CreateApiKey", &request.base, STATUS_PERMISSION_DENIED, "ROLE_MISSING");
	request.member = "nikos";
	peer_refused(&f->peer, &maria, MEMBERS, "CreateApiKey", &request.base, STATUS_PERMISSION_DENIED, "ROLE_MISSING");
	assert_null(make_key(f, &admin, "", KLEOS__ROLE__ROLE_SERVICE)->api_key->member);
	deactivate(f, "nikos");
	peer_refused(&f->peer, &admin, MEMBERS, "CreateApiKey", &request.base, STATUS_FAILED_PRECONDITION,
				 "MEMBER_NOT_ACTIVE");
}

static void keys_stop_with_their_member(void **state)
{
	struct members_fixture *f = *state;
	const struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER));
	const Kleos__CreateApiKeyResponse *made = make_key(f, &maria, "me", KLEOS__ROLE__ROLE_MEMBER);
	const Kleos__CreateApiKeyResponse *other = make_key(f, &maria, "me", KLEOS__ROLE__ROLE_MEMBER);
	const struct id key = id_of(made->api_key->id), dead = id_of(other->api_key->id);

	revoke_key(f, &maria, other->api_key->id);
	revoke_key(f, &maria, other->api_key->id); /* once more changes nothing */
	assert_true(works(f, made->api_key->id, made->key));
	deactivate(f, "maria");
	assert_false(read_key(f, made->api_key->id)->active);
	reactivate(f, "maria");
	assert_true(works(f, made->api_key->id, made->key));
	assert_false(read_key(f, other->api_key->id)->active);
	assert_string_equal(peer_events(&f->peer, &key), "apikey.created apikey.revoked apikey.created");
	assert_string_equal(peer_events(&f->peer, &dead), "apikey.created apikey.revoked");
}

static void others_keys_are_neither_seen_nor_revoked(void **state)
{
	struct members_fixture *f = *state;
	const struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER));
	const struct principal nikos = member_as(f, "nikos", ROLE_BIT(MEMBER));
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	Kleos__RevokeApiKeyRequest request = KLEOS__REVOKE_API_KEY_REQUEST__INIT;

	request.api_key = make_key(f, &maria, "me", KLEOS__ROLE__ROLE_MEMBER)->api_key->id;
	assert_int_equal(list_keys(f, &maria)->n_api_keys, 1);
	assert_int_equal(list_keys(f, &nikos)->n_api_keys, 0);
	assert_int_equal(list_keys(f, &admin)->n_api_keys, 2);
	peer_refused(&f->peer, &nikos, MEMBERS, "RevokeApiKey", &request.base, STATUS_NOT_FOUND, "API_KEY_NOT_FOUND");
	assert_non_null(revoke_key(f, &maria, request.api_key)->revoke_time);
	assert_non_null(revoke_key(f, &admin, request.api_key)->revoke_time);
	request.api_key = "nonsense";
	peer_refused(&f->peer, &admin, MEMBERS, "RevokeApiKey", &request.base, STATUS_NOT_FOUND, "API_KEY_NOT_FOUND");
}

static void an_integration_knows_its_own_key_only(void **state)
{
	struct members_fixture *f = *state;
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	struct principal bot = caller(ROLE_BIT(SERVICE), NULL);
	Kleos__RevokeApiKeyRequest request = KLEOS__REVOKE_API_KEY_REQUEST__INIT;

	request.api_key = list_keys(f, &admin)->api_keys[0]->id;
	peer_refused(&f->peer, &bot, MEMBERS, "RevokeApiKey", &request.base, STATUS_NOT_FOUND, "API_KEY_NOT_FOUND");
	request.api_key = make_key(f, &admin, "", KLEOS__ROLE__ROLE_SERVICE)->api_key->id;
	bot.key = id_of(request.api_key);
	const Kleos__ListApiKeysResponse *own = list_keys(f, &bot);
	assert_int_equal(own->n_api_keys, 1);
	assert_string_equal(own->api_keys[0]->id, request.api_key);
	assert_non_null(revoke_key(f, &bot, request.api_key)->revoke_time);
}

static void everybody_can_ask_who_they_are(void **state)
{
	struct members_fixture *f = *state;
	const struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER) | ROLE_BIT(LEADER));
	const struct principal bot = caller(ROLE_BIT(SERVICE), NULL);
	Kleos__WhoAmIRequest request = KLEOS__WHO_AM_IREQUEST__INIT;
	const Kleos__WhoAmIResponse *who = peer_must(&f->peer, &maria, MEMBERS, "WhoAmI", &request.base);

	assert_string_equal(who->member->handle, "maria");
	assert_int_equal(who->n_roles, 2);
	assert_int_equal(who->roles[1], KLEOS__ROLE__ROLE_LEADER);
	who = peer_must(&f->peer, &bot, MEMBERS, "WhoAmI", &request.base);
	assert_null(who->member);
	assert_string_equal(who->name, "test");
}

/* Who may call what: every rpc has a row, every role a column. */
static const struct matrix_row {
	const ProtobufCServiceDescriptor *service;
	const char *method;
	uint32_t roles;
} matrix[] = {
	{MEMBERS, "CreateMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "GetMember", ROLES_ANY},
	{MEMBERS, "ListMembers", ROLES_ANY},
	{MEMBERS, "UpdateMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "DeactivateMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "ReactivateMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "ImportMembers", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN) | ROLE_BIT(SERVICE)},
	{MEMBERS, "ListTeams", ROLES_ANY},
	{MEMBERS, "RenameTeam", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "MergeTeams", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "SubmitPulse", 0}, /* nobody here is a member: see test_members_pulses.c */
	{MEMBERS, "WhoAmI", ROLES_ANY},
	{MEMBERS, "CreateApiKey", ROLES_ANY & ~ROLE_BIT(AUDITOR)},
	{MEMBERS, "ListApiKeys", ROLES_ANY},
	{MEMBERS, "RevokeApiKey", ROLES_ANY & ~ROLE_BIT(AUDITOR)},
	{MEMBERS, "ListAuditEntries", ROLES_ANY},
	{MEMBERS, "ExportMemberData", ROLES_ANY},
	{MEMBERS, "EraseMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{DIRECTORY, "BatchReadMembers", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "BatchReadTeams", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "BatchReadApiKeys", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "BatchReadPeople", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "GetDirectoryState", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "OpenSession", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "ReadSession", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "CloseSessions", ROLE_BIT(INTERNAL)},
};

static void each_rpc_is_for_its_roles_only(void **state)
{
	struct members_fixture *f = *state;
	const size_t rows = sizeof matrix / sizeof *matrix;

	if (rows != MEMBERS->n_methods + DIRECTORY->n_methods)
		fail_msg("the table of roles has %zu rows for %u rpcs: a new rpc needs its row", rows,
				 MEMBERS->n_methods + DIRECTORY->n_methods);
	for (size_t i = 0; i < rows; i++) {
		const ProtobufCMethodDescriptor *method =
			protobuf_c_service_descriptor_get_method_by_name(matrix[i].service, matrix[i].method);
		ProtobufCMessage *empty = arena_alloc(&f->base.arena, method->input->sizeof_message);
		method->input->message_init(empty);
		for (int role = KLEOS__ROLE__ROLE_MEMBER; role <= KLEOS__ROLE__ROLE_INTERNAL; role++) {
			const struct principal who = caller(1u << role, NULL);
			peer_call(&f->peer, &who, matrix[i].service, matrix[i].method, NULL, empty);
			const bool refused = f->peer.reply.status == STATUS_PERMISSION_DENIED;
			if (refused != !(matrix[i].roles & 1u << role))
				fail_msg("%s as role %d: %s", matrix[i].method, role, status_name(f->peer.reply.status));
		}
	}
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(the_first_start_makes_an_admin_key), TEST(a_later_start_keeps_the_admin_key),                             \
			TEST(an_operator_may_provide_the_admin_key), TEST(a_revoked_admin_key_does_not_come_back),                 \
			TEST(a_file_without_a_key_stops_the_start), TEST(a_key_is_shown_once),                                     \
			TEST(a_key_may_do_no_more_than_its_maker), TEST(only_an_admin_makes_keys_for_others_and_for_integrations), \
			TEST(keys_stop_with_their_member), TEST(others_keys_are_neither_seen_nor_revoked),                         \
			TEST(an_integration_knows_its_own_key_only), TEST(everybody_can_ask_who_they_are),                         \
			TEST(each_rpc_is_for_its_roles_only),                                                                      \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(MEMBERS_TEST);
	const struct CMUnitTest tcp[] = TESTS(MEMBERS_TEST_TCP);
	return cmocka_run_group_tests_name("keys over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("keys over tcp", tcp, NULL, NULL);
}
