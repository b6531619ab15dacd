#include "common/base/stopwatch.h"
#include "common/rpc/server_state.h"

#include <stdlib.h>

static size_t count_methods(const struct rpc_server_config *config)
{
	size_t n = 0;

	for (size_t i = 0; i < config->n_interfaces; i++)
		n += config->interfaces[i].n_methods;
	return n;
}

bool tallies_open(struct rpc_server *server)
{
	server->tallies = calloc(count_methods(&server->config) + 1, sizeof(*server->tallies));
	return server->tallies != NULL;
}

struct rpc_tally *tally_of(struct rpc_server *server, const struct rpc_method *method)
{
	const struct rpc_server_config *config = &server->config;
	size_t before = 0;

	for (size_t i = 0; i < config->n_interfaces && method; i++) {
		const struct rpc_interface *interface = &config->interfaces[i];

		if (method >= interface->methods && method < interface->methods + interface->n_methods)
			return &server->tallies[before + (size_t)(method - interface->methods)];
		before += interface->n_methods;
	}
	return &server->tallies[count_methods(config)];
}

void tally_add(struct slot *slot)
{
	enum status status = slot->call.status;
	size_t code = status >= 0 && status < RPC_CODES ? (size_t)status : STATUS_UNKNOWN;

	atomic_fetch_add_explicit(&slot->tally->codes[code], 1, memory_order_relaxed);
	histogram_add(&slot->tally->duration, &scale_durations, stopwatch_ns() - slot->begun_ns);
}

void rpc_server_tallies(struct rpc_server *server, void *context,
						void (*visit)(void *context, const char *interface, const char *method,
									  const struct rpc_tally *tally))
{
	const struct rpc_server_config *config = &server->config;
	const struct rpc_tally *tally = server->tallies;

	for (size_t i = 0; i < config->n_interfaces; i++)
		for (size_t j = 0; j < config->interfaces[i].n_methods; j++, tally++)
			if (histogram_count(&tally->duration))
				visit(context, config->interfaces[i].descriptor->name, config->interfaces[i].methods[j].name, tally);
	if (histogram_count(&tally->duration))
		visit(context, NULL, NULL, tally);
}

void rpc_server_state(struct rpc_server *server, struct rpc_server_state *out)
{
	*out = (struct rpc_server_state){.in_flight = rpc_server_in_flight(server),
									 .in_flight_bound = server->config.in_flight,
									 .refusals = atomic_load(&server->n_refused)};
}
