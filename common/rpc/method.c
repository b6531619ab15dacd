#include "common/rpc/method.h"

#include <string.h>

/* Shims cast by the rpc's name, so the descriptor's types must be named after it too. */
static bool is_named_after(const ProtobufCMessageDescriptor *type, const char *name, const char *ending)
{
	size_t length = strlen(name);

	return strncmp(type->short_name, name, length) == 0 && strcmp(type->short_name + length, ending) == 0;
}

static const char *method_mismatch(struct arena *arena, const ProtobufCServiceDescriptor *service,
								   const ProtobufCMethodDescriptor *declared, const struct rpc_method *row)
{
	const char *name = row->name ? row->name : "a row without a name";

	if (strcmp(name, declared->name) != 0)
		return arena_printf(arena, "%s declares %s where the table has %s", service->name, declared->name, name);
	if (!is_named_after(declared->input, name, "Request") || !is_named_after(declared->output, name, "Response"))
		return arena_printf(arena, "%s/%s does not take %sRequest to %sResponse", service->name, name, name, name);
	if (!row->handle)
		return arena_printf(arena, "%s/%s has no handler", service->name, name);
	if (row->roles == 0)
		return arena_printf(arena, "%s/%s may be called by nobody", service->name, name);
	if (row->kind != RPC_WRITE && row->replay)
		return arena_printf(arena, "%s/%s is of a kind that has nothing to replay", service->name, name);
	if (row->kind == RPC_WRITE && !row->replay)
		return arena_printf(arena, "%s/%s is a write that nothing replays", service->name, name);
	return NULL;
}

const char *rpc_interface_mismatch(struct arena *arena, const struct rpc_interface *interface)
{
	const ProtobufCServiceDescriptor *service = interface->descriptor;
	size_t shared = service->n_methods < interface->n_methods ? service->n_methods : interface->n_methods;

	for (size_t i = 0; i < shared; i++) {
		const char *problem = method_mismatch(arena, service, &service->methods[i], &interface->methods[i]);
		if (problem)
			return problem;
	}
	if (service->n_methods != interface->n_methods)
		return arena_printf(arena, "%s declares %u methods, the table has %zu", service->name, service->n_methods,
							interface->n_methods);
	return NULL;
}

const struct rpc_method *rpc_method_find(const struct rpc_interface *interfaces, size_t n, const char *full_name,
										 const ProtobufCMethodDescriptor **descriptor)
{
	const char *slash = strchr(full_name, '/');
	size_t length = slash ? (size_t)(slash - full_name) : 0;

	for (size_t i = 0; slash && i < n; i++) {
		const ProtobufCServiceDescriptor *service = interfaces[i].descriptor;

		if (strncmp(service->name, full_name, length) != 0 || service->name[length] != '\0')
			continue;
		for (size_t j = 0; j < interfaces[i].n_methods; j++) {
			if (strcmp(interfaces[i].methods[j].name, slash + 1) != 0)
				continue;
			*descriptor = &service->methods[j];
			return &interfaces[i].methods[j];
		}
	}
	return NULL;
}
