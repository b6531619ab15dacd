/* The log of a vote as one document, and the voting page, over a service that says what a test wants. */
#include "common/rpc/server.h"
#include "kleos/awards/v1/awards_service.pb-c.h"
#include "tests/service/gateway/front.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define METHODS_BOUND 64
#define ROWS          1000 /* entries a page */
#define CYCLE         "01900000-0000-7000-8000-000000000001"

/* A gateway before members and an awards service of this file's own. */
struct archive {
	struct front *front;
	struct rpc_server *server;
	struct rpc_method methods[METHODS_BOUND];
	struct rpc_interface interface;
	atomic_int asked;
	int pages;
	int fails_at; /* the page that does not come; 0: all do */
	const char *reason;
};

static enum status refuse_call(struct call *call, const ProtobufCMessage *request, ProtobufCMessage *response)
{
	(void)request;
	(void)response;
	return fail(call, STATUS_UNAVAILABLE, "AWAY", "away");
}

static void fill_page(struct call *call, Kleos__BallotLog *log, int page)
{
	log->entries = arena_array(call->arena, ROWS, sizeof *log->entries);
	log->n_entries = ROWS;
	for (int i = 0; i < ROWS; i++)
		log->entries[i] = arena_printf(call->arena, "%064d", page * ROWS + i);
}

static enum status get_log(struct call *call, const ProtobufCMessage *request, ProtobufCMessage *response)
{
	struct archive *archive = call->service;
	const char *token = ((const Kleos__GetLogRequest *)request)->page_token;
	Kleos__GetLogResponse *out = (Kleos__GetLogResponse *)response;
	int page = *token ? atoi(token) : 0;
	Kleos__BallotLog *log = arena_alloc(call->arena, sizeof *log);
	atomic_fetch_add(&archive->asked, 1);
	if (archive->fails_at && page == archive->fails_at)
		return fail(call, STATUS_UNAVAILABLE, "AWAY", "away");
	kleos__ballot_log__init(log);
	if (page == 0) {
		log->cycle = CYCLE;
		log->title = "a \",\\\"heads\\\":[]\" title";
	}
	fill_page(call, log, page);
	out->log = log;
	out->next_page_token = page + 1 < archive->pages ? arena_printf(call->arena, "%d", page + 1) : "";
	return STATUS_OK;
}

static enum status get_paper(struct call *call, const ProtobufCMessage *request, ProtobufCMessage *response)
{
	struct archive *archive = call->service;
	(void)request;
	(void)response;
	return fail(call, STATUS_NOT_FOUND, archive->reason, "no");
}

static bool take(void *host, struct call *call)
{
	ProtobufCMessage *request, *response = NULL;
	call->service = host;
	if (rpc_open_call(call, &request, &response) == STATUS_OK)
		call->status = call->method->handle(call, request, response);
	rpc_answer(call, response);
	return true;
}

static void open_archive(struct archive *archive)
{
	const ProtobufCServiceDescriptor *awards = &kleos__awards_service__descriptor;
	struct service_fixture *fixture = &archive->front->base;
	assert_true(awards->n_methods <= METHODS_BOUND);
	for (unsigned i = 0; i < awards->n_methods; i++) {
		const char *name = awards->methods[i].name;
		rpc_handler *handle = strcmp(name, "GetLog") == 0           ? get_log
							  : strcmp(name, "GetBallotPaper") == 0 ? get_paper
																	: refuse_call;
		archive->methods[i] = (struct rpc_method){name, handle, RPC_READ, ROLES_ANY | ROLES_ANONYMOUS, NULL};
	}
	archive->interface = (struct rpc_interface){awards, archive->methods, awards->n_methods};
	const struct rpc_server_config config = {
		.url = archive->front->away[1],
		.audience = "awards",
		.interfaces = &archive->interface,
		.n_interfaces = 1,
		.environment = &fixture->world.environment,
		.key = &fixture->world.key,
		.local = fixture_local(fixture, archive->front->away[1]),
		.host = archive,
		.take = take,
	};
	assert_int_equal(rpc_server_open(&archive->server, &config), STATUS_OK);
}

static bool awards_answer(void *context)
{
	struct archive *archive = context;
	return ask(archive->front, NULL, "GET", "/v1/cycles/" CYCLE "/log", "", NULL).status == 200;
}

static int set_up(void **state)
{
	struct archive *archive = calloc(1, sizeof *archive);
	front_set_up((void **)&archive->front);
	archive->pages = 1;
	archive->reason = "TOKEN_UNKNOWN";
	open_archive(archive);
	wait_until(awards_answer, archive);
	atomic_store(&archive->asked, 0);
	*state = archive;
	return 0;
}

static int tear_down(void **state)
{
	struct archive *archive = *state;
	gateway_close(archive->front->gateway);
	archive->front->gateway = NULL;
	rpc_server_close(archive->server);
	front_tear_down((void **)&archive->front);
	free(archive);
	return 0;
}

static int request_log(struct archive *archive)
{
	static const char request[] = "GET /v1/cycles/" CYCLE "/log HTTP/1.1\r\nHost: kleos\r\n\r\n";
	int fd = front_connect(archive->front);
	front_write(fd, request, sizeof request - 1);
	return fd;
}

/* All that comes until the end or the end of the chunks; on the heap. */
static char *read_all(int fd, size_t *length)
{
	size_t capacity = 1u << 20;
	char *bytes = malloc(capacity + 1);
	ssize_t n;
	*length = 0;
	while ((n = recv(fd, bytes + *length, capacity - *length, 0)) > 0) {
		*length += (size_t)n;
		if (*length >= 5 && memcmp(bytes + *length - 5, "0\r\n\r\n", 5) == 0)
			break;
		if (*length == capacity)
			bytes = realloc(bytes, (capacity *= 2) + 1);
	}
	bytes[*length] = 0;
	close(fd);
	return bytes;
}

static bool is_whole(const char *bytes, size_t length)
{
	return length >= 5 && strcmp(bytes + length - 5, "0\r\n\r\n") == 0;
}

static size_t count_of(const char *text, const char *part)
{
	size_t count = 0;
	while ((text = strstr(text, part))) {
		text += strlen(part);
		count++;
	}
	return count;
}

static void pages_become_one_document(void **state)
{
	struct archive *archive = *state;
	archive->pages = 3;
	struct answer answer = ask(archive->front, NULL, "GET", "/v1/cycles/" CYCLE "/log", "", NULL);
	assert_answer(&answer, 200, "{\"log\":{\"cycle\":\"" CYCLE "\",\"award\":\"\",\"title\":\"a \\\",\\\\\\\"heads");
	assert_int_equal(atomic_load(&archive->asked), 3);
	assert_int_equal(count_of(answer.body, "\"heads\":["), 1);
	assert_int_equal(count_of(answer.body, "\"entries\":[\"00000"), 1);
	assert_non_null(strstr(answer.body, "],\"ballots\":[]}}\n"));
	const char *name = header_of(archive->front, &answer, "Content-Disposition");
	assert_string_equal(name, "attachment; filename=\"kleos-log-" CYCLE ".json\"");
}

static void a_page_that_does_not_come_cuts_the_connection(void **state)
{
	struct archive *archive = *state;
	size_t length;
	archive->pages = 5;
	archive->fails_at = 3;
	char *bytes = read_all(request_log(archive), &length);
	assert_non_null(strstr(bytes, "HTTP/1.1 200"));
	assert_non_null(strstr(bytes, "0000002999"));
	assert_false(is_whole(bytes, length));
	assert_null(strstr(bytes, "}}\n"));
	free(bytes);
	archive->fails_at = 0;
	bytes = read_all(request_log(archive), &length);
	assert_true(is_whole(bytes, length));
	free(bytes);
}

static void the_first_page_that_does_not_come_is_a_plain_refusal(void **state)
{
	struct archive *archive = *state;
	rpc_server_close(archive->server);
	archive->server = NULL;
	struct answer answer = ask(archive->front, NULL, "GET", "/v1/cycles/" CYCLE "/log", "", NULL);
	assert_int_equal(answer.status, 503);
}

static bool asks_no_more(void *context)
{
	struct archive *archive = context;
	int before = atomic_load(&archive->asked);
	usleep(200000);
	return before > 1 && before == atomic_load(&archive->asked);
}

/* 1 000 pages of 67 KB are 67 MB: what is asked ahead is what the sockets hold. */
static void who_does_not_read_is_not_read_ahead_for(void **state)
{
	struct archive *archive = *state;
	archive->pages = 1000;
	int fd = request_log(archive);
	wait_until(asks_no_more, archive);
	assert_in_range(atomic_load(&archive->asked), 2, 300);
	close(fd);
}

static void visitors_who_read_slowly_leave_room_for_who_has_a_key(void **state)
{
	struct archive *archive = *state;
	int slow[24];
	archive->pages = 1000;
	for (size_t i = 0; i < 24; i++)
		slow[i] = request_log(archive);
	wait_until(asks_no_more, archive);
	struct answer answer = ask(archive->front, NULL, "GET", "/v1/cycles/" CYCLE "/log", "", NULL);
	assert_answer(&answer, 429, "TOO_MANY_LOGS");
	archive->pages = 1;
	answer = ask(archive->front, archive->front->admin, "GET", "/v1/cycles/" CYCLE "/log", "", NULL);
	assert_int_equal(answer.status, 200);
	for (size_t i = 0; i < 24; i++)
		close(slow[i]);
	wait_until(awards_answer, archive);
}

static void one_page_is_had_by_asking_for_it(void **state)
{
	struct archive *archive = *state;
	archive->pages = 3;
	struct answer answer = ask(archive->front, NULL, "GET", "/v1/cycles/" CYCLE "/log?pageSize=7", "", NULL);
	assert_answer(&answer, 200, "\"nextPageToken\":\"1\"");
	answer = ask(archive->front, NULL, "GET", "/v1/cycles/" CYCLE "/log?page=7", "", NULL);
	assert_answer(&answer, 400, "there is no such parameter");
}

static void a_page_says_in_the_visitors_language_that_the_service_is_away(void **state)
{
	struct archive *archive = *state;
	struct answer answer = ask(archive->front, NULL, "GET", "/vote/x", "Accept-Language: el-GR\r\n", NULL);
	assert_answer(&answer, 404, "<html lang=\"el\">");
	rpc_server_close(archive->server);
	archive->server = NULL;
	answer = ask(archive->front, NULL, "GET", "/vote/x?lang=en", "Accept-Language: el-GR\r\n", NULL);
	assert_answer(&answer, 503, "cannot be reached just now");
	assert_string_equal(header_of(archive->front, &answer, "Content-Language"), "en");
	assert_non_null(header_of(archive->front, &answer, "Retry-After"));
}

/* As without this door: the very bytes. */
static void a_door_for_visitors_opens_no_other(void **state)
{
	struct archive *archive = *state;
	struct answer me = ask(archive->front, NULL, "GET", "/v1/me", "", NULL);
	struct answer tokens = ask(archive->front, NULL, "POST", "/v1/cycles/" CYCLE "/tokens", "", "{\"count\":1}");
	struct answer cycle = ask(archive->front, NULL, "GET", "/v1/cycles/" CYCLE, "", NULL);
	assert_answer(&me, 401, "\"reason\":\"NO_KEY\"");
	assert_string_equal(tokens.body, me.body);
	assert_string_equal(cycle.body, me.body);
	assert_int_equal(atomic_load(&archive->asked), 0);
}

#define ARCHIVE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ARCHIVE_TEST(pages_become_one_document),
		ARCHIVE_TEST(a_page_that_does_not_come_cuts_the_connection),
		ARCHIVE_TEST(the_first_page_that_does_not_come_is_a_plain_refusal),
		ARCHIVE_TEST(who_does_not_read_is_not_read_ahead_for),
		ARCHIVE_TEST(visitors_who_read_slowly_leave_room_for_who_has_a_key),
		ARCHIVE_TEST(one_page_is_had_by_asking_for_it),
		ARCHIVE_TEST(a_page_says_in_the_visitors_language_that_the_service_is_away),
		ARCHIVE_TEST(a_door_for_visitors_opens_no_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
