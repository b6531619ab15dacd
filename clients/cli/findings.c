#include "clients/cli/findings.h"

#include "clients/cli/output.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const verdict_names[] = {"ok", "warn", "fail"};
static const char *const verdict_colors[] = {"\033[32m", "\033[33m", "\033[31m"};

void findings_init(struct findings *findings)
{
	*findings = (struct findings){.list = json_array()};
}

void findings_fini(struct findings *findings)
{
	json_decref(findings->list);
}

void find(struct findings *findings, enum verdict verdict, const char *check, const char *format, ...)
{
	char *message;
	va_list values;
	va_start(values, format);
	if (vasprintf(&message, format, values) < 0)
		abort();
	va_end(values);
	json_array_append_new(findings->list, json_pack("{s:s, s:s, s:s}", "check", check, "verdict",
													verdict_names[verdict], "message", message));
	findings->worst = verdict > findings->worst ? verdict : findings->worst;
	free(message);
}

static enum verdict verdict_of(const json_t *finding)
{
	const char *name = json_at(finding, "verdict");
	return *name == 'o' ? VERDICT_OK : *name == 'w' ? VERDICT_WARN : VERDICT_FAIL;
}

static void print_finding(const struct cli *cli, const json_t *finding)
{
	enum verdict verdict = verdict_of(finding);
	printf("%s%-4s%s  %-10s  ", cli->color ? verdict_colors[verdict] : "", verdict_names[verdict],
		   cli->color ? "\033[0m" : "", json_at(finding, "check"));
	print_words(json_at(finding, "message"), 18);
}

int findings_print(const struct findings *findings, const struct cli *cli)
{
	bool healthy = findings->worst != VERDICT_FAIL;
	size_t i;
	json_t *finding;
	if (cli->json) {
		json_t *reply = json_pack("{s:b, s:O}", "healthy", healthy, "checks", findings->list);
		print_json(reply);
		json_decref(reply);
	} else {
		json_array_foreach(findings->list, i, finding) print_finding(cli, finding);
	}
	return healthy ? EXIT_SUCCESS : EXIT_FAILURE;
}
