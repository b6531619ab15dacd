#include "services/recognitions/recognitions.h"

#include "common/base/array.h"
#include "common/process/process.h"
#include "recognitions/sql.h"
#include "services/recognitions/impact/rpc_impact.h"
#include "services/recognitions/impact/source.h"
#include "services/recognitions/period/period_clock.h"
#include "services/recognitions/personal.h"
#include "services/recognitions/routine/routine_clock.h"
#include "services/recognitions/rpc.h"
#include "services/recognitions/rules.h"
#include "services/recognitions/search/search.h"
#include "services/recognitions/state.h"
#include "services/recognitions/store.h"

#include <stdlib.h>

RECOGNITIONS_METHODS(RPC_SHIM)
IMPACT_METHODS(RPC_SHIM)

static const struct rpc_method recognitions_methods[] = {RECOGNITIONS_METHODS(RPC_ROW)};
static const struct rpc_method impact_methods[] = {IMPACT_METHODS(RPC_ROW)};

static const struct rpc_interface interfaces[] = {
	{&kleos__recognitions_service__descriptor, recognitions_methods, ARRAY_LENGTH(recognitions_methods)},
	{&kleos__impact_service__descriptor, impact_methods, ARRAY_LENGTH(impact_methods)},
};

static enum status recognitions_health(void *state, struct arena *arena, const char **message)
{
	const struct recognitions *recognitions = state;
	(void)arena;
	return directory_feed_health(recognitions->feed, message);
}

static void recognitions_measure(void *state, struct samples *samples)
{
	const struct recognitions *recognitions = state;
	directory_feed_measure(recognitions->feed, samples);
	impact_source_measure(recognitions->impact, samples);
	if (recognitions->search)
		search_measure(recognitions->search, samples);
}

static void recognitions_committed(void *state, int64_t head_seq)
{
	struct recognitions *recognitions = state;
	(void)head_seq;
	impact_source_wake(recognitions->impact);
	if (recognitions->search)
		search_wake(recognitions->search);
}

static enum status open_service(struct recognitions *recognitions, const struct recognitions_config *config)
{
	struct service_config service = {
		.name = "recognitions",
		.site = config->site,
		.migrations = &recognitions_migrations,
		.interfaces = interfaces,
		.n_interfaces = ARRAY_LENGTH(interfaces),
		.state = recognitions,
		.personal = &recognitions_personal,
		.health = recognitions_health,
		.committed = recognitions_committed,
		.measure = recognitions_measure,
	};
	return service_open(&recognitions->service, &service);
}

static enum status open_impact(struct recognitions *recognitions, const struct recognitions_config *config)
{
	struct impact_source_config impact = {
		.store = service_store(recognitions->service),
		.snapshot = arena_printf(&recognitions->arena, "%s/recognitions.impact", config->site.data_dir),
		.members_cursor = DIRECTORY_CURSOR,
		.days = config->site.days,
		.environment = config->site.environment,
	};
	return impact_source_open(&recognitions->impact, &impact);
}

static enum status open_routine_clock(struct recognitions *recognitions, const struct recognitions_config *config)
{
	struct routine_clock_config clock = {
		.store = service_store(recognitions->service),
		.environment = config->site.environment,
		.look_ms = config->routine_look_ms,
	};
	return routine_clock_open(&recognitions->routine_clock, &clock);
}

static enum status open_period_clock(struct recognitions *recognitions, const struct recognitions_config *config)
{
	struct period_clock_config clock = {
		.store = service_store(recognitions->service),
		.environment = config->site.environment,
		.days = config->site.days,
		.look_ms = config->period_look_ms,
	};
	return period_clock_open(&recognitions->period_clock, &clock);
}

static enum status open_search(struct recognitions *recognitions, const struct recognitions_config *config)
{
	struct search_config search = {
		.store = service_store(recognitions->service),
		.path = arena_printf(&recognitions->arena, "%s/recognitions-search.db", config->site.data_dir),
		.environment = config->site.environment,
		.read = recognition_read,
	};
	return config->no_search ? STATUS_OK : search_open(&recognitions->search, &search);
}

static void feed_forget(void *host, struct db *db)
{
	(void)host;
	known_forget_all(db);
}

static void feed_put(void *host, struct db *db, const Kleos__MemberRecord *record)
{
	const struct recognitions *recognitions = host;
	known_put(db, record, environment_now_ms(recognitions->environment));
}

static enum status open_feed(struct recognitions *recognitions, const struct recognitions_config *config)
{
	struct directory_feed_config feed = {
		.members_url = config->members_url,
		.service = recognitions->service,
		.host = recognitions,
		.forget = feed_forget,
		.put = feed_put,
	};
	return directory_feed_open(&recognitions->feed, &feed);
}

enum status recognitions_open(struct recognitions **out, const struct recognitions_config *config)
{
	struct recognitions *recognitions = calloc(1, sizeof(*recognitions));
	if (!recognitions)
		return STATUS_RESOURCE_EXHAUSTED;
	arena_init(&recognitions->arena, 1 << 16);
	recognitions->key = config->site.key;
	recognitions->environment = config->site.environment;
	recognitions->default_ceiling = config->default_ceiling;
	if (!recognitions->default_ceiling)
		recognitions->default_ceiling = KLEOS__VISIBILITY__VISIBILITY_TEAM;
	enum status status = open_service(recognitions, config);
	if (status == STATUS_OK)
		status = open_impact(recognitions, config);
	if (status == STATUS_OK)
		status = open_search(recognitions, config);
	if (status == STATUS_OK) /* behind what recognitions_committed wakes: it may have something to tell at once */
		status = open_routine_clock(recognitions, config);
	if (status == STATUS_OK)
		status = open_period_clock(recognitions, config);
	if (status == STATUS_OK)
		status = open_feed(recognitions, config);
	if (status == STATUS_OK)
		status = service_listen(recognitions->service);
	if (status != STATUS_OK) {
		log_error(config->site.environment->log, "recognitions cannot open", log_text("status", status_name(status)));
		recognitions_close(recognitions);
		return status;
	}
	*out = recognitions;
	return STATUS_OK;
}

void recognitions_close(struct recognitions *recognitions)
{
	if (!recognitions)
		return;
	directory_feed_close(recognitions->feed);
	search_stop(recognitions->search);
	impact_source_stop(recognitions->impact);
	routine_clock_stop(recognitions->routine_clock);
	period_clock_stop(recognitions->period_clock);
	service_close(recognitions->service);
	search_close(recognitions->search);
	impact_source_close(recognitions->impact);
	routine_clock_close(recognitions->routine_clock);
	period_clock_close(recognitions->period_clock);
	arena_fini(&recognitions->arena);
	free(recognitions);
}

struct recognitions_config recognitions_config_of(const struct process *process)
{
	const struct settings *settings = &process->settings;
	struct recognitions_config config = {
		.site = process_site(process, "KLEOS_RECOGNITIONS_URL"),
		.members_url = settings_text(settings, "KLEOS_MEMBERS_URL"),
	};
	visibility_parse(settings_text(settings, "KLEOS_DEFAULT_CEILING"), &config.default_ceiling);
	return config;
}
