/* pulse: three questions, once a month, of everybody and of nobody in particular. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STRAIN_MOST 4

static const char promise[] =
	"Anonymous and once a month: what you answer is only ever shown in sums over enough people,\n"
	"after the month is over, and nobody can take it back or see who answered what.\n";

/* Asked on a terminal when the option was not said; the caller frees. NULL: input ended. */
static char *answer_get(const char *said, const char *question)
{
	char *answer = said ? strdup(said) : ask(question, false);
	if (said && !answer)
		abort();
	return answer;
}

static void print_pulse(struct cli *cli, const json_t *reply)
{
	(void)cli;
	print_line(stdout, "heard for %s", json_at(reply, "period"));
}

static int pulse_send(struct cli *cli, const char *need, const char *have, const char *strain)
{
	bool needs, has;
	int number, code = argument_yes("--need", need, &needs);
	if (code == EXIT_SUCCESS)
		code = argument_yes("--have", have, &has);
	if (code == EXIT_SUCCESS)
		code = argument_number("strain", strain, 0, STRAIN_MOST, &number);
	if (code != EXIT_SUCCESS)
		return code;
	return request_run(cli, "POST", path_make("/v1/pulses"),
					   json_pack("{s:b, s:b, s:i}", "needLeadership", needs, "haveLeadership", has, "strain", number),
					   print_pulse);
}

int command_pulse(struct cli *cli, int argc, char **argv)
{
	const char *said[3] = {NULL};
	const struct argument table[] = {
		{"need", .text = &said[0]}, {"have", .text = &said[1]}, {"strain", .text = &said[2]}, {0}};
	static const char *const questions[] = {
		"Do you need your leaders to be more involved in recognition? [y/n] ",
		"Are your leaders involved in it? [y/n] ",
		"How hard is it these days, from 0 (not at all) to 4 (very)? [0-4] ",
	};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (first < argc)
		return complain_usage("pulse takes no words: kleos pulse --need yes --have no --strain 2");
	bool asks = !said[0] || !said[1] || !said[2];
	if (asks && !isatty(STDIN_FILENO))
		return complain_usage("say all three: kleos pulse --need yes --have no --strain 2");
	fputs(promise, stderr);
	char *answers[3] = {NULL};
	for (int i = 0; i < 3 && code == EXIT_SUCCESS; i++)
		if (!(answers[i] = answer_get(said[i], questions[i])))
			code = complain("nothing was sent");
	if (code == EXIT_SUCCESS)
		code = pulse_send(cli, answers[0], answers[1], answers[2]);
	for (int i = 0; i < 3; i++)
		free(answers[i]);
	return code;
}
