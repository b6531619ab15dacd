/* process: what every main does the same way: options, settings, log, keys, signals, the healthcheck.
 * A main reads: process_start, open, process_wait, close. */
#ifndef KLEOS_PROCESS_PROCESS_H
#define KLEOS_PROCESS_PROCESS_H

#include "common/process/settings.h"
#include "common/service/site.h"

struct process {
	struct arena arena; /* lives as long as the process */
	struct settings settings;
	struct log log;
	struct environment environment;
	struct cluster_key key;
	struct rpc_local *local;   /* where those who live in this process meet; NULL: one alone */
	struct zone_days *days;    /* KLEOS_TIME_ZONE */
	struct exporter *exporter; /* of traces; NULL: none */
	const char *data_dir;      /* made when missing */
};

/* What makes one program another. */
struct process_about {
	const char *name;    /* kleos-members */
	const char *purpose; /* one line of --help */
	unsigned readers;    /* whose settings it reads */
	bool houses_several; /* they meet in process->local */
	/* Whom --healthcheck asks; NULL: the gateway's /healthz. */
	const char *health_url; /* the setting that names the URL */
	const char *audience;
};

/* Handles --help, --version, --print-config and --healthcheck (exits); reads settings; blocks SIGINT and SIGTERM for
 * process_wait in all threads, ignores SIGPIPE; makes the data folder; reads or makes the cluster key
 * (KLEOS_CLUSTER_KEY_FILE, default <data>/cluster.key, 0600); gives up what it does not need (privileges.h), so every
 * other file that it will open is named by a setting. Exits with 2 and a sentence on bad usage or settings. */
void process_start(struct process *process, int argc, char **argv, const struct process_about *about);
/* Of a service that listens at the URL setting; borrows from the process. */
struct service_site process_site(const struct process *process, const char *url_setting);
/* Until SIGINT or SIGTERM. Meanwhile a stuck nng ends the process (common/rpc/reaper_watch.h); afterwards closing has
 * 25 s, then SIGALRM ends it. */
void process_wait(const struct process *process);
void process_end(struct process *process);

#endif
