/* provider: the identity provider as it is now: its addresses and keys, fetched by a thread of its own at the start, by
 * age, and when somebody brings a token of a newer key. What is known stays known while the provider is away. Nobody
 * waits for it but who says so. Any thread. */
#ifndef KLEOS_GATEWAY_PROVIDER_H
#define KLEOS_GATEWAY_PROVIDER_H

#include "common/base/environment.h"
#include "common/base/status.h"
#include "services/gateway/identity/discovery.h"
#include "services/gateway/identity/jwk.h"

#include <stdatomic.h>

#define PROVIDER_AGE_MS 300000 /* after which its keys are fetched anew */
/* Fetches that tokens ask for: so many at a stroke, then one in so long. Whoever makes up names of keys delays by that
 * much, and no more, that a new key of the provider's is heard of. */
#define PROVIDER_FETCHES_AT_A_STROKE 3
#define PROVIDER_PAUSE_MS            5000
#define PROVIDER_TIMEOUT_MS          10000 /* of one request to it */

struct provider;

/* Never changes; given back with provider_release. */
struct provider_facts {
	atomic_int holds;
	struct arena arena;
	struct discovery discovery;
	struct jwk_set keys;
};

/* Texts are borrowed for the provider's life. */
struct provider_config {
	const char *issuer;
	const char *ca_file; /* "": the system's authorities */
	const struct environment *environment;
	/* After every fetch, on the provider's thread. */
	void (*fetched)(void *host, bool ok);
	void *host;
};

enum status provider_open(struct provider **out, const struct provider_config *config);
void provider_quiesce(struct provider *provider); /* fetches no more; within a second */
void provider_close(struct provider *provider);   /* after provider_quiesce; NULL is fine for both */

/* NULL: it has not been reached yet. */
const struct provider_facts *provider_hold(struct provider *provider);
void provider_release(const struct provider_facts *facts); /* NULL is fine */
bool provider_is_known(struct provider *provider);         /* it has been reached once */
/* Somebody has a token of a key that is not known. False: it was looked for just now already. True: it is fetched. */
bool provider_want_keys(struct provider *provider);
/* Waits until one more fetch has ended, or the provider is closing. */
void provider_wait(struct provider *provider);
/* True while it stops: for requests that others make to the same provider. */
const atomic_bool *provider_leaves(const struct provider *provider);

#endif
