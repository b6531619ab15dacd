#include "services/gateway/admission.h"

#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"

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

void admission_measure(const struct admission *admission, struct samples *samples)
{
	for (size_t i = 0; i < ADMISSION_LANES; i++) {
		const struct admission_lane *lane = &admission->lanes[i];
		samples_add(samples, METER_QUEUE_DEPTH, lane->under_way, lane_name(i), NULL);
		samples_add(samples, METER_QUEUE_BOUND, ADMISSION_BOUND, lane_name(i), NULL);
		samples_add(samples, METER_QUEUE_REFUSALS, (double)lane->refused, lane_name(i), NULL);
	}
}
