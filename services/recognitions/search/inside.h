/* inside: what the rooms of search share: finding and scrubbing (search.c), and following the outbox (feed.c). */
#ifndef KLEOS_SEARCH_INSIDE_H
#define KLEOS_SEARCH_INSIDE_H

#include "services/recognitions/search/search.h"

#include <pthread.h>
#include <stdatomic.h>

#define SEARCH_CURSOR    "recognitions"      /* under which name its database keeps how far it is */
#define SEARCH_ARENA_CAP ((size_t)256 << 20) /* of one round: 256 of the longest texts with 50 receivers */

struct search {
	struct search_config config;
	char *path;
	pthread_rwlock_t lock; /* shared: whoever uses `store`; alone: whoever opens it anew */
	struct store *store;
	pthread_t thread;
	bool started;
	pthread_mutex_t round; /* one round at a time */
	struct arena arena;    /* of the round, as are the next two */
	struct arena terms;
	struct recognition read;
	_Atomic int64_t applied_seq, as_of_ms;
	bool said_behind;      /* the thread's */
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t waiting;
	bool awake;
	bool closing;
};

/* One round of the outbox; *n_out: events looked at. Any thread but the stores'. */
enum status search_round(struct search *search, size_t *n_out);
/* The thread. */
void *search_follow(void *search);

#endif
