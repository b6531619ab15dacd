#include "services/gateway/admission.h"

#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"

#define TELL_MS 1000

static const char *lane_name(size_t lane)
{
	return lane < SERVICE_COUNT ? gateway_service_name((enum gateway_service)lane) : "gateway";
}

/* NULL: it is no rpc. */
static struct admission_lane *lane_of(const struct exchange *exchange)
{
	const struct procedure *procedure = exchange->route->procedure;
	return procedure ? &exchange->gateway->admission.lanes[procedure->service] : NULL;
}

bool admission_has_room(struct exchange *exchange)
{
	struct admission_lane *lane = lane_of(exchange);
	if (!lane || lane->under_way < ADMISSION_BOUND)
		return true;
	lane->refused++;
	exchange->shed = true;
	exchange_fail(exchange, STATUS_UNAVAILABLE, "OVERLOADED",
				  "more requests are under way than can be answered in time; come again as Retry-After says");
	return false;
}

bool admission_enter(struct exchange *exchange)
{
	if (!admission_has_room(exchange))
		return false;
	exchange->admitted = lane_of(exchange);
	if (exchange->admitted)
		exchange->admitted->under_way++;
	return true;
}

void admission_leave(struct exchange *exchange)
{
	if (exchange->admitted)
		exchange->admitted->under_way--;
	exchange->admitted = NULL;
}

bool admission_tells(struct exchange *exchange)
{
	struct admission *admission = &exchange->gateway->admission;
	const struct environment *environment = exchange->gateway->environment;
	const int64_t now_ms = environment_monotonic_ms(environment);
	if (!exchange->shed)
		return false;
	admission->untold++;
	if (now_ms - admission->told_ms < TELL_MS)
		return true;
	log_warn(environment->log, "requests were refused: too many at once, or a second",
			 log_number("requests", admission->untold));
	admission->told_ms = now_ms;
	admission->untold = 0;
	return true;
}

void admission_measure(const struct admission *admission, struct samples *samples)
{
	for (size_t i = 0; i < ADMISSION_LANES; i++) {
		const struct admission_lane *lane = &admission->lanes[i];
		samples_add(samples, METER_QUEUE_DEPTH, lane->under_way, lane_name(i), NULL);
		samples_add(samples, METER_QUEUE_BOUND, ADMISSION_BOUND, lane_name(i), NULL);
		samples_add(samples, METER_QUEUE_REFUSALS, (double)lane->refused, lane_name(i), NULL);
	}
}
