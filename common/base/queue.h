/* queue: a bounded first-in-first-out between threads, of things that carry their own link. Never allocates. */
#ifndef KLEOS_BASE_QUEUE_H
#define KLEOS_BASE_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue_link {
	struct queue_link *next;
};

struct queue {
	pthread_mutex_t mutex;
	pthread_cond_t waiting;
	struct queue_link *first, *last;
	size_t length;
	size_t bound;
	uint64_t refusals; /* how often it was full */
	bool closed;
};

void queue_init(struct queue *queue, size_t bound);
void queue_fini(struct queue *queue);
bool queue_push(struct queue *queue, struct queue_link *link); /* false: full or closed; the link stays the caller's */
struct queue_link *queue_pop(struct queue *queue);             /* waits; NULL: closed and empty */
/* Up to `most` at once, in order; waits until there is one or `timeout_ms` passed (-1: for ever). *closed is set when
 * the queue is closed and empty. */
struct queue_link *queue_pop_many(struct queue *queue, size_t most, int timeout_ms, size_t *count, bool *closed);
void queue_close(struct queue *queue); /* wakes everybody; what is in can still be popped */
size_t queue_length(struct queue *queue);
uint64_t queue_refusals(struct queue *queue);

#endif
