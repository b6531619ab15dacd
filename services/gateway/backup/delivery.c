#include "services/gateway/backup/delivery.h"

#include "common/backup/backup_writer.h"
#include "common/base/wait.h"
#include "services/gateway/backup/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER_SIZE ((size_t)256 * 1024)
#define LOOK_MS     200 /* between looks whether the client is still there, while the buffer is full */

struct delivery {
	struct exchange *exchange; /* held until the maker lets go */
	const atomic_bool *closing;
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t taken;
	int sides;
	bool left;  /* the HTTP side is over */
	bool begun; /* the answer is this stream */
	bool over, broken;
	size_t at, length; /* of what waits in `bytes`, which is a ring */
	uint8_t bytes[BUFFER_SIZE];
};

struct delivery *delivery_new(struct exchange *exchange, const atomic_bool *closing)
{
	struct delivery *delivery = malloc(sizeof(*delivery));
	if (!delivery)
		return NULL;
	memset(delivery, 0, offsetof(struct delivery, bytes));
	delivery->exchange = exchange;
	delivery->closing = closing;
	delivery->sides = 2;
	pthread_mutex_init(&delivery->mutex, NULL);
	cond_init_monotonic(&delivery->taken);
	exchange_hold(exchange);
	return delivery;
}

/* With the mutex held, which it gives back. */
static void leave_side(struct delivery *delivery)
{
	bool last = --delivery->sides == 0;
	pthread_cond_signal(&delivery->taken);
	pthread_mutex_unlock(&delivery->mutex);
	if (!last)
		return;
	pthread_cond_destroy(&delivery->taken);
	pthread_mutex_destroy(&delivery->mutex);
	free(delivery);
}

void delivery_leave(struct delivery *delivery)
{
	pthread_mutex_lock(&delivery->mutex);
	delivery->left = true;
	leave_side(delivery);
}

struct exchange *delivery_exchange(struct delivery *delivery)
{
	return delivery->exchange;
}

/* ---- the HTTP thread ---- */

static size_t take(struct delivery *delivery, char *out, size_t size)
{
	size_t whole = BUFFER_SIZE - delivery->at;
	size_t n = delivery->length < size ? delivery->length : size;
	n = n < whole ? n : whole;
	memcpy(out, delivery->bytes + delivery->at, n);
	delivery->at = (delivery->at + n) % BUFFER_SIZE;
	delivery->length -= n;
	return n;
}

static ptrdiff_t read_delivery(struct exchange *exchange, char *out, size_t size)
{
	struct delivery *delivery = exchange_state(exchange);
	pthread_mutex_lock(&delivery->mutex);
	ptrdiff_t n = (ptrdiff_t)take(delivery, out, size);
	if (n)
		pthread_cond_signal(&delivery->taken);
	else if (delivery->broken)
		n = -2;
	else if (delivery->over)
		n = -1;
	pthread_mutex_unlock(&delivery->mutex);
	return n;
}

/* ---- the maker ---- */

/* With the mutex held, so that the HTTP side is not over meanwhile. */
static bool wanted(const struct delivery *delivery)
{
	return !delivery->left && !atomic_load(delivery->closing) && exchange_still_known(delivery->exchange) &&
		   !exchange_client_gone(delivery->exchange);
}

bool delivery_goes_on(void *host)
{
	struct delivery *delivery = host;
	pthread_mutex_lock(&delivery->mutex);
	bool on = wanted(delivery);
	pthread_mutex_unlock(&delivery->mutex);
	return on;
}

static const char *file_name(struct arena *arena, const struct backup_manifest *manifest)
{
	char name[SHELF_NAME_SIZE];
	return arena_printf(arena, "attachment; filename=\"%s\"", shelf_name(name, manifest->time_s) ? name : "kleos.tar");
}

bool delivery_begins(void *host, const struct backup_manifest *manifest)
{
	struct delivery *delivery = host;
	struct exchange *exchange = delivery->exchange;
	pthread_mutex_lock(&delivery->mutex);
	bool on = delivery->begun = wanted(delivery);
	pthread_mutex_unlock(&delivery->mutex);
	if (!on)
		return false;
	exchange_add_header(exchange, "Content-Disposition", file_name(exchange_arena(exchange), manifest));
	exchange_answer_document(exchange, "application/x-tar", read_delivery);
	return true;
}

static size_t put(struct delivery *delivery, const uint8_t *bytes, size_t length)
{
	size_t end = (delivery->at + delivery->length) % BUFFER_SIZE;
	size_t room = BUFFER_SIZE - delivery->length, whole = BUFFER_SIZE - end;
	size_t n = length < room ? length : room;
	n = n < whole ? n : whole;
	memcpy(delivery->bytes + end, bytes, n);
	delivery->length += n;
	return n;
}

bool delivery_sink(void *host, const void *bytes, size_t length)
{
	struct delivery *delivery = host;
	const uint8_t *at = bytes;
	bool on = true;
	pthread_mutex_lock(&delivery->mutex);
	while (length && (on = wanted(delivery))) {
		size_t n = put(delivery, at, length);
		at += n;
		length -= n;
		exchange_wake(delivery->exchange);
		if (!n)
			cond_wait_ms(&delivery->taken, &delivery->mutex, LOOK_MS);
	}
	pthread_mutex_unlock(&delivery->mutex);
	return on;
}

void delivery_finish(struct delivery *delivery, bool made, const struct backup_failure *failure)
{
	struct exchange *exchange = delivery->exchange;
	pthread_mutex_lock(&delivery->mutex);
	bool begun = delivery->begun;
	delivery->over = made;
	delivery->broken = !made;
	leave_side(delivery);
	if (begun)
		exchange_wake(exchange);
	else
		exchange_fail(exchange, failure->status, failure->reason, "%s", failure->sentence);
	exchange_release(exchange);
}
