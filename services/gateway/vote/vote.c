/* The voting page. Every request asks for the paper anew, so that the page is as the service sees it; what a visitor
 * has chosen travels in the form alone. */
#include "services/gateway/vote/vote.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/json/json.h"
#include "common/rpc/wire.h"
#include "services/gateway/header.h"
#include "services/gateway/vote/sheet.h"

#include <string.h>

#define HTML           "text/html; charset=utf-8"
#define METHOD(name)   "kleos.awards.v1.AwardsService/" name
#define RECEIPT_BOUND  4096 /* bytes */
#define RANDOM_SIZE    16
#define REQUEST_DIGITS (2 * RANDOM_SIZE)

enum visit_wish { WISH_CHOOSE, WISH_REVIEW, WISH_CHANGE, WISH_CAST, WISH_SAVE };

/* One request for a page, in the exchange's arena. */
struct visit {
	struct exchange *exchange;
	const char *token;
	enum visit_wish wish;
	bool posted;
	struct sheet sheet;
	const Kleos__BallotPaper *paper;
	struct ballot ballot;
	struct exchange_call call;
	Kleos__GetBallotPaperRequest paper_request;
	Kleos__CastBallotRequest cast_request;
	Kleos__GetResultRequest result_request;
};

/* ---- answering ---- */

/* Nothing but the page's own style and image, no script at all, in no frame; the address, which holds the token, is
 * told to nobody. */
static void protect(struct exchange *exchange, enum language language)
{
	exchange_add_header(exchange, "Content-Security-Policy",
						"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
						"frame-ancestors 'none'");
	exchange_add_header(exchange, "Referrer-Policy", "no-referrer");
	exchange_add_header(exchange, "Content-Language", language_code(language));
}

static void answer(struct exchange *exchange, struct sheet *sheet, unsigned http_status)
{
	protect(exchange, sheet->language);
	if (sheet->out.overflowed)
		exchange_answer(exchange, 500, "text/plain; charset=utf-8", "", 0);
	else
		exchange_answer(exchange, http_status, HTML, sheet->out.bytes, sheet->out.length);
}

static void sheet_init(struct sheet *sheet, struct exchange *exchange, const char *language)
{
	struct arena *arena = exchange_arena(exchange);
	buffer_init(&sheet->out, arena, SHEET_BOUND);
	sheet->language = language_of(language, exchange_header(exchange, "Accept-Language"));
	sheet->zone = gateway_days(exchange_gateway(exchange));
	sheet->now_ms = environment_now_ms(gateway_environment(exchange_gateway(exchange)));
	sheet->request_id = "";
}

static void refuse(struct visit *visit, enum refusal_kind kind)
{
	if (kind == REFUSAL_AWAY || kind == REFUSAL_BUSY)
		exchange_add_header(visit->exchange, "Retry-After", "5");
	sheet_refusal(&visit->sheet, kind, visit->paper);
	answer(visit->exchange, &visit->sheet, refusal_http(kind));
}

/* The frame's own refusals: by their number, and under it. Before a language is known the browser's is taken. */
void vote_refuse(struct exchange *exchange, unsigned http_status, const char *reason, const char *message)
{
	enum refusal_kind kind = http_status == 429   ? REFUSAL_BUSY
							 : http_status == 503 ? REFUSAL_AWAY
							 : http_status < 500  ? REFUSAL_FORM
												  : REFUSAL_BROKEN;
	struct sheet sheet;
	(void)reason;
	(void)message;
	sheet_init(&sheet, exchange, exchange_query(exchange, "lang"));
	sheet_refusal(&sheet, kind, NULL);
	answer(exchange, &sheet, http_status);
}

/* What the service said no with. */
static enum refusal_kind kind_of(const struct rpc_reply *reply)
{
	static const struct {
		const char *reason;
		enum refusal_kind kind;
	} reasons[] = {
		{"TOKEN_MISTYPED", REFUSAL_UNKNOWN}, {"TOKEN_UNKNOWN", REFUSAL_UNKNOWN},
		{"TOKEN_USED", REFUSAL_USED},        {"TOKEN_EXPIRED", REFUSAL_EXPIRED},
		{"REQUEST_ID_REUSED", REFUSAL_USED}, {"PHASE_NOT_OPEN", REFUSAL_CLOSED}, /* since the paper was read */
	};
	for (size_t i = 0; i < ARRAY_LENGTH(reasons); i++) {
		if (reply->reason && strcmp(reply->reason, reasons[i].reason) == 0)
			return reasons[i].kind;
	}
	switch (reply->status) {
	case STATUS_UNAVAILABLE:
	case STATUS_DEADLINE_EXCEEDED:
	case STATUS_CANCELLED:
	case STATUS_ABORTED:
		return REFUSAL_AWAY;
	case STATUS_RESOURCE_EXHAUSTED:
		return REFUSAL_BUSY;
	default:
		return REFUSAL_BROKEN;
	}
}

/* The message of a reply; NULL: refused. */
static const ProtobufCMessage *message_of(struct visit *visit, const struct rpc_reply *reply,
										  const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message;
	const char *problem;
	if (reply->status == STATUS_OK && wire_unpack(type, exchange_arena(visit->exchange), reply->body.data,
												  reply->body.len, WIRE_REPLY_BOUND, &message, &problem) == STATUS_OK)
		return message;
	refuse(visit, reply->status == STATUS_OK ? REFUSAL_BROKEN : kind_of(reply));
	return NULL;
}

/* `request_id` NULL: a read. */
static void ask(struct visit *visit, const char *method, const ProtobufCMessage *message, const char *request_id,
				void (*done)(struct exchange *, void *, const struct rpc_reply *))
{
	visit->call = (struct exchange_call){.service = SERVICE_AWARDS,
										 .method = method,
										 .message = message,
										 .request_id = request_id,
										 .done = done,
										 .context = visit};
	exchange_call(visit->exchange, &visit->call);
}

/* ---- casting ---- */

/* {"receipt":{…},"head":{…},"publicKey":"…"}, which `kleos receipt`, `kleos verify-ballots --receipt` and the page
 * /verify-ballots read. */
static void send_receipt(struct visit *visit, const Kleos__CastBallotResponse *cast)
{
	struct exchange *exchange = visit->exchange;
	struct buffer out;
	buffer_init(&out, exchange_arena(exchange), RECEIPT_BOUND);
	json_print(&out, &cast->base, JSON_REST);
	protect(exchange, visit->sheet.language);
	exchange_add_header(exchange, "Content-Disposition", "attachment; filename=\"kleos-receipt.json\"");
	exchange_answer(exchange, 200, "application/json", out.bytes, out.length);
}

static enum word problem_of(const struct ballot *ballot)
{
	if (ballot->changed)
		return WORD_PROBLEM_CANDIDATES;
	for (size_t i = 0; i < ballot->n; i++) {
		if (ballot->choices[i].wrong)
			return WORD_PROBLEM_PLACE;
	}
	return ballot->approvals ? WORD_PROBLEM_EMPTY_APPROVALS : WORD_PROBLEM_EMPTY_RANKING;
}

static void show_problem(struct visit *visit, enum word problem)
{
	sheet_choose(&visit->sheet, visit->paper, &visit->ballot, problem);
	answer(visit->exchange, &visit->sheet, 400);
}

static void ballot_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct visit *visit = context;
	if (reply->status == STATUS_INVALID_ARGUMENT) {
		show_problem(visit, WORD_PROBLEM_REFUSED);
		return;
	}
	const Kleos__CastBallotResponse *cast =
		(const Kleos__CastBallotResponse *)message_of(visit, reply, &kleos__cast_ballot_response__descriptor);
	if (!cast)
		return;
	if (visit->wish == WISH_SAVE) {
		send_receipt(visit, cast);
		return;
	}
	sheet_receipt(&visit->sheet, visit->paper, &visit->ballot, cast->receipt);
	answer(exchange, &visit->sheet, 200);
}

/* Under the id that the form was made with: whoever presses twice, reloads or saves gets the one receipt. */
static void cast(struct visit *visit)
{
	ballot_request(&visit->ballot, exchange_arena(visit->exchange), &visit->cast_request);
	visit->cast_request.token = visit->token;
	ask(visit, METHOD("CastBallot"), &visit->cast_request.base, visit->sheet.request_id, ballot_came_back);
}

/* ---- the paper ---- */

/* Whoever casts again gets the receipt again, or is told; everybody else who has voted is told. */
static void show_open(struct visit *visit)
{
	struct sheet *sheet = &visit->sheet;
	bool casts = visit->wish == WISH_CAST || visit->wish == WISH_SAVE;
	ballot_init(&visit->ballot, exchange_arena(visit->exchange), visit->paper, sheet->language);
	if (visit->posted)
		ballot_take(&visit->ballot, visit->exchange);
	if (visit->paper->has_voted && !casts) {
		refuse(visit, REFUSAL_USED);
	} else if (visit->wish == WISH_CHOOSE || visit->wish == WISH_CHANGE) {
		sheet_choose(sheet, visit->paper, &visit->ballot, WORD_COUNT);
		answer(visit->exchange, sheet, 200);
	} else if (!ballot_is_right(&visit->ballot)) {
		show_problem(visit, problem_of(&visit->ballot));
	} else if (casts) {
		cast(visit);
	} else {
		sheet_review(sheet, visit->paper, &visit->ballot);
		answer(visit->exchange, sheet, 200);
	}
}

static void result_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct visit *visit = context;
	const Kleos__GetResultResponse *got =
		(const Kleos__GetResultResponse *)message_of(visit, reply, &kleos__get_result_response__descriptor);
	if (!got)
		return;
	sheet_result(&visit->sheet, visit->paper, got->result);
	answer(exchange, &visit->sheet, 200);
}

static void paper_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct visit *visit = context;
	(void)exchange;
	const Kleos__GetBallotPaperResponse *got =
		(const Kleos__GetBallotPaperResponse *)message_of(visit, reply, &kleos__get_ballot_paper_response__descriptor);
	if (!got)
		return;
	visit->paper = got->paper;
	if (got->paper->phase < KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING) {
		refuse(visit, REFUSAL_EARLY);
	} else if (got->paper->phase == KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING) {
		show_open(visit);
	} else if (got->paper->phase < KLEOS__CYCLE_PHASE__CYCLE_PHASE_ANNOUNCED) {
		refuse(visit, REFUSAL_CLOSED);
	} else {
		kleos__get_result_request__init(&visit->result_request);
		visit->result_request.cycle = got->paper->cycle;
		ask(visit, METHOD("GetResult"), &visit->result_request.base, NULL, result_came_back);
	}
}

/* ---- what came ---- */

/* A form's own id when it has one that we made; else a new one. */
static const char *request_id_of(struct exchange *exchange)
{
	const char *told = exchange_query(exchange, "request");
	uint8_t random[RANDOM_SIZE];
	if (told && strlen(told) == REQUEST_DIGITS && strspn(told, "0123456789abcdef") == REQUEST_DIGITS)
		return told;
	char *text = arena_alloc(exchange_arena(exchange), REQUEST_DIGITS + 1);
	environment_random(gateway_environment(exchange_gateway(exchange)), random, sizeof(random));
	text_hex(text, random, sizeof(random));
	return text;
}

/* Another language is the same page once more. */
static bool wish_read(struct exchange *exchange, enum visit_wish *out)
{
	static const struct {
		const char *name;
		enum visit_wish wish;
	} wishes[] = {{"review", WISH_REVIEW}, {"change", WISH_CHANGE}, {"cast", WISH_CAST},
				  {"save", WISH_SAVE},     {"choose", WISH_CHOOSE}, {"receipt", WISH_CAST}};
	const char *name = exchange_query(exchange, exchange_query(exchange, "language") ? "at" : "do");
	for (size_t i = 0; name && i < ARRAY_LENGTH(wishes); i++) {
		*out = wishes[i].wish;
		if (strcmp(wishes[i].name, name) == 0)
			return true;
	}
	return false;
}

static void start(struct visit *visit)
{
	struct exchange *exchange = visit->exchange;
	visit->token = exchange_path_field(exchange, "token");
	visit->sheet.request_id = request_id_of(exchange);
	kleos__get_ballot_paper_request__init(&visit->paper_request);
	visit->paper_request.token = visit->token;
	ask(visit, METHOD("GetBallotPaper"), &visit->paper_request.base, NULL, paper_came_back);
}

static struct visit *visit_new(struct exchange *exchange)
{
	struct visit *visit = arena_alloc(exchange_arena(exchange), sizeof(*visit));
	const char *language = exchange_query(exchange, "language");
	visit->exchange = exchange;
	sheet_init(&visit->sheet, exchange, language ? language : exchange_query(exchange, "lang"));
	return visit;
}

void vote_show(struct exchange *exchange)
{
	start(visit_new(exchange));
}

void vote_take(struct exchange *exchange)
{
	if (!header_is_type(exchange_header(exchange, "Content-Type"), "application/x-www-form-urlencoded")) {
		vote_refuse(exchange, 415, "", "");
		return;
	}
	if (!exchange_take_form(exchange)) {
		vote_refuse(exchange, 400, "", "");
		return;
	}
	struct visit *visit = visit_new(exchange);
	visit->posted = true;
	if (wish_read(exchange, &visit->wish))
		start(visit);
	else
		refuse(visit, REFUSAL_FORM);
}
