#include "tests/support/support.h"

#include "common/base/histogram.h"

#include <pthread.h>

#define THREADS 4
#define EACH    20000

static void a_value_that_equals_a_bound_is_within_it(void **state)
{
	struct histogram histogram = {0};
	(void)state;
	histogram_add(&histogram, &scale_groups, 1);
	histogram_add(&histogram, &scale_groups, 2);
	histogram_add(&histogram, &scale_groups, 3);
	histogram_add(&histogram, &scale_groups, 256);
	histogram_add(&histogram, &scale_groups, 257);
	assert_int_equal(histogram.buckets[0], 1);
	assert_int_equal(histogram.buckets[1], 1);
	assert_int_equal(histogram.buckets[2], 1);
	assert_int_equal(histogram.buckets[8], 1);
	assert_int_equal(histogram.buckets[9], 1);
	assert_int_equal(histogram.sum, 1 + 2 + 3 + 256 + 257);
}

static void a_clock_that_went_back_counts_as_no_time(void **state)
{
	struct histogram histogram = {0};
	(void)state;
	histogram_add(&histogram, &scale_durations, -5);
	assert_int_equal(histogram.buckets[0], 1);
	assert_int_equal(histogram.sum, 0);
}

static void *add_many(void *histogram)
{
	for (int i = 0; i < EACH; i++)
		histogram_add(histogram, &scale_durations, i);
	return NULL;
}

static void nothing_is_lost_between_threads(void **state)
{
	struct histogram histogram = {0};
	pthread_t threads[THREADS];
	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, add_many, &histogram), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(histogram_count(&histogram), THREADS * EACH);
	assert_int_equal(histogram.sum, THREADS * ((int64_t)EACH * (EACH - 1) / 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_that_equals_a_bound_is_within_it),
		cmocka_unit_test(a_clock_that_went_back_counts_as_no_time),
		cmocka_unit_test(nothing_is_lost_between_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
