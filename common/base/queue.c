#include "common/base/queue.h"
#include "common/base/wait.h"

#include <stdlib.h>

void queue_init(struct queue *queue, size_t bound)
{
	*queue = (struct queue){.bound = bound};
	cond_init_monotonic(&queue->waiting);
	if (pthread_mutex_init(&queue->mutex, NULL))
		abort();
}

void queue_fini(struct queue *queue)
{
	pthread_cond_destroy(&queue->waiting);
	pthread_mutex_destroy(&queue->mutex);
}

bool queue_push(struct queue *queue, struct queue_link *link)
{
	bool room;

	pthread_mutex_lock(&queue->mutex);
	room = !queue->closed && queue->length < queue->bound;
	queue->refusals += !queue->closed && !room;
	if (room) {
		link->next = NULL;
		if (queue->last)
			queue->last->next = link;
		else
			queue->first = link;
		queue->last = link;
		queue->length++;
		pthread_cond_signal(&queue->waiting);
	}
	pthread_mutex_unlock(&queue->mutex);
	return room;
}

struct queue_link *queue_pop(struct queue *queue)
{
	size_t count;
	bool closed;

	return queue_pop_many(queue, 1, -1, &count, &closed);
}

/* With the mutex held, until there is something to take, it is closed, or the time is over. */
static void wait_for_link(struct queue *queue, int timeout_ms)
{
	struct timespec end;

	if (timeout_ms >= 0)
		end = monotonic_after_ms(timeout_ms);
	while (!queue->first && !queue->closed) {
		if (timeout_ms < 0)
			pthread_cond_wait(&queue->waiting, &queue->mutex);
		else if (!cond_wait_until(&queue->waiting, &queue->mutex, &end))
			return;
	}
}

struct queue_link *queue_pop_many(struct queue *queue, size_t most, int timeout_ms, size_t *count, bool *closed)
{
	struct queue_link *first, *last = NULL;
	size_t taken = 0;

	pthread_mutex_lock(&queue->mutex);
	wait_for_link(queue, timeout_ms);
	first = queue->first;
	for (struct queue_link *link = first; link && taken < most; link = link->next) {
		last = link;
		taken++;
	}
	*closed = queue->closed && !first;
	if (last) {
		queue->first = last->next;
		if (!queue->first)
			queue->last = NULL;
		last->next = NULL;
		queue->length -= taken;
	}
	pthread_mutex_unlock(&queue->mutex);
	*count = taken;
	return taken ? first : NULL;
}

void queue_close(struct queue *queue)
{
	pthread_mutex_lock(&queue->mutex);
	queue->closed = true;
	pthread_cond_broadcast(&queue->waiting);
	pthread_mutex_unlock(&queue->mutex);
}

size_t queue_length(struct queue *queue)
{
	size_t length;

	pthread_mutex_lock(&queue->mutex);
	length = queue->length;
	pthread_mutex_unlock(&queue->mutex);
	return length;
}

uint64_t queue_refusals(struct queue *queue)
{
	uint64_t refusals;

	pthread_mutex_lock(&queue->mutex);
	refusals = queue->refusals;
	pthread_mutex_unlock(&queue->mutex);
	return refusals;
}
