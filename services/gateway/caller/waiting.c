#include "services/gateway/caller/waiting.h"

#include "services/gateway/exchange_state.h"

void waiting_init(struct waiting *waiting, void (*look)(void *host), void *host)
{
	*waiting = (struct waiting){.look = look, .host = host};
	pthread_mutex_init(&waiting->mutex, NULL);
}

void waiting_fini(struct waiting *waiting)
{
	pthread_mutex_destroy(&waiting->mutex);
}

bool waiting_add(struct waiting *waiting, struct exchange *exchange)
{
	pthread_mutex_lock(&waiting->mutex);
	bool fits = !waiting->closed && waiting->n < KEY_WAITING_BOUND;
	if (fits) {
		exchange_hold(exchange);
		atomic_store(&exchange->parked, true);
		exchange->next_parked = waiting->first;
		waiting->first = exchange;
		waiting->n++;
		if (waiting->look)
			waiting->look(waiting->host);
	}
	pthread_mutex_unlock(&waiting->mutex);
	return fits;
}

void waiting_wake(struct waiting *waiting, bool ok)
{
	pthread_mutex_lock(&waiting->mutex);
	struct exchange *exchange = waiting->first;
	waiting->first = NULL;
	waiting->n = 0;
	pthread_mutex_unlock(&waiting->mutex);
	while (exchange) {
		struct exchange *next = exchange->next_parked;
		atomic_fetch_add(&exchange->parked_rounds, 1);
		atomic_store(&exchange->parked_failed, !ok);
		atomic_store(&exchange->parked, false);
		exchange_wake(exchange);
		exchange_release(exchange);
		exchange = next;
	}
}

void waiting_close(struct waiting *waiting)
{
	pthread_mutex_lock(&waiting->mutex);
	waiting->closed = true;
	pthread_mutex_unlock(&waiting->mutex);
}

bool waiting_look(struct waiting *waiting)
{
	pthread_mutex_lock(&waiting->mutex);
	bool open = !waiting->closed;
	if (open)
		waiting->look(waiting->host);
	pthread_mutex_unlock(&waiting->mutex);
	return open;
}

bool waiting_closed(struct waiting *waiting)
{
	pthread_mutex_lock(&waiting->mutex);
	bool closed = waiting->closed;
	pthread_mutex_unlock(&waiting->mutex);
	return closed;
}
