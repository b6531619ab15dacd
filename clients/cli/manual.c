/* completion, manual: the command table for a shell and for man(1). Both are made when Kleos is built, and installed.
 */
#include "clients/cli/cli.h"
#include "clients/cli/help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The options of a command's row, separated by spaces. */
static void print_options(const struct command *command)
{
	struct help_option option;
	for (const char *at = command->options; (at = help_option_next(at, &option));)
		printf(" --%s", option.name);
}

static const char bash_begin[] =
	"# bash completion for kleos, made by: kleos completion bash\n"
	"_kleos()\n"
	"{\n"
	"\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} said=() i names= options=\n"
	"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	"\t\tcase ${COMP_WORDS[i]} in\n"
	"\t\t--url | --key-file) ((i++)) ;;\n"
	"\t\t-*) ;;\n"
	"\t\t*) said+=(\"${COMP_WORDS[i]}\") ;;\n"
	"\t\tesac\n"
	"\tdone\n"
	"\t[[ ${said[0]-} == help ]] && said=(\"${said[@]:1}\")\n"
	"\tcase $before in\n"
	"\t--key-file | --file | --out | --receipt | --head) mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return ;;\n"
	"\tesac\n"
	"\tcase \"${said[0]-} ${said[1]-} \" in\n"
	"\t\"  \") names=\"";

static const char bash_end[] =
	"\tesac\n"
	"\tif [[ $word == -* ]]; then\n"
	"\t\tmapfile -t COMPREPLY < <(compgen -W \"--json --url --key-file --help --version $options\" -- \"$word\")\n"
	"\telif [[ $names ]]; then\n"
	"\t\tmapfile -t COMPREPLY < <(compgen -W \"$names\" -- \"$word\")\n"
	"\telse\n"
	"\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
	"\tfi\n"
	"}\n"
	"complete -o filenames -F _kleos kleos\n";

static void print_nouns(void)
{
	fputs("help", stdout);
	for (const struct command *command = command_table; command->name; command++)
		if (!noun_seen(command))
			printf(" %.*s", (int)noun_of(command), command->name);
	puts("\" ;;");
}

static void print_verbs(const struct command *first)
{
	size_t length = noun_of(first);
	printf("\t\"%.*s  \") names=\"", (int)length, first->name);
	for (const struct command *command = first; command->name; command++)
		if (noun_of(command) == length && strncmp(command->name, first->name, length) == 0 && command->name[length])
			printf("%s ", command->name + length + 1);
	puts("\" ;;");
}

int command_completion(struct cli *cli, int argc, char **argv)
{
	(void)cli;
	if (argc != 2 || strcmp(argv[1], "bash") != 0)
		return complain_usage("say for which shell: kleos completion bash");
	fputs(bash_begin, stdout);
	print_nouns();
	for (const struct command *command = command_table; command->name; command++)
		if (command->name[noun_of(command)] && !noun_seen(command))
			print_verbs(command);
	for (const struct command *command = command_table; command->name; command++) {
		printf("\t\"%s \"*) options=\"", command->name);
		print_options(command);
		puts("\" ;;");
	}
	fputs(bash_end, stdout);
	return EXIT_SUCCESS;
}

/* groff_man(7): what is said stays what is said. */
static void print_escaped(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] == '\n')
			for (putchar(' '); i + 1 < length && text[i + 1] == ' '; i++)
				;
		else if (text[i] == '\\')
			fputs("\\e", stdout);
		else if (text[i] == '-')
			fputs("\\-", stdout);
		else if (strchr(".'", text[i]) && i == 0)
			printf("\\&%c", text[i]);
		else
			putchar(text[i]);
}

static void print_entry(const struct command *command)
{
	printf(".SS \"");
	print_escaped(command->name, strlen(command->name));
	fputs(" ", stdout);
	for (const char *at = command->usage; *at; at++)
		if (*at == '"')
			fputs("\\(dq", stdout);
		else
			print_escaped(at, 1);
	puts("\"");
	print_escaped(command->help, strlen(command->help));
	putchar('\n');
	struct help_option option;
	for (const char *at = command->options; (at = help_option_next(at, &option));) {
		fputs(".TP\n\\fB\\-\\-", stdout);
		print_escaped(option.name, strlen(option.name));
		printf("\\fR%s\\fI", *option.value ? " " : "");
		print_escaped(option.value, strlen(option.value));
		puts("\\fR");
		print_escaped(option.text, option.length);
		putchar('\n');
	}
}

int command_manual(struct cli *cli, int argc, char **argv)
{
	(void)cli;
	(void)argv;
	if (argc > 1)
		return complain_usage("manual takes no words: kleos manual | man -l -");
	puts(".TH KLEOS 1 \"\" \"Kleos " KLEOS_VERSION "\" \"User Commands\"\n"
		 ".SH NAME\nkleos \\- the command line of Kleos, a self\\-hosted recognition platform\n"
		 ".SH SYNOPSIS\n.B kleos\n[\\fB\\-\\-url\\fR \\fIURL\\fR] [\\fB\\-\\-key\\-file\\fR \\fIFILE\\fR] "
		 "[\\fB\\-\\-json\\fR] "
		 "\\fICOMMAND\\fR \\&...\n"
		 ".SH DESCRIPTION\n"
		 "Thank people, see what was said, run awards, read the report. Data goes to standard output, messages to\n"
		 "standard error.\n"
		 ".SH OPTIONS\n"
		 ".TP\n\\fB\\-\\-url\\fR \\fIURL\\fR\nthe gateway; else KLEOS_URL, else what \\fBkleos login\\fR remembered, "
		 "else\n" DEFAULT_URL "\n.TP\n\\fB\\-\\-key\\-file\\fR \\fIFILE\\fR\nfile with the API key, or a token of the "
							  "identity provider; else "
		 "KLEOS_KEY_FILE, else what \\fBkleos login\\fR "
		 "remembered\n"
		 ".TP\n\\fB\\-\\-json\\fR\nprint the server's reply as it is\n"
		 ".TP\n\\fB\\-\\-help\\fR\nexplain a command\n"
		 ".TP\n\\fB\\-\\-version\\fR\nname and version\n"
		 ".SH COMMANDS");
	for (const struct command *command = command_table; command->name; command++)
		print_entry(command);
	puts(".SH EXIT STATUS\n0 done, 1 refused or failed, 2 the words of the command are wrong.\n"
		 ".SH ENVIRONMENT\n"
		 ".TP\nKLEOS_URL, KLEOS_KEY_FILE\nwhere and who, when the options do not say\n"
		 ".TP\nNO_COLOR\nwhen set and not empty: no colors\n"
		 ".SH FILES\n.TP\n$XDG_CONFIG_HOME/kleos/config, $XDG_CONFIG_HOME/kleos/key\nwhat \\fBkleos login\\fR "
		 "remembers");
	return EXIT_SUCCESS;
}
