#include "common/meter/revision.h"
#include "common/meter/samples.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE 1024

void samples_add_build(struct samples *samples)
{
	samples_add(samples, METER_BUILD_INFO, 1, KLEOS_VERSION, kleos_revision, NULL);
}

static unsigned count_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned count = 0;
	while (folder && readdir(folder))
		count++;
	if (folder)
		closedir(folder);
	return count > 3 ? count - 3 : 0; /* itself, . and .. */
}

/* The first line of a file of /proc; false: it cannot be read. */
static bool read_line(const char *path, char *out, size_t size)
{
	FILE *file = fopen(path, "re");
	if (!file)
		return false;
	bool known = fgets(out, (int)size, file);
	(void)fclose(file);
	return known;
}

static void add_memory(struct samples *samples)
{
	char line[LINE_SIZE], *end;
	double page = (double)sysconf(_SC_PAGESIZE);
	if (!read_line("/proc/self/statm", line, sizeof(line)))
		return;
	unsigned long long size = strtoull(line, &end, 10), resident = strtoull(end, NULL, 10);
	samples_add(samples, METER_PROCESS_RESIDENT, (double)resident * page, NULL);
	samples_add(samples, METER_PROCESS_VIRTUAL, (double)size * page, NULL);
}

/* proc(5): field 22 of stat counts clock ticks since the machine started; the name, field 2, may hold spaces. */
static void add_start(struct samples *samples)
{
	char line[LINE_SIZE];
	struct timespec now, up;
	const char *at = read_line("/proc/self/stat", line, sizeof(line)) ? strrchr(line, ')') : NULL;
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	if (!at)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &up);
	double booted = (double)(now.tv_sec - up.tv_sec) + (double)(now.tv_nsec - up.tv_nsec) / 1e9;
	double ticks = (double)strtoull(at, NULL, 10);
	samples_add(samples, METER_PROCESS_START, booted + ticks / (double)sysconf(_SC_CLK_TCK), NULL);
}

void samples_add_process(struct samples *samples)
{
	struct rusage usage = {0};
	struct rlimit files = {0};
	getrusage(RUSAGE_SELF, &usage);
	getrlimit(RLIMIT_NOFILE, &files);
	double seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
					 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	samples_add(samples, METER_PROCESS_CPU, seconds, NULL);
	samples_add(samples, METER_PROCESS_FILES, count_files(), NULL);
	samples_add(samples, METER_PROCESS_FILES_MOST, (double)files.rlim_cur, NULL);
	add_memory(samples);
	add_start(samples);
}
