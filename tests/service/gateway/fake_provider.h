/* fake_provider: an identity provider of a few lines on a thread of its own: it describes itself, shows its keys, and
 * gives for any code the ID token that a test wrote down. */
#ifndef KLEOS_TESTS_FAKE_PROVIDER_H
#define KLEOS_TESTS_FAKE_PROVIDER_H

#include "tests/module/identity/signer.h"

#include <pthread.h>
#include <stdbool.h>

#define PROVIDER_TEXT 16384

struct fake_provider {
	pthread_t thread;
	int listening;
	char issuer[64];
	struct signer signer;

	pthread_mutex_t mutex; /* over all that follows */
	char jwks[PROVIDER_TEXT];
	char id_token[PROVIDER_TEXT];
	char asked[PROVIDER_TEXT]; /* the last request for a token */
	bool broken;               /* answers 500 */
	int keys_asked;            /* how often its keys were fetched */
};

/* Its keys are all of the signer's; texts of it live in the arena. */
void fake_provider_start(struct fake_provider *provider, struct arena *arena);
void fake_provider_stop(struct fake_provider *provider);

void fake_provider_show(struct fake_provider *provider, const char *jwks);
void fake_provider_give(struct fake_provider *provider, const char *id_token);
void fake_provider_break(struct fake_provider *provider, bool broken);
int fake_provider_keys_asked(struct fake_provider *provider);
/* Copied into the arena. */
const char *fake_provider_asked(struct fake_provider *provider, struct arena *arena);

#endif
