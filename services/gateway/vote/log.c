/* The log of a vote as one document, made of the pages of GetLog: one page is in memory at a time, and the next is
 * asked for when the client has taken this one. */
#include "common/base/array.h"
#include "common/base/buffer.h"
#include "common/json/json.h"
#include "common/rpc/wire.h"
#include "kleos/awards/v1/proof.pb-c.h"
#include "services/gateway/vote/vote.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define GET_LOG         "kleos.awards.v1.AwardsService/GetLog"
#define PAGE_SIZE       2000                           /* rows; the service makes it less where ballots are long */
#define PAGE_BOUND      (2 * (size_t)WIRE_REPLY_BOUND) /* bytes of a page's JSON */
#define PAGE_TIMEOUT_MS 10000
#define LOGS_AT_ONCE    32 /* each has a page in memory */
#define VISITORS_LOGS   24 /* of them at most; whoever reads slowly without a key leaves room for those with one */

/* The part's state. */
struct logs {
	atomic_int count;
};

/* Who may touch the document. */
enum turn {
	TURN_READER, /* the HTTP thread */
	TURN_ASKED,  /* whoever brings the page that was asked for */
	TURN_ENDED,  /* whoever of the two comes last, to free it */
};

enum list { LIST_NONE, LIST_HEADS, LIST_ENTRIES, LIST_BALLOTS };

struct document {
	struct exchange *exchange;
	struct logs *logs;
	_Atomic(enum turn) turn;
	struct exchange_call call;
	Kleos__GetLogRequest request;
	char *page_token; /* of the page that was asked for; NULL: the first */
	struct buffer page;
	size_t sent;
	enum list list; /* that is being written */
	bool begun, whole, broken;
};

static void ask_page(struct document *document);

static void document_free(struct document *document)
{
	atomic_fetch_sub(&document->logs->count, 1);
	buffer_fini(&document->page);
	free(document->page_token);
	free(document);
}

/* ---- the text ---- */

static void add_text(struct buffer *out, const char *text)
{
	buffer_add_json_text(out, text, strlen(text));
}

/* All that is no list of rows, whatever more the message comes to have: its JSON without its end and without those
 * lists, which are empty here. No text in it looks like one of them, as quotes in texts are escaped. */
static void begin(struct document *document, const Kleos__BallotLog *log)
{
	static const char *const lists[] = {",\"heads\":[]", ",\"entries\":[]", ",\"ballots\":[]"};
	Kleos__BallotLog rest = *log;
	struct buffer text;
	rest.n_heads = rest.n_entries = rest.n_ballots = 0;
	buffer_init(&text, NULL, PAGE_BOUND);
	json_print(&text, &rest.base, JSON_REST);
	for (size_t i = 0; i < ARRAY_LENGTH(lists); i++) {
		char *found = text.bytes ? strstr((char *)text.bytes, lists[i]) : NULL;
		if (found) {
			memmove(found, found + strlen(lists[i]), strlen(found + strlen(lists[i])) + 1);
			text.length -= strlen(lists[i]);
		}
	}
	buffer_add_text(&document->page, "{\"log\":");
	buffer_add(&document->page, text.bytes, text.length ? text.length - 1 : 0);
	document->page.overflowed = document->page.overflowed || text.overflowed;
	document->begun = true;
	buffer_fini(&text);
}

/* Ends the lists before this one and begins it. Lists come in this order, each over several pages. */
static void reach(struct document *document, enum list list)
{
	static const char *const openings[] = {
		[LIST_HEADS] = ",\"heads\":[", [LIST_ENTRIES] = "],\"entries\":[", [LIST_BALLOTS] = "],\"ballots\":["};
	while (document->list < list)
		buffer_add_text(&document->page, openings[++document->list]);
}

/* A comma behind a row, none behind the beginning of a list. */
static void next_row(struct document *document, enum list list)
{
	const struct buffer *page = &document->page;
	reach(document, list);
	if (!page->length || page->bytes[page->length - 1] != '[')
		buffer_add_char(&document->page, ',');
}

static void add_rows(struct document *document, const Kleos__BallotLog *log)
{
	for (size_t i = 0; i < log->n_heads; i++) {
		next_row(document, LIST_HEADS);
		json_print(&document->page, &log->heads[i]->base, JSON_REST);
	}
	for (size_t i = 0; i < log->n_entries; i++) {
		next_row(document, LIST_ENTRIES);
		add_text(&document->page, log->entries[i]);
	}
	for (size_t i = 0; i < log->n_ballots; i++) {
		next_row(document, LIST_BALLOTS);
		json_print(&document->page, &log->ballots[i]->base, JSON_REST);
	}
}

/* False: the page cannot be used. */
static bool add_page(struct document *document, const Kleos__GetLogResponse *got)
{
	if (!got || !got->log)
		return false;
	if (!document->begun)
		begin(document, got->log);
	add_rows(document, got->log);
	free(document->page_token);
	document->page_token = *got->next_page_token ? strdup(got->next_page_token) : NULL;
	document->whole = !*got->next_page_token;
	if (document->whole) {
		reach(document, LIST_BALLOTS);
		buffer_add_text(&document->page, "]}}\n");
	}
	return !document->page.overflowed && (document->whole || document->page_token);
}

/* ---- the stream ---- */

static ptrdiff_t read_document(struct exchange *exchange, char *out, size_t size)
{
	struct document *document = exchange_state(exchange);
	if (atomic_load(&document->turn) != TURN_READER)
		return 0;
	size_t left = document->page.length - document->sent;
	if (left) {
		size_t n = left < size ? left : size;
		memcpy(out, document->page.bytes + document->sent, n);
		document->sent += n;
		return (ptrdiff_t)n;
	}
	if (document->broken)
		return -2;
	if (document->whole)
		return -1;
	ask_page(document);
	return 0;
}

static void answer_first(struct document *document, const struct rpc_reply *reply, const char *cycle)
{
	struct exchange *exchange = document->exchange;
	if (reply->status != STATUS_OK) {
		exchange_fail_reply(exchange, reply);
		return;
	}
	if (document->broken) {
		exchange_fail(exchange, STATUS_INTERNAL, "BAD_REPLY", "the service's reply could not be read");
		return;
	}
	exchange_add_header(exchange, "Content-Disposition",
						arena_printf(exchange_arena(exchange), "attachment; filename=\"kleos-log-%s.json\"", cycle));
	if (document->whole) /* of one page: its length is known */
		exchange_answer(exchange, 200, "application/json", document->page.bytes, document->page.length);
	else
		exchange_answer_document(exchange, "application/json", read_document);
}

static void page_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct document *document = context;
	bool first = !document->begun;
	const Kleos__GetLogResponse *got = NULL;
	ProtobufCMessage *message;
	const char *problem;
	struct arena arena;
	arena_init(&arena, 8 * (size_t)WIRE_REPLY_BOUND);
	if (reply->status == STATUS_OK && wire_unpack(&kleos__get_log_response__descriptor, &arena, reply->body.data,
												  reply->body.len, WIRE_REPLY_BOUND, &message, &problem) == STATUS_OK)
		got = (const Kleos__GetLogResponse *)message;
	document->broken = !add_page(document, got);
	enum turn asked = TURN_ASKED;
	if (first && atomic_load(&document->turn) == TURN_ASKED)
		answer_first(document, reply, got && got->log ? got->log->cycle : "");
	arena_fini(&arena);
	if (atomic_compare_exchange_strong(&document->turn, &asked, TURN_READER))
		exchange_wake(exchange);
	else
		document_free(document);
}

static void ask_page(struct document *document)
{
	buffer_clear(&document->page);
	document->sent = 0;
	document->request.page_token = document->page_token ? document->page_token : "";
	document->call = (struct exchange_call){.service = SERVICE_AWARDS,
											.method = GET_LOG,
											.message = &document->request.base,
											.timeout_ms = PAGE_TIMEOUT_MS,
											.done = page_came_back,
											.context = document};
	atomic_store(&document->turn, TURN_ASKED);
	exchange_call(document->exchange, &document->call);
}

/* ---- one page, for those who ask for it ---- */

static void one_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	ProtobufCMessage *message;
	const char *problem;
	(void)context;
	if (reply->status != STATUS_OK)
		exchange_fail_reply(exchange, reply);
	else if (wire_unpack(&kleos__get_log_response__descriptor, exchange_arena(exchange), reply->body.data,
						 reply->body.len, WIRE_REPLY_BOUND, &message, &problem) == STATUS_OK)
		exchange_answer_message(exchange, message);
	else
		exchange_fail(exchange, STATUS_INTERNAL, "BAD_REPLY", "the service's reply could not be read");
}

static void ask_one(struct exchange *exchange, const ProtobufCMessage *request)
{
	struct exchange_call *call = arena_alloc(exchange_arena(exchange), sizeof(*call));
	*call =
		(struct exchange_call){.service = SERVICE_AWARDS, .method = GET_LOG, .message = request, .done = one_came_back};
	exchange_call(exchange, call);
}

/* ---- asking ---- */

/* NULL: too many, or no memory. */
static struct document *document_new(struct exchange *exchange)
{
	struct logs *logs = exchange_part(exchange);
	struct document *document = NULL;
	const int most = principal_is_anonymous(exchange_principal(exchange)) ? VISITORS_LOGS : LOGS_AT_ONCE;
	if (atomic_fetch_add(&logs->count, 1) < most)
		document = calloc(1, sizeof(*document));
	if (!document) {
		atomic_fetch_sub(&logs->count, 1);
		return NULL;
	}
	document->exchange = exchange;
	document->logs = logs;
	buffer_init(&document->page, NULL, PAGE_BOUND);
	return document;
}

enum status logs_open(struct gateway *gateway, void **state)
{
	(void)gateway;
	*state = calloc(1, sizeof(struct logs));
	return *state ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

void log_start(struct exchange *exchange)
{
	ProtobufCMessage *message;
	if (exchange_query_message(exchange, &kleos__get_log_request__descriptor, &message))
		return;
	const Kleos__GetLogRequest *request = (const Kleos__GetLogRequest *)message;
	if (request->page_size || *request->page_token) {
		ask_one(exchange, message);
		return;
	}
	struct document *document = document_new(exchange);
	if (!document) {
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_LOGS",
					  "many are reading logs just now; try again later");
		return;
	}
	kleos__get_log_request__init(&document->request);
	document->request.cycle = request->cycle;
	document->request.page_size = PAGE_SIZE;
	exchange_set_state(exchange, document);
	ask_page(document);
}

void log_end(struct exchange *exchange)
{
	struct document *document = exchange_state(exchange);
	if (document && atomic_exchange(&document->turn, TURN_ENDED) == TURN_READER)
		document_free(document);
}
