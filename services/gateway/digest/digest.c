#include "services/gateway/digest/digest.h"

#include "common/base/array.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/base/zone_days.h"
#include "common/rpc/wire.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "services/gateway/report/told.h"

#include <stdlib.h>
#include <string.h>

#define NICETY_MS 1000 /* for what the letter also comes without: the caller's language, the question of the week */

/* One digest on its way, in the exchange's arena. */
struct digest {
	struct gathering gathering; /* first: it is what comes back */
	struct period period;
	bool over;
	int32_t known_day; /* months that ended before it have their pulse */
	struct letter letter;
	const char *question;
	struct exchange_call call;
	Kleos__WhoAmIRequest who;
	Kleos__ListPromptsRequest prompts;
};

/* ---- what was asked for ---- */

static enum status take_period(struct digest *digest, const char *text)
{
	struct exchange *exchange = digest->gathering.exchange;
	struct gateway *gateway = exchange_gateway(exchange);
	int32_t today = zone_days_of_ms(gateway_days(gateway), environment_now_ms(gateway_environment(gateway)));
	struct period this_week = period_of(PERIOD_WEEK, today);
	digest->period = period_before(&this_week);
	if (*text && !period_parse(&digest->period, text))
		return exchange_fail_field(exchange, "period", "a week such as 2026-W47 or a month such as 2026-10");
	if (digest->period.from_day > today)
		return exchange_fail_field(exchange, "period", "it has not begun yet");
	digest->over = digest->period.to_day < today;
	digest->known_day = digest->over ? digest->period.to_day + 1 : today;
	return STATUS_OK;
}

/* The pulse of a month is told when the month is over, so a letter has the last one that was by its end. */
static void set_days(struct report_question *question, const struct period *period, const struct period *pulse)
{
	question->from_day = period->from_day;
	question->to_day = period->to_day;
	question->interval = KLEOS__INTERVAL__INTERVAL_MONTH; /* its series is not told */
	question->pulse_from_day = pulse->from_day;
	question->pulse_to_day = pulse->to_day;
}

static void set_questions(struct digest *digest)
{
	struct report_question *questions = digest->gathering.questions;
	struct period after = period_of(PERIOD_MONTH, digest->known_day);
	struct period pulse = period_before(&after), before = period_before(&digest->period);
	struct period pulse_before = period_before(&pulse);
	questions[GATHERED_BEFORE] = questions[GATHERED_NOW];
	set_days(&questions[GATHERED_NOW], &digest->period, &pulse);
	set_days(&questions[GATHERED_BEFORE], &before, &pulse_before);
}

/* ---- answering ---- */

static void answer(struct gathering *gathering)
{
	struct digest *digest = (struct digest *)gathering;
	struct letter *letter = &digest->letter;
	const struct report_question *question = &gathering->questions[GATHERED_NOW];
	const struct digest_facts facts = {
		.period = digest->period,
		.over = digest->over,
		.pulse_day = question->pulse_from_day,
		.zone = question->time_zone,
		.question = digest->question,
		.report = report_told(gathering),
	};
	char period[PERIOD_TEXT_SIZE];
	digest_compose(letter, &facts);
	period_format(period, &digest->period);
	Kleos__Digest message = KLEOS__DIGEST__INIT;
	Kleos__GetDigestResponse response = KLEOS__GET_DIGEST_RESPONSE__INIT;
	message.period = period;
	message.locale = language_code(letter->language);
	message.title = letter->title;
	message.markdown = letter_markdown(letter);
	message.html = letter_html(letter);
	response.digest = &message;
	exchange_answer_message(gathering->exchange, &response.base);
}

/* The message of a reply; NULL: there is none that can be read. */
static const void *read_reply(struct digest *digest, const struct rpc_reply *reply,
							  const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message;
	const char *problem;
	bool ok = !reply->status && wire_unpack(type, exchange_arena(digest->gathering.exchange), reply->body.data,
											reply->body.len, WIRE_REPLY_BOUND, &message, &problem) == STATUS_OK;
	return ok ? message : NULL;
}

static void call(struct digest *digest, enum gateway_service service, const char *method,
				 const ProtobufCMessage *request,
				 void (*done)(struct exchange *exchange, void *context, const struct rpc_reply *reply))
{
	digest->call = (struct exchange_call){.service = service,
										  .method = method,
										  .message = request,
										  .timeout_ms = exchange_time_left(digest->gathering.exchange, NICETY_MS),
										  .done = done,
										  .context = digest};
	if (digest->call.timeout_ms > NICETY_MS)
		digest->call.timeout_ms = NICETY_MS;
	exchange_call(digest->gathering.exchange, &digest->call);
}

static void take_prompts(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct digest *digest = context;
	const Kleos__ListPromptsResponse *response = read_reply(digest, reply, &kleos__list_prompts_response__descriptor);
	(void)exchange;
	for (size_t i = 0; response && i < response->n_prompts; i++)
		if (response->prompts[i]->prompt == response->prompt_of_week)
			digest->question = response->prompts[i]->text;
	gather_start(&digest->gathering);
}

static void ask_prompts(struct digest *digest)
{
	kleos__list_prompts_request__init(&digest->prompts);
	digest->prompts.locale = language_code(digest->letter.language);
	call(digest, SERVICE_RECOGNITIONS, "kleos.recognitions.v1.RecognitionsService/ListPrompts", &digest->prompts.base,
		 take_prompts);
}

static void take_who(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct digest *digest = context;
	const Kleos__WhoAmIResponse *response = read_reply(digest, reply, &kleos__who_am_iresponse__descriptor);
	(void)exchange;
	if (response && response->member && *response->member->locale)
		digest->letter.language = language_of(NULL, response->member->locale);
	ask_prompts(digest);
}

/* As asked for, else the caller's own, else the browser's. */
static void ask_language(struct digest *digest, const char *locale)
{
	struct exchange *exchange = digest->gathering.exchange;
	digest->letter.language = language_of(NULL, *locale ? locale : exchange_header(exchange, "Accept-Language"));
	if (*locale || !principal_is_member(exchange_principal(exchange))) {
		ask_prompts(digest);
		return;
	}
	kleos__who_am_irequest__init(&digest->who);
	call(digest, SERVICE_MEMBERS, "kleos.members.v1.MembersService/WhoAmI", &digest->who.base, take_who);
}

static void digest_start(struct exchange *exchange, const ProtobufCMessage *message)
{
	const Kleos__GetDigestRequest *request = (const Kleos__GetDigestRequest *)message;
	struct digest *digest = arena_alloc(exchange_arena(exchange), sizeof *digest);
	digest->gathering.exchange = exchange;
	digest->gathering.done = answer;
	digest->letter.arena = exchange_arena(exchange);
	struct report_question *question = &digest->gathering.questions[GATHERED_NOW];
	question->time_zone = zone_days_name(gateway_days(exchange_gateway(exchange)));
	if (strlen(request->locale) > LOCALE_BOUND) {
		exchange_fail_field(exchange, "locale", "a language tag such as el or en-GB");
		return;
	}
	if (take_period(digest, request->period) || report_take_team(exchange, request->team, question))
		return;
	set_questions(digest);
	ask_language(digest, request->locale);
}

/* ---- the part ---- */

static const struct local_method methods[] = {
	{"kleos.reports.v1.ReportsService/GetDigest", ROLES_REPORT, digest_start},
};

const struct gateway_part digest_part = {
	.open = gather_open,
	.close = free,
	.methods = methods,
	.n_methods = ARRAY_LENGTH(methods),
};
