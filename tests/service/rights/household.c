#include "tests/service/rights/household.h"

#include "common/base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool recognitions_answer(void *context)
{
	struct household *household = context;
	return get(household, household->front->admin, "/v1/recognitions").status == 200;
}

static bool awards_answer(void *context)
{
	struct household *household = context;
	return get(household, household->front->admin, "/v1/awards").status == 200;
}

void start_recognitions(struct household *household)
{
	const struct recognitions_config config = {
		.site = fixture_site(&household->front->base, household->front->away[0]),
		.members_url = household->front->peer.url,
	};
	assert_int_equal(recognitions_open(&household->recognitions, &config), STATUS_OK);
	wait_until(recognitions_answer, household);
}

void stop_recognitions(struct household *household)
{
	recognitions_close(household->recognitions);
	household->recognitions = NULL;
}

void start_awards(struct household *household)
{
	const struct awards_config config = {
		.site = fixture_site(&household->front->base, household->front->away[1]),
		.members_url = household->front->peer.url,
	};
	assert_int_equal(awards_open(&household->awards, &config), STATUS_OK);
	wait_until(awards_answer, household);
}

void stop_awards(struct household *household)
{
	awards_close(household->awards);
	household->awards = NULL;
}

struct answer get(struct household *household, const char *key, const char *target)
{
	return ask(household->front, key, "GET", target, "", NULL);
}

struct answer post(struct household *household, const char *target, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	const char *body = arena_vprintf(&household->front->base.arena, format, values);
	va_end(values);
	struct answer answer = ask(household->front, household->front->admin, "POST", target, JSON, body);
	assert_answer(&answer, 200, "");
	return answer;
}

static bool key_works(void *context)
{
	const void **both = context;
	struct household *household = (struct household *)(uintptr_t)both[0];
	return get(household, both[1], "/v1/me").status == 200;
}

const char *key_of(struct household *household, const char *member, const char *role)
{
	struct answer answer =
		post(household, "/v1/apikeys", "{\"member\":\"%s\",\"name\":\"laptop\",\"roles\":[\"%s\"]}", member, role);
	const char *key = text_of(household->front, &answer, "key");
	const void *both[] = {household, key};
	wait_until(key_works, (void *)both);
	return key;
}

int household_set_up(void **state)
{
	struct household *household = calloc(1, sizeof(*household));
	front_set_up((void **)&household->front);
	start_recognitions(household);
	start_awards(household);
	post(household, "/v1/members",
		 "{\"handle\":\"maria\",\"displayName\":\"Maria Example\",\"team\":\"social\",\"leader\":true}");
	post(household, "/v1/members",
		 "{\"handle\":\"nikos\",\"team\":\"social\",\"manager\":\"maria\",\"ceiling\":\"ORGANIZATION\"}");
	post(household, "/v1/members",
		 "{\"handle\":\"eleni\",\"team\":\"web\",\"manager\":\"maria\",\"ceiling\":\"ORGANIZATION\"}");
	*state = household;
	return 0;
}

int household_tear_down(void **state)
{
	struct household *household = *state;
	stop_recognitions(household);
	stop_awards(household);
	front_tear_down((void **)&household->front);
	free(household);
	return 0;
}

bool is_done(const struct answer *answer)
{
	return answer->status == 200 && strstr(answer->body, "\"done\":true");
}

struct erasure_asked {
	struct household *household;
	const char *member;
};

static bool is_erased(void *context)
{
	const struct erasure_asked *asked = context;
	const char *target = arena_printf(&asked->household->front->base.arena, "/v1/members/%s:erase", asked->member);
	struct answer answer = ask(asked->household->front, asked->household->front->admin, "POST", target, JSON, "{}");
	assert_true(answer.status == 200 || answer.status == 503); /* 503: members has just come back */
	return is_done(&answer);
}

void erase(struct household *household, const char *member)
{
	struct erasure_asked asked = {household, member};
	wait_until(is_erased, &asked);
}

/* In a copy of the file, without regard to the case of ASCII letters. */
static bool holds(const char *path, const char *needle)
{
	FILE *file = fopen(path, "rb");
	size_t length = strlen(needle), n = 0, capacity = 1 << 20;
	char *bytes = malloc(capacity);
	bool found = false;
	if (!file) {
		free(bytes);
		return false;
	}
	for (size_t got; (got = fread(bytes + n, 1, capacity - n, file)) > 0; n += got)
		if (n + got == capacity)
			bytes = realloc(bytes, capacity *= 2);
	fclose(file);
	for (size_t i = 0; i + length <= n && !found; i++)
		found = strncasecmp(bytes + i, needle, length) == 0;
	free(bytes);
	return found;
}

static const char *search(struct arena *arena, const char *folder, const char *needle)
{
	DIR *open = opendir(folder);
	const char *found = NULL;
	for (struct dirent *entry; !found && open && (entry = readdir(open));) {
		if (entry->d_name[0] == '.')
			continue;
		const char *path = arena_printf(arena, "%s/%s", folder, entry->d_name);
		found = entry->d_type == DT_DIR ? search(arena, path, needle) : holds(path, needle) ? path : NULL;
	}
	if (open)
		closedir(open);
	return found;
}

const char *file_with(struct household *household, const char *bytes)
{
	return search(&household->front->base.arena, household->front->base.folder, bytes);
}
