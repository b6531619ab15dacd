#include "common/base/buffer.h"
#include "services/recognitions/recognitions.h"
#include "tests/service/gateway/front.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CSV  "Content-Type: text/csv; charset=utf-8\r\n"
#define MANY 1200

/* A gateway before members and recognitions. */
struct desk {
	struct front *front;
	struct recognitions *recognitions;
	struct buffer file;
};

static struct answer import(struct desk *desk, const char *what, const char *file)
{
	const char *target = arena_printf(&desk->front->base.arena, "/v1/%s:import", what);
	return ask(desk->front, desk->front->admin, "POST", target, CSV, file);
}

static bool recognitions_answer(void *context)
{
	struct desk *desk = context;
	return ask(desk->front, desk->front->admin, "GET", "/v1/recognitions", "", NULL).status == 200;
}

static int set_up(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);
	front_set_up((void **)&desk->front);
	const struct recognitions_config config = {
		.site = fixture_site(&desk->front->base, desk->front->away[0]),
		.members_url = desk->front->peer.url,
	};
	assert_int_equal(recognitions_open(&desk->recognitions, &config), STATUS_OK);
	buffer_init(&desk->file, NULL, 128u << 20);
	*state = desk;
	wait_until(recognitions_answer, desk);
	return 0;
}

static int tear_down(void **state)
{
	struct desk *desk = *state;
	recognitions_close(desk->recognitions);
	buffer_fini(&desk->file);
	front_tear_down((void **)&desk->front);
	free(desk);
	return 0;
}

static void a_file_of_members_comes_in_whatever_its_order(void **state)
{
	struct desk *desk = *state;
	buffer_add_text(&desk->file, "\xEF\xBB\xBFteam,handle,manager,title\r\n");
	for (int i = 0; i < MANY; i++) /* everybody's manager comes later in the file */
		buffer_printf(&desk->file, "ops/night,m%d,%s%.0d,\"a \"\"title\"\",\r\nof two lines\"\r\n", i,
					  i + 1 < MANY ? "m" : "", i + 1 < MANY ? i + 1 : 0);
	struct answer answer = import(desk, "members", buffer_text(&desk->file));
	assert_answer(&answer, 200, "{\"created\":1200,\"updated\":0,\"unchanged\":0,\"rejected\":[]");
	answer = import(desk, "members", buffer_text(&desk->file));
	assert_answer(&answer, 200, "{\"created\":0,\"updated\":0,\"unchanged\":1200,\"rejected\":[]");
	answer = ask(desk->front, desk->front->admin, "GET", "/v1/members/m17", "", NULL);
	assert_answer(&answer, 200, "\"handle\":\"m18\"");
	assert_answer(&answer, 200, "\"team\":\"ops/night\"");
}

static void managers_in_a_circle_are_refused_and_the_rest_is_in(void **state)
{
	struct desk *desk = *state;
	struct answer answer = import(desk, "members", "handle,manager\na,b\nb,a\nc,nobody\nd,e\ne,\n");
	assert_answer(&answer, 200, "{\"created\":2,");
	assert_answer(&answer, 200, "\"rejected\":[{\"line\":2,");
	assert_answer(&answer, 200, "{\"line\":3,");
	assert_answer(&answer, 200, "{\"line\":4,");
}

static void bad_rows_are_told_by_line_and_good_ones_are_in(void **state)
{
	struct desk *desk = *state;
	struct answer answer = import(desk, "members",
								  "handle,joined_on\nmaria,2026-02-30\n\"two\nlines\",\nx,y,z\nnikos,2026-02-01\n"
								  "el\"eni,\nanna,\"\n");
	assert_answer(&answer, 400, "line 8: the file ends inside quotes");
	answer = import(desk, "members",
					"handle,joined_on\nmaria,2026-02-30\n\"two\nlines\",\nx,y,z\nnikos,2026-02-01\nel\"eni,\n");
	assert_answer(&answer, 200,
				  "{\"created\":1,\"updated\":0,\"unchanged\":0,\"rejected\":[{\"line\":2,\"column\":\"joined_on\"");
	assert_answer(&answer, 200, "{\"line\":3,\"column\":\"handle\"");
	assert_answer(&answer, 200,
				  "{\"line\":5,\"column\":\"\",\"message\":\"the row has 3 fields, the header has 2\","
				  "\"reason\":\"ROW_OF_OTHER_WIDTH\",\"values\":[\"3\",\"2\"]}");
	assert_answer(&answer, 200, "{\"line\":7,\"column\":\"\",\"message\":\"a quote stands inside");
}

static void at_most_a_thousand_refusals_are_listed_and_the_rest_counted(void **state)
{
	struct desk *desk = *state;
	buffer_add_text(&desk->file, "handle\ngood\n");
	for (int i = 0; i < 1700; i++)
		buffer_add_text(&desk->file, "not a handle\n");
	struct answer answer = import(desk, "members", buffer_text(&desk->file));
	assert_answer(&answer, 200, "{\"created\":1,");
	assert_answer(&answer, 200, "{\"line\":1002,");
	assert_null(strstr(answer.body, "{\"line\":1003,"));
	assert_answer(&answer, 200,
				  "{\"line\":0,\"column\":\"\",\"message\":\"700 more rows were refused\","
				  "\"reason\":\"MORE_ROWS_REFUSED\",\"values\":[\"700\"]}]");
}

static void a_header_is_refused_with_every_column_that_is_wrong(void **state)
{
	struct desk *desk = *state;
	struct answer answer = import(desk, "members", "name,team,team,id\nx,y,z,w\n");
	assert_answer(&answer, 400, "\"reason\":\"INVALID_CSV_HEADER\"");
	assert_answer(&answer, 400, "{\"field\":\"name\",\"description\":\"there is no column 'name'");
	assert_answer(
		&answer, 400,
		"{\"field\":\"team\",\"description\":\"the column 'team' is there twice\",\"reason\":\"COLUMN_TWICE\"");
	assert_answer(&answer, 400, "{\"field\":\"id\",");
	assert_answer(
		&answer, 400,
		"{\"field\":\"handle\",\"description\":\"the column 'handle' is required\",\"reason\":\"COLUMN_MISSING\"");
	answer = import(desk, "members", "line,handle\n1,x\n");
	assert_answer(&answer, 400, "there is no column 'line'");
	answer = import(desk, "recognitions", "given_at,giver\n");
	assert_answer(&answer, 400,
				  "{\"field\":\"win\",\"description\":\"the column 'win' is required\",\"reason\":\"COLUMN_MISSING\"");
	answer = import(desk, "members", "");
	assert_answer(&answer, 400, "the file is empty");
}

static void a_file_that_breaks_off_says_what_is_in(void **state)
{
	struct desk *desk = *state;
	buffer_add_text(&desk->file, "handle\n");
	for (int i = 0; i < 600; i++)
		buffer_printf(&desk->file, "m%d\n", i);
	buffer_add_text(&desk->file, "\"never closed\n");
	struct answer answer = import(desk, "members", buffer_text(&desk->file));
	assert_answer(&answer, 400,
				  "line 602: the file ends inside quotes; 500 rows are in, and importing the whole file "
				  "again is safe");
}

#define ROW "2026-01-0%d%s,maria,nikos;eleni,craft,%s,\"a, \"\"b\"\"\"\n"

static void equal_rows_are_two_recognitions_and_the_file_again_changes_nothing(void **state)
{
	struct desk *desk = *state;
	struct answer answer = import(desk, "members", "handle\nmaria\nnikos\neleni\n");
	assert_answer(&answer, 200, "{\"created\":3,");
	buffer_add_text(&desk->file, "given_at,giver,receivers,value,win,message\n");
	for (int i = 0; i < 700; i++)
		buffer_printf(&desk->file, ROW, i % 2 + 1, "T09:00:00Z", i % 3 ? "small" : "BIG");
	answer = import(desk, "recognitions", buffer_text(&desk->file));
	assert_answer(&answer, 200, "{\"created\":700,\"unchanged\":0,\"rejected\":[]");
	answer = import(desk, "recognitions", buffer_text(&desk->file));
	assert_answer(&answer, 200, "{\"created\":0,\"unchanged\":700,\"rejected\":[]");
	/* the same columns in another order, and one row more of a kind */
	answer = import(desk, "recognitions",
					"message,given_at,win,giver,receivers,value\n\"a, \"\"b\"\"\",2026-01-01T09:00:00Z,BIG,maria,"
					"nikos;eleni,craft\n");
	assert_answer(&answer, 200, "{\"created\":0,\"unchanged\":1,\"rejected\":[]");
}

static void a_request_id_names_a_row(void **state)
{
	struct desk *desk = *state;
	import(desk, "members", "handle\nmaria\nnikos\n");
	const char *file = "given_at,giver,receivers,value,win,message,request_id\n"
					   "2026-01-01T09:00:00Z,maria,nikos,,,thanks,one\n2026-01-01T09:00:00Z,maria,nikos,,,thanks,one\n";
	struct answer answer = import(desk, "recognitions", file);
	assert_answer(&answer, 200, "{\"created\":1,\"unchanged\":1,\"rejected\":[]");
}

static void long_messages_fill_batches_by_their_size(void **state)
{
	struct desk *desk = *state;
	char message[4001];
	import(desk, "members", "handle\nmaria\nnikos\n");
	buffer_add_text(&desk->file, "given_at,giver,receivers,value,win,message\n");
	memset(message, 'x', sizeof message - 1);
	message[sizeof message - 1] = '\0';
	for (int i = 0; i < 300; i++)
		buffer_printf(&desk->file, "2026-01-01T09:00:00Z,maria,nikos,,,%s\n", message);
	memset(message, 'y', sizeof message - 1);
	for (int i = 0; i < 20; i++) { /* rows of nearly 64 KiB come in and are refused one by one */
		buffer_add_text(&desk->file, "2026-01-01T09:00:00Z,maria,nikos,,,");
		for (int k = 0; k < 16; k++)
			buffer_add_text(&desk->file, message);
		buffer_add_text(&desk->file, "\n");
	}
	struct answer answer = import(desk, "recognitions", buffer_text(&desk->file));
	assert_answer(&answer, 200, "{\"created\":300,\"unchanged\":0,\"rejected\":[{\"line\":302,");
	assert_answer(&answer, 200, "{\"line\":321,");
}

static void a_service_that_is_away_ends_the_import(void **state)
{
	struct desk *desk = *state;
	front_stop_members(desk->front);
	struct answer answer = import(desk, "members", "handle\nmaria\n");
	assert_answer(&answer, 503, "0 rows are in, and importing the whole file again is safe");
	front_start_members(desk->front);
}

static void a_file_over_the_bound_is_refused_before_anything_is_stored(void **state)
{
	struct desk *desk = *state;
	int fd = front_connect(desk->front);
	const char *head =
		arena_printf(&desk->front->base.arena,
					 "POST /v1/members:import HTTP/1.1\r\nHost: kleos\r\nAuthorization: Bearer %s\r\n" CSV
					 "Content-Length: 67108865\r\n\r\nhandle\nmaria\n",
					 desk->front->admin);
	front_write(fd, head, strlen(head));
	struct answer answer = front_read(desk->front, fd, false);
	close(fd);
	assert_answer(&answer, 413, "\"reason\":\"BODY_TOO_LARGE\"");
	answer = ask(desk->front, desk->front->admin, "GET", "/v1/members/maria", "", NULL);
	assert_answer(&answer, 404, "MEMBER_NOT_FOUND");
}

static void a_chunked_file_over_the_bound_is_refused_too(void **state)
{
	struct desk *desk = *state;
	static char lines[1 << 20];
	int fd = front_connect(desk->front);
	const char *head =
		arena_printf(&desk->front->base.arena,
					 "POST /v1/members:import HTTP/1.1\r\nHost: kleos\r\nAuthorization: Bearer %s\r\n" CSV
					 "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n7\r\nhandle\n\r\n",
					 desk->front->admin);
	memset(lines, '\n', sizeof lines);
	front_write(fd, head, strlen(head));
	for (int i = 0; i < 65; i++) {
		front_write(fd, "100000\r\n", 8);
		front_write(fd, lines, sizeof lines);
		front_write(fd, "\r\n", 2);
	}
	front_write(fd, "0\r\n\r\n", 5);
	struct answer answer = front_read(desk->front, fd, false);
	close(fd);
	assert_answer(&answer, 413, "\"reason\":\"BODY_TOO_LARGE\"");
}

static void a_client_that_breaks_off_leaves_what_it_sent_and_harms_nobody(void **state)
{
	struct desk *desk = *state;
	const char *head =
		arena_printf(&desk->front->base.arena,
					 "POST /v1/members:import HTTP/1.1\r\nHost: kleos\r\nAuthorization: Bearer %s\r\n" CSV
					 "Content-Length: 1000000\r\n\r\nhandle\n",
					 desk->front->admin);
	for (int i = 0; i < 20; i++) {
		int fd = front_connect(desk->front);
		front_write(fd, head, strlen(head));
		for (int row = 0; row < 100 * i; row++) {
			const char *line = arena_printf(&desk->front->base.arena, "m%d\n", row);
			front_write(fd, line, strlen(line));
		}
		close(fd);
	}
	struct answer answer = import(desk, "members", "handle\nlast\n");
	assert_answer(&answer, 200, "{\"created\":1,");
}

static void only_those_who_may_import_do(void **state)
{
	struct desk *desk = *state;
	static const struct {
		const char *role;
		int members, recognitions;
	} roles[] = {{"MEMBER", 403, 403}, {"AUDITOR", 403, 403}, {"PEOPLE_ADMIN", 200, 403}, {"SERVICE", 200, 200}};
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		const char *key = front_new_key(desk->front, roles[i].role, NULL);
		struct answer answer = ask(desk->front, key, "POST", "/v1/members:import", CSV, "handle\n");
		assert_answer(&answer, roles[i].members, "");
		answer = ask(desk->front, key, "POST", "/v1/recognitions:import", CSV,
					 "given_at,giver,receivers,value,win,message\n");
		assert_answer(&answer, roles[i].recognitions, "");
	}
	struct answer answer = ask(desk->front, NULL, "POST", "/v1/members:import", CSV, "handle\n");
	assert_answer(&answer, 401, "");
}

static void rows_may_come_as_json_too(void **state)
{
	struct desk *desk = *state;
	struct answer answer = ask(desk->front, desk->front->admin, "POST", "/v1/members:import", "",
							   "{\"rows\":[{\"line\":2,\"handle\":\"maria\"}],\"final\":true}");
	assert_answer(&answer, 200, "{\"created\":1,");
}

static void an_import_takes_no_parameters(void **state)
{
	struct desk *desk = *state;
	struct answer answer =
		ask(desk->front, desk->front->admin, "POST", "/v1/members:import?final=true", CSV, "handle\nx\n");
	assert_answer(&answer, 400, "\"field\":\"final\"");
}

#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_file_of_members_comes_in_whatever_its_order),
		DESK_TEST(managers_in_a_circle_are_refused_and_the_rest_is_in),
		DESK_TEST(bad_rows_are_told_by_line_and_good_ones_are_in),
		DESK_TEST(at_most_a_thousand_refusals_are_listed_and_the_rest_counted),
		DESK_TEST(a_header_is_refused_with_every_column_that_is_wrong),
		DESK_TEST(a_file_that_breaks_off_says_what_is_in),
		DESK_TEST(equal_rows_are_two_recognitions_and_the_file_again_changes_nothing),
		DESK_TEST(a_request_id_names_a_row),
		DESK_TEST(long_messages_fill_batches_by_their_size),
		DESK_TEST(a_service_that_is_away_ends_the_import),
		DESK_TEST(a_file_over_the_bound_is_refused_before_anything_is_stored),
		DESK_TEST(a_chunked_file_over_the_bound_is_refused_too),
		DESK_TEST(a_client_that_breaks_off_leaves_what_it_sent_and_harms_nobody),
		DESK_TEST(only_those_who_may_import_do),
		DESK_TEST(rows_may_come_as_json_too),
		DESK_TEST(an_import_takes_no_parameters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
