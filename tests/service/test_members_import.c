/* Files of members: good rows are in, bad rows are named, the same file twice changes nothing. */
#include "tests/service/members/fixture.h"

#include "kleos/events/v1/events_service.pb-c.h"

#include <string.h>

#define ROWS_MOST 1000

/* A file under way. */
struct sheet {
	Kleos__MemberRow rows[ROWS_MOST];
	Kleos__MemberRow *list[ROWS_MOST];
	Kleos__ImportMembersRequest request;
};

static struct sheet *sheet_new(struct members_fixture *f)
{
	struct sheet *sheet = arena_alloc(&f->base.arena, sizeof *sheet);
	kleos__import_members_request__init(&sheet->request);
	sheet->request.rows = sheet->list;
	return sheet;
}

/* The header is line 1. */
static Kleos__MemberRow *sheet_row(struct sheet *sheet, const char *handle, const char *team, const char *manager)
{
	const size_t index = sheet->request.n_rows++;
	Kleos__MemberRow *row = sheet->list[index] = &sheet->rows[index];
	kleos__member_row__init(row);
	row->line = (int32_t)index + 2;
	row->handle = handle;
	row->team = team;
	row->manager = manager;
	return row;
}

static const Kleos__ImportMembersResponse *import_as(struct members_fixture *f, uint32_t roles,
													 const struct sheet *sheet)
{
	const struct principal who = caller(roles, NULL);
	return peer_must(&f->peer, &who, MEMBERS, "ImportMembers", &sheet->request.base);
}

static const Kleos__ImportMembersResponse *import(struct members_fixture *f, const struct sheet *sheet)
{
	return import_as(f, ROLE_BIT(PEOPLE_ADMIN), sheet);
}

static void assert_counts(const Kleos__ImportMembersResponse *got, int created, int updated, int unchanged,
						  size_t rejected, size_t deferred)
{
	assert_int_equal(got->created, created);
	assert_int_equal(got->updated, updated);
	assert_int_equal(got->unchanged, unchanged);
	assert_int_equal(got->n_rejected, rejected);
	assert_int_equal(got->n_deferred_lines, deferred);
}

static void assert_rejected(const Kleos__ImportMembersResponse *got, size_t index, int line, const char *column)
{
	assert_true(index < got->n_rejected);
	assert_int_equal(got->rejected[index]->line, line);
	assert_string_equal(got->rejected[index]->column, column);
	assert_string_not_equal(got->rejected[index]->message, "");
}

static bool exists(struct members_fixture *f, const char *handle)
{
	Kleos__GetMemberRequest request = KLEOS__GET_MEMBER_REQUEST__INIT;
	request.member = handle;
	return peer_call(&f->peer, &f->hr, MEMBERS, "GetMember", NULL, &request.base);
}

static void a_row_makes_a_member_with_all_its_cells(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);
	Kleos__MemberRow *row = sheet_row(sheet, "Maria", "Press", "");
	row->display_name = "Μαρία";
	row->email = "maria@example.org";
	row->title = "Editor";
	row->leader = "TRUE";
	row->hats = "strategy; gardening ;";
	row->joined_on = "2019-05-01";
	row->locale = "el";
	row->time_zone = "Europe/Athens";
	row->ceiling = "organization";
	row->external_id = "u-17";

	assert_counts(import(f, sheet), 1, 0, 0, 0, 0);
	const Kleos__Member *maria = get_member_as(f, &f->hr, "maria");
	assert_string_equal(maria->display_name, "Μαρία");
	assert_string_equal(maria->email, "maria@example.org");
	assert_string_equal(maria->team, "press");
	assert_true(maria->leader);
	assert_int_equal(maria->n_hats, 2);
	assert_string_equal(maria->hats[1], "gardening");
	assert_string_equal(maria->joined_on, "2019-05-01");
	assert_string_equal(maria->external_id, "u-17");
	assert_int_equal(read_record(f, maria->id)->first_ceiling, KLEOS__VISIBILITY__VISIBILITY_ORGANIZATION);
}

static void a_second_import_changes_nothing(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);
	sheet_row(sheet, "maria", "press", "nikos")->hats = "STRATEGY";
	sheet_row(sheet, "nikos", "press", "");

	assert_counts(import(f, sheet), 2, 0, 0, 0, 0);
	const char *events = peer_events(&f->peer, NULL);
	assert_counts(import(f, sheet), 0, 0, 2, 0, 0);
	assert_string_equal(peer_events(&f->peer, NULL), events);
	sheet->rows[0].team = "events";
	assert_counts(import(f, sheet), 0, 1, 1, 0, 0);
	sheet->rows[0].hats = "COPYWRITING";
	assert_counts(import(f, sheet), 0, 1, 1, 0, 0);
}

static void import_rejects_a_bad_row_by_line_and_column_and_keeps_the_good_ones(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);
	sheet_row(sheet, "maria", "press", "");
	sheet_row(sheet, "nikos", "press", "")->joined_on = "yesterday";
	sheet_row(sheet, "", "press", "");
	sheet_row(sheet, "eleni", "press", "")->leader = "perhaps";
	sheet_row(sheet, "petros", "press", "");

	const Kleos__ImportMembersResponse *got = import(f, sheet);
	assert_counts(got, 2, 0, 0, 3, 0);
	assert_rejected(got, 0, 3, "joined_on");
	assert_rejected(got, 1, 4, "handle");
	assert_rejected(got, 2, 5, "leader");
	assert_true(exists(f, "petros"));
	assert_false(exists(f, "nikos"));
	assert_false(exists(f, "eleni"));
}

static void a_bad_row_leaves_an_existing_member_as_it_was(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);

	add_member(f, "maria", "press", "");
	sheet_row(sheet, "maria", "events", "")->email = "nobody";
	assert_rejected(import(f, sheet), 0, 2, "email");
	assert_string_equal(get_member_as(f, &f->hr, "maria")->team, "press");
}

static void an_empty_cell_changes_nothing(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);

	add_member(f, "boss", "", "");
	add_member(f, "maria", "press", "boss");
	sheet_row(sheet, "maria", "", "")->title = "Editor";
	assert_counts(import(f, sheet), 0, 1, 0, 0, 0);
	const Kleos__Member *maria = get_member_as(f, &f->hr, "maria");
	assert_string_equal(maria->team, "press");
	assert_string_equal(maria->manager->handle, "boss");
	assert_string_equal(maria->title, "Editor");
}

/* Whoever manages somebody reads the words that are meant for managers. */
static void an_integration_cannot_change_who_manages_whom(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);

	add_member(f, "boss", "", "");
	add_member(f, "spy", "", "");
	add_member(f, "maria", "press", "boss");
	add_member(f, "nikos", "press", "");
	sheet_row(sheet, "maria", "events", "spy");
	sheet_row(sheet, "nikos", "events", "spy");
	sheet_row(sheet, "maria", "events", "boss");
	sheet_row(sheet, "eleni", "events", "boss");
	const Kleos__ImportMembersResponse *got = import_as(f, ROLE_BIT(SERVICE), sheet);
	assert_counts(got, 1, 1, 0, 2, 0);
	assert_rejected(got, 0, 2, "manager");
	assert_rejected(got, 1, 3, "manager"); /* also of whom nobody manages yet */
	assert_string_equal(get_member_as(f, &f->hr, "maria")->manager->handle, "boss");
	assert_string_equal(get_member_as(f, &f->hr, "eleni")->manager->handle, "boss");
	assert_string_equal(get_member_as(f, &f->hr, "nikos")->team, "press");
	assert_counts(import_as(f, ROLE_BIT(SERVICE) | ROLE_BIT(PEOPLE_ADMIN), sheet), 0, 3, 1, 0, 0);
}

/* Whoever has somebody's address at the identity provider signs in as them. */
static void an_integration_cannot_change_who_signs_in_as_whom(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);

	add_member(f, "maria", "press", "");
	sheet_row(sheet, "maria", "events", "")->email = "spy@example.org";
	sheet_row(sheet, "maria", "events", "")->external_id = "spy";
	sheet_row(sheet, "maria", "events", "");
	sheet_row(sheet, "eleni", "events", "")->email = "eleni@example.org";
	const Kleos__ImportMembersResponse *got = import_as(f, ROLE_BIT(SERVICE), sheet);
	assert_counts(got, 1, 1, 0, 2, 0);
	assert_rejected(got, 0, 2, "email"); /* also an empty one */
	assert_rejected(got, 1, 3, "external_id");
	assert_string_equal(get_member_as(f, &f->hr, "maria")->email, "");
	assert_string_equal(get_member_as(f, &f->hr, "eleni")->email, "eleni@example.org");
	got = import(f, sheet);
	assert_int_equal(got->n_rejected, 0);
	assert_string_equal(get_member_as(f, &f->hr, "maria")->email, "spy@example.org");
}

static void managers_may_come_later_in_the_file(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);
	struct arena *arena = &f->base.arena;

	for (int i = 0; i < 500; i++)
		sheet_row(sheet, arena_printf(arena, "m%d", i), "press", i < 499 ? arena_printf(arena, "m%d", i + 1) : "");
	assert_counts(import(f, sheet), 500, 0, 0, 0, 0);
	assert_string_equal(get_member_as(f, &f->hr, "m0")->manager->handle, "m1");
	assert_counts(import(f, sheet), 0, 0, 500, 0, 0);
}

static void rows_of_unknown_managers_wait_for_the_final_batch(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *first = sheet_new(f), *second = sheet_new(f);
	sheet_row(first, "maria", "press", "boss");
	sheet_row(first, "nikos", "press", "maria");
	sheet_row(first, "eleni", "press", "ghost")->email = "nobody";

	const Kleos__ImportMembersResponse *got = import(f, first);
	assert_counts(got, 0, 0, 0, 1, 2);
	assert_rejected(got, 0, 4, "email"); /* which no later row mends */
	assert_int_equal(got->deferred_lines[0], 2);
	assert_int_equal(got->deferred_lines[1], 3);
	assert_false(exists(f, "maria"));

	sheet_row(second, "nikos", "press", "maria");
	sheet_row(second, "maria", "press", "boss");
	sheet_row(second, "boss", "press", "");
	sheet_row(second, "petros", "press", "ghost");
	second->request.final = true;
	got = import(f, second);
	assert_counts(got, 3, 0, 0, 1, 0);
	assert_rejected(got, 0, 5, "manager");
	assert_string_equal(got->rejected[0]->message, "no member 'ghost'");
}

static void a_file_cannot_close_the_line_of_managers(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);

	add_member(f, "top", "", "");
	add_member(f, "bottom", "", "top");
	sheet_row(sheet, "top", "", "bottom");
	sheet_row(sheet, "new", "", "new");
	sheet_row(sheet, "a", "", "b");
	sheet_row(sheet, "b", "", "a");
	sheet->request.final = true;
	const Kleos__ImportMembersResponse *got = import(f, sheet);
	assert_counts(got, 0, 0, 0, 4, 0);
	for (size_t i = 0; i < 4; i++)
		assert_rejected(got, i, (int)i + 2, "manager");
}

static void the_later_of_two_rows_of_one_handle_holds(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);

	sheet_row(sheet, "maria", "press", "");
	sheet_row(sheet, "MARIA", "events", "");
	assert_counts(import(f, sheet), 1, 1, 0, 0, 0);
	assert_string_equal(get_member_as(f, &f->hr, "maria")->team, "events");
}

static void more_rows_than_a_batch_holds_are_refused(void **state)
{
	struct members_fixture *f = *state;
	struct sheet *sheet = sheet_new(f);

	for (int i = 0; i < 501; i++)
		sheet_row(sheet, "maria", "", "");
	peer_refused(&f->peer, &f->hr, MEMBERS, "ImportMembers", &sheet->request.base, STATUS_INVALID_ARGUMENT, NULL);
}

static void people_are_not_told_of_imported_members(void **state)
{
	struct members_fixture *f = *state;
	const struct principal process = principal_internal("test");
	struct sheet *sheet = sheet_new(f);
	Kleos__ReadEventsRequest ask = KLEOS__READ_EVENTS_REQUEST__INIT;
	const char *prefix = "member.";

	sheet_row(sheet, "maria", "press", "boss");
	sheet_row(sheet, "boss", "press", "");
	import(f, sheet);
	ask.n_type_prefixes = 1;
	ask.type_prefixes = &prefix;
	const Kleos__ReadEventsResponse *run =
		peer_must(&f->peer, &process, &kleos__events_service__descriptor, "ReadEvents", &ask.base);
	assert_int_equal(run->n_events, 3);
	for (size_t i = 0; i < run->n_events; i++)
		assert_true(run->events[i]->imported);
}

static void a_batch_as_large_as_a_message_may_be_is_taken(void **state)
{
	struct members_fixture *f = *state;
	struct arena *arena = &f->base.arena;
	struct sheet *sheet = sheet_new(f);
	char name[2 * 200 + 1] = "";

	for (int i = 0; i < 200; i++)
		strcat(name, "\u03ac");
	for (int i = 0; i < 500; i++)
		sheet_row(sheet, arena_printf(arena, "m%d", i), "press", i ? "m0" : "")->display_name = name;
	assert_counts(import(f, sheet), 500, 0, 0, 0, 0);
	assert_counts(import(f, sheet), 0, 0, 500, 0, 0);
}

/* As many people as the credit data of the acceptance has, eight levels deep. */
static void a_company_is_imported_in_a_moment(void **state)
{
	struct members_fixture *f = *state;
	struct arena *arena = &f->base.arena;
	const int64_t before = environment_monotonic_ms(&f->base.world.environment);

	for (int from = 0; from < 1827; from += 500) {
		struct sheet *sheet = sheet_new(f);
		for (int i = from; i < from + 500 && i < 1827; i++) {
			const char *manager = i ? arena_printf(arena, "member-%d", (i - 1) / 3) : "";
			Kleos__MemberRow *row = sheet_row(sheet, arena_printf(arena, "member-%d", i),
											  arena_printf(arena, "team-%d/group-%d", i % 20, i % 100), manager);
			row->display_name = arena_printf(arena, "Member Number %d", i);
			row->email = arena_printf(arena, "member-%d@example.org", i);
		}
		assert_int_equal(import(f, sheet)->n_rejected, 0);
	}
	const int64_t took = environment_monotonic_ms(&f->base.world.environment) - before;
	print_message("1827 members in %d ms\n", (int)took);
	assert_true(took < 10000); /* a bound for sanitizers on a busy machine; the message says what it is */
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(a_row_makes_a_member_with_all_its_cells), TEST(a_second_import_changes_nothing),                          \
			TEST(import_rejects_a_bad_row_by_line_and_column_and_keeps_the_good_ones),                                 \
			TEST(a_bad_row_leaves_an_existing_member_as_it_was), TEST(an_empty_cell_changes_nothing),                  \
			TEST(an_integration_cannot_change_who_manages_whom),                                                       \
			TEST(an_integration_cannot_change_who_signs_in_as_whom), TEST(managers_may_come_later_in_the_file),        \
			TEST(rows_of_unknown_managers_wait_for_the_final_batch), TEST(a_file_cannot_close_the_line_of_managers),   \
			TEST(the_later_of_two_rows_of_one_handle_holds), TEST(more_rows_than_a_batch_holds_are_refused),           \
			TEST(people_are_not_told_of_imported_members), TEST(a_batch_as_large_as_a_message_may_be_is_taken),        \
			TEST(a_company_is_imported_in_a_moment),                                                                   \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(MEMBERS_TEST);
	const struct CMUnitTest tcp[] = TESTS(MEMBERS_TEST_TCP);
	return cmocka_run_group_tests_name("imports over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("imports over tcp", tcp, NULL, NULL);
}
