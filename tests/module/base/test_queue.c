#include "tests/support/support.h"

#include "common/base/queue.h"

#include <pthread.h>
#include <stdatomic.h>

#define PRODUCERS 4
#define CONSUMERS 3
#define EACH      5000

struct item {
	struct queue_link link; /* first: a link is its item */
	int producer;
	int number;
};

struct party {
	struct queue queue;
	struct item items[PRODUCERS][EACH];
	_Atomic int seen[PRODUCERS][EACH];
	_Atomic int producers;
};

static void it_gives_back_in_order(void **state)
{
	struct queue queue;
	struct item items[3];
	struct queue_link *link;
	size_t count;
	bool closed;

	(void)state;
	queue_init(&queue, 3);
	for (int i = 0; i < 3; i++)
		assert_true(queue_push(&queue, &items[i].link));
	assert_false(queue_push(&queue, &(struct queue_link){0}));
	assert_int_equal(queue_length(&queue), 3);
	assert_ptr_equal(queue_pop(&queue), &items[0]);
	link = queue_pop_many(&queue, 10, -1, &count, &closed);
	assert_int_equal(count, 2);
	assert_ptr_equal(link, &items[1]);
	assert_ptr_equal(link->next, &items[2]);
	assert_null(link->next->next);
	assert_int_equal(queue_length(&queue), 0);
	queue_fini(&queue);
}

static void no_more_than_asked_are_given(void **state)
{
	struct queue queue;
	struct item items[3];
	struct queue_link *link;
	size_t count;
	bool closed;

	(void)state;
	queue_init(&queue, 10);
	for (int i = 0; i < 3; i++)
		queue_push(&queue, &items[i].link);
	link = queue_pop_many(&queue, 2, 0, &count, &closed);
	assert_int_equal(count, 2);
	assert_ptr_equal(link->next, &items[1]);
	assert_null(link->next->next);
	assert_ptr_equal(queue_pop(&queue), &items[2]);
	queue_fini(&queue);
}

static void an_empty_queue_times_out(void **state)
{
	struct queue queue;
	size_t count = 7;
	bool closed = true;

	(void)state;
	queue_init(&queue, 3);
	assert_null(queue_pop_many(&queue, 10, 0, &count, &closed));
	assert_int_equal(count, 0);
	assert_false(closed);
	assert_null(queue_pop_many(&queue, 10, 20, &count, &closed));
	assert_false(closed);
	queue_fini(&queue);
}

static void a_closed_queue_gives_what_is_in_and_then_ends(void **state)
{
	struct queue queue;
	struct item item;
	size_t count;
	bool closed;

	(void)state;
	queue_init(&queue, 3);
	queue_push(&queue, &item.link);
	queue_close(&queue);
	assert_false(queue_push(&queue, &(struct queue_link){0}));
	assert_ptr_equal(queue_pop_many(&queue, 10, -1, &count, &closed), &item);
	assert_false(closed);
	assert_null(queue_pop_many(&queue, 10, -1, &count, &closed));
	assert_true(closed);
	assert_null(queue_pop(&queue));
	queue_fini(&queue);
}

static void *produce(void *argument)
{
	struct party *party = argument;
	int producer = atomic_fetch_add(&party->producers, 1);

	for (int i = 0; i < EACH; i++) {
		struct item *item = &party->items[producer][i];

		item->producer = producer;
		item->number = i;
		while (!queue_push(&party->queue, &item->link))
			sched_yield();
	}
	return NULL;
}

/* Returns NULL when what it got of each producer came in order. */
static void *consume(void *argument)
{
	struct party *party = argument;
	int last[PRODUCERS] = {-1, -1, -1, -1};
	bool closed = false, ordered = true;

	while (!closed) {
		size_t count;
		struct queue_link *link = queue_pop_many(&party->queue, 7, -1, &count, &closed);

		while (link) {
			struct item *item = (struct item *)link;

			link = link->next;
			ordered = ordered && item->number > last[item->producer];
			last[item->producer] = item->number;
			atomic_fetch_add(&party->seen[item->producer][item->number], 1);
		}
	}
	return ordered ? NULL : party;
}

static void threads_get_each_thing_once_and_in_order(void **state)
{
	static struct party party;
	pthread_t producers[PRODUCERS], consumers[CONSUMERS];

	(void)state;
	queue_init(&party.queue, 16);
	for (int i = 0; i < CONSUMERS; i++)
		assert_int_equal(pthread_create(&consumers[i], NULL, consume, &party), 0);
	for (int i = 0; i < PRODUCERS; i++)
		assert_int_equal(pthread_create(&producers[i], NULL, produce, &party), 0);
	for (int i = 0; i < PRODUCERS; i++)
		pthread_join(producers[i], NULL);
	queue_close(&party.queue);
	for (int i = 0; i < CONSUMERS; i++) {
		void *wrong;

		pthread_join(consumers[i], &wrong);
		assert_null(wrong);
	}
	for (int p = 0; p < PRODUCERS; p++) {
		for (int i = 0; i < EACH; i++)
			assert_int_equal(atomic_load(&party.seen[p][i]), 1);
	}
	queue_fini(&party.queue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_gives_back_in_order),
		cmocka_unit_test(no_more_than_asked_are_given),
		cmocka_unit_test(an_empty_queue_times_out),
		cmocka_unit_test(a_closed_queue_gives_what_is_in_and_then_ends),
		cmocka_unit_test(threads_get_each_thing_once_and_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
