/* bench_impact: how long a report takes. Makes up an organisation and three years of thanks, then asks.
 * usage: bench_impact [recognitions, default 1000000] [members, default recognitions / 200] */
#include "common/base/calendar.h"
#include "services/recognitions/impact/impact.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FIRST_DAY           19358 /* 2023-01-01 */
#define DAYS                1096
#define TEAM_SIZE           25
#define TEAMS_IN_DEPARTMENT 10
#define BATCH               500
#define REPEATS             9

struct organisation {
	uint64_t random;
	uint32_t n_members;
};

static uint32_t draw(struct organisation *organisation, uint32_t bound)
{
	organisation->random ^= organisation->random << 13;
	organisation->random ^= organisation->random >> 7;
	organisation->random ^= organisation->random << 17;
	return (uint32_t)((organisation->random >> 32) * bound >> 32);
}

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

static struct id id_of(uint32_t member)
{
	struct id id = {{0}};
	memcpy(id.bytes, &member, sizeof member);
	return id;
}

static uint32_t team_of(uint32_t member)
{
	return 1 + member / TEAM_SIZE;
}

/* 70 of 100 thanks stay in the team, 20 in the department, the rest goes anywhere. */
static uint32_t draw_receiver(struct organisation *organisation, uint32_t giver)
{
	uint32_t kind = draw(organisation, 100);
	uint32_t circle = kind < 70 ? TEAM_SIZE : kind < 90 ? TEAM_SIZE * TEAMS_IN_DEPARTMENT : organisation->n_members;
	uint32_t first = giver / circle * circle;
	uint32_t end = first + circle < organisation->n_members ? first + circle : organisation->n_members;
	return first + draw(organisation, end - first);
}

static void make_members(struct organisation *organisation, struct impact *impact)
{
	uint32_t n_teams = organisation->n_members / TEAM_SIZE + 1;
	impact_begin(impact);
	for (uint32_t i = 0; i < n_teams; i++) {
		char path[48];
		snprintf(path, sizeof path, "department-%u/team-%u", i / TEAMS_IN_DEPARTMENT, i);
		impact_apply_team(impact, 1 + i, path);
	}
	for (uint32_t i = 0; i < organisation->n_members; i++) {
		struct impact_spell spell = {.from_day = DAY_MIN, .team = team_of(i)};
		struct impact_member member = {id_of(i), DAY_MIN, DAY_MAX, &spell, 1};
		impact_apply_member(impact, &member);
	}
	impact_commit(impact, &(struct impact_mark){.seq = 1});
}

static void give(struct organisation *organisation, struct impact *impact, int32_t day)
{
	static const char *const values[] = {"", "craft", "courage", "care", "support", "growth"};
	struct impact_receiver receivers[3];
	uint32_t giver = draw(organisation, organisation->n_members), n = 1 + draw(organisation, 100) / 80;
	struct impact_recognition recognition = {
		.day = day,
		.giver = id_of(giver),
		.giver_team = team_of(giver),
		.value = values[draw(organisation, 6)],
		.giver_leads = giver % TEAM_SIZE == 0,
		.big = draw(organisation, 10) == 0,
		.quiet = draw(organisation, 20) == 0,
		.receivers = receivers,
	};
	while (recognition.n_receivers < n) {
		uint32_t receiver = draw_receiver(organisation, giver);
		if (receiver != giver)
			receivers[recognition.n_receivers++] =
				(struct impact_receiver){id_of(receiver), team_of(receiver), giver % TEAM_SIZE == 0};
	}
	impact_apply_recognition(impact, &recognition);
}

/* In order of day, or of which every fourth batch comes a year late. */
static void give_all(struct organisation *organisation, struct impact *impact, uint32_t n, bool late)
{
	double start = now_ms();
	for (uint32_t i = 0; i < n; i += BATCH) {
		int32_t day = FIRST_DAY + (int32_t)((uint64_t)i * DAYS / n);
		if (late && i / BATCH % 4 == 0)
			day = day - 365 > FIRST_DAY ? day - 365 : FIRST_DAY;
		impact_begin(impact);
		for (uint32_t k = 0; k < BATCH && i + k < n; k++)
			give(organisation, impact, day);
		impact_commit(impact, &(struct impact_mark){.seq = 1 + (int64_t)i});
	}
	printf("%-36s %8.0f ms\n", late ? "applied, a quarter of it late" : "applied in order", now_ms() - start);
}

static int compare_doubles(const void *a, const void *b)
{
	return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

/* The time on the wall, and that of the processor, which other work on the machine disturbs less. */
static void ask(struct impact *impact, const char *what, struct impact_question question)
{
	double wall[REPEATS], processor[REPEATS];
	struct arena arena;
	int32_t arcs = 0;
	size_t used = 0;
	arena_init(&arena, (size_t)4 << 20);
	for (int i = 0; i < REPEATS; i++) {
		Kleos__SummarizeImpactResponse summary = KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
		arena_reset(&arena);
		double start = now_ms(), processor_start = read_ms(CLOCK_THREAD_CPUTIME_ID);
		impact_summarize(impact, &question, &arena, &summary);
		wall[i] = now_ms() - start;
		processor[i] = read_ms(CLOCK_THREAD_CPUTIME_ID) - processor_start;
		arcs = summary.arcs;
		used = arena.used;
	}
	arena_fini(&arena);
	qsort(wall, REPEATS, sizeof *wall, compare_doubles);
	qsort(processor, REPEATS, sizeof *processor, compare_doubles);
	printf("%-36s %8.2f ms, at best %8.2f; processor %8.2f  (%" PRId32 " arcs, %zu KiB of arena)\n", what,
		   wall[REPEATS / 2], wall[0], processor[REPEATS / 2], arcs, used >> 10);
}

static void ask_all(struct impact *impact)
{
	int32_t last = FIRST_DAY + DAYS - 1;
	ask(impact, "three years, everybody, months", (struct impact_question){FIRST_DAY, last, "", 3});
	ask(impact, "three years, everybody, days", (struct impact_question){FIRST_DAY, last, "", 1});
	ask(impact, "three years, a department, months", (struct impact_question){FIRST_DAY, last, "department-1", 3});
	ask(impact, "90 days, everybody, weeks", (struct impact_question){last - 89, last, "", 2});
	ask(impact, "90 days, a department, weeks", (struct impact_question){last - 89, last, "department-1", 2});
}

static void save_and_load(struct impact *impact, const struct impact_config *config)
{
	struct stat about;
	double start = now_ms();
	impact_close(impact);
	if (stat(config->snapshot, &about) != 0)
		return;
	printf("%-36s %8.0f ms  (%lld MiB)\n", "snapshot written", now_ms() - start, (long long)about.st_size >> 20);
	start = now_ms();
	impact_open(&impact, config);
	printf("%-36s %8.0f ms\n", "snapshot loaded", now_ms() - start);
	ask_all(impact);
	impact_close(impact);
	unlink(config->snapshot);
}

int main(int argc, char **argv)
{
	uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000000;
	struct organisation organisation = {.random = 88172645463325252u};
	struct environment environment = environment_system(NULL);
	struct impact *impact;
	struct rusage usage;
	char snapshot[64];
	organisation.n_members = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : n / 200;
	snprintf(snapshot, sizeof snapshot, "bench_impact.%ld.snapshot", (long)getpid());
	struct impact_config config = {.snapshot = snapshot, .environment = &environment};
	printf("%" PRIu32 " recognitions, %" PRIu32 " members\n", n, organisation.n_members);
	for (int late = 1; late >= 0; late--) {
		struct impact_config alone = {.environment = &environment};
		impact_open(&impact, late ? &alone : &config);
		make_members(&organisation, impact);
		give_all(&organisation, impact, n, late);
		if (late)
			ask(impact, "three years, everybody, months",
				(struct impact_question){FIRST_DAY, FIRST_DAY + DAYS - 1, "", 3});
		if (late)
			impact_close(impact);
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("%-36s %8ld MiB\n", "memory at the most", usage.ru_maxrss >> 10);
	ask_all(impact);
	save_and_load(impact, &config);
	return 0;
}
