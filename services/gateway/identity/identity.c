#include "services/gateway/identity/identity.h"

#include "common/base/text.h"
#include "common/fetch/fetch.h"
#include "common/process/secret.h"
#include "services/gateway/caller/waiting.h"
#include "services/gateway/exchange.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define WORKERS      4 /* sign-ins that the provider is asked about at once */
#define ARENA_CAP    ((size_t)256 * 1024)
#define SECRET_BOUND 4096

struct identity {
	struct arena arena; /* of all texts */
	const struct environment *environment;
	struct identity_settings settings;
	struct claims_rules rules;
	const char *name, *redirect_uri, *public_url;
	char *client_secret; /* NULL: a public client */
	struct provider *provider;
	struct waiting waiting; /* for newer keys */
	struct queue errands;
	pthread_t workers[WORKERS];
	size_t n_workers;
	atomic_bool stopping;
};

const struct identity_settings *identity_settings(const struct identity *identity)
{
	return &identity->settings;
}

const struct claims_rules *identity_rules(const struct identity *identity)
{
	return &identity->rules;
}

struct provider *identity_provider(const struct identity *identity)
{
	return identity->provider;
}

const char *identity_client_secret(const struct identity *identity)
{
	return identity->client_secret;
}

const char *identity_name(const struct identity *identity)
{
	return identity->name;
}

const char *identity_redirect_uri(const struct identity *identity)
{
	return identity->redirect_uri;
}

const char *identity_public_url(const struct identity *identity)
{
	return identity->public_url;
}

/* ---- tokens ---- */

static int64_t expiry_ms(const json_t *claims)
{
	return (int64_t)(json_number_value(json_object_get(claims, "exp")) + JWT_LEEWAY_S) * 1000;
}

/* False: the claims name nobody. */
static bool read_caller(const struct identity *identity, struct arena *arena, const json_t *claims,
						struct identity_caller *out)
{
	*out = (struct identity_caller){
		.subject = claims_subject(&identity->rules, arena, claims),
		.roles = claims_roles(&identity->rules, claims),
		.expire_ms = expiry_ms(claims),
	};
	return out->subject;
}

enum jwt_outcome identity_check(const struct identity *identity, struct arena *arena, const char *token,
								struct identity_caller *out, const char **reason)
{
	const struct provider_facts *facts = provider_hold(identity->provider);
	const struct jwt_expectation expected = {
		.use = JWT_BEARER,
		.issuer = identity->settings.issuer,
		.audience = identity->settings.audience,
		.now_s = environment_now_ms(identity->environment) / 1000,
	};
	json_t *claims = NULL;
	*reason = "the identity provider has not been reached yet";
	if (!facts)
		return JWT_UNKNOWN_KEY;
	enum jwt_outcome outcome = jwt_check(&claims, reason, arena, &facts->keys, &expected, token, strlen(token));
	provider_release(facts);
	if (outcome == JWT_GOOD && !read_caller(identity, arena, claims, out)) {
		outcome = JWT_BAD;
		*reason = "it names no member in the claim that says who it is of";
	}
	json_decref(claims);
	return outcome;
}

bool identity_park(struct identity *identity, struct exchange *exchange)
{
	if (!waiting_add(&identity->waiting, exchange))
		return false;
	if (!provider_want_keys(identity->provider))
		waiting_wake(&identity->waiting, provider_is_known(identity->provider));
	return true;
}

static void fetched(void *host, bool ok)
{
	struct identity *identity = host;
	waiting_wake(&identity->waiting, ok);
}

/* ---- signing in ---- */

bool identity_send(struct identity *identity, struct identity_errand *errand)
{
	exchange_hold(errand->exchange);
	if (queue_push(&identity->errands, &errand->link))
		return true;
	exchange_release(errand->exchange);
	return false;
}

static void *work(void *context)
{
	struct identity *identity = context;
	struct queue_link *link;
	while ((link = queue_pop(&identity->errands))) {
		struct identity_errand *errand = (struct identity_errand *)link; /* its first field */
		struct exchange *exchange = errand->exchange;
		if (atomic_load(&identity->stopping))
			errand->drop(errand);
		else
			errand->run(errand);
		exchange_release(exchange);
	}
	return NULL;
}

/* ---- life ---- */

static const char *copy(struct identity *identity, const char *text)
{
	return arena_text(&identity->arena, text ? text : "");
}

/* The host and port of an address, for people. */
static const char *host_of(struct arena *arena, const char *url)
{
	const char *mark = strstr(url, "://");
	const char *host = mark ? mark + 3 : url;
	return arena_text_n(arena, host, strcspn(host, "/?#"));
}

static void copy_settings(struct identity *identity, const struct identity_settings *from, const char *public_url)
{
	struct identity_settings *to = &identity->settings;
	to->issuer = copy(identity, from->issuer);
	to->client_id = copy(identity, from->client_id);
	to->client_secret_file = copy(identity, from->client_secret_file);
	to->audience = copy(identity, from->audience && *from->audience ? from->audience : from->client_id);
	to->scopes = copy(identity, from->scopes);
	to->member_claim = copy(identity, from->member_claim);
	to->roles_claim = copy(identity, from->roles_claim);
	to->roles_map = copy(identity, from->roles_map);
	to->ca_file = copy(identity, from->ca_file);
	const size_t length = strlen(public_url);
	identity->public_url =
		arena_text_n(&identity->arena, public_url, length && public_url[length - 1] == '/' ? length - 1 : length);
	identity->redirect_uri = arena_printf(&identity->arena, "%s/v1/session:callback", identity->public_url);
	identity->name = host_of(&identity->arena, to->issuer);
}

/* Without the line's end. False: there is a file, but no secret in it. */
static bool read_secret(struct identity *identity)
{
	const char *path = identity->settings.client_secret_file;
	size_t length;
	if (!*path)
		return true;
	if (secret_read(&identity->arena, identity->environment->log, path, SECRET_BOUND, &identity->client_secret,
					&length) != STATUS_OK)
		return false;
	identity->client_secret[strcspn(identity->client_secret, "\r\n")] = '\0';
	return *identity->client_secret;
}

/* NULL: all is well. */
static const char *settings_problem(struct identity *identity)
{
	const struct identity_settings *settings = &identity->settings;
	const char *problem = NULL;
	if (!fetch_is_private(settings->issuer))
		return "KLEOS_OIDC_ISSUER must begin with https:// (http:// is for an identity provider on this machine)";
	if (!*settings->client_id)
		return "KLEOS_OIDC_ISSUER is set, so KLEOS_OIDC_CLIENT_ID must say who Kleos is there";
	if (!read_secret(identity))
		return arena_printf(&identity->arena,
							"KLEOS_OIDC_CLIENT_SECRET_FILE names '%s', which cannot be read or holds no secret",
							settings->client_secret_file);
	if (!claims_rules_init(&identity->rules, &identity->arena, settings->member_claim, settings->roles_claim,
						   settings->roles_map, &problem))
		return arena_printf(&identity->arena, "KLEOS_OIDC_ROLES_MAP is wrong: %s", problem);
	return NULL;
}

static enum status start(struct identity *identity)
{
	const struct provider_config config = {
		.issuer = identity->settings.issuer,
		.ca_file = identity->settings.ca_file,
		.environment = identity->environment,
		.fetched = fetched,
		.host = identity,
	};
	while (identity->n_workers < WORKERS &&
		   pthread_create(&identity->workers[identity->n_workers], NULL, work, identity) == 0)
		identity->n_workers++;
	if (identity->n_workers < WORKERS)
		return STATUS_RESOURCE_EXHAUSTED;
	return provider_open(&identity->provider, &config);
}

enum status identity_open(struct identity **out, const struct identity_settings *settings, const char *public_url,
						  const struct environment *environment)
{
	*out = NULL;
	if (!settings->issuer || !*settings->issuer)
		return STATUS_OK;
	struct identity *identity = calloc(1, sizeof(*identity));
	if (!identity)
		return STATUS_RESOURCE_EXHAUSTED;
	identity->environment = environment;
	arena_init(&identity->arena, ARENA_CAP);
	waiting_init(&identity->waiting, NULL, NULL);
	queue_init(&identity->errands, SIGN_INS_BOUND);
	copy_settings(identity, settings, public_url ? public_url : "");
	const char *problem = settings_problem(identity);
	if (problem)
		log_error(environment->log, "the settings of the identity provider are wrong", log_text("why", problem));
	enum status status = problem ? STATUS_INVALID_ARGUMENT : start(identity);
	if (status == STATUS_OK) {
		*out = identity;
		return STATUS_OK;
	}
	identity_quiesce(identity);
	identity_close(identity);
	return status;
}

void identity_quiesce(struct identity *identity)
{
	if (!identity)
		return;
	atomic_store(&identity->stopping, true);
	waiting_close(&identity->waiting);
	provider_quiesce(identity->provider);
	queue_close(&identity->errands);
	while (identity->n_workers)
		pthread_join(identity->workers[--identity->n_workers], NULL);
	waiting_wake(&identity->waiting, false);
}

void identity_close(struct identity *identity)
{
	if (!identity)
		return;
	provider_close(identity->provider);
	queue_fini(&identity->errands);
	waiting_fini(&identity->waiting);
	if (identity->client_secret)
		sodium_memzero(identity->client_secret, strlen(identity->client_secret));
	arena_fini(&identity->arena);
	free(identity);
}
