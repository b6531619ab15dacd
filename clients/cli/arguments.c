#include "clients/cli/arguments.h"

#include "clients/cli/cli.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define ARGUMENTS_BOUND 16

int arguments_read(int argc, char **argv, const struct argument *table, int *first)
{
	struct option options[ARGUMENTS_BOUND + 1] = {{0}};
	for (int i = 0; i < ARGUMENTS_BOUND && table[i].name; i++)
		options[i] = (struct option){table[i].name, table[i].value ? required_argument : no_argument, NULL, 0};
	optind = 1;
	opterr = 0;
	int index = 0, got;
	while ((got = getopt_long(argc, argv, ":", options, &index)) == 0) {
		if (table[index].value)
			*table[index].value = optarg;
		else
			*table[index].flag = true;
	}
	if (got == ':')
		return complain_usage("%s needs a value", argv[optind - 1]);
	if (got != -1)
		return complain_usage("unknown option '%s'; --help lists what there is", argv[optind - 1]);
	*first = optind;
	return EXIT_SUCCESS;
}
