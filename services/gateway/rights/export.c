#include "common/base/buffer.h"
#include "common/base/calendar.h"
#include "common/rpc/wire.h"
#include "services/gateway/rights/rights.h"

#include <stdlib.h>
#include <string.h>

#define DOCUMENT_BOUND                                                                                                 \
	((size_t)24 << 20) /* bytes: with its JSON form inside a message it fits the exchange's arena                      \
						*/
#define ASK_TIMEOUT_MS 10000
#define ALL_TIMEOUT_MS 60000 /* unless the caller states less */
#define READ_DATA      "kleos.rights.v1.RightsService/ReadMemberData"

/* One export on its way; one service is asked at a time, run by run. On the heap, because it lasts longer than what the
 * exchange's arena can take; freed with the answer. */
struct export
{
	struct exchange *exchange;
	bool bare; /* the document itself is the answer */
	struct id member;
	enum gateway_service service; /* being asked */
	int32_t section;
	uint8_t after[ID_SIZE];
	size_t after_length;
	bool in_section, in_list;
	struct buffer document;
	Kleos__ReadMemberDataRequest request;
	struct exchange_call call;
};

static void ask_next(struct export *export);

static void free_export(struct export *export)
{
	buffer_fini(&export->document);
	free(export);
}

static void fail_unreadable(struct export *export, enum status status, const char *reason, const char *message)
{
	exchange_fail(export->exchange, status, reason, "%s", message);
	free_export(export);
}

static void answer(struct export *export)
{
	struct exchange *exchange = export->exchange;
	buffer_add_text(&export->document, "}}\n");
	if (export->document.overflowed) {
		fail_unreadable(export, STATUS_RESOURCE_EXHAUSTED, "EXPORT_TOO_LARGE",
						"there is more than one answer can hold");
		return;
	}
	size_t length = export->document.length;
	const char *document = arena_text_n(exchange_arena(exchange), buffer_text(&export->document), length);
	bool bare = export->bare;
	free_export(export);
	if (bare) {
		exchange_answer(exchange, 200, "application/json", document, length);
		return;
	}
	Kleos__ExportMemberDataResponse response = KLEOS__EXPORT_MEMBER_DATA_RESPONSE__INIT;
	response.document = document;
	exchange_answer_message(exchange, &response.base);
}

/* ---- the document ---- */

static void begin_document(struct export *export)
{
	char member[ID_TEXT_SIZE], time[TIME_TEXT_SIZE];
	id_format(member, &export->member);
	time_format(time, environment_now_ms(gateway_environment(exchange_gateway(export->exchange))));
	buffer_printf(&export->document, "{\"member\":\"%s\",\"exportTime\":\"%s\",\"services\":{", member, time);
}

static void begin_service(struct export *export)
{
	buffer_printf(&export->document, "%s\"%s\":{", export->service ? "," : "", gateway_service_name(export->service));
	export->in_section = export->in_list = false;
}

static void end_service(struct export *export)
{
	buffer_add_text(&export->document, export->in_section ? "]}" : "}");
}

static void add_datum(struct export *export, const Kleos__MemberDatum *datum)
{
	struct buffer *out = &export->document;
	if (*datum->section) {
		buffer_printf(out, "%s\"%s\":[", export->in_section ? "]," : "", datum->section);
		export->in_section = true;
		export->in_list = false;
		return;
	}
	buffer_add_text(out, export->in_list ? "," : "");
	buffer_add_text(out, datum->json);
	export->in_list = true;
}

/* ---- asking ---- */

/* False: the reply cannot be read. */
static bool take_run(struct export *export, const struct rpc_reply *reply, bool *more)
{
	struct arena arena;
	arena_init(&arena, 8 * WIRE_REPLY_BOUND);
	const Kleos__ReadMemberDataResponse *run = (const Kleos__ReadMemberDataResponse *)rights_message(
		&arena, reply, &kleos__read_member_data_response__descriptor);
	bool readable = run && run->next_after.len <= sizeof(export->after);
	for (size_t i = 0; readable && i < run->n_data; i++)
		add_datum(export, run->data[i]);
	if (readable) {
		*more = run->next_section >= 0;
		export->section = run->next_section;
		export->after_length = run->next_after.len;
		memcpy(export->after, run->next_after.data ? run->next_after.data : export->after, run->next_after.len);
	}
	arena_fini(&arena);
	return readable;
}

/* A service that does not answer ends the whole: half a document is none. */
static void run_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct export *export = context;
	bool more = false;
	if (reply->status != STATUS_OK) {
		exchange_fail_reply(exchange, reply);
		free_export(export);
		return;
	}
	if (!take_run(export, reply, &more)) {
		fail_unreadable(export, STATUS_INTERNAL, "BAD_REPLY", "a service's reply could not be read");
		return;
	}
	if (!more) {
		end_service(export);
		export->service++;
		export->section = 0;
		export->after_length = 0;
		if (export->service < SERVICE_COUNT)
			begin_service(export);
	}
	if (export->service == SERVICE_COUNT)
		answer(export);
	else
		ask_next(export);
}

static void ask_next(struct export *export)
{
	uint32_t left = exchange_time_left(export->exchange, ALL_TIMEOUT_MS);
	kleos__read_member_data_request__init(&export->request);
	export->request.member = (ProtobufCBinaryData){.len = ID_SIZE, .data = export->member.bytes};
	export->request.section = export->section;
	export->request.after = (ProtobufCBinaryData){.len = export->after_length, .data = export->after};
	export->call = (struct exchange_call){.service = export->service,
										  .method = READ_DATA,
										  .message = &export->request.base,
										  .timeout_ms = left < ASK_TIMEOUT_MS ? left : ASK_TIMEOUT_MS,
										  .done = run_came_back,
										  .context = export};
	exchange_call(export->exchange, &export->call);
}

/* Whose, until the name is an id. */
struct question {
	struct rights_name name;
	bool bare;
};

static void member_found(struct exchange *exchange, void *context, const struct id *member)
{
	const struct question *question = context;
	struct export *export = calloc(1, sizeof(*export));
	if (!export) {
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY", "there is no memory for this now");
		return;
	}
	export->exchange = exchange;
	export->bare = question->bare;
	export->member = *member;
	buffer_init(&export->document, NULL, DOCUMENT_BOUND);
	begin_document(export);
	begin_service(export);
	ask_next(export);
}

static void start(struct exchange *exchange, const char *member, bool bare)
{
	struct question *question = arena_alloc(exchange_arena(exchange), sizeof(*question));
	question->bare = bare;
	question->name = (struct rights_name){.name = member, .then = member_found, .context = question};
	rights_resolve(exchange, &question->name);
}

void rights_export(struct exchange *exchange, const ProtobufCMessage *request)
{
	start(exchange, ((const Kleos__ExportMemberDataRequest *)request)->member, false);
}

void rights_export_document(struct exchange *exchange)
{
	ProtobufCMessage *request;
	if (!exchange_query_message(exchange, &kleos__export_member_data_request__descriptor, &request))
		start(exchange, ((const Kleos__ExportMemberDataRequest *)request)->member, true);
}
