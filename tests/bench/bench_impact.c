/* bench_impact: how long a report takes, and whether that depends on how much there is. Makes up an organisation of ten
 * thousand members in two hundred teams and three years of thanks, a hundred thousand of them and many, and asks both
 * the same questions in turns.
 * usage: bench_impact [recognitions, default 10000000]
 *        bench_impact RECOGNITIONS serve FOLDER: writes the same data there for others (peers/sql), then answers lines
 *        "FROM_DAY TO_DAY TEAM" (TEAM "-": everybody) with a line of JSON each */
#include "services/recognitions/impact/snapshot.h"
#include "services/recognitions/impact/summary.h"
#include "tests/bench/organisation.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FEW     100000
#define BATCH   500
#define REPEATS 15

static double read_ms(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double now_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

/* Of the processor, which other work on the machine disturbs less. */
static double processor_ms(void)
{
	return read_ms(CLOCK_PROCESS_CPUTIME_ID);
}

/* One commit, and for how long it kept readers out. */
static double give_batch(struct organisation *organisation, struct impact *impact, int32_t day, uint32_t n)
{
	double start = now_ms();
	impact_begin(impact);
	for (uint32_t i = 0; i < n; i++)
		organisation_give(organisation, impact, day);
	impact_commit(impact, &(struct impact_mark){.seq = (int64_t)organisation->made});
	return now_ms() - start;
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

/* Into a snapshot, and `arcs`, if any. */
static void make_snapshot(const char *path, uint32_t n, FILE *arcs)
{
	struct environment environment = environment_system(NULL);
	struct organisation organisation = {.random = 88172645463325252u, .arcs = arcs};
	struct impact_config config = {.snapshot = path, .environment = &environment};
	struct impact *impact;
	double start = now_ms(), longest = 0;
	impact_open(&impact, &config);
	organisation_members(impact);
	for (uint32_t i = 0; i < n; i += BATCH) {
		int32_t day = FIRST_DAY + (int32_t)((uint64_t)i * DAYS / n);
		longest = larger(longest, give_batch(&organisation, impact, day, n - i < BATCH ? n - i : BATCH));
	}
	double applied = now_ms() - start;
	start = now_ms();
	impact_close(impact);
	printf("%9" PRIu32
		   " applied in %.0f ms, %.2f us each, a commit of %d at most %.1f ms; snapshot written in %.0f ms\n",
		   n, applied, applied * 1e3 / n, BATCH, longest, now_ms() - start);
}

/* MiB that are this process's own now. */
static long memory(void)
{
	long pages = 0, resident = 0;
	FILE *file = fopen("/proc/self/statm", "r");
	if (file && fscanf(file, "%ld %ld", &pages, &resident) != 2)
		resident = 0;
	if (file)
		(void)fclose(file);
	return resident * (sysconf(_SC_PAGESIZE) >> 10) >> 10;
}

static void start_from(const char *path, uint32_t n, struct projection *out)
{
	static const uint8_t key[DICTIONARY_KEY_SIZE];
	struct impact_mark mark;
	struct stat about = {0};
	const char *problem = NULL;
	malloc_trim(0); /* what others gave back is not this one's */
	long before = memory();
	double start = now_ms(), processor_start = processor_ms();
	projection_init(out, key, 0);
	if (snapshot_read(path, out, &mark, 0, &problem) != STATUS_OK)
		printf("the snapshot is left aside: %s\n", problem);
	double took = now_ms() - start, processor = processor_ms() - processor_start;
	stat(path, &about);
	printf("%9" PRIu32 " started from a snapshot of %lld MiB in %.0f ms (bound 2000), processor %.0f ms; "
		   "%ld MiB of memory, %.1f bytes an arc\n",
		   n, (long long)about.st_size >> 20, took, processor, memory() - before,
		   (double)(memory() - before) * 1048576 / out->settled.n);
}

struct timing {
	double figures[REPEATS]; /* ms, all but reciprocity and flows */
	double whole[REPEATS];
};

static int compare_doubles(const void *a, const void *b)
{
	return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static double median(double *values)
{
	qsort(values, REPEATS, sizeof *values, compare_doubles);
	return values[REPEATS / 2];
}

static void ask_once(const struct projection *projection, const struct impact_question *question, struct timing *timing,
					 int i)
{
	Kleos__SummarizeImpactResponse summary = KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
	struct arena arena;
	struct scope scope;
	arena_init(&arena, (size_t)16 << 20);
	double start = processor_ms();
	scope_init(&scope, projection, question);
	summary_figures(projection, &scope, question, &arena, &summary);
	timing->figures[i] = processor_ms() - start;
	summary_connections(projection, &scope, question, &arena, &summary);
	scope_fini(&scope);
	timing->whole[i] = processor_ms() - start;
	arena_fini(&arena);
}

static void ask(const struct projection *few, const struct projection *many, const char *what,
				struct impact_question question)
{
	struct timing small, large;
	for (int i = 0; i < REPEATS; i++) {
		ask_once(few, &question, &small, i);
		ask_once(many, &question, &large, i);
	}
	double base = median(small.figures), figures = median(large.figures), whole = median(large.whole);
	printf("%-38s %8.2f ms %8.2f ms %6.2fx %10.2f ms %8.2f ms\n", what, base, figures, figures / base,
		   median(small.whole), whole);
}

static void ask_all(const struct projection *few, const struct projection *many)
{
	int32_t middle = FIRST_DAY + DAYS / 2 + 5;
	printf("%-38s %11s %11s %7s %13s %11s\n", "report (all bounds: 10 ms, 3x; 100 ms)", "few", "many", "", "whole: few",
		   "many");
	ask(few, many, "three years, by month", (struct impact_question){FIRST_DAY, LAST_DAY, "", 3});
	ask(few, many, "three years, by day", (struct impact_question){FIRST_DAY, LAST_DAY, "", 1});
	ask(few, many, "the last 90 days, by week", (struct impact_question){LAST_DAY - 89, LAST_DAY, "", 2});
	ask(few, many, "90 days in the middle, by week", (struct impact_question){middle, middle + 89, "", 2});
	ask(few, many, "one team, three years, by month",
		(struct impact_question){FIRST_DAY, LAST_DAY, "department-3/team-33", 3});
	ask(few, many, "one team, 90 days in the middle",
		(struct impact_question){middle, middle + 89, "department-3/team-33", 2});
	ask(few, many, "one department, three years, by month",
		(struct impact_question){FIRST_DAY, LAST_DAY, "department-3", 3});
	ask(few, many, "the last day", (struct impact_question){LAST_DAY, LAST_DAY, "", 1});
}

static void withdraw_batch(struct impact *impact, uint32_t n)
{
	double start = now_ms();
	impact_begin(impact);
	for (uint32_t i = 0; i < BATCH; i++) {
		uint64_t number = (uint64_t)i * n / BATCH; /* spread over all days; they were made in order */
		int32_t day = FIRST_DAY + (int32_t)((number / BATCH * BATCH) * DAYS / n);
		struct impact_change change = {.id = organisation_id(number), .day = day, .gone = true};
		impact_apply_change(impact, &change);
	}
	impact_commit(impact, &(struct impact_mark){.seq = 2});
	printf("%d withdrawn all over: %.1f ms\n", BATCH, now_ms() - start);
}

/* How long readers are kept out by what is not a new day's thanks. */
static void change_all(const char *path, uint32_t n)
{
	struct environment environment = environment_system(NULL);
	struct organisation organisation = {.random = 1234567, .made = (uint64_t)1 << 40};
	struct impact_config config = {.snapshot = path, .environment = &environment};
	struct impact *impact;
	double longest = 0;
	impact_open(&impact, &config);
	for (int32_t i = 0; i < 100; i++)
		longest = larger(longest, give_batch(&organisation, impact, FIRST_DAY + i * 7, BATCH));
	printf("late imports of %d: at most %.1f ms\n", BATCH, longest);
	withdraw_batch(impact, n);
	double start = now_ms();
	impact_begin(impact);
	impact_apply_team(impact, 7, "department-3/renamed");
	impact_commit(impact, &(struct impact_mark){.seq = 3});
	printf("a team renamed and moved: %.1f ms\n", now_ms() - start);
	impact_close(impact);
}

static FILE *open_in(const char *folder, const char *name)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	if (!file) {
		perror(path);
		exit(1);
	}
	return file;
}

static void write_members(const char *folder)
{
	FILE *members = open_in(folder, "members.csv"), *teams = open_in(folder, "teams.csv");
	organisation_write(members, teams);
	(void)fclose(members);
	(void)fclose(teams);
}

static void answer(const struct projection *projection, const struct impact_question *question)
{
	Kleos__SummarizeImpactResponse summary = KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
	struct arena arena;
	arena_init(&arena, (size_t)16 << 20);
	double start = now_ms();
	summary_make(projection, question, &arena, &summary);
	double took = now_ms() - start;
	printf("{\"ms\": %.3f, \"arcs\": %d, \"recognitions\": %d, \"big_wins\": %d, \"cross_team_arcs\": %d, "
		   "\"leader_arcs\": %d, \"external\": %d, \"down\": %d, \"peer\": %d, \"given_arcs\": %d, ",
		   took, summary.arcs, summary.recognitions, summary.big_wins, summary.cross_team_arcs, summary.leader_arcs,
		   summary.external, summary.direction->down, summary.direction->peer, summary.given_arcs);
	printf("\"headcount\": %d, \"givers\": %d, \"receivers\": %d, \"participants\": %d, \"gini_received\": %.9f, "
		   "\"gini_given\": %.9f, \"top_decile_arcs\": %d, \"managed\": %d, \"managed_covered\": %d, ",
		   summary.headcount, summary.givers, summary.receivers, summary.participants, summary.gini_received,
		   summary.gini_given, summary.top_decile_arcs, summary.managed, summary.managed_covered);
	printf("\"over_30\": %d, \"over_60\": %d, \"distinct\": %d, \"mutual\": %d, \"series\": %zu, \"flows\": %zu, "
		   "\"values\": %zu, \"prompts\": %zu}\n",
		   summary.recency->over_30, summary.recency->over_60, summary.distinct, summary.mutual, summary.n_series,
		   summary.n_flows, summary.n_values, summary.n_prompts);
	(void)fflush(stdout);
	arena_fini(&arena);
}

static int serve(uint32_t n, const char *folder)
{
	struct projection projection;
	struct impact_question question = {.interval = KLEOS__INTERVAL__INTERVAL_MONTH};
	char path[1024], line[256], team[128];
	FILE *arcs = open_in(folder, "arcs.csv");
	snprintf(path, sizeof path, "%s/impact.snapshot", folder);
	write_members(folder);
	make_snapshot(path, n, arcs);
	(void)fclose(arcs);
	start_from(path, n, &projection);
	printf("ready\n");
	(void)fflush(stdout);
	while (fgets(line, sizeof line, stdin)) {
		if (sscanf(line, "%" SCNd32 " %" SCNd32 " %127s", &question.from_day, &question.to_day, team) != 3)
			break;
		question.team = strcmp(team, "-") == 0 ? "" : team;
		answer(&projection, &question);
	}
	projection_fini(&projection);
	return 0;
}

int main(int argc, char **argv)
{
	uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 10000000;
	struct projection few, many;
	char paths[2][64];
	if (argc > 3 && strcmp(argv[2], "serve") == 0)
		return serve(n, argv[3]);
	for (int i = 0; i < 2; i++)
		snprintf(paths[i], sizeof paths[i], "bench_impact.%ld.%d.snapshot", (long)getpid(), i);
	printf("%d members, %d teams, %d days\n", MEMBERS, MEMBERS / TEAM_SIZE, DAYS);
	make_snapshot(paths[0], FEW, NULL);
	make_snapshot(paths[1], n, NULL);
	start_from(paths[0], FEW, &few);
	start_from(paths[1], n, &many);
	ask_all(&few, &many);
	projection_fini(&few);
	projection_fini(&many);
	change_all(paths[1], n);
	for (int i = 0; i < 2; i++)
		unlink(paths[i]);
	return 0;
}
