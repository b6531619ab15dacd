#include "tests/service/gateway/stand_in.h"

#include "common/base/array.h"

static struct stand_in *stand_in_of(const struct call *call)
{
	return call->service;
}

static enum status summarize_impact(struct call *call, const Kleos__SummarizeImpactRequest *request,
									Kleos__SummarizeImpactResponse *response)
{
	const struct stand_in *stand_in = stand_in_of(call);
	bool before = request->to_day < stand_in->now_from_day;
	if (before && atomic_load(&stand_in->refuses_before))
		return STATUS_UNAVAILABLE;
	*response = before && stand_in->impact_before ? *stand_in->impact_before : stand_in->impact;
	response->days = request->to_day - request->from_day + 1;
	return STATUS_OK;
}

static enum status verify_impact(struct call *call, const Kleos__VerifyImpactRequest *request,
								 Kleos__VerifyImpactResponse *response)
{
	(void)request;
	*response = stand_in_of(call)->verification;
	return STATUS_OK;
}

static enum status summarize_awards(struct call *call, const Kleos__SummarizeAwardsRequest *request,
									Kleos__SummarizeAwardsResponse *response)
{
	const struct stand_in *stand_in = stand_in_of(call);
	bool before = request->to_day < stand_in->now_from_day;
	*response = before && stand_in->awards_before ? *stand_in->awards_before : stand_in->awards;
	return STATUS_OK;
}

static enum status list_awards(struct call *call, const Kleos__ListAwardsRequest *request,
							   Kleos__ListAwardsResponse *response)
{
	(void)call;
	(void)request;
	(void)response;
	return STATUS_OK;
}

static enum status check_health(struct call *call, const Kleos__CheckHealthRequest *request,
								Kleos__CheckHealthResponse *response)
{
	(void)request;
	response->ready = true;
	response->message = stand_in_of(call)->health;
	return STATUS_OK;
}

#define HEALTH_METHODS(METHOD) METHOD(CheckHealth, check_health, RPC_READ, ROLES_ANY | ROLES_INTERNAL)
#define IMPACT_METHODS(METHOD)                                                                                         \
	METHOD(SummarizeImpact, summarize_impact, RPC_READ, ROLES_INTERNAL)                                                \
	METHOD(VerifyImpact, verify_impact, RPC_READ, ROLES_INTERNAL)
#define LISTED_METHODS(METHOD) METHOD(ListAwards, list_awards, RPC_READ, ROLES_ANY)
#define AWARDS_METHODS(METHOD) METHOD(SummarizeAwards, summarize_awards, RPC_READ, ROLES_INTERNAL)
IMPACT_METHODS(RPC_SHIM)
AWARDS_METHODS(RPC_SHIM)
LISTED_METHODS(RPC_SHIM)
HEALTH_METHODS(RPC_SHIM)
static const struct rpc_method impact_methods[] = {IMPACT_METHODS(RPC_ROW)};
static const struct rpc_method awards_methods[] = {AWARDS_METHODS(RPC_ROW)};
static const struct rpc_method listed_methods[] = {LISTED_METHODS(RPC_ROW)};
static const struct rpc_method health_methods[] = {HEALTH_METHODS(RPC_ROW)};
static const struct rpc_interface interfaces[] = {
	{&kleos__impact_service__descriptor, impact_methods, 2},
	{&kleos__summary_service__descriptor, awards_methods, 1},
	{&kleos__awards_service__descriptor, listed_methods, 1},
	{&kleos__health_service__descriptor, health_methods, 1},
};

static void answer(struct call *call)
{
	ProtobufCMessage *request, *response = NULL;
	if (rpc_open_call(call, &request, &response) == STATUS_OK)
		call->status = call->method->handle(call, request, response);
	rpc_answer(call, response);
}

static bool take(void *host, struct call *call)
{
	struct stand_in *stand_in = host;
	atomic_fetch_add(&stand_in->asked, 1);
	if (atomic_load(&stand_in->refuses))
		return false;
	call->service = stand_in;
	if (atomic_load(&stand_in->hangs))
		atomic_store(&stand_in->hung[atomic_fetch_add(&stand_in->n_hung, 1) % STAND_IN_HUNG], call);
	else
		answer(call);
	return true;
}

void stand_in_open(struct stand_in *stand_in, struct service_fixture *fixture, const char *audience, const char *url)
{
	const struct rpc_server_config config = {
		.url = url,
		.audience = audience,
		.interfaces = interfaces,
		.n_interfaces = ARRAY_LENGTH(interfaces),
		.environment = &fixture->world.environment,
		.key = &fixture->world.key,
		.local = fixture_local(fixture, url),
		.host = stand_in,
		.take = take,
	};
	kleos__summarize_impact_response__init(&stand_in->impact);
	kleos__verify_impact_response__init(&stand_in->verification);
	kleos__summarize_awards_response__init(&stand_in->awards);
	stand_in->health = "";
	assert_int_equal(rpc_server_open(&stand_in->server, &config), STATUS_OK);
}

void stand_in_answer(struct stand_in *stand_in)
{
	atomic_store(&stand_in->hangs, false);
	for (size_t i = 0; i < STAND_IN_HUNG; i++) {
		struct call *hung = atomic_exchange(&stand_in->hung[i], NULL);
		if (hung)
			answer(hung);
	}
}

void stand_in_close(struct stand_in *stand_in)
{
	stand_in_answer(stand_in);
	rpc_server_close(stand_in->server);
	stand_in->server = NULL;
}
