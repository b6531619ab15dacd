/* kleos: the command line. Finds the command, fills in where and who from options, environment and login. */
#include "clients/cli/cli.h"
#include "clients/cli/profile.h"

#include <curl/curl.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define DEFAULT_URL "http://127.0.0.1:8080"

int complain(const char *format, ...)
{
	va_list values;
	va_start(values, format);
	fputs("kleos: ", stderr);
	vfprintf(stderr, format, values);
	fputc('\n', stderr);
	va_end(values);
	return EXIT_FAILURE;
}

int complain_usage(const char *format, ...)
{
	va_list values;
	va_start(values, format);
	fputs("kleos: ", stderr);
	vfprintf(stderr, format, values);
	fputs("\n", stderr);
	va_end(values);
	return EXIT_USAGE;
}

static char *ask_once(const char *question, bool secret)
{
	struct termios before;
	bool hidden = secret && tcgetattr(STDIN_FILENO, &before) == 0;
	fprintf(stderr, "%s", question);
	if (hidden) {
		struct termios quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
	}
	char *line = NULL;
	size_t size = 0;
	ssize_t length = getline(&line, &size, stdin);
	if (hidden) {
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
		fputc('\n', stderr);
	}
	if (length < 0) {
		free(line);
		return NULL;
	}
	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

char *ask(const char *question, bool secret)
{
	char *line = ask_once(question, secret);
	while (line && !*line) {
		free(line);
		line = ask_once(question, secret);
	}
	return line;
}

static void print_help(void)
{
	puts("Usage: kleos [--url URL] [--key-file FILE] [--json] COMMAND …\n"
	     "The command line of Kleos: thank people, see what was said, run awards, read the report.\n");
	for (const struct command *command = command_table; command->name; command++)
		printf("  %-20s %s\n", command->name, command->help);
	puts("\n  --url URL        the gateway; else KLEOS_URL, else what `kleos login` remembered, else " DEFAULT_URL "\n"
	     "  --key-file FILE  file with the API key; else KLEOS_KEY_FILE, else what `kleos login` remembered\n"
	     "  --json           print the server's reply as it is\n"
	     "  --help           this text; `kleos COMMAND --help` explains one\n"
	     "  --version        name and version\n\n"
	     "Exit status: 0 done, 1 refused or failed, 2 the words of the command are wrong.");
}

static int print_command_help(const struct command *command)
{
	printf("Usage: kleos %s %s\n%s\n", command->name, command->usage, command->help);
	return EXIT_SUCCESS;
}

/* The command that the words name, the longest name first; *words is how many words its name has. */
static const struct command *command_find(int argc, char **argv, int *words)
{
	char two[64] = "";
	if (argc > 1)
		snprintf(two, sizeof(two), "%s %s", argv[0], argv[1]);
	for (*words = 2; *words > 0; (*words)--)
		for (const struct command *command = command_table; argc > 0 && command->name; command++)
			if (strcmp(command->name, *words == 2 ? two : argv[0]) == 0)
				return command;
	return NULL;
}

/* The value of a global option at *i ("--url X" or "--url=X"); NULL: it is not that option. */
static char *option_value(int argc, char **argv, int *i, const char *name)
{
	size_t length = strlen(name);
	if (strncmp(argv[*i], name, length) != 0)
		return NULL;
	if (argv[*i][length] == '=')
		return argv[*i] + length + 1;
	if (argv[*i][length] || *i + 1 >= argc)
		return NULL;
	return argv[++*i];
}

struct globals {
	char *url, *key_file;
	bool json, help, version;
};

/* Takes the global options out of argv, wherever they stand before `--`; returns how many words are left. */
static int globals_take(struct globals *globals, int argc, char **argv)
{
	int left = 0;
	bool ended = false;
	for (int i = 1; i < argc; i++) {
		char *value;
		ended = ended || strcmp(argv[i], "--") == 0;
		if (ended)
			argv[left++] = argv[i];
		else if ((value = option_value(argc, argv, &i, "--url")))
			globals->url = value;
		else if ((value = option_value(argc, argv, &i, "--key-file")))
			globals->key_file = value;
		else if (strcmp(argv[i], "--json") == 0)
			globals->json = true;
		else if (strcmp(argv[i], "--help") == 0)
			globals->help = true;
		else if (strcmp(argv[i], "--version") == 0)
			globals->version = true;
		else
			argv[left++] = argv[i];
	}
	argv[left] = NULL;
	return left;
}

static const char *first_of(const char *a, const char *b, const char *c)
{
	return a && *a ? a : b && *b ? b : c;
}

static int cli_run(const struct globals *globals, const struct command *command, int argc, char **argv)
{
	struct profile profile;
	profile_load(&profile);
	struct cli cli = {.json = globals->json};
	cli.url = strdup(first_of(first_of(globals->url, getenv("KLEOS_URL"), profile.url), DEFAULT_URL, NULL));
	for (size_t n = strlen(cli.url); n && cli.url[n - 1] == '/'; n--)
		cli.url[n - 1] = '\0';
	const char *no_color = getenv("NO_COLOR");
	cli.color = isatty(STDOUT_FILENO) && !(no_color && *no_color);
	const char *key_file = first_of(globals->key_file, getenv("KLEOS_KEY_FILE"), profile.key_file);
	int code = EXIT_SUCCESS;
	if (key_file && !(cli.key = key_read(key_file)))
		code = complain("the key file %s cannot be read", key_file);
	if (code == EXIT_SUCCESS)
		code = command->run(&cli, argc, argv);
	profile_fini(&profile);
	free(cli.url);
	free(cli.key);
	return code;
}

int main(int argc, char **argv)
{
	struct globals globals = {0};
	setlocale(LC_ALL, "");
	signal(SIGPIPE, SIG_DFL);
	int words = 0, left = globals_take(&globals, argc, argv);
	const struct command *command = command_find(left, argv, &words);
	if (globals.version) {
		puts("kleos (Kleos) " KLEOS_VERSION);
		return EXIT_SUCCESS;
	}
	if (command && globals.help)
		return print_command_help(command);
	if (globals.help || left == 0) {
		print_help();
		return globals.help ? EXIT_SUCCESS : EXIT_USAGE;
	}
	if (!command)
		return complain_usage("there is no command '%s'; kleos --help lists them", argv[0]);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	int code = cli_run(&globals, command, left - words + 1, argv + words - 1);
	curl_global_cleanup();
	return code;
}
