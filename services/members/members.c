#include "services/members/members.h"

#include "common/base/array.h"
#include "common/process/process.h"
#include "common/store/outbox.h"
#include "members/sql.h"
#include "services/members/admin_key.h"
#include "services/members/personal.h"
#include "services/members/rpc.h"
#include "services/members/state.h"
#include "services/members/store.h"

#include <stdlib.h>

#define OWN_CURSOR         "members" /* whose epoch is the one of the last start */
#define HOUR_MS            ((int64_t)3600000)
#define SESSION_HOURS      168
#define OIDC_SESSION_HOURS 12

MEMBERS_METHODS(RPC_SHIM)
DIRECTORY_METHODS(RPC_SHIM)
PROVISIONING_METHODS(RPC_SHIM)

static const struct rpc_method members_methods[] = {MEMBERS_METHODS(RPC_ROW)};
static const struct rpc_method directory_methods[] = {DIRECTORY_METHODS(RPC_ROW)};
static const struct rpc_method provisioning_methods[] = {PROVISIONING_METHODS(RPC_ROW)};

static const struct rpc_interface interfaces[] = {
	{&kleos__members_service__descriptor, members_methods, ARRAY_LENGTH(members_methods)},
	{&kleos__directory_service__descriptor, directory_methods, ARRAY_LENGTH(directory_methods)},
	{&kleos__provisioning_service__descriptor, provisioning_methods, ARRAY_LENGTH(provisioning_methods)},
};

static enum status open_service(struct members *members, const struct members_config *config)
{
	struct service_config service = {
		.name = "members",
		.site = config->site,
		.migrations = &members_migrations,
		.interfaces = interfaces,
		.n_interfaces = ARRAY_LENGTH(interfaces),
		.state = members,
		.personal = &members_personal,
	};
	return service_open(&members->service, &service);
}

/* What was signed out of since a backup was made stays so when it is restored, which shows by another epoch. */
static bool settle_epoch(void *context, struct db *db)
{
	struct id epoch = outbox_epoch(db), before;
	(void)context;
	cursor_read(db, OWN_CURSOR, &before);
	if (id_equal(&epoch, &before))
		return true;
	sessions_forget(db);
	cursor_write(db, OWN_CURSOR, &epoch, 0);
	return true;
}

static enum status settle_sessions(struct members *members)
{
	return store_write_now(service_store(members->service), settle_epoch, NULL);
}

/* Before the first call comes: from then on somebody can let others in. */
static enum status open_admin_key(struct members *members, const struct members_config *config)
{
	const char *path = config->admin_key_file;
	bool made = false;

	if (!path || !*path)
		path = arena_printf(&members->arena, "%s/admin.key", config->site.data_dir);
	path = arena_text(&members->arena, path);
	enum status status =
		admin_key_settle(service_store(members->service), config->site.environment, config->site.key, path, &made);
	if (made)
		members->made_admin_key = path;
	return status;
}

/* Months that ended while nobody looked are closed before anybody asks for them. */
static enum status open_pulses(struct members *members, const struct members_config *config)
{
	const char *path = arena_printf(&members->arena, "%s/pulse.key", config->site.data_dir);
	enum status status = pulse_key_open(&members->pulse_key, path, config->site.environment);
	if (status != STATUS_OK)
		return status;
	struct pulse_keeper_config keeper = {
		.store = service_store(members->service),
		.key = members->pulse_key,
		.environment = config->site.environment,
		.days = config->site.days,
	};
	return pulse_keeper_open(&members->pulse_keeper, &keeper);
}

enum status members_open(struct members **out, const struct members_config *config)
{
	struct members *members = calloc(1, sizeof(*members));
	if (!members)
		return STATUS_RESOURCE_EXHAUSTED;
	arena_init(&members->arena, 1 << 16);
	members->key = config->site.key;
	members->session_ms = config->session_ms ? config->session_ms : SESSION_HOURS * HOUR_MS;
	members->oidc_session_ms = config->oidc_session_ms ? config->oidc_session_ms : OIDC_SESSION_HOURS * HOUR_MS;
	enum status status = open_service(members, config);
	if (status == STATUS_OK)
		status = settle_sessions(members);
	if (status == STATUS_OK)
		status = open_admin_key(members, config);
	if (status == STATUS_OK)
		status = open_pulses(members, config);
	if (status == STATUS_OK)
		status = service_listen(members->service);
	if (status != STATUS_OK) {
		log_error(config->site.environment->log, "members cannot open", log_text("status", status_name(status)));
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
	pulse_keeper_close(members->pulse_keeper);
	service_close(members->service);
	pulse_key_close(members->pulse_key);
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
		.site = process_site(process, "KLEOS_MEMBERS_URL"),
		.admin_key_file = settings_text(settings, "KLEOS_ADMIN_KEY_FILE"),
		.session_ms = settings_number(settings, "KLEOS_SESSION_HOURS") * HOUR_MS,
		.oidc_session_ms = settings_number(settings, "KLEOS_OIDC_SESSION_HOURS") * HOUR_MS,
	};
}
