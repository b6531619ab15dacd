/* The index of search by itself: what stays of what was forgotten, crowded moments, and
 * beginnings of words. */
#include "common/base/text.h"
#include "common/store/outbox.h"
#include "recognitions/sql.h"
#include "services/recognitions/search/question.h"
#include "services/recognitions/search/search.h"
#include "services/recognitions/store.h"
#include "tests/support/service_fixture.h"

#include <stdio.h>
#include <string.h>

struct indexed {
	struct service_fixture base;
	struct store *store;
	struct search *search;
	struct recognition recognition; /* to be put next */
	uint32_t made;
};

static void open_search(struct indexed *indexed)
{
	const struct search_config search = {
		.store = indexed->store,
		.path = arena_printf(&indexed->base.arena, "%s/search.db", indexed->base.folder),
		.environment = &indexed->base.world.environment,
		.read = recognition_read,
	};
	assert_int_equal(search_open(&indexed->search, &search), STATUS_OK);
}

static void open_indexed(struct indexed *indexed)
{
	service_fixture_init(&indexed->base);
	const struct store_config store = {
		.path = arena_printf(&indexed->base.arena, "%s/recognitions.db", indexed->base.folder),
		.migrations = &recognitions_migrations,
		.synchronous = DB_NORMAL,
		.environment = &indexed->base.world.environment,
	};
	assert_int_equal(store_open(&indexed->store, &store), STATUS_OK);
	open_search(indexed);
}

static void close_indexed(struct indexed *indexed)
{
	search_stop(indexed->search);
	search_close(indexed->search);
	store_close(indexed->store);
	service_fixture_fini(&indexed->base);
}

static bool put(void *context, struct db *db)
{
	struct indexed *indexed = context;
	recognition_put(db, &indexed->recognition);
	outbox_append(db, "recognition.given", &indexed->recognition.id, 0, false);
	return true;
}

static struct id give(struct indexed *indexed, const char *message, int64_t give_ms)
{
	const struct environment *environment = &indexed->base.world.environment;
	indexed->recognition = (struct recognition){
		.id = id_new(environment),
		.giver = {.id = id_new(environment)},
		.message = {message},
		.value = "",
		.visibility = KLEOS__VISIBILITY__VISIBILITY_ORGANIZATION,
		.give_ms = give_ms,
		.n_arcs = 1,
		.arcs = {{.receiver = {.id = id_new(environment)}, .credit = {""}}},
	};
	assert_int_equal(store_write_now(indexed->store, put, indexed), STATUS_OK);
	search_wake(indexed->search);
	return indexed->recognition.id;
}

static bool withdraw(void *context, struct db *db)
{
	struct indexed *indexed = context;
	recognition_withdraw(db, &indexed->recognition);
	outbox_append(db, "recognition.withdrawn", &indexed->recognition.id, 0, false);
	return true;
}

static size_t find_before(struct indexed *indexed, const char *text, int64_t before, struct hit *hits, size_t limit)
{
	struct arena *arena = &indexed->base.arena;
	struct question question;
	const char *everyone = "e";
	struct words scopes = {&everyone, 1};
	struct asked asked = {.question = &question, .scopes = &scopes};
	size_t n;
	assert_null(question_take(&question, arena, text));
	assert_int_equal(search_catch_up(indexed->search), STATUS_OK);
	assert_int_equal(search_find(indexed->search, &asked, before, INT64_MIN, 0, limit, hits, &n), STATUS_OK);
	return n;
}

static size_t find(struct indexed *indexed, const char *text, struct hit *hits, size_t limit)
{
	return find_before(indexed, text, INT64_MAX, hits, limit);
}

static bool file_holds(struct indexed *indexed, const char *name, const char *text)
{
	static char bytes[8 << 20];
	FILE *file = fopen(arena_printf(&indexed->base.arena, "%s/%s", indexed->base.folder, name), "r");
	if (!file)
		return false;
	size_t n = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	assert_true(n < sizeof bytes);
	return memmem(bytes, n, text, strlen(text)) != NULL;
}

static void what_is_forgotten_leaves_no_byte(void **state)
{
	(void)state;
	static struct indexed indexed;
	struct hit hit;
	open_indexed(&indexed);
	for (int i = 0; i < 300; i++)
		give(&indexed, "many thanks for all of it", i);
	give(&indexed, "xylophonquartz many thanks", 1000);
	assert_int_equal(find(&indexed, "xylophonquartz", &hit, 1), 1);
	assert_true(file_holds(&indexed, "search.db", "xylophonquartz") ||
				file_holds(&indexed, "search.db-wal", "xylophonquartz"));
	assert_int_equal(store_write_now(indexed.store, withdraw, &indexed), STATUS_OK);
	assert_int_equal(find(&indexed, "xylophonquartz", &hit, 1), 0);
	assert_int_equal(search_scrub(indexed.search), STATUS_OK);
	assert_false(file_holds(&indexed, "search.db", "xylophonquartz"));
	assert_false(file_holds(&indexed, "search.db-wal", "xylophonquartz"));
	struct hit hits[400];
	assert_int_equal(find(&indexed, "\"many thanks\"", hits, 400), 300);
	close_indexed(&indexed);
}

static void newest_come_first_and_equal_moments_in_the_order_they_came(void **state)
{
	(void)state;
	static struct indexed indexed;
	struct hit hits[8];
	open_indexed(&indexed);
	struct id late = give(&indexed, "thanks", 5000), first = give(&indexed, "thanks", -7000),
			  second = give(&indexed, "thanks", -7000), middle = give(&indexed, "thanks", 0);
	assert_int_equal(find(&indexed, "thanks", hits, 8), 4);
	assert_true(id_equal(&hits[0].recognition, &late));
	assert_true(id_equal(&hits[1].recognition, &middle));
	assert_true(id_equal(&hits[2].recognition, &second));
	assert_true(id_equal(&hits[3].recognition, &first));
	assert_int_equal(hits[3].give_ms, -7000);
	close_indexed(&indexed);
}

/* Of 2 400 texts all thank, the oldest 200 speak of a zebra, with 100 words more, every third of zeal. */
static bool put_many(void *context, struct db *db)
{
	struct indexed *indexed = context;
	const struct environment *environment = &indexed->base.world.environment;
	struct recognition *made = &indexed->recognition;
	*made = (struct recognition){.value = "", .visibility = KLEOS__VISIBILITY__VISIBILITY_ORGANIZATION, .n_arcs = 1};
	made->arcs[0] = (struct arc){.receiver = {.id = id_new(environment)}, .credit = {""}};
	made->giver.id = id_new(environment);
	for (int i = 0; i < 2400; i++) {
		made->id = id_new(environment);
		made->give_ms = i;
		const char *zeal = i % 3 ? "" : " zeal";
		made->message.words = i < 200 ? arena_printf(&indexed->base.arena, "Thanks zebra%s word%d", zeal, i % 100)
									  : arena_printf(&indexed->base.arena, "Thanks%s", zeal);
		recognition_put(db, made);
		outbox_append(db, "recognition.given", &made->id, 0, false);
	}
	return true;
}

/* Page by page, newest first, each once. */
static size_t find_all(struct indexed *indexed, const char *text)
{
	struct hit hits[64];
	int64_t before = INT64_MAX;
	size_t all = 0, n;
	do {
		n = find_before(indexed, text, before, hits, 64);
		for (size_t i = 0; i < n; i++, all++) {
			assert_true(hits[i].row < before);
			before = hits[i].row;
		}
	} while (n == 64);
	return all;
}

static void beginnings_are_found_of_what_is_in_every_text_and_of_what_was_long_ago(void **state)
{
	(void)state;
	static struct indexed indexed;
	open_indexed(&indexed);
	assert_int_equal(store_write_now(indexed.store, put_many, &indexed), STATUS_OK);
	assert_int_equal(find_all(&indexed, "than*"), 2400);
	assert_int_equal(find_all(&indexed, "zea*"), 800);
	assert_int_equal(find_all(&indexed, "zeb*"), 200);
	assert_int_equal(find_all(&indexed, "ze*"), 933);
	assert_int_equal(find_all(&indexed, "th* zeb*"), 200);
	assert_int_equal(find_all(&indexed, "th* zea* zeb*"), 67);
	assert_int_equal(find_all(&indexed, "zebra th*"), 200);
	assert_int_equal(find_all(&indexed, "\"zebra ze*\""), 67);
	assert_int_equal(find_all(&indexed, "\"thanks ze*\" zeb*"), 200);
	assert_int_equal(find_all(&indexed, "wor*"), 200);
	assert_int_equal(find_all(&indexed, "word1*"), 22);
	assert_int_equal(find_all(&indexed, "zen*"), 0);
	assert_int_equal(find_all(&indexed, "th* zen*"), 0);
	close_indexed(&indexed);
}

/* The tables may be taken back by a power cut when the index is not: it must not skip what comes then. */
static void an_index_that_is_ahead_of_the_tables_is_made_anew(void **state)
{
	(void)state;
	static struct indexed indexed;
	struct hit hit;
	open_indexed(&indexed);
	give(&indexed, "zephyr", 1);
	give(&indexed, "squall", 2);
	assert_int_equal(find(&indexed, "zephyr", &hit, 1), 1);
	search_stop(indexed.search);
	search_close(indexed.search);
	store_close(indexed.store);
	const char *path = arena_printf(&indexed.base.arena, "%s/recognitions.db", indexed.base.folder);
	assert_int_equal(remove(path), 0);
	const struct store_config store = {.path = path,
									   .migrations = &recognitions_migrations,
									   .synchronous = DB_NORMAL,
									   .environment = &indexed.base.world.environment};
	assert_int_equal(store_open(&indexed.store, &store), STATUS_OK);
	open_search(&indexed);
	give(&indexed, "mistral", 3);
	assert_int_equal(find(&indexed, "zephyr", &hit, 1), 0);
	assert_int_equal(find(&indexed, "mistral", &hit, 1), 1);
	struct search_state now;
	search_state(indexed.search, &now);
	assert_int_equal(now.behind, 0);
	close_indexed(&indexed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_forgotten_leaves_no_byte),
		cmocka_unit_test(newest_come_first_and_equal_moments_in_the_order_they_came),
		cmocka_unit_test(beginnings_are_found_of_what_is_in_every_text_and_of_what_was_long_ago),
		cmocka_unit_test(an_index_that_is_ahead_of_the_tables_is_made_anew),
	};
	return cmocka_run_group_tests_name("search_index", tests, NULL, NULL);
}
