/* Keys: who may make them, what they may do, when they stop. */
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

#define MINUTE_MS ((int64_t)60000)
#define DAY_MS    (24 * 60 * MINUTE_MS)

static const Kleos__RotateApiKeyResponse *rotate_key(struct members_fixture *f, const struct principal *who,
													 const char *id, int32_t minutes)
{
	Kleos__RotateApiKeyRequest request = KLEOS__ROTATE_API_KEY_REQUEST__INIT;
	request.api_key = id;
	request.overlap_minutes = minutes;
	return peer_must(&f->peer, who, MEMBERS, "RotateApiKey", &request.base);
}

static void a_key_may_have_fewer_rights_than_its_roles(void **state)
{
	struct members_fixture *f = *state;
	struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER));
	Kleos__Role role = KLEOS__ROLE__ROLE_MEMBER;
	Kleos__KeyScope scope = KLEOS__KEY_SCOPE__KEY_SCOPE_READ;
	Kleos__CreateApiKeyRequest request = key_request("me", "dashboard", &role);

	assert_int_equal(make_key(f, &maria, "me", role)->api_key->n_scopes, 3);
	request.n_scopes = 1;
	request.scopes = &scope;
	const Kleos__CreateApiKeyResponse *made = peer_must(&f->peer, &maria, MEMBERS, "CreateApiKey", &request.base);
	assert_int_equal(made->api_key->n_scopes, 1);
	assert_int_equal(read_key(f, made->api_key->id)->withheld, SCOPE_BIT(WRITE) | SCOPE_BIT(ADMIN));
	scope = KLEOS__KEY_SCOPE__KEY_SCOPE_ADMIN;
	peer_refused(&f->peer, &maria, MEMBERS, "CreateApiKey", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	scope = (Kleos__KeyScope)9;
	peer_refused(&f->peer, &maria, MEMBERS, "CreateApiKey", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

static void a_service_refuses_what_the_key_has_no_scope_for(void **state)
{
	struct members_fixture *f = *state;
	struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	Kleos__Role role = KLEOS__ROLE__ROLE_SERVICE;
	const Kleos__CreateApiKeyRequest create = key_request("", "x", &role);
	const Kleos__ListApiKeysRequest list = KLEOS__LIST_API_KEYS_REQUEST__INIT;

	admin.withheld = SCOPE_BIT(WRITE);
	assert_int_equal(list_keys(f, &admin)->n_api_keys, 1);
	peer_refused(&f->peer, &admin, MEMBERS, "CreateApiKey", &create.base, STATUS_PERMISSION_DENIED, "SCOPE_MISSING");
	admin.withheld = SCOPE_BIT(READ);
	peer_refused(&f->peer, &admin, MEMBERS, "ListApiKeys", &list.base, STATUS_PERMISSION_DENIED, "SCOPE_MISSING");
	assert_int_equal(make_key(f, &admin, "", role)->api_key->n_scopes, 2); /* at most its own */
	admin.withheld = SCOPE_BIT(ADMIN);                                     /* then the role counts for nothing */
	peer_refused(&f->peer, &admin, MEMBERS, "ListApiKeys", &list.base, STATUS_PERMISSION_DENIED, "ROLE_MISSING");
}

static void a_key_makes_none_with_more_scopes_than_its_own(void **state)
{
	struct members_fixture *f = *state;
	struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER));
	Kleos__Role role = KLEOS__ROLE__ROLE_MEMBER;
	Kleos__KeyScope scope = KLEOS__KEY_SCOPE__KEY_SCOPE_READ;
	Kleos__CreateApiKeyRequest create = key_request("me", "x", &role);
	Kleos__RotateApiKeyRequest rotate = KLEOS__ROTATE_API_KEY_REQUEST__INIT;

	rotate.api_key = make_key(f, &maria, "me", role)->api_key->id;
	create.n_scopes = 1;
	create.scopes = &scope;
	maria.withheld = SCOPE_BIT(READ);
	peer_refused(&f->peer, &maria, MEMBERS, "CreateApiKey", &create.base, STATUS_PERMISSION_DENIED, "SCOPE_NOT_HELD");
	peer_refused(&f->peer, &maria, MEMBERS, "RotateApiKey", &rotate.base, STATUS_PERMISSION_DENIED, "SCOPE_NOT_HELD");
}

static void a_key_ends_by_itself_when_it_was_said_to(void **state)
{
	struct members_fixture *f = *state;
	const struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER));
	Kleos__Role role = KLEOS__ROLE__ROLE_MEMBER;
	Google__Protobuf__Timestamp end = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	Kleos__CreateApiKeyRequest request = key_request("me", "x", &role);

	request.expire_time = &end;
	end.seconds = f->base.world.now_ms / 1000 - 1;
	peer_refused(&f->peer, &maria, MEMBERS, "CreateApiKey", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	end.seconds = f->base.world.now_ms / 1000 + 11LL * 366 * 86400;
	peer_refused(&f->peer, &maria, MEMBERS, "CreateApiKey", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	end.seconds = f->base.world.now_ms / 1000 + 3600;
	const Kleos__CreateApiKeyResponse *made = peer_must(&f->peer, &maria, MEMBERS, "CreateApiKey", &request.base);
	assert_int_equal(made->api_key->expire_time->seconds, end.seconds);
	assert_int_equal(read_key(f, made->api_key->id)->expire_ms, end.seconds * 1000);
	assert_int_equal(list_keys(f, &maria)->api_keys[0]->expire_time->seconds, end.seconds);
}

static void a_rotated_key_works_beside_the_new_one_for_a_while(void **state)
{
	struct members_fixture *f = *state;
	const struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER));
	const Kleos__CreateApiKeyResponse *old = make_key(f, &maria, "me", KLEOS__ROLE__ROLE_MEMBER);
	Kleos__RotateApiKeyRequest again = KLEOS__ROTATE_API_KEY_REQUEST__INIT;
	const struct id old_id = id_of(old->api_key->id);

	const Kleos__RotateApiKeyResponse *new = rotate_key(f, &maria, old->api_key->id, 0);
	assert_true(works(f, new->api_key->id, new->key));
	assert_string_equal(new->api_key->name, "laptop");
	assert_null(new->api_key->expire_time);
	assert_string_equal(new->replaced->replaced_by, new->api_key->id);
	assert_true(works(f, old->api_key->id, old->key));
	assert_int_equal(read_key(f, old->api_key->id)->expire_ms, f->base.world.now_ms + DAY_MS);
	assert_string_equal(peer_events(&f->peer, &old_id), "apikey.created apikey.replaced");
	again.api_key = old->api_key->id;
	peer_refused(&f->peer, &maria, MEMBERS, "RotateApiKey", &again.base, STATUS_FAILED_PRECONDITION, "KEY_REPLACED");
	again.api_key = new->api_key->id;
	again.overlap_minutes = 10081;
	peer_refused(&f->peer, &maria, MEMBERS, "RotateApiKey", &again.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_int_equal(rotate_key(f, &maria, again.api_key, 5)->replaced->expire_time->seconds,
					 (f->base.world.now_ms + 5 * MINUTE_MS) / 1000);
}

static void who_rotates_a_key_has_no_fewer_rights(void **state)
{
	struct members_fixture *f = *state;
	const struct principal maria = member_as(f, "maria", ROLE_BIT(MEMBER));
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	struct principal bot = caller(ROLE_BIT(SERVICE), NULL);
	Kleos__RotateApiKeyRequest request = KLEOS__ROTATE_API_KEY_REQUEST__INIT;

	request.api_key = make_key(f, &admin, "maria", KLEOS__ROLE__ROLE_PEOPLE_ADMIN)->api_key->id;
	peer_refused(&f->peer, &maria, MEMBERS, "RotateApiKey", &request.base, STATUS_PERMISSION_DENIED, "ROLE_NOT_HELD");
	peer_refused(&f->peer, &bot, MEMBERS, "RotateApiKey", &request.base, STATUS_NOT_FOUND, "API_KEY_NOT_FOUND");
	assert_true(api_key_is_text(rotate_key(f, &admin, request.api_key, 1)->key));
	request.api_key = make_key(f, &admin, "", KLEOS__ROLE__ROLE_SERVICE)->api_key->id;
	bot.key = id_of(request.api_key); /* an integration rotates its own */
	const Kleos__RotateApiKeyResponse *first =
		peer_call(&f->peer, &bot, MEMBERS, "RotateApiKey", "once", &request.base);
	const Kleos__RotateApiKeyResponse *second =
		peer_call(&f->peer, &bot, MEMBERS, "RotateApiKey", "once", &request.base);
	assert_true(works(f, first->api_key->id, first->key));
	assert_string_equal(second->api_key->id, first->api_key->id);
	assert_string_equal(second->key, "");
}

static void when_a_key_was_last_used_is_shown(void **state)
{
	struct members_fixture *f = *state;
	const struct principal process = principal_internal("test"), maria = member_as(f, "maria", ROLE_BIT(MEMBER));
	struct id id = id_of(make_key(f, &maria, "me", KLEOS__ROLE__ROLE_MEMBER)->api_key->id);
	Kleos__ApiKeyUse use = KLEOS__API_KEY_USE__INIT, *uses[] = {&use};
	Kleos__NoteApiKeyUseRequest request = KLEOS__NOTE_API_KEY_USE_REQUEST__INIT;

	assert_null(list_keys(f, &maria)->api_keys[0]->last_use_time);
	use.id = (ProtobufCBinaryData){ID_SIZE, id.bytes};
	use.use_ms = 7200000;
	request.n_uses = 1;
	request.uses = uses;
	peer_must(&f->peer, &process, DIRECTORY, "NoteApiKeyUse", &request.base);
	use.use_ms = 3600000; /* another gateway tells of an earlier hour */
	peer_must(&f->peer, &process, DIRECTORY, "NoteApiKeyUse", &request.base);
	assert_int_equal(list_keys(f, &maria)->api_keys[0]->last_use_time->seconds, 7200);
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

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(the_first_start_makes_an_admin_key), TEST(a_later_start_keeps_the_admin_key),                             \
			TEST(an_operator_may_provide_the_admin_key), TEST(a_revoked_admin_key_does_not_come_back),                 \
			TEST(a_file_without_a_key_stops_the_start), TEST(a_key_is_shown_once),                                     \
			TEST(a_key_may_do_no_more_than_its_maker), TEST(only_an_admin_makes_keys_for_others_and_for_integrations), \
			TEST(keys_stop_with_their_member), TEST(others_keys_are_neither_seen_nor_revoked),                         \
			TEST(an_integration_knows_its_own_key_only), TEST(everybody_can_ask_who_they_are),                         \
			TEST(a_key_may_have_fewer_rights_than_its_roles), TEST(a_service_refuses_what_the_key_has_no_scope_for),   \
			TEST(a_key_makes_none_with_more_scopes_than_its_own), TEST(a_key_ends_by_itself_when_it_was_said_to),      \
			TEST(a_rotated_key_works_beside_the_new_one_for_a_while), TEST(who_rotates_a_key_has_no_fewer_rights),     \
			TEST(when_a_key_was_last_used_is_shown),                                                                   \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(MEMBERS_TEST);
	const struct CMUnitTest tcp[] = TESTS(MEMBERS_TEST_TCP);
	return cmocka_run_group_tests_name("keys over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("keys over tcp", tcp, NULL, NULL);
}
