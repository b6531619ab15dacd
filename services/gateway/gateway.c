#include "services/gateway/gateway.h"

#include "common/process/process.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MIN_GROUP_DEFAULT 5
#define RATE_DEFAULT      20000
#define DRAIN_MS          10000 /* for answers to those who were let in when the gateway stops */
#define LAST_ANSWERS_MS   1000  /* and then for answers to leave */

#define PART(name) &name##_part,
const struct gateway_part *const gateway_parts[PARTS_COUNT] = {
#include "services/gateway/parts.def"
};
#undef PART

const char *gateway_service_name(enum gateway_service service)
{
	static const char *const names[SERVICE_COUNT] = {
		[SERVICE_MEMBERS] = "members",
		[SERVICE_RECOGNITIONS] = "recognitions",
		[SERVICE_AWARDS] = "awards",
	};
	return names[service];
}

struct rpc_client *gateway_client(struct gateway *gateway, enum gateway_service service)
{
	return gateway->clients[service];
}

const char *gateway_url(struct gateway *gateway, enum gateway_service service)
{
	return gateway->urls[service];
}

const struct environment *gateway_environment(struct gateway *gateway)
{
	return gateway->environment;
}

const struct cluster_key *gateway_key(struct gateway *gateway)
{
	return gateway->key;
}

const struct zone_days *gateway_days(struct gateway *gateway)
{
	return gateway->days;
}

unsigned gateway_min_group(struct gateway *gateway)
{
	return gateway->min_group;
}

const struct backup_plan *gateway_backup_plan(struct gateway *gateway)
{
	return &gateway->backups;
}

uint16_t gateway_port(const struct gateway *gateway)
{
	return gateway->port;
}

static struct identity_settings identity_settings_of(const struct settings *settings)
{
	return (struct identity_settings){
		.issuer = settings_text(settings, "KLEOS_OIDC_ISSUER"),
		.client_id = settings_text(settings, "KLEOS_OIDC_CLIENT_ID"),
		.client_secret_file = settings_text(settings, "KLEOS_OIDC_CLIENT_SECRET_FILE"),
		.audience = settings_text(settings, "KLEOS_OIDC_AUDIENCE"),
		.scopes = settings_text(settings, "KLEOS_OIDC_SCOPES"),
		.member_claim = settings_text(settings, "KLEOS_OIDC_MEMBER_CLAIM"),
		.roles_claim = settings_text(settings, "KLEOS_OIDC_ROLES_CLAIM"),
		.roles_map = settings_text(settings, "KLEOS_OIDC_ROLES_MAP"),
		.ca_file = settings_text(settings, "KLEOS_OIDC_CA_FILE"),
	};
}

struct gateway_config gateway_config_of(const struct process *process)
{
	const struct settings *settings = &process->settings;
	return (struct gateway_config){
		.listen = settings_text(settings, "KLEOS_HTTP_LISTEN"),
		.members_url = settings_text(settings, "KLEOS_MEMBERS_URL"),
		.recognitions_url = settings_text(settings, "KLEOS_RECOGNITIONS_URL"),
		.awards_url = settings_text(settings, "KLEOS_AWARDS_URL"),
		.public_url = settings_text(settings, "KLEOS_PUBLIC_URL"),
		.environment = &process->environment,
		.key = &process->key,
		.local = process->local,
		.days = process->days,
		.identity = identity_settings_of(settings),
		.min_group = (unsigned)settings_number(settings, "KLEOS_MIN_GROUP"),
		.backups = {.folder = settings_text(settings, "KLEOS_BACKUP_DIR"),
					.hours = settings_number(settings, "KLEOS_BACKUP_HOURS"),
					.keep = (unsigned)settings_number(settings, "KLEOS_BACKUP_KEEP")},
		.rate_limit = (unsigned)settings_number(settings, "KLEOS_RATE_LIMIT"),
		.behind_proxy = settings_flag(settings, "KLEOS_BEHIND_PROXY"),
	};
}

/* ---- opening ---- */

static enum status open_client(struct gateway *gateway, enum gateway_service service, const char *url)
{
	const char *audience = gateway_service_name(service);
	struct rpc_client_config config = {
		.url = url,
		.audience = audience,
		.environment = gateway->environment,
		.key = gateway->key,
		.local = gateway->local,
	};
	gateway->urls[service] = strdup(url);
	if (!gateway->urls[service])
		return STATUS_RESOURCE_EXHAUSTED;
	enum status status = rpc_client_open(&gateway->clients[service], &config);
	if (status != STATUS_OK)
		log_error(gateway->environment->log, "cannot call a service", log_text("service", audience),
				  log_text("url", url));
	return status;
}

static enum status open_clients(struct gateway *gateway, const struct gateway_config *config)
{
	enum status status = open_client(gateway, SERVICE_MEMBERS, config->members_url);
	if (status == STATUS_OK)
		status = open_client(gateway, SERVICE_RECOGNITIONS, config->recognitions_url);
	if (status == STATUS_OK)
		status = open_client(gateway, SERVICE_AWARDS, config->awards_url);
	return status;
}

static enum status open_keys(struct gateway *gateway)
{
	const struct identity *identity = gateway->identity;
	const struct keys_config config = {
		.client = gateway->clients[SERVICE_MEMBERS],
		.url = gateway->urls[SERVICE_MEMBERS],
		.environment = gateway->environment,
		.subjects = identity ? identity_rules(identity)->kind : KLEOS__SUBJECT_KIND__SUBJECT_KIND_UNSPECIFIED,
	};
	return keys_open(&gateway->keys, &config);
}

static enum status open_parts(struct gateway *gateway)
{
	enum status status = STATUS_OK;
	while (gateway->parts_open < PARTS_COUNT && status == STATUS_OK) {
		const struct gateway_part *part = gateway_parts[gateway->parts_open];
		if (part->open)
			status = part->open(gateway, &gateway->parts[gateway->parts_open]);
		if (status == STATUS_OK)
			gateway->parts_open++;
	}
	return status;
}

static enum status open_all(struct gateway *gateway, const struct gateway_config *config)
{
	enum status status = routes_init(&gateway->routes, gateway_parts, PARTS_COUNT, gateway->environment->log);
	if (status == STATUS_OK)
		status = connections_open(&gateway->connections, gateway->environment);
	if (status == STATUS_OK)
		status = visitors_open(&gateway->visitors, gateway->environment, gateway->behind_proxy);
	if (status == STATUS_OK)
		status =
			shares_open(&gateway->shares, gateway->environment, config->rate_limit ? config->rate_limit : RATE_DEFAULT);
	if (status == STATUS_OK)
		status = open_clients(gateway, config);
	if (status == STATUS_OK)
		status = identity_open(&gateway->identity, &config->identity, config->public_url, gateway->environment);
	if (status == STATUS_OK)
		status = open_keys(gateway);
	if (status == STATUS_OK)
		status = open_parts(gateway);
	if (status == STATUS_OK)
		status = http_open(gateway, config->listen);
	return status;
}

enum status gateway_open(struct gateway **out, const struct gateway_config *config)
{
	struct gateway *gateway = calloc(1, sizeof(*gateway));
	if (!gateway)
		return STATUS_RESOURCE_EXHAUSTED;
	gateway->environment = config->environment;
	gateway->key = config->key;
	gateway->days = config->days;
	gateway->local = config->local;
	gateway->min_group = config->min_group ? config->min_group : MIN_GROUP_DEFAULT;
	gateway->behind_proxy = config->behind_proxy;
	gateway->backups = config->backups;
	gateway->backups.folder = strdup(config->backups.folder ? config->backups.folder : "");
	pthread_mutex_init(&gateway->pool_mutex, NULL);
	gateway->public_url = config->public_url ? strdup(config->public_url) : NULL;
	enum status status = gateway->backups.folder ? open_all(gateway, config) : STATUS_RESOURCE_EXHAUSTED;
	if (status == STATUS_OK)
		*out = gateway;
	else
		gateway_close(gateway);
	return status;
}

/* ---- closing ---- */

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

/* Whoever comes now is told to come again (503, Retry-After, Connection: close), whatever lasts ends, and those who
 * were let in have time for their answer. */
static void drain(struct gateway *gateway)
{
	atomic_store(&gateway->draining, true);
	for (size_t i = gateway->parts_open; i-- > 0;) {
		if (gateway_parts[i]->quiesce)
			gateway_parts[i]->quiesce(gateway->parts[i]);
	}
	for (int waited = 0; atomic_load(&gateway->at_work) && waited < DRAIN_MS; waited++)
		pause_ms(1);
}

/* From here on nothing new starts, and every waiting exchange gets its answer. */
static void quiesce(struct gateway *gateway)
{
	atomic_store(&gateway->closing, true);
	http_quiesce(gateway);
	keys_quiesce(gateway->keys);
	identity_quiesce(gateway->identity);
	while (atomic_load(&gateway->starting))
		pause_ms(1);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		rpc_client_close(gateway->clients[i]);
	for (int waited = 0; atomic_load(&gateway->in_flight) && waited < LAST_ANSWERS_MS; waited++)
		pause_ms(1);
}

void gateway_close(struct gateway *gateway)
{
	if (!gateway)
		return;
	drain(gateway);
	quiesce(gateway);
	http_close(gateway);
	for (size_t i = gateway->parts_open; i-- > 0;) {
		if (gateway_parts[i]->close)
			gateway_parts[i]->close(gateway->parts[i]);
	}
	while (atomic_load(&gateway->in_flight)) /* the last release may still be on its way on another thread */
		pause_ms(1);
	exchange_pool_fini(gateway);
	keys_close(gateway->keys);
	identity_close(gateway->identity);
	connections_close(gateway->connections);
	visitors_close(gateway->visitors);
	shares_close(gateway->shares);
	routes_fini(&gateway->routes);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		free(gateway->urls[i]);
	free(gateway->public_url);
	free((char *)gateway->backups.folder);
	pthread_mutex_destroy(&gateway->pool_mutex);
	free(gateway);
}
