#include "services/gateway/caller/shares.h"

#include "services/gateway/exchange_state.h"

#include <sodium.h>
#include <stdlib.h>

#define PLACES    4096
#define SECOND_US ((int64_t)1000000)

/* One caller's. */
struct place {
	int64_t due_us; /* monotonic: when what was asked so far will have been worth its time (GCRA) */
	int at_work;
	int n_waiting;
	struct exchange *first, *last; /* those who wait, in the order they came */
	struct place *next;            /* in the queue of places where somebody waits */
};

struct shares {
	const struct environment *environment;
	int64_t interval_us, burst;
	uint8_t key[crypto_shorthash_KEYBYTES];
	int n_present;             /* places where something is under way */
	struct place *head, *tail; /* those where somebody waits, the next to go first */
	size_t n_queued;
	struct place places[PLACES];
};

enum status shares_open(struct shares **out, const struct environment *environment, unsigned a_second)
{
	struct shares *shares = calloc(1, sizeof(*shares));
	if (!shares)
		return STATUS_RESOURCE_EXHAUSTED;
	shares->environment = environment;
	shares->interval_us = SECOND_US / a_second;
	shares->burst = 2 * (int64_t)a_second > SHARE_BURST_LEAST ? 2 * (int64_t)a_second : SHARE_BURST_LEAST;
	environment_random(environment, shares->key, sizeof(shares->key));
	*out = shares;
	return STATUS_OK;
}

void shares_close(struct shares *shares)
{
	free(shares);
}

static struct place *place_of(struct shares *shares, const struct principal *caller)
{
	const struct id *id = principal_is_member(caller) ? &caller->member : &caller->key;
	uint64_t hash = 0;
	crypto_shorthash((unsigned char *)&hash, id->bytes, ID_SIZE, shares->key);
	return &shares->places[hash % PLACES];
}

bool shares_within_rate(struct shares *shares, const struct principal *caller)
{
	struct place *place = place_of(shares, caller);
	const int64_t now_us = environment_monotonic_ms(shares->environment) * 1000;
	const int64_t from_us = place->due_us > now_us ? place->due_us : now_us;
	if (from_us - now_us >= shares->burst * shares->interval_us)
		return false;
	place->due_us = from_us + shares->interval_us;
	return true;
}

/* ---- who is under way ---- */

static bool has_room(const struct shares *shares, const struct place *place)
{
	const int others = shares->n_present - (place->at_work > 0);
	const int fair = SHARES_AT_ONCE / (others + 1);
	if (!others)
		return place->at_work < SHARE_ALONE_BOUND;
	return place->at_work < (fair > SHARE_LEAST ? fair : SHARE_LEAST);
}

static void begin(struct shares *shares, struct place *place, struct exchange *exchange)
{
	shares->n_present += place->at_work++ == 0;
	exchange->shares = true;
}

/* ---- who waits ---- */

static void queue_push(struct shares *shares, struct place *place)
{
	place->next = NULL;
	if (shares->n_queued++)
		shares->tail->next = place;
	else
		shares->head = place;
	shares->tail = place;
}

static struct place *queue_pop(struct shares *shares)
{
	struct place *place = shares->head;
	shares->head = place->next;
	shares->n_queued--;
	return place;
}

static void wait_in(struct shares *shares, struct place *place, struct exchange *exchange)
{
	exchange_hold(exchange);
	exchange->waits_for_turn = true;
	exchange->next_waiting = NULL;
	if (place->n_waiting++) {
		place->last->next_waiting = exchange;
	} else {
		place->first = exchange;
		queue_push(shares, place);
	}
	place->last = exchange;
}

static void go(struct shares *shares, struct place *place)
{
	struct exchange *exchange = place->first;
	place->first = exchange->next_waiting;
	place->n_waiting--;
	exchange->waits_for_turn = false;
	begin(shares, place, exchange);
	exchange_wake(exchange);
	exchange_release(exchange);
}

/* One of each place in turn, until all were looked at in vain. */
static void let_go(struct shares *shares)
{
	for (size_t in_vain = 0; in_vain < shares->n_queued;) {
		struct place *place = queue_pop(shares);
		const bool goes = has_room(shares, place);
		if (goes)
			go(shares, place);
		if (place->n_waiting)
			queue_push(shares, place);
		in_vain = goes ? 0 : in_vain + 1;
	}
}

/* ---- the verbs ---- */

enum share shares_enter(struct shares *shares, struct exchange *exchange)
{
	struct place *place = place_of(shares, &exchange->principal);
	if (!place->n_waiting && has_room(shares, place)) {
		begin(shares, place, exchange);
		return SHARE_GOES;
	}
	if (place->n_waiting >= SHARE_WAITS)
		return SHARE_REFUSED;
	wait_in(shares, place, exchange);
	return SHARE_WAITS_FOR_TURN;
}

void shares_leave(struct shares *shares, struct exchange *exchange)
{
	struct place *place = place_of(shares, &exchange->principal);
	exchange->shares = false;
	shares->n_present -= --place->at_work == 0;
	let_go(shares);
}
