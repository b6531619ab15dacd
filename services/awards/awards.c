#include "services/awards/awards.h"

#include "awards/sql.h"
#include "common/base/array.h"
#include "common/process/process.h"
#include "services/awards/personal.h"
#include "services/awards/rpc.h"
#include "services/awards/state.h"
#include "services/awards/store.h"
#include "services/awards/vote/log.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

AWARDS_METHODS(RPC_SHIM)
SUMMARY_METHODS(RPC_SHIM)
static const struct rpc_method awards_methods[] = {AWARDS_METHODS(RPC_ROW)};
static const struct rpc_method summary_methods[] = {SUMMARY_METHODS(RPC_ROW)};

static const struct rpc_interface interfaces[] = {
	{&kleos__awards_service__descriptor, awards_methods, ARRAY_LENGTH(awards_methods)},
	{&kleos__summary_service__descriptor, summary_methods, ARRAY_LENGTH(summary_methods)},
};

static enum status awards_health(void *state, struct arena *arena, const char **message)
{
	const struct awards *awards = state;
	(void)arena;
	return directory_feed_health(awards->feed, message);
}

static void awards_measure(void *state, struct samples *samples)
{
	const struct awards *awards = state;
	directory_feed_measure(awards->feed, samples);
}

static enum status open_service(struct awards *awards, const struct awards_config *config)
{
	struct service_config service = {
		.name = "awards",
		.site = config->site,
		.migrations = &awards_migrations,
		.interfaces = interfaces,
		.n_interfaces = ARRAY_LENGTH(interfaces),
		.state = awards,
		.personal = &awards_personal,
		.health = awards_health,
		.measure = awards_measure,
	};
	return service_open(&awards->service, &service);
}

static void feed_forget(void *host, struct db *db)
{
	(void)host;
	colleagues_forget(db);
}

static void feed_put(void *host, struct db *db, const Kleos__MemberRecord *record)
{
	(void)host;
	colleague_put(db, record);
}

static enum status open_feed(struct awards *awards, const struct awards_config *config)
{
	struct directory_feed_config feed = {
		.members_url = config->members_url,
		.service = awards->service,
		.host = awards,
		.forget = feed_forget,
		.put = feed_put,
	};
	return directory_feed_open(&awards->feed, &feed);
}

static enum status open_clock(struct awards *awards, const struct awards_config *config)
{
	struct cycle_clock_config clock = {
		.store = service_store(awards->service),
		.awards = awards,
		.environment = config->site.environment,
		.look_ms = config->look_ms,
	};
	return cycle_clock_open(&awards->clock, &clock);
}

static enum status open_votes(struct awards *awards, const struct awards_config *config)
{
	const struct vote_publisher_config publisher = {
		.store = service_store(awards->service),
		.key = &awards->log_key,
		.environment = config->site.environment,
	};
	enum status status = counts_open(&awards->counts);
	return status == STATUS_OK ? vote_publisher_open(&awards->publisher, &publisher) : status;
}

/* What is there before anything runs. */
static bool take_config(struct awards *awards, const struct awards_config *config)
{
	const char *url = config->public_url ? config->public_url : "";
	size_t length = strlen(url);
	while (length && url[length - 1] == '/')
		length--;
	awards->key = config->site.key;
	awards->public_url = strndup(url, length);
	vote_log_key(&awards->log_key, awards->key);
	return awards->public_url;
}

enum status awards_open(struct awards **out, const struct awards_config *config)
{
	struct awards *awards = calloc(1, sizeof(*awards));
	if (!awards)
		return STATUS_RESOURCE_EXHAUSTED;
	enum status status = take_config(awards, config) ? open_service(awards, config) : STATUS_RESOURCE_EXHAUSTED;
	if (status == STATUS_OK)
		status = open_feed(awards, config);
	if (status == STATUS_OK)
		status = open_votes(awards, config);
	if (status == STATUS_OK)
		status = open_clock(awards, config);
	if (status == STATUS_OK)
		status = service_listen(awards->service);
	if (status != STATUS_OK) {
		log_error(config->site.environment->log, "awards cannot open", log_text("status", status_name(status)));
		awards_close(awards);
		return status;
	}
	*out = awards;
	return STATUS_OK;
}

void awards_close(struct awards *awards)
{
	if (!awards)
		return;
	directory_feed_close(awards->feed);
	cycle_clock_stop(awards->clock);
	vote_publisher_stop(awards->publisher);
	service_close(awards->service);
	cycle_clock_close(awards->clock);
	vote_publisher_close(awards->publisher);
	counts_close(awards->counts);
	sodium_memzero(&awards->log_key, sizeof(awards->log_key));
	free(awards->public_url);
	free(awards);
}

struct awards_config awards_config_of(const struct process *process)
{
	const struct settings *settings = &process->settings;
	return (struct awards_config){
		.site = process_site(process, "KLEOS_AWARDS_URL"),
		.members_url = settings_text(settings, "KLEOS_MEMBERS_URL"),
		.public_url = settings_text(settings, "KLEOS_PUBLIC_URL"),
	};
}
