#include "clients/cli/findings.h"
#include "clients/cli/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* As docker/observability/kleos.rules.yaml has them. */
#define ERRORS_MOST     0.01
#define QUEUE_MOST      0.8
#define SKEW_MOST_S     2.0
#define FOLLOWER_MOST   1000
#define PROJECTION_MOST 50000
#define BACKUP_MOST_S   (36 * 3600.0)
#define FILES_MOST      0.8
#define HOUR_S          3600.0

struct doctor {
	struct findings *findings;
	const json_t *metrics;
};

static const json_t *series_of(const struct doctor *doctor, const char *name)
{
	return json_object_get(doctor->metrics, name);
}

static double value_at(const json_t *series, size_t i)
{
	return json_number_value(json_object_get(json_array_get(series, i), "value"));
}

static const char *label_at(const json_t *series, size_t i, const char *name)
{
	const json_t *labels = json_object_get(json_array_get(series, i), "labels");
	const char *value = json_string_value(json_object_get(labels, name));
	return value ? value : "";
}

/* The value of another metric with the same labels; NAN: there is none. */
static double beside(const struct doctor *doctor, const char *name, const json_t *series, size_t i)
{
	const json_t *other = series_of(doctor, name);
	for (size_t j = 0; j < json_array_size(other); j++)
		if (json_equal(json_object_get(json_array_get(other, j), "labels"),
					   json_object_get(json_array_get(series, i), "labels")))
			return value_at(other, j);
	return NAN;
}

/* "gateway 0.1.0 (abc), members 0.2.0 (def)", or NULL when all services have the same; the caller frees. */
static char *differences(const json_t *series, const char *first, const char *second)
{
	bool differ = false;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	for (size_t i = 0; i < json_array_size(series); i++) {
		differ = differ || strcmp(label_at(series, i, first), label_at(series, 0, first)) != 0 ||
				 strcmp(label_at(series, i, second), label_at(series, 0, second)) != 0;
		fprintf(out, "%s%s %s", i ? ", " : "", label_at(series, i, "service"), label_at(series, i, first));
		if (*second)
			fprintf(out, " (%s)", label_at(series, i, second));
	}
	fclose(out);
	if (differ)
		return text;
	free(text);
	return NULL;
}

static void look_at_versions(const struct doctor *doctor)
{
	const json_t *builds = series_of(doctor, "kleos_build_info");
	const char *version = label_at(builds, 0, "version");
	char *words = differences(builds, "version", "revision");
	if (words)
		find(doctor->findings, VERDICT_WARN, "version",
			 "The services are of different versions: %s. Bring all to one and restart them.", words);
	else if (strcmp(version, KLEOS_VERSION) != 0)
		find(doctor->findings, VERDICT_WARN, "version",
			 "The server is %s, this command line " KLEOS_VERSION ". Use the one that came with the server.", version);
	else
		find(doctor->findings, VERDICT_OK, "version", "%s (%s) everywhere.", version, label_at(builds, 0, "revision"));
	free(words);
}

static void look_at_zones(const struct doctor *doctor)
{
	const json_t *zones = series_of(doctor, "kleos_time_zone_info");
	char *words = differences(zones, "zone", "");
	if (words)
		find(doctor->findings, VERDICT_FAIL, "zone",
			 "The services count days in different time zones: %s. Set the same KLEOS_TIME_ZONE for all and restart "
			 "them.",
			 words);
	else
		find(doctor->findings, VERDICT_OK, "zone", "Days are those of %s.", label_at(zones, 0, "zone"));
	free(words);
}

static void look_at_skew(const struct doctor *doctor)
{
	const json_t *skews = series_of(doctor, "kleos_service_clock_skew_seconds");
	for (size_t i = 0; i < json_array_size(skews); i++)
		if (fabs(value_at(skews, i)) > SKEW_MOST_S)
			find(doctor->findings, VERDICT_WARN, "clock",
				 "The clock of %s is %.1f s %s the gateway's; calls are refused when clocks differ by much. Let both "
				 "take their time from one source (NTP).",
				 label_at(skews, i, "service"), fabs(value_at(skews, i)),
				 value_at(skews, i) > 0 ? "ahead of" : "behind");
}

static void look_at_disk(const struct doctor *doctor)
{
	const json_t *frees = series_of(doctor, "kleos_data_free_bytes");
	const json_t *writables = series_of(doctor, "kleos_database_writable");
	double least = NAN;
	for (size_t i = 0; i < json_array_size(writables); i++)
		if (value_at(writables, i) == 0)
			find(doctor->findings, VERDICT_FAIL, "disk",
				 "%s refuses writes: its disk is full. Make room; writing goes on by itself within a second.",
				 label_at(writables, i, "database"));
	for (size_t i = 0; i < json_array_size(frees); i++) {
		double left = value_at(frees, i) / beside(doctor, "kleos_data_size_bytes", frees, i);
		least = fmin(least, left);
		if (left < DISK_LEAST)
			find(doctor->findings, VERDICT_WARN, "disk",
				 "%s has %.1f GB (%.0f %%) of its disk left. When it is full Kleos reads on and refuses writes.",
				 label_at(frees, i, "service"), value_at(frees, i) / GIGABYTE, left * 100);
	}
	if (least >= DISK_LEAST)
		find(doctor->findings, VERDICT_OK, "disk", "%.0f %% of the fullest data disk is left.", least * 100);
}

static void look_at_promise(const struct doctor *doctor)
{
	const json_t *full = series_of(doctor, "kleos_database_synchronous");
	for (size_t i = 0; i < json_array_size(full); i++)
		if (value_at(full, i) == 0)
			find(doctor->findings, VERDICT_WARN, "power",
				 "%s runs with KLEOS_SYNCHRONOUS=NORMAL: what was acknowledged in the last moments is lost when the "
				 "power fails. FULL keeps it.",
				 label_at(full, i, "service"));
}

static void look_at_lag(const struct doctor *doctor)
{
	const json_t *links = series_of(doctor, "kleos_follower_connected");
	const json_t *lags = series_of(doctor, "kleos_follower_lag_events");
	const json_t *projections = series_of(doctor, "kleos_projection_lag_events");
	double most = 0;
	for (size_t i = 0; i < json_array_size(links); i++)
		if (value_at(links, i) == 0)
			find(doctor->findings, VERDICT_WARN, "lag",
				 "%s (%s) hears nothing from %s and works with what it knew last. See whether %s runs and can be "
				 "reached from there.",
				 label_at(links, i, "service"), label_at(links, i, "follower"), label_at(links, i, "source"),
				 label_at(links, i, "source"));
	for (size_t i = 0; i < json_array_size(lags); i++) {
		most = fmax(most, value_at(lags, i));
		if (value_at(lags, i) > FOLLOWER_MOST)
			find(doctor->findings, VERDICT_WARN, "lag",
				 "%s (%s) is %.0f events behind %s. After a large import this passes by itself; else its log says "
				 "what it cannot apply.",
				 label_at(lags, i, "service"), label_at(lags, i, "follower"), value_at(lags, i),
				 label_at(lags, i, "source"));
	}
	for (size_t i = 0; i < json_array_size(projections); i++)
		if (value_at(projections, i) > PROJECTION_MOST)
			find(doctor->findings, VERDICT_WARN, "lag", "%s is %.0f events behind; it catches up by itself.",
				 label_at(projections, i, "projection"), value_at(projections, i));
	if (most == 0)
		find(doctor->findings, VERDICT_OK, "lag", "What is followed is followed to its end.");
	else if (most <= FOLLOWER_MOST)
		find(doctor->findings, VERDICT_OK, "lag", "Nobody is more than %.0f events behind.", most);
}

static void look_at_queues(const struct doctor *doctor)
{
	const json_t *depths = series_of(doctor, "kleos_queue_depth");
	double refused = 0, fullest = 0;
	for (size_t i = 0; i < json_array_size(depths); i++) {
		double full = value_at(depths, i) / beside(doctor, "kleos_queue_bound", depths, i);
		double refusals = beside(doctor, "kleos_queue_refusals_total", depths, i);
		refused += refusals;
		fullest = fmax(fullest, full);
		if (refusals > 0 || full > QUEUE_MOST)
			find(doctor->findings, VERDICT_WARN, "queues",
				 "%s: the queue of %s is %.0f %% full and refused %.0f since the start. More comes in than the machine "
				 "can do: see who asks so much (kleos_http_requests_total by route).",
				 label_at(depths, i, "service"), label_at(depths, i, "queue"), full * 100, refusals);
	}
	if (refused == 0 && fullest <= QUEUE_MOST)
		find(doctor->findings, VERDICT_OK, "queues", "Nothing was refused; the fullest queue is %.0f %% full.",
			 fullest * 100);
}

static void look_at_errors(const struct doctor *doctor)
{
	const json_t *requests = series_of(doctor, "kleos_http_requests_total");
	double all = 0, failed = 0;
	for (size_t i = 0; i < json_array_size(requests); i++) {
		bool probe = strcmp(label_at(requests, i, "route"), "/readyz") == 0; /* its 503 is an answer */
		all += probe ? 0 : value_at(requests, i);
		failed += !probe && *label_at(requests, i, "code") == '5' ? value_at(requests, i) : 0;
	}
	if (failed > all * ERRORS_MOST)
		find(doctor->findings, VERDICT_WARN, "errors",
			 "%.0f of %.0f requests failed since the start. kleos_rpc_calls_total says where, the log has a line for "
			 "each.",
			 failed, all);
	else
		find(doctor->findings, VERDICT_OK, "errors", "%.0f of %.0f requests failed since the start.", failed, all);
}

static void look_at_backup(const struct doctor *doctor)
{
	const json_t *backups = series_of(doctor, "kleos_backup_last_success_timestamp_seconds");
	double newest = 0;
	for (size_t i = 0; i < json_array_size(backups); i++)
		newest = fmax(newest, value_at(backups, i));
	double hours = difftime(time(NULL), 0) / HOUR_S - newest / HOUR_S;
	if (newest == 0)
		find(
			doctor->findings, VERDICT_WARN, "backup",
			"The server knows of no backup. kleos backup makes one, and with KLEOS_BACKUP_DIR set it makes them by the "
			"clock; a copy of files in use is none.");
	else if (hours * HOUR_S > BACKUP_MOST_S)
		find(doctor->findings, VERDICT_WARN, "backup",
			 "The last backup is %.0f hours old. See why there is no newer one.", hours);
	else
		find(doctor->findings, VERDICT_OK, "backup", "The last backup is %.0f hours old.", hours);
}

static void look_at_files(const struct doctor *doctor)
{
	const json_t *open = series_of(doctor, "process_open_fds");
	for (size_t i = 0; i < json_array_size(open); i++) {
		double most = beside(doctor, "process_max_fds", open, i);
		if (value_at(open, i) > most * FILES_MOST)
			find(doctor->findings, VERDICT_WARN, "files",
				 "%s has %.0f of %.0f files and connections open. Raise the limit (ulimit -n, LimitNOFILE).",
				 label_at(open, i, "service"), value_at(open, i), most);
	}
}

static void look_at_library(const struct doctor *doctor)
{
	const json_t *library = series_of(doctor, "kleos_http_library_info");
	bool strict = strcmp(label_at(library, 0, "strict"), "1") == 0;
	if (json_array_size(library))
		find(doctor->findings, VERDICT_OK, "http", "libmicrohttpd %s%s", label_at(library, 0, "version"),
			 strict
				 ? "."
				 : " lets bad framing through, so the gateway listens on loopback alone, or with KLEOS_BEHIND_PROXY=1 "
				   "behind a proxy that checks it.");
}

void doctor_look_at_figures(struct findings *findings, const json_t *metrics)
{
	struct doctor doctor = {findings, metrics};
	look_at_versions(&doctor);
	look_at_zones(&doctor);
	look_at_skew(&doctor);
	look_at_disk(&doctor);
	look_at_promise(&doctor);
	look_at_lag(&doctor);
	look_at_queues(&doctor);
	look_at_errors(&doctor);
	look_at_files(&doctor);
	look_at_library(&doctor);
	look_at_backup(&doctor);
}
