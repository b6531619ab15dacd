#include "common/rpc/local.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define SERVERS_BOUND 8

struct entry {
	char *url;
	struct rpc_server *server; /* NULL: free */
};

struct rpc_local {
	pthread_mutex_t mutex; /* held while a slot is reserved: a server that was removed gets no further call */
	struct entry entries[SERVERS_BOUND];
};

struct rpc_local *rpc_local_new(void)
{
	struct rpc_local *local = calloc(1, sizeof(*local));

	if (local)
		pthread_mutex_init(&local->mutex, NULL);
	return local;
}

void rpc_local_free(struct rpc_local *local)
{
	if (!local)
		return;
	pthread_mutex_destroy(&local->mutex);
	free(local);
}

/* With the mutex held. */
static struct entry *entry_find(struct rpc_local *local, const char *url)
{
	for (size_t i = 0; i < SERVERS_BOUND; i++)
		if (local->entries[i].server && strcmp(local->entries[i].url, url) == 0)
			return &local->entries[i];
	return NULL;
}

static enum status entry_put(struct rpc_local *local, const char *url, struct rpc_server *server)
{
	char *copy = strdup(url);

	for (size_t i = 0; copy && i < SERVERS_BOUND; i++) {
		if (local->entries[i].server)
			continue;
		local->entries[i] = (struct entry){copy, server};
		return STATUS_OK;
	}
	free(copy);
	return STATUS_RESOURCE_EXHAUSTED;
}

enum status rpc_local_add(struct rpc_local *local, const char *url, struct rpc_server *server)
{
	enum status status;

	pthread_mutex_lock(&local->mutex);
	status = entry_find(local, url) ? STATUS_ALREADY_EXISTS : entry_put(local, url, server);
	pthread_mutex_unlock(&local->mutex);
	return status;
}

bool rpc_local_has(struct rpc_local *local, const char *url)
{
	bool has;

	pthread_mutex_lock(&local->mutex);
	has = entry_find(local, url) != NULL;
	pthread_mutex_unlock(&local->mutex);
	return has;
}

void rpc_local_remove(struct rpc_local *local, const struct rpc_server *server)
{
	pthread_mutex_lock(&local->mutex);
	for (size_t i = 0; i < SERVERS_BOUND; i++) {
		if (local->entries[i].server != server)
			continue;
		free(local->entries[i].url);
		local->entries[i] = (struct entry){NULL, NULL};
	}
	pthread_mutex_unlock(&local->mutex);
}

enum status rpc_local_reserve(struct rpc_local *local, const char *url, struct slot **out)
{
	enum status status = STATUS_NOT_FOUND;
	const struct entry *entry;

	pthread_mutex_lock(&local->mutex);
	entry = entry_find(local, url);
	if (entry) {
		*out = slot_reserve(entry->server);
		status = *out ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
	}
	pthread_mutex_unlock(&local->mutex);
	return status;
}

struct rpc_ticket *rpc_ticket_new(void *place, void (*deliver)(void *place, struct packet *reply))
{
	struct rpc_ticket *ticket = malloc(sizeof(*ticket));

	if (!ticket)
		return NULL;
	atomic_init(&ticket->taken, false);
	atomic_init(&ticket->holds, 2);
	ticket->place = place;
	ticket->deliver = deliver;
	return ticket;
}

bool rpc_ticket_take(struct rpc_ticket *ticket)
{
	return !atomic_exchange(&ticket->taken, true);
}

void rpc_ticket_release(struct rpc_ticket *ticket)
{
	if (atomic_fetch_sub(&ticket->holds, 1) == 1)
		free(ticket);
}
