#include "services/members/members.h"

#include "common/service/process.h"
#include "common/service/service.h"
#include "members/sql.h"
#include "services/members/admin_key.h"
#include "services/members/rpc.h"

#include <stdlib.h>

struct members {
	struct members_config config; /* its texts are borrowed during open only */
	struct service *service;
	struct arena arena; /* what lives as long as the instance */
	const char *made_admin_key;
};

MEMBERS_METHODS(RPC_SHIM)
DIRECTORY_METHODS(RPC_SHIM)

static const struct rpc_method members_methods[] = {MEMBERS_METHODS(RPC_ROW)};
static const struct rpc_method directory_methods[] = {DIRECTORY_METHODS(RPC_ROW)};

static const struct rpc_interface interfaces[] = {
	{&kleos__members_service__descriptor, members_methods, sizeof members_methods / sizeof *members_methods},
	{&kleos__directory_service__descriptor, directory_methods, sizeof directory_methods / sizeof *directory_methods},
};

const struct cluster_key *call_key(const struct call *call)
{
	const struct members *members = call->service;
	return members->config.key;
}

static enum status open_service(struct members *members)
{
	const struct service_config config = {
		.name = "members",
		.url = members->config.url,
		.data_dir = members->config.data_dir,
		.synchronous = members->config.synchronous,
		.environment = members->config.environment,
		.key = members->config.key,
		.local = members->config.local,
		.migrations = &members_migrations,
		.interfaces = interfaces,
		.n_interfaces = sizeof interfaces / sizeof *interfaces,
		.state = members,
	};
	return service_open(&members->service, &config);
}

/* Before the first call comes: from then on somebody can let others in. */
static enum status open_admin_key(struct members *members)
{
	const char *path = members->config.admin_key_file;
	bool made = false;

	if (!path || !*path)
		path = arena_printf(&members->arena, "%s/admin.key", members->config.data_dir);
	path = arena_text(&members->arena, path);
	enum status status = admin_key_settle(service_store(members->service), members->config.environment,
	                                      members->config.key, path, &made);
	if (made)
		members->made_admin_key = path;
	return status;
}

enum status members_open(struct members **out, const struct members_config *config)
{
	struct members *members = calloc(1, sizeof *members);
	if (!members)
		return STATUS_RESOURCE_EXHAUSTED;
	members->config = *config;
	arena_init(&members->arena, 1 << 16);
	enum status status = open_service(members);
	if (status == STATUS_OK)
		status = open_admin_key(members);
	if (status == STATUS_OK)
		status = service_listen(members->service);
	if (status != STATUS_OK) {
		members_close(members);
		return status;
	}
	*out = members;
	return STATUS_OK;
}

void members_close(struct members *members)
{
	if (!members)
		return;
	service_close(members->service);
	arena_fini(&members->arena);
	free(members);
}

const char *members_made_admin_key(const struct members *members)
{
	return members->made_admin_key;
}

struct members_config members_config_of(const struct process *process)
{
	const struct settings *settings = &process->settings;
	return (struct members_config){
		.url = settings_text(settings, "KLEOS_MEMBERS_URL"),
		.data_dir = process->data_dir,
		.admin_key_file = settings_text(settings, "KLEOS_ADMIN_KEY_FILE"),
		.synchronous = process_synchronous(process),
		.environment = &process->environment,
		.key = &process->key,
		.local = process->local,
	};
}
