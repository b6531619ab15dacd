/* bench_tally: how long `kleos tally` takes, from its start to its end, on elections in which every ballot is another.
 * Usage: bench_tally KLEOS FOLDER [rounds, default 9]; the folder takes 60 MB for as long as it runs. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ALTERNATIVES 20
#define ROUNDS       9
#define ROUNDS_MOST  99

static uint32_t draw(uint64_t *random, uint32_t bound)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (uint32_t)((*random >> 32) * bound >> 32);
}

static void ballot_write(FILE *file, uint64_t *random, int *order)
{
	fputs("1:", file);
	for (uint32_t i = 0; i < ALTERNATIVES; i++) {
		uint32_t pick = i + draw(random, ALTERNATIVES - i);
		int taken = order[pick];
		order[pick] = order[i];
		order[i] = taken;
		fprintf(file, "%s%d", i ? "," : " ", taken);
	}
	fputc('\n', file);
}

static void election_write(const char *path, long voters)
{
	uint64_t random = 88172645463325252u;
	int order[ALTERNATIVES];
	FILE *file = fopen(path, "we");
	if (!file)
		abort();
	fprintf(file, "# DATA TYPE: soc\n# NUMBER ALTERNATIVES: %d\n# NUMBER VOTERS: %ld\n", ALTERNATIVES, voters);
	for (int i = 0; i < ALTERNATIVES; i++)
		order[i] = i + 1;
	for (long i = 0; i < voters; i++)
		ballot_write(file, &random, order);
	if (fclose(file))
		abort();
}

static double now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double processor_ms(const struct rusage *usage)
{
	return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1e3 +
		   (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e3;
}

/* One process; its output goes nowhere. */
static void tally_run(const char *kleos, const char *path, const char *method, double *wall, struct rusage *usage)
{
	int status;
	double start = now_ms();
	pid_t process = fork();
	if (process == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(1);
		execl(kleos, "kleos", "tally", path, "--method", method, "--json", (char *)NULL);
		_exit(1);
	}
	if (process < 0 || wait4(process, &status, 0, usage) != process || status != 0) {
		fprintf(stderr, "%s tally %s failed\n", kleos, path);
		exit(EXIT_FAILURE);
	}
	*wall = now_ms() - start;
}

static int compare_doubles(const void *a, const void *b)
{
	return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

/* The time on the wall, and that of the processor, which other work on the machine disturbs less. */
static void measure(const char *kleos, const char *path, long voters, const char *method, int rounds)
{
	double wall[ROUNDS_MOST], processor[ROUNDS_MOST];
	struct rusage usage;
	for (int i = 0; i < rounds; i++) {
		tally_run(kleos, path, method, &wall[i], &usage);
		processor[i] = processor_ms(&usage);
	}
	qsort(wall, (size_t)rounds, sizeof(*wall), compare_doubles);
	qsort(processor, (size_t)rounds, sizeof(*processor), compare_doubles);
	printf("%8ld ballots, %-10s %8.1f ms, at best %8.1f; processor %8.1f; %4ld MiB\n", voters, method, wall[rounds / 2],
		   wall[0], processor[rounds / 2], usage.ru_maxrss >> 10);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static const char *const methods[] = {"schulze", "irv", "borda"};
	static const long sizes[] = {100000, 1000000};
	int rounds = argc > 3 ? atoi(argv[3]) : ROUNDS;
	if (argc < 3 || rounds < 1 || rounds > ROUNDS_MOST) {
		fputs("usage: bench_tally KLEOS FOLDER [rounds]\n", stderr);
		return EXIT_FAILURE;
	}
	printf("%d alternatives, all ranked, every ballot another; the whole process\n", ALTERNATIVES);
	fflush(stdout); /* or every child would print it too */
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%ld.soc", argv[2], sizes[i]);
		election_write(path, sizes[i]);
		for (size_t k = 0; k < sizeof(methods) / sizeof(methods[0]); k++)
			measure(argv[1], path, sizes[i], methods[k], rounds);
		unlink(path);
	}
	return EXIT_SUCCESS;
}
