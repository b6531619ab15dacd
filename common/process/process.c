#include "common/process/process.h"

#include "common/base/file.h"
#include "common/base/text.h"
#include "common/process/healthcheck.h"
#include "common/process/privileges.h"
#include "common/process/secret.h"
#include "common/rpc/local.h"
#include "common/rpc/reaper_watch.h"
#include "common/trace/exporter.h"

#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE   2
#define STOP_BOUND_S 25
#define RESTORE_PART "restore.part" /* in the data folder: clients/cli/restore_place.h */

static void print_help(const struct process_about *about)
{
	printf("Usage: %s [OPTION]\n%s\n\n"
		   "  --help          this text\n"
		   "  --version       name and version\n"
		   "  --print-config  the settings in force, one VARIABLE=value a line\n"
		   "  --healthcheck   ask the running process how it is; exit 0 when it is well\n\n"
		   "Traces go where OTEL_EXPORTER_OTLP_ENDPOINT says, if anywhere; settings come from environment variables:\n",
		   about->name, about->purpose);
	settings_print_help(stdout, about->readers);
}

static _Noreturn void die(const char *name, const char *problem)
{
	fprintf(stderr, "%s: %s\n", name, problem);
	exit(EXIT_USAGE);
}

/* A client that hangs up is no reason to die; signals wait for process_wait. */
static void block_signals(void)
{
	signal(SIGPIPE, SIG_IGN);
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
}

/* The key is 64 hexadecimal digits; the first process that finds none makes it, others then read that one. */
static const char *key_load(struct process *process)
{
	struct arena *arena = &process->arena;
	const char *path = settings_text(&process->settings, "KLEOS_CLUSTER_KEY_FILE");
	if (!*path)
		path = arena_printf(arena, "%s/cluster.key", process->data_dir);
	char *text;
	size_t length;
	enum status status = secret_read(arena, &process->log, path, 256, &text, &length);
	if (status == STATUS_NOT_FOUND) {
		unsigned char fresh[CLUSTER_KEY_SIZE];
		char hex[2 * CLUSTER_KEY_SIZE + 2];
		environment_random(&process->environment, fresh, sizeof(fresh));
		text_hex(hex, fresh, sizeof(fresh));
		strcat(hex, "\n");
		status = file_create(path, hex, strlen(hex), 0600);
		if (status == STATUS_OK || status == STATUS_ALREADY_EXISTS)
			status = secret_read(arena, &process->log, path, 256, &text, &length);
	}
	if (status != STATUS_OK)
		return arena_printf(arena, "the cluster key file %s can be neither read nor made: %s", path,
							status_name(status));
	size_t digits = 0;
	if (sodium_hex2bin(process->key.bytes, CLUSTER_KEY_SIZE, text, strcspn(text, "\r\n"), NULL, &digits, NULL) ||
		digits != CLUSTER_KEY_SIZE)
		return arena_printf(arena, "the cluster key file %s must hold 64 hexadecimal digits", path);
	return NULL;
}

static void log_start(struct process *process, const char *name)
{
	process->log.service = name;
	log_level_parse(&process->log.level, settings_text(&process->settings, "KLEOS_LOG_LEVEL"));
	log_format_parse(&process->log.format, settings_text(&process->settings, "KLEOS_LOG_FORMAT"));
	process->environment = environment_system(&process->log);
}

enum wanted { WANTED_RUN = -1, WANTED_HELP = 1, WANTED_VERSION, WANTED_CONFIG, WANTED_HEALTH };

/* What the command line asks for; --help and --version are answered here. */
static enum wanted wanted_of(int argc, char **argv, const struct process_about *about)
{
	static const struct option options[] = {{"help", no_argument, NULL, WANTED_HELP},
											{"version", no_argument, NULL, WANTED_VERSION},
											{"print-config", no_argument, NULL, WANTED_CONFIG},
											{"healthcheck", no_argument, NULL, WANTED_HEALTH},
											{0}};
	int wanted = getopt_long(argc, argv, "", options, NULL);
	if (wanted == '?' || optind < argc)
		die(about->name, "unknown argument; --help lists what there is");
	if (wanted == WANTED_HELP) {
		print_help(about);
		exit(EXIT_SUCCESS);
	}
	if (wanted == WANTED_VERSION) {
		printf("%s (Kleos) %s\n", about->name, KLEOS_VERSION);
		exit(EXIT_SUCCESS);
	}
	return (enum wanted)wanted;
}

/* The data folder, who we are, and the key, in this order. NULL, or a sentence. */
static const char *settle(struct process *process)
{
	const char *problem;
	process->data_dir = settings_text(&process->settings, "KLEOS_DATA_DIR");
	if (file_make_folder(process->data_dir) != STATUS_OK)
		return arena_printf(&process->arena, "the data folder %s cannot be made", process->data_dir);
	if (access(arena_printf(&process->arena, "%s/" RESTORE_PART, process->data_dir), F_OK) == 0)
		return arena_printf(&process->arena, "a restore into %s was broken off: run kleos restore again",
							process->data_dir);
	if ((problem = privileges_drop(process)))
		return problem;
	return key_load(process);
}

void process_start(struct process *process, int argc, char **argv, const struct process_about *about)
{
	const char *problem;
	memset(process, 0, sizeof(*process));
	arena_init(&process->arena, 1 << 20);
	enum wanted wanted = wanted_of(argc, argv, about);
	if (!settings_load(&process->settings, &process->arena, about->readers, &problem))
		die(about->name, problem);
	if (wanted == WANTED_CONFIG) {
		settings_print_values(stdout, &process->settings, about->readers);
		exit(EXIT_SUCCESS);
	}
	privileges_harden();
	block_signals();
	log_start(process, about->name);
	if ((problem = settle(process)))
		die(about->name, problem);
	if (wanted == WANTED_HEALTH)
		exit(healthcheck(process, about->health_url, about->audience) ? EXIT_SUCCESS : EXIT_FAILURE);
	settings_warn_unknown(&process->log);
	db_prepare_process();
	process->days = zone_days_open(settings_text(&process->settings, "KLEOS_TIME_ZONE"));
	if (!process->days)
		die(about->name, "the time zone cannot be read");
	if ((problem = privileges_confine(process, about->readers)))
		die(about->name, problem);
	if (exporter_open(&process->exporter, &process->environment, about->name, &problem) != STATUS_OK)
		die(about->name, problem ? problem : "no memory for traces");
	process->environment.tracer = exporter_tracer(process->exporter);
	if (about->houses_several)
		process->local = rpc_local_new();
}

struct service_site process_site(const struct process *process, const char *url_setting)
{
	const struct settings *settings = &process->settings;
	return (struct service_site){
		.url = settings_text(settings, url_setting),
		.data_dir = process->data_dir,
		.synchronous = text_equal(settings_text(settings, "KLEOS_SYNCHRONOUS"), "NORMAL") ? DB_NORMAL : DB_FULL,
		.environment = &process->environment,
		.key = &process->key,
		.local = process->local,
		.days = process->days,
	};
}

void process_wait(const struct process *process)
{
	struct reaper_watch *watch = reaper_watch_start(&process->log);
	if (!watch)
		log_error(&process->log, "nothing watches nng's reaper", log_text("why", "no memory, thread or socket"));
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	int signal_number;
	sigwait(&stop, &signal_number);
	reaper_watch_stop(watch);
	/* nng 1.5.2 can hang while it closes (common/rpc/socket.h): SIGALRM's default action then ends the process, whose
	 * writes are committed already. Closing needs 16 s at most otherwise: the gateway's drain, and calls that are not
	 * answered. */
	alarm(STOP_BOUND_S);
}

void process_end(struct process *process)
{
	process->environment.tracer = NULL;
	exporter_close(process->exporter);
	rpc_local_free(process->local);
	zone_days_close(process->days);
	sodium_memzero(&process->key, sizeof(process->key));
	arena_fini(&process->arena);
}
