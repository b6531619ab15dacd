/* An identity provider beside the keys: its tokens open the API, and it signs people in. */
#include "tests/service/gateway/fake_provider.h"
#include "tests/service/gateway/front.h"

#include "common/base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OWN_PAGE    "Sec-Fetch-Site: same-origin\r\n"
#define HALF_DAY_MS ((int64_t)12 * 3600 * 1000)
#define NOW_S       1772355600 /* of the world: 2026-03-01T09:00:00Z */

struct scene {
	struct front *front;
	struct fake_provider provider;
	char secret_file[512];
};

static const char *text(struct scene *scene, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	const char *out = arena_vprintf(&scene->front->base.arena, format, values);
	va_end(values);
	return out;
}

static struct gateway_config config_of(struct scene *scene, const char *member_claim)
{
	struct gateway_config config = front_config(scene->front);
	config.public_url = "https://kleos.example.org/";
	config.identity = (struct identity_settings){
		.issuer = scene->provider.issuer,
		.client_id = "kleos",
		.client_secret_file = scene->secret_file,
		.scopes = "openid profile",
		.member_claim = member_claim,
		.roles_claim = "realm.roles",
		.roles_map = "boss=ADMIN;hr=PEOPLE_ADMIN;boss=MEMBER",
	};
	return config;
}

static struct answer get(struct scene *scene, const char *token)
{
	return ask(scene->front, token, "GET", "/v1/me", "", NULL);
}

static bool provider_is_found(void *context)
{
	struct scene *scene = context;
	struct answer answer = ask(scene->front, NULL, "GET", "/v1/session:oidc", "", NULL);
	return answer.status == 303 && strstr(header_of(scene->front, &answer, "Location"), "/auth");
}

static bool admin_works(void *context)
{
	struct scene *scene = context;
	return get(scene, scene->front->admin).status == 200;
}

static void restart(struct scene *scene, const char *member_claim)
{
	const struct gateway_config config = config_of(scene, member_claim);
	gateway_close(scene->front->gateway);
	assert_int_equal(gateway_open(&scene->front->gateway, &config), STATUS_OK);
	wait_until(admin_works, scene);
	wait_until(provider_is_found, scene);
}

static int set_up(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	front_set_up((void **)&scene->front);
	fake_provider_start(&scene->provider, &scene->front->base.arena);
	snprintf(scene->secret_file, sizeof(scene->secret_file), "%s/client.secret", scene->front->base.folder);
	assert_int_equal(file_write(scene->secret_file, "s:3\n", 4, 0600), STATUS_OK);
	restart(scene, "preferred_username");
	front_add_maria(scene->front);
	*state = scene;
	return 0;
}

static int tear_down(void **state)
{
	struct scene *scene = *state;
	gateway_close(scene->front->gateway);
	scene->front->gateway = NULL;
	fake_provider_stop(&scene->provider);
	front_tear_down((void **)&scene->front);
	free(scene);
	return 0;
}

#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* A token of the key with this id, good for an hour; `more` are claims. */
static const char *token_of(struct scene *scene, enum signer_key key, const char *kid, const char *more)
{
	const char *algorithm = key == SIGNER_ED ? "EdDSA" : key == SIGNER_EC ? "ES256" : "RS256";
	return signer_token(&scene->provider.signer, key,
						text(scene, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}", algorithm, kid),
						text(scene, "{\"iss\":\"%s\",\"aud\":\"kleos\",\"sub\":\"s1\",\"exp\":%d%s}",
							 scene->provider.issuer, NOW_S + 3600, more));
}

static const char *marias(struct scene *scene, const char *more)
{
	return token_of(scene, SIGNER_RSA, "rsa", text(scene, ",\"preferred_username\":\"Maria\"%s", more));
}

/* ---- tokens ---- */

static void a_token_has_the_roles_of_its_claim_and_of_the_member(void **state)
{
	struct scene *scene = *state;
	struct answer answer = get(scene, marias(scene, ""));
	assert_answer(&answer, 200, "\"roles\":[\"MEMBER\"]");
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
	answer = get(scene, marias(scene, ",\"realm\":{\"roles\":[\"hr\",\"x\",7]}"));
	assert_answer(&answer, 200, "\"roles\":[\"MEMBER\",\"PEOPLE_ADMIN\"]");
	answer = get(scene, marias(scene, ",\"realm\":{\"roles\":\"boss AUDITOR INTERNAL ANONYMOUS admin\"}"));
	assert_answer(&answer, 200, "\"roles\":[\"MEMBER\",\"ADMIN\"]");
	answer = get(scene, marias(scene, ",\"realm.roles\":[\"hr\"],\"realm\":{\"roles\":[\"boss\"]}"));
	assert_answer(&answer, 200, "\"roles\":[\"MEMBER\",\"PEOPLE_ADMIN\"]");
	front_add(scene->front, "{\"handle\":\"nikos\",\"manager\":\"maria\"}");
	do
		answer = get(scene, marias(scene, ""));
	while (!strstr(answer.body, "LEADER"));
	assert_answer(&answer, 200, "\"roles\":[\"MEMBER\",\"LEADER\"]");
}

/* The handle that is made of eleni@acme.example may be somebody else's name there. */
static void whom_the_provider_told_of_is_known_by_that_name_and_not_by_the_handle(void **state)
{
	struct scene *scene = *state;
	struct answer answer =
		ask(scene->front, scene->front->admin, "POST", "/scim/v2/Users", "Content-Type: application/scim+json\r\n",
			"{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],"
			"\"userName\":\"Eleni@acme.example\",\"active\":true}");
	assert_answer(&answer, 201, "\"userName\":\"Eleni@acme.example\"");
	answer = get(scene, token_of(scene, SIGNER_RSA, "rsa", ",\"preferred_username\":\"eleni@ACME.example\""));
	assert_answer(&answer, 200, "\"handle\":\"eleni\"");
	answer = get(scene, token_of(scene, SIGNER_RSA, "rsa", ",\"preferred_username\":\"eleni\""));
	assert_int_equal(answer.status, 401);
}

static void a_backup_is_not_given_to_a_token(void **state)
{
	struct scene *scene = *state;
	const char *boss = marias(scene, ",\"realm\":{\"roles\":[\"boss\"]}");
	struct answer answer = get(scene, boss);
	assert_answer(&answer, 200, "\"ADMIN\"");
	answer = ask(scene->front, boss, "GET", "/v1/backup", "", NULL);
	assert_answer(&answer, 403, "KEY_NEEDED");
}

static void a_bad_token_is_401_with_a_challenge_that_says_why(void **state)
{
	struct scene *scene = *state;
	struct answer answer = get(scene, marias(scene, ",\"nbf\":1872355600"));
	assert_answer(&answer, 401, "INVALID_TOKEN");
	assert_string_equal(header_of(scene->front, &answer, "WWW-Authenticate"),
						"Bearer realm=\"kleos\", "
						"resource_metadata=\"https://kleos.example.org/.well-known/oauth-protected-resource\", "
						"error=\"invalid_token\", error_description=\"it is not valid yet\"");
	answer = get(scene, "kls_nonsense");
	assert_answer(&answer, 401, "INVALID_KEY");
	answer = ask(scene->front, NULL, "GET", "/v1/me", text(scene, "X-API-Key: %s\r\n", marias(scene, "")), NULL);
	assert_answer(&answer, 401, "INVALID_KEY");
	answer = get(scene, token_of(scene, SIGNER_RSA, "rsa", ""));
	assert_answer(&answer, 401, "names no member");
	answer = get(scene, token_of(scene, SIGNER_RSA, "rsa", ",\"preferred_username\":\"nobody\""));
	assert_answer(&answer, 401, "MEMBER_UNKNOWN");
}

static void who_was_added_a_moment_ago_is_waited_for(void **state)
{
	struct scene *scene = *state;
	for (int i = 0; i < 10; i++) {
		const char *handle = text(scene, "new%d", i);
		front_add(scene->front, text(scene, "{\"handle\":\"%s\"}", handle));
		struct answer answer =
			get(scene, token_of(scene, SIGNER_ED, "ed", text(scene, ",\"preferred_username\":\"%s\"", handle)));
		assert_answer(&answer, 200, handle);
	}
}

static void a_token_ends_when_it_says_and_with_its_member(void **state)
{
	struct scene *scene = *state;
	const char *token = marias(scene, "");
	scene->front->base.world.now_ms += (int64_t)3659 * 1000;
	struct answer answer = get(scene, token);
	assert_int_equal(answer.status, 200);
	scene->front->base.world.now_ms += 1000;
	answer = get(scene, token);
	assert_answer(&answer, 401, "it has expired");
	scene->front->base.world.now_ms -= (int64_t)3660 * 1000;
	ask(scene->front, scene->front->admin, "POST", "/v1/members/maria:deactivate", "", "{}");
	do
		answer = get(scene, token);
	while (answer.status == 200);
	assert_answer(&answer, 401, "MEMBER_UNKNOWN");
}

static void an_address_that_two_members_have_is_nobodys(void **state)
{
	struct scene *scene = *state;
	restart(scene, "email");
	front_add(scene->front, "{\"handle\":\"a\",\"email\":\"Shared@example.org\"}");
	front_add(scene->front, "{\"handle\":\"b\",\"email\":\"b@example.org\"}");
	const char *shared = token_of(scene, SIGNER_EC, "ec", ",\"email\":\"shared@EXAMPLE.org\",\"email_verified\":true");
	struct answer answer = get(scene, shared);
	assert_answer(&answer, 200, "\"handle\":\"a\"");
	answer = get(scene, token_of(scene, SIGNER_EC, "ec", ",\"email\":\"b@example.org\""));
	assert_answer(&answer, 401, "names no member");
	answer = get(scene, token_of(scene, SIGNER_EC, "ec", ",\"email\":\"b@example.org\",\"email_verified\":\"true\""));
	assert_answer(&answer, 401, "names no member");
	ask(scene->front, scene->front->admin, "PATCH", "/v1/members/b", "", "{\"email\":\"shared@example.org\"}");
	do
		answer = get(scene, shared);
	while (answer.status == 200);
	assert_answer(&answer, 401, "or several do");
	ask(scene->front, scene->front->admin, "POST", "/v1/members/a:deactivate", "", "{}");
	do
		answer = get(scene, shared);
	while (answer.status != 200);
	assert_answer(&answer, 200, "\"handle\":\"b\"");
}

static void a_newer_key_is_fetched_at_once_but_not_for_everybody_who_asks(void **state)
{
	struct scene *scene = *state;
	const char *jwks = signer_jwk(&scene->provider.signer, SIGNER_STRANGE, "");
	const char *kid = strstr(jwks, "\"rsa\"");
	jwks = text(scene, "{\"keys\":[%.*s\"new\"%s]}", (int)(kid - jwks), jwks, kid + 5);
	const char *more = ",\"preferred_username\":\"maria\"";
	scene->front->base.world.monotonic_ms = 1000000;
	fake_provider_show(&scene->provider, jwks);
	const int before = fake_provider_keys_asked(&scene->provider);
	struct answer answer = get(scene, token_of(scene, SIGNER_STRANGE, "new", more));
	assert_answer(&answer, 200, "maria");
	for (int i = 0; i < 20; i++) {
		answer = get(scene, token_of(scene, SIGNER_RSA, text(scene, "guess%d", i), more));
		assert_answer(&answer, 401, "its key is not the provider's");
	}
	assert_int_equal(fake_provider_keys_asked(&scene->provider), before + 3);
	scene->front->base.world.monotonic_ms += 5000;
	answer = get(scene, token_of(scene, SIGNER_RSA, "guess", more));
	assert_int_equal(answer.status, 401);
	assert_int_equal(fake_provider_keys_asked(&scene->provider), before + 4);
	fake_provider_break(&scene->provider, true); /* and what is known stays known */
	scene->front->base.world.monotonic_ms += 5000;
	answer = get(scene, token_of(scene, SIGNER_RSA, "guess", more));
	assert_answer(&answer, 503, "this token cannot be checked just now");
	answer = get(scene, token_of(scene, SIGNER_STRANGE, "new", more));
	assert_int_equal(answer.status, 200);
}

/* ---- signing in ---- */

static const char *parameter(struct scene *scene, const char *address, const char *name)
{
	const char *at = strstr(address, text(scene, "&%s=", name));
	if (!at)
		fail_msg("%s is not in %s", name, address);
	at += strlen(name) + 2;
	return arena_text_n(&scene->front->base.arena, at, strcspn(at, "&"));
}

struct journey {
	const char *cookie; /* header of the browser */
	const char *state, *nonce;
	const char *address;
};

static struct journey leave(struct scene *scene, const char *path)
{
	struct answer answer = ask(scene->front, NULL, "GET", text(scene, "/v1/session:oidc?path=%s", path), "", NULL);
	assert_int_equal(answer.status, 303);
	const char *cookie = header_of(scene->front, &answer, "Set-Cookie");
	assert_non_null(strstr(cookie, "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"));
	struct journey journey = {.address = header_of(scene->front, &answer, "Location")};
	journey.cookie = text(scene, "Cookie: %.*s\r\n", (int)strcspn(cookie, ";"), cookie);
	journey.state = parameter(scene, journey.address, "state");
	journey.nonce = parameter(scene, journey.address, "nonce");
	return journey;
}

static const char *id_token(struct scene *scene, const char *nonce, const char *more)
{
	return signer_token(&scene->provider.signer, SIGNER_RSA, "{\"alg\":\"RS256\",\"kid\":\"rsa\"}",
						text(scene, "{\"iss\":\"%s\",\"aud\":\"kleos\",\"sub\":\"s1\",\"exp\":%d,\"nonce\":\"%s\"%s}",
							 scene->provider.issuer, NOW_S + 600, nonce, more));
}

static struct answer come_back(struct scene *scene, const struct journey *journey, const char *query)
{
	return ask(scene->front, NULL, "GET", text(scene, "/v1/session:callback?state=%s&%s", journey->state, query),
			   journey->cookie, NULL);
}

static const char *location(struct scene *scene, const struct answer *answer)
{
	assert_int_equal(answer->status, 303);
	return header_of(scene->front, answer, "Location");
}

/* The header of a browser that maria is signed in with. */
static const char *sign_in(struct scene *scene, const char *more)
{
	struct journey journey = leave(scene, "/me%3Ftab%3Dx");
	fake_provider_give(&scene->provider, id_token(scene, journey.nonce, more));
	struct answer answer = come_back(scene, &journey, "code=c%2F1");
	assert_string_equal(location(scene, &answer), "/me?tab=x");
	const char *cookie = strstr(answer.head, "__Host-kleos=");
	assert_non_null(cookie);
	assert_memory_equal(strchr(cookie, ';'), "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=43200", 55);
	assert_non_null(strstr(answer.head, "__Host-kleos-oidc=; Path=/"));
	return text(scene, "Cookie: %.*s\r\n", (int)strcspn(cookie, ";"), cookie);
}

#define MARIA ",\"preferred_username\":\"maria\",\"realm\":{\"roles\":[\"hr\"]}"

static void who_comes_back_with_a_code_has_a_session(void **state)
{
	struct scene *scene = *state;
	const char *headers = sign_in(scene, MARIA);
	const char *asked = fake_provider_asked(&scene->provider, &scene->front->base.arena);
	assert_non_null(strstr(asked, "Authorization: Basic a2xlb3M6cyUzQTM=\r\n")); /* kleos:s%3A3 */
	assert_non_null(strstr(asked, "grant_type=authorization_code&code=c%2F1&redirect_uri="
								  "https%3A%2F%2Fkleos.example.org%2Fv1%2Fsession%3Acallback&code_verifier="));
	struct answer answer = ask(scene->front, NULL, "GET", "/v1/session", headers, NULL);
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
	assert_answer(&answer, 200, "\"roles\":[\"MEMBER\",\"PEOPLE_ADMIN\"]");
	assert_answer(&answer, 200, "\"identityProvider\":{\"name\":\"127.0.0.1:");
	answer = ask(scene->front, NULL, "POST", "/v1/members", text(scene, "%s" OWN_PAGE, headers), "{\"handle\":\"n\"}");
	assert_int_equal(answer.status, 200);
	answer = ask(scene->front, NULL, "POST", "/v1/members", headers, "{\"handle\":\"n2\"}");
	assert_answer(&answer, 403, "CROSS_SITE");
	answer = ask(scene->front, NULL, "DELETE", "/v1/session", text(scene, "%s" OWN_PAGE, headers), NULL);
	assert_answer(&answer, 200,
				  text(scene, "{\"providerSignOutUrl\":\"%s/end?client_id=kleos\"}", scene->provider.issuer));
	do
		answer = ask(scene->front, NULL, "GET", "/v1/me", headers, NULL);
	while (answer.status == 200);
	assert_answer(&answer, 401, "INVALID_SESSION");
}

static void a_session_ends_everywhere_and_with_the_member(void **state)
{
	struct scene *scene = *state;
	const char *one = sign_in(scene, MARIA), *two = sign_in(scene, MARIA);
	struct answer answer = ask(scene->front, NULL, "GET", "/v1/me", one, NULL);
	assert_int_equal(answer.status, 200);
	answer = ask(scene->front, NULL, "POST", "/v1/session:endAll", text(scene, "%s" OWN_PAGE, two), "{}");
	assert_int_equal(answer.status, 200);
	do
		answer = ask(scene->front, NULL, "GET", "/v1/me", one, NULL);
	while (answer.status == 200);
	one = sign_in(scene, MARIA);
	ask(scene->front, scene->front->admin, "POST", "/v1/members/maria:deactivate", "", "{}");
	do
		answer = ask(scene->front, NULL, "GET", "/v1/me", one, NULL);
	while (answer.status == 200);
	ask(scene->front, scene->front->admin, "POST", "/v1/members/maria:reactivate", "", "{}");
	answer = get(scene, marias(scene, "")); /* heard of again */
	assert_int_equal(answer.status, 200);
	answer = ask(scene->front, NULL, "GET", "/v1/me", one, NULL);
	assert_answer(&answer, 401, "INVALID_SESSION");
}

/* Whoever the address belonged to does not go on as somebody else; an address that comes first changes nobody. */
static void a_session_ends_when_the_member_is_named_anew(void **state)
{
	struct scene *scene = *state;
	const char *one = sign_in(scene, MARIA), *maria = "/v1/members/maria";
	ask(scene->front, scene->front->admin, "PATCH", maria, "", "{\"externalId\":\"17\"}");
	assert_int_equal(ask(scene->front, NULL, "GET", "/v1/me", one, NULL).status, 200);
	ask(scene->front, scene->front->admin, "PATCH", maria, "", "{\"externalId\":\"18\"}");
	while (ask(scene->front, NULL, "GET", "/v1/me", one, NULL).status == 200)
		;
}

/* What the provider said of her roles is asked anew. */
static void a_session_is_over_after_twelve_hours(void **state)
{
	struct scene *scene = *state;
	const char *headers = sign_in(scene, MARIA);
	scene->front->base.world.now_ms += HALF_DAY_MS - 1;
	struct answer answer = ask(scene->front, NULL, "GET", "/v1/me", headers, NULL);
	assert_int_equal(answer.status, 200);
	scene->front->base.world.now_ms += 1;
	answer = ask(scene->front, NULL, "GET", "/v1/me", headers, NULL);
	assert_answer(&answer, 401, "INVALID_SESSION");
}

static void a_session_outlives_the_gateway_and_the_provider(void **state)
{
	struct scene *scene = *state;
	const char *headers = sign_in(scene, MARIA);
	restart(scene, "preferred_username");
	fake_provider_break(&scene->provider, true);
	front_stop_members(scene->front);
	struct answer answer = ask(scene->front, NULL, "GET", "/v1/recognitions", headers, NULL);
	assert_answer(&answer, 503, "SERVICE_UNAVAILABLE"); /* let in; nobody is there to be asked */
	front_start_members(scene->front);
}

static void what_does_not_belong_to_the_attempt_signs_nobody_in(void **state)
{
	struct scene *scene = *state;
	struct journey journey = leave(scene, "/me"), other = leave(scene, "/me");
	fake_provider_give(&scene->provider, id_token(scene, other.nonce, MARIA));
	struct answer answer = come_back(scene, &journey, "code=c");
	assert_string_equal(location(scene, &answer), "/me?signIn=failed"); /* another's nonce */
	struct journey mixed = {.cookie = journey.cookie, .state = other.state};
	answer = come_back(scene, &mixed, "code=c");
	assert_string_equal(location(scene, &answer), "/home?signIn=again");
	mixed = (struct journey){.cookie = "", .state = journey.state};
	answer = come_back(scene, &mixed, "code=c");
	assert_string_equal(location(scene, &answer), "/home?signIn=again");
	answer = come_back(scene, &journey, "code=c&iss=https://evil");
	assert_string_equal(location(scene, &answer), "/home?signIn=again");
	answer = come_back(scene, &journey, "error=access_denied");
	assert_string_equal(location(scene, &answer), "/me?signIn=refused");
	fake_provider_give(&scene->provider, id_token(scene, journey.nonce, ",\"preferred_username\":\"stranger\""));
	answer = come_back(scene, &journey, "code=c");
	assert_string_equal(location(scene, &answer), "/me?signIn=unknown");
	fake_provider_break(&scene->provider, true);
	answer = come_back(scene, &journey, "code=c");
	assert_string_equal(location(scene, &answer), "/me?signIn=away");
	scene->front->base.world.now_ms += 600000;
	answer = come_back(scene, &journey, "code=c");
	assert_string_equal(location(scene, &answer), "/home?signIn=again");
	assert_null(strstr(answer.head, "__Host-kleos="));
}

/* ---- settings ---- */

static void wrong_settings_are_refused(void **state)
{
	struct scene *scene = *state;
	struct gateway *gateway = NULL;
	struct gateway_config config = config_of(scene, "sub");
	config.identity.issuer = "http://id.example.org";
	assert_int_equal(gateway_open(&gateway, &config), STATUS_INVALID_ARGUMENT);
	config = config_of(scene, "sub");
	config.identity.client_id = "";
	assert_int_equal(gateway_open(&gateway, &config), STATUS_INVALID_ARGUMENT);
	config = config_of(scene, "sub");
	config.identity.client_secret_file = "/nowhere";
	assert_int_equal(gateway_open(&gateway, &config), STATUS_INVALID_ARGUMENT);
	static const char *const maps[] = {"boss", "boss=", "=ADMIN", "boss=KING", "boss=INTERNAL", "a=ADMIN;b"};
	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
		config = config_of(scene, "sub");
		config.identity.roles_map = maps[i];
		assert_int_equal(gateway_open(&gateway, &config), STATUS_INVALID_ARGUMENT);
	}
	assert_null(gateway);
}

static void without_an_identity_provider_nothing_of_it_is_there(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, NULL, "GET", "/v1/session:oidc", "", NULL);
	assert_answer(&answer, 404, "NO_IDENTITY_PROVIDER");
	answer = ask(front, NULL, "GET", "/v1/session:callback?code=x&state=y", "", NULL);
	assert_answer(&answer, 404, "NO_IDENTITY_PROVIDER");
	answer = ask(front, NULL, "GET", "/.well-known/oauth-protected-resource", "", NULL);
	assert_answer(&answer, 404, "NO_IDENTITY_PROVIDER");
	answer = ask(front, "eyJhbGciOiJub25lIn0.e30.", "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 401, "INVALID_KEY");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE_TEST(a_token_has_the_roles_of_its_claim_and_of_the_member),
		SCENE_TEST(whom_the_provider_told_of_is_known_by_that_name_and_not_by_the_handle),
		SCENE_TEST(a_backup_is_not_given_to_a_token),
		SCENE_TEST(a_bad_token_is_401_with_a_challenge_that_says_why),
		SCENE_TEST(who_was_added_a_moment_ago_is_waited_for),
		SCENE_TEST(a_token_ends_when_it_says_and_with_its_member),
		SCENE_TEST(an_address_that_two_members_have_is_nobodys),
		SCENE_TEST(a_newer_key_is_fetched_at_once_but_not_for_everybody_who_asks),
		SCENE_TEST(who_comes_back_with_a_code_has_a_session),
		SCENE_TEST(a_session_ends_everywhere_and_with_the_member),
		SCENE_TEST(a_session_ends_when_the_member_is_named_anew),
		SCENE_TEST(a_session_is_over_after_twelve_hours),
		SCENE_TEST(a_session_outlives_the_gateway_and_the_provider),
		SCENE_TEST(what_does_not_belong_to_the_attempt_signs_nobody_in),
		SCENE_TEST(wrong_settings_are_refused),
		FRONT_TEST(without_an_identity_provider_nothing_of_it_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
