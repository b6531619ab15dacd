/* kleos: the command line. Finds the command, fills in where and who from options, environment and login. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/help.h"
#include "clients/cli/profile.h"

#include <curl/curl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

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
	if (isatty(STDIN_FILENO))
		fputs(question, stderr);
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

struct globals {
	const char *url, *key_file;
	bool json, help, version, unicode;
};

/* Whether argv[*i] is that option ("--url X" or "--url=X"); *value is NULL when the value is lacking. */
static bool option_take(int argc, char **argv, int *i, const char *name, const char **value)
{
	size_t length = strlen(name);
	const char *said = argv[*i];
	if (strncmp(said, name, length) != 0 || (said[length] && said[length] != '='))
		return false;
	if (said[length])
		*value = said[length + 1] ? said + length + 1 : NULL;
	else
		*value = *i + 1 < argc ? argv[++*i] : NULL;
	return true;
}

/* A flag that every command has; false: it is something else. */
static bool flag_take(struct globals *globals, const char *word)
{
	bool *flag = strcmp(word, "--json") == 0      ? &globals->json
				 : strcmp(word, "--help") == 0    ? &globals->help
				 : strcmp(word, "-h") == 0        ? &globals->help
				 : strcmp(word, "--version") == 0 ? &globals->version
												  : NULL;
	if (flag)
		*flag = true;
	return flag;
}

/* Takes the global options out of argv, wherever they stand before `--`; returns how many words are left, or -1 after
 * saying which option has no value. */
static int globals_take(struct globals *globals, int argc, char **argv)
{
	int left = 0;
	bool ended = false;
	for (int i = 1; i < argc; i++) {
		const char *option = argv[i];
		ended = ended || strcmp(option, "--") == 0;
		bool url = !ended && option_take(argc, argv, &i, "--url", &globals->url);
		bool key_file = !ended && !url && option_take(argc, argv, &i, "--key-file", &globals->key_file);
		if ((url && !globals->url) || (key_file && !globals->key_file)) {
			complain("%s needs a value", url ? "--url" : "--key-file");
			return -1;
		}
		if (!url && !key_file && (ended || !flag_take(globals, option)))
			argv[left++] = argv[i];
	}
	argv[left] = NULL;
	return left;
}

static const char *first_of(const char *a, const char *b, const char *c)
{
	return a && *a ? a : b && *b ? b : c;
}

static char *url_make(const char *text)
{
	char *url = strdup(text);
	if (!url)
		abort();
	for (size_t n = strlen(url); n && url[n - 1] == '/'; n--)
		url[n - 1] = '\0';
	return url;
}

/* What runs without a gateway: no address and no key is looked for, and nothing of the network is set up. */
static bool is_local(const struct command *command)
{
	return command->run == command_tally || command->run == command_verify_ballots ||
		   command->run == command_completion || command->run == command_manual;
}

static struct cli cli_of(const struct globals *globals)
{
	const char *no_color = getenv("NO_COLOR");
	return (struct cli){
		.json = globals->json, .unicode = globals->unicode, .color = isatty(STDOUT_FILENO) && !(no_color && *no_color)};
}

static int local_run(const struct globals *globals, const struct command *command, int argc, char **argv)
{
	struct cli cli = cli_of(globals);
	return command->run(&cli, argc, argv);
}

static int cli_run(const struct globals *globals, const struct command *command, int argc, char **argv)
{
	struct profile profile;
	profile_load(&profile);
	const char *url = first_of(first_of(globals->url, getenv("KLEOS_URL"), profile.url), DEFAULT_URL, NULL);
	/* A login is a new beginning: it never takes the key that is remembered. */
	const char *remembered = command->run == command_login ? NULL : profile.key_file;
	const char *key_file = first_of(globals->key_file, getenv("KLEOS_KEY_FILE"), remembered);
	struct cli cli = cli_of(globals);
	cli.url = url_make(url);
	int code = EXIT_SUCCESS;
	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		code = complain_usage("the address '%s' does not begin with http:// or https://", url);
	else if (key_file && !(cli.key = key_read(key_file)))
		code = EXIT_FAILURE;
	if (code == EXIT_SUCCESS)
		code = command->run(&cli, argc, argv);
	profile_fini(&profile);
	free(cli.url);
	free(cli.key);
	return code;
}

/* Of the command's name and what was said behind it. */
static int command_run(const struct globals *globals, const struct command *command, int argc, char **argv)
{
	int code = help_has_options(command) ? EXIT_SUCCESS : arguments_none(&argc, &argv);
	if (code != EXIT_SUCCESS)
		return code;
	if (is_local(command))
		return local_run(globals, command, argc, argv);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	code = cli_run(globals, command, argc, argv);
	curl_global_cleanup();
	return code;
}

/* `kleos help …` and `… --help`. */
static int help_run(const struct command *command, int argc, char **argv)
{
	if (command)
		help_print_command(command);
	else if (argc == 0)
		help_print(stdout);
	else if (argc > 1 || !help_print_noun(stdout, argv[0]))
		return help_refuse(argc, argv);
	return EXIT_SUCCESS;
}

static int main_run(int argc, char **argv)
{
	struct globals globals = {.unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
	if (!globals.unicode) /* data are UTF-8 wherever they are read, and stand by their columns there too */
		setlocale(LC_CTYPE, "C.UTF-8");
	int words = 0, left = globals_take(&globals, argc, argv);
	if (left < 0)
		return EXIT_USAGE;
	if (left > 0 && strcmp(argv[0], "help") == 0) {
		globals.help = true;
		left--;
		argv++;
	}
	const struct command *command = command_find(left, argv, &words);
	if (globals.version) {
		puts("kleos (Kleos) " KLEOS_VERSION);
		return EXIT_SUCCESS;
	}
	if (globals.help)
		return help_run(command, left, argv);
	if (left == 0) {
		help_print(stderr);
		return EXIT_USAGE;
	}
	if (!command)
		return help_refuse(left, argv);
	return command_run(&globals, command, left - words + 1, argv + words - 1);
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C"); /* 7.5 is 7.5 in every country */
	signal(SIGPIPE, SIG_DFL);
	int code = main_run(argc, argv);
	if (fflush(stdout) || ferror(stdout))
		code = complain("standard output cannot be written, so what was to be read there is lost");
	return code;
}
