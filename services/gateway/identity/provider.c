#include "services/gateway/identity/provider.h"

#include "common/base/wait.h"
#include "common/fetch/fetch.h"

#include <stdlib.h>
#include <string.h>

#define DOCUMENT_BOUND ((size_t)256 * 1024)
#define ARENA_CAP      ((size_t)4 * 1024 * 1024)
#define RETRY_FIRST_MS 1000
#define RETRY_LAST_MS  30000

struct provider {
	struct provider_config config;
	pthread_t thread;
	bool runs;
	atomic_bool leaves;

	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct provider_facts *facts; /* NULL: none yet */
	uint64_t rounds;              /* fetches that ended */
	uint64_t wanted;              /* so many must have ended before those who asked know */
	int64_t due_ms; /* monotonic: when the fetches that were asked for will have had their pauses (GCRA) */
	bool fetching;
};

/* ---- facts ---- */

void provider_release(const struct provider_facts *facts)
{
	struct provider_facts *own = (struct provider_facts *)(uintptr_t)facts;
	if (!own || atomic_fetch_sub(&own->holds, 1) > 1)
		return;
	jwk_set_fini(&own->keys);
	arena_fini(&own->arena);
	free(own);
}

const struct provider_facts *provider_hold(struct provider *provider)
{
	pthread_mutex_lock(&provider->mutex);
	struct provider_facts *facts = provider->facts;
	if (facts)
		atomic_fetch_add(&facts->holds, 1);
	pthread_mutex_unlock(&provider->mutex);
	return facts;
}

bool provider_is_known(struct provider *provider)
{
	pthread_mutex_lock(&provider->mutex);
	bool known = provider->facts;
	pthread_mutex_unlock(&provider->mutex);
	return known;
}

/* ---- fetching ---- */

/* 200 and a body, or false with why in the log. */
static bool get(struct provider *provider, struct arena *arena, const char *url, struct fetch_reply *reply)
{
	static const char *const headers[] = {"Accept: application/json", NULL};
	const struct log *log = provider->config.environment->log;
	const struct fetch_request request = {
		.url = url,
		.headers = headers,
		.ca_file = provider->config.ca_file,
		.timeout_ms = PROVIDER_TIMEOUT_MS,
		.bound = DOCUMENT_BOUND,
		.leave = &provider->leaves,
	};
	enum status status = fetch(arena, &request, reply);
	if (status == STATUS_OK && reply->http_status == 200)
		return true;
	if (status == STATUS_OK)
		log_warn(log, "the identity provider does not say who it is", log_number("status", reply->http_status));
	else if (status != STATUS_CANCELLED)
		log_warn(log, "the identity provider is away", log_text("why", reply->reason));
	return false;
}

static bool fill(struct provider *provider, struct provider_facts *facts)
{
	const struct provider_config *config = &provider->config;
	struct fetch_reply reply;
	const char *problem;
	if (!get(provider, &facts->arena, discovery_url(&facts->arena, config->issuer), &reply))
		return false;
	if (!discovery_parse(&facts->discovery, &facts->arena, config->issuer, reply.body, reply.length, &problem)) {
		log_error(config->environment->log, "the identity provider cannot be used", log_text("why", problem));
		return false;
	}
	if (!get(provider, &facts->arena, facts->discovery.jwks, &reply))
		return false;
	if (jwk_set_parse(&facts->keys, reply.body, reply.length))
		return true;
	log_error(config->environment->log, "the identity provider cannot be used",
			  log_text("why", "none of its keys is RSA of 2048 bits, P-256 or Ed25519 for signatures"));
	return false;
}

/* NULL: why is in the log. */
static struct provider_facts *make_facts(struct provider *provider)
{
	struct provider_facts *facts = calloc(1, sizeof(*facts));
	if (!facts)
		return NULL;
	atomic_init(&facts->holds, 1);
	arena_init(&facts->arena, ARENA_CAP);
	if (fill(provider, facts))
		return facts;
	provider_release(facts);
	return NULL;
}

/* Keeps what was known when nothing newer came. */
static bool fetch_round(struct provider *provider)
{
	struct provider_facts *newer = make_facts(provider), *older = NULL;
	pthread_mutex_lock(&provider->mutex);
	if (newer) {
		older = provider->facts;
		provider->facts = newer;
	}
	provider->rounds++;
	provider->fetching = false;
	pthread_cond_broadcast(&provider->changed);
	pthread_mutex_unlock(&provider->mutex);
	provider_release(older);
	provider->config.fetched(provider->config.host, newer);
	return newer;
}

/* False: the provider is closing. */
static bool rest(struct provider *provider, int64_t ms)
{
	struct timespec until = monotonic_after_ms(ms);
	pthread_mutex_lock(&provider->mutex);
	while (provider->rounds >= provider->wanted && !atomic_load(&provider->leaves) &&
		   cond_wait_until(&provider->changed, &provider->mutex, &until))
		;
	provider->fetching = true;
	pthread_mutex_unlock(&provider->mutex);
	return !atomic_load(&provider->leaves);
}

static void *run(void *context)
{
	struct provider *provider = context;
	int64_t retry_ms = RETRY_FIRST_MS, pause_ms;
	do {
		if (fetch_round(provider)) {
			retry_ms = RETRY_FIRST_MS;
			pause_ms = PROVIDER_AGE_MS;
		} else {
			pause_ms = retry_ms;
			retry_ms = retry_ms * 2 < RETRY_LAST_MS ? retry_ms * 2 : RETRY_LAST_MS;
		}
	} while (rest(provider, pause_ms));
	return NULL;
}

/* ---- being asked ---- */

static bool may_fetch(struct provider *provider)
{
	const int64_t now_ms = environment_monotonic_ms(provider->config.environment);
	const int64_t from_ms = provider->due_ms > now_ms ? provider->due_ms : now_ms;
	if (from_ms - now_ms >= (int64_t)PROVIDER_FETCHES_AT_A_STROKE * PROVIDER_PAUSE_MS)
		return false;
	provider->due_ms = from_ms + PROVIDER_PAUSE_MS;
	return true;
}

bool provider_want_keys(struct provider *provider)
{
	pthread_mutex_lock(&provider->mutex);
	bool fetches = provider->rounds < provider->wanted;
	if (!fetches && may_fetch(provider)) {
		/* one that is under way may have begun before the key was there */
		provider->wanted = provider->rounds + (provider->fetching ? 2 : 1);
		fetches = true;
		pthread_cond_broadcast(&provider->changed);
	}
	pthread_mutex_unlock(&provider->mutex);
	return fetches;
}

void provider_wait(struct provider *provider)
{
	pthread_mutex_lock(&provider->mutex);
	const uint64_t before = provider->rounds;
	while (provider->rounds == before && !atomic_load(&provider->leaves))
		cond_wait_ms(&provider->changed, &provider->mutex, PROVIDER_TIMEOUT_MS);
	pthread_mutex_unlock(&provider->mutex);
}

const atomic_bool *provider_leaves(const struct provider *provider)
{
	return &provider->leaves;
}

/* ---- life ---- */

enum status provider_open(struct provider **out, const struct provider_config *config)
{
	struct provider *provider = calloc(1, sizeof(*provider));
	if (!provider)
		return STATUS_RESOURCE_EXHAUSTED;
	provider->config = *config;
	provider->fetching = true; /* the first is on its way */
	pthread_mutex_init(&provider->mutex, NULL);
	cond_init_monotonic(&provider->changed);
	provider->runs = pthread_create(&provider->thread, NULL, run, provider) == 0;
	if (provider->runs) {
		*out = provider;
		return STATUS_OK;
	}
	provider_close(provider);
	return STATUS_RESOURCE_EXHAUSTED;
}

void provider_quiesce(struct provider *provider)
{
	if (!provider)
		return;
	pthread_mutex_lock(&provider->mutex);
	atomic_store(&provider->leaves, true);
	pthread_cond_broadcast(&provider->changed);
	pthread_mutex_unlock(&provider->mutex);
	if (provider->runs)
		pthread_join(provider->thread, NULL);
	provider->runs = false;
}

void provider_close(struct provider *provider)
{
	if (!provider)
		return;
	provider_release(provider->facts);
	pthread_cond_destroy(&provider->changed);
	pthread_mutex_destroy(&provider->mutex);
	free(provider);
}
