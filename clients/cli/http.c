#include "clients/cli/http.h"

#include "clients/cli/output.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#define REPLY_BOUND            (64u << 20) /* bytes of a reply that are kept */
#define STATUS_OK              200
#define STATUS_UNAUTHENTICATED 401
#define STATUS_TOO_MANY        429
#define STATUS_FAULT           500 /* and above: the server's own trouble */

struct text {
	char *bytes;
	size_t length;
};

static size_t text_take(char *data, size_t size, size_t count, void *context)
{
	struct text *text = context;
	size_t more = size * count;
	if (text->length + more > REPLY_BOUND)
		return 0;
	char *bytes = realloc(text->bytes, text->length + more + 1);
	if (!bytes)
		return 0;
	text->bytes = bytes;
	memcpy(bytes + text->length, data, more);
	text->length += more;
	bytes[text->length] = '\0';
	return more;
}

/* Appends percent-encoded (RFC 3986 unreserved characters stay). */
static void add_encoded(FILE *out, const char *text)
{
	for (; *text; text++)
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", *text))
			fputc(*text, out);
		else
			fprintf(out, "%%%02X", (unsigned char)*text);
}

char *path_make(const char *format, ...)
{
	char *path = NULL;
	size_t size;
	FILE *out = open_memstream(&path, &size);
	va_list values;
	va_start(values, format);
	for (; *format; format++)
		if (format[0] == '%' && format[1] == 's') {
			add_encoded(out, va_arg(values, const char *));
			format++;
		} else {
			fputc(*format, out);
		}
	va_end(values);
	fclose(out);
	return path;
}

void query_text_init(struct query_text *query)
{
	query->text = strdup("");
}

void query_text_add(struct query_text *query, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	fprintf(out, "%s%c%s=", query->text, *query->text ? '&' : '?', name);
	add_encoded(out, value);
	fclose(out);
	free(query->text);
	query->text = text;
}

void query_text_fini(struct query_text *query)
{
	free(query->text);
}

static void print_violation(const json_t *violation)
{
	fputs("  ", stderr);
	text_print(stderr, json_at(violation, "field"), 2, TEXT_WHOLE);
	fputs(": ", stderr);
	text_print(stderr, json_at(violation, "description"), 2, TEXT_WHOLE);
	fputc('\n', stderr);
}

/* One line a field under a short head; false: it is not about fields. */
static bool complain_fields(const json_t *error)
{
	size_t i, j, said = 0;
	json_t *detail, *violation;
	json_array_foreach(json_object_get(error, "details"), i, detail)
		json_array_foreach(json_object_get(detail, "fieldViolations"), j, violation)
	{
		if (!said++)
			complain("this cannot be taken:");
		print_violation(violation);
	}
	return said > 0;
}

/* What the server said went wrong: the fields, else the sentence. */
static int complain_reply(const struct cli *cli, long status, const struct text *text)
{
	json_t *reply = text->bytes ? json_loads(text->bytes, 0, NULL) : NULL;
	json_t *error = json_object_get(reply, "error");
	const char *message = json_at(error, "message");
	if (status == STATUS_UNAUTHENTICATED && !cli->key) {
		complain("no key yet: kleos --key-file FILE login");
	} else if (!complain_fields(error)) {
		fputs("kleos: ", stderr);
		if (*message)
			text_print(stderr, message, 2, TEXT_WHOLE);
		else
			fprintf(stderr, "the server answered %ld without saying why", status);
		fputc('\n', stderr);
	}
	json_decref(reply);
	return EXIT_FAILURE;
}

static int complain_transport(const struct cli *cli, CURLcode problem)
{
	if (problem == CURLE_COULDNT_CONNECT)
		return complain("nobody answers on %s; is the server running? (--url names another)", cli->url);
	return complain("%s: %s", cli->url, curl_easy_strerror(problem));
}

static struct curl_slist *header_add(struct curl_slist *headers, const char *name, const char *value)
{
	char *line;
	if (asprintf(&line, "%s: %s", name, value) < 0)
		abort();
	headers = curl_slist_append(headers, line);
	free(line);
	return headers;
}

static struct curl_slist *headers_make(const struct cli *cli, const char *content_type)
{
	struct curl_slist *headers = header_add(NULL, "Expect", "");
	if (content_type)
		headers = header_add(headers, "Content-Type", content_type);
	if (cli->key) {
		char *bearer;
		if (asprintf(&bearer, "Bearer %s", cli->key) < 0)
			abort();
		headers = header_add(headers, "Authorization", bearer);
		free(bearer);
	}
	return headers;
}

/* So that a second try of the same action has no second effect. */
static struct curl_slist *headers_add_action(struct curl_slist *headers)
{
	uint64_t random[2];
	char text[40];
	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		abort();
	snprintf(text, sizeof(text), "cli-%016llx%016llx", (unsigned long long)random[0], (unsigned long long)random[1]);
	return header_add(headers, "Idempotency-Key", text);
}

static CURL *curl_make(const struct cli *cli, const char *path)
{
	CURL *curl = curl_easy_init();
	char *url;
	if (!curl || asprintf(&url, "%s%s", cli->url, path) < 0)
		abort();
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "kleos/" KLEOS_VERSION);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
	free(url);
	return curl;
}

/* Runs it and turns what came back into an exit code and JSON. */
static int curl_finish(const struct cli *cli, CURL *curl, bool again, json_t **reply)
{
	struct text text = {0};
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, text_take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &text);
	CURLcode problem = curl_easy_perform(curl);
	if (again && (problem == CURLE_GOT_NOTHING || problem == CURLE_RECV_ERROR)) {
		text.length = 0;
		problem = curl_easy_perform(curl);
	}
	long status = 0;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	int code = EXIT_SUCCESS;
	/* An early refusal of a large upload is an answer, even though the upload broke off. */
	if (status >= 300)
		code = complain_reply(cli, status, &text);
	else if (problem)
		code = complain_transport(cli, problem);
	else if (reply && !(*reply = json_loads(text.bytes ? text.bytes : "", 0, NULL)))
		code = complain("the reply is not JSON; is %s a Kleos gateway?", cli->url);
	free(text.bytes);
	return code;
}

int http_json(struct cli *cli, const char *method, const char *path, const json_t *body, json_t **reply)
{
	CURL *curl = curl_make(cli, path);
	struct curl_slist *headers = headers_make(cli, body ? "application/json" : NULL);
	char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
	if (strcmp(method, "GET") != 0)
		headers = headers_add_action(headers);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	if (text) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(text));
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, text);
	}
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
	int code = curl_finish(cli, curl, true, reply);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	free(text);
	return code;
}

/* Of the header lines of one answer. */
static size_t date_take(char *line, size_t size, size_t count, void *context)
{
	struct http_answer *answer = context;
	char value[64];
	if (size * count > 5 && size * count < sizeof(value) && strncasecmp(line, "Date:", 5) == 0) {
		memcpy(value, line + 5, size * count - 5);
		value[size * count - 5] = '\0';
		answer->date = curl_getdate(value, NULL);
	}
	return size * count;
}

bool http_get(struct cli *cli, const char *path, struct http_answer *out)
{
	struct text text = {0};
	CURL *curl = curl_make(cli, path);
	struct curl_slist *headers = headers_make(cli, NULL);
	*out = (struct http_answer){0};
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 10L);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, text_take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &text);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, date_take);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, out);
	CURLcode problem = curl_easy_perform(curl);
	if (problem)
		snprintf(out->problem, sizeof(out->problem), "%s", curl_easy_strerror(problem));
	else
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &out->status);
	curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME, &out->seconds);
	out->body = text.bytes ? text.bytes : strdup("");
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	return !problem;
}

void http_answer_fini(struct http_answer *answer)
{
	free(answer->body);
}

bool http_try(struct cli *cli, const char *path, json_t **reply)
{
	struct text text = {0};
	CURL *curl = curl_make(cli, path);
	struct curl_slist *headers = headers_make(cli, NULL);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 10L);
	curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, text_take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &text);
	CURLcode problem = curl_easy_perform(curl);
	*reply = !problem && text.bytes ? json_loads(text.bytes, 0, NULL) : NULL;
	free(text.bytes);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	return *reply;
}

/* Where what is fetched goes: to who takes it, or the bytes of an error. */
struct fetch {
	CURL *curl;
	bool (*take)(void *context, const void *bytes, size_t length);
	void *context;
	bool refused;
	struct text error;
};

static size_t fetch_take(char *data, size_t size, size_t count, void *context)
{
	struct fetch *fetch = context;
	long status = 0;
	curl_easy_getinfo(fetch->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status != STATUS_OK)
		return text_take(data, size, count, &fetch->error);
	fetch->refused = !fetch->take(fetch->context, data, size * count);
	return fetch->refused ? 0 : size * count;
}

int http_fetch(struct cli *cli, const char *path, bool (*take)(void *context, const void *bytes, size_t length),
			   void *context, bool *refused)
{
	struct fetch fetch = {.curl = curl_make(cli, path), .take = take, .context = context};
	struct curl_slist *headers = headers_make(cli, NULL);
	long status = 0;
	curl_easy_setopt(fetch.curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(fetch.curl, CURLOPT_WRITEFUNCTION, fetch_take);
	curl_easy_setopt(fetch.curl, CURLOPT_WRITEDATA, &fetch);
	CURLcode problem = curl_easy_perform(fetch.curl);
	curl_easy_getinfo(fetch.curl, CURLINFO_RESPONSE_CODE, &status);
	int code = fetch.refused ? EXIT_FAILURE : EXIT_SUCCESS;
	if (problem && !fetch.refused)
		code = complain_transport(cli, problem);
	else if (!problem && status != STATUS_OK)
		code = complain_reply(cli, status, &fetch.error);
	*refused = fetch.refused;
	free(fetch.error.bytes);
	curl_slist_free_all(headers);
	curl_easy_cleanup(fetch.curl);
	return code;
}

static bool file_take(void *context, const void *bytes, size_t length)
{
	return fwrite(bytes, 1, length, context) == length;
}

int http_download(struct cli *cli, const char *path, FILE *file)
{
	bool refused = false;
	int code = http_fetch(cli, path, file_take, file, &refused);
	if (refused || (code == EXIT_SUCCESS && (ferror(file) || fflush(file))))
		code = complain("what came cannot be written: %s", strerror(errno));
	return code;
}

struct upload {
	void (*progress)(void *context, long long sent, long long all);
	void *context;
	long long size;
};

static int upload_tick(void *context, curl_off_t in_all, curl_off_t in, curl_off_t out_all, curl_off_t out)
{
	struct upload *upload = context;
	(void)in_all;
	(void)in;
	(void)out_all;
	upload->progress(upload->context, out, upload->size);
	return 0;
}

int http_upload(struct cli *cli, const char *path, FILE *file, long long size,
				void (*progress)(void *context, long long sent, long long all), void *context, json_t **reply)
{
	CURL *curl = curl_make(cli, path);
	struct upload upload = {progress, context, size};
	struct curl_slist *headers = headers_make(cli, "text/csv");
	curl_easy_setopt(curl, CURLOPT_POST, 1L);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
	curl_easy_setopt(curl, CURLOPT_READDATA, file);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, upload_tick);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &upload);
	int code = curl_finish(cli, curl, false, reply);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	return code;
}

struct stream {
	bool (*line)(void *context, const char *text);
	void *context;
	struct text pending; /* what came behind the last line end */
	long status;
	CURL *curl;
};

static size_t stream_take(char *data, size_t size, size_t count, void *context)
{
	struct stream *stream = context;
	size_t taken = text_take(data, size, count, &stream->pending);
	curl_easy_getinfo(stream->curl, CURLINFO_RESPONSE_CODE, &stream->status);
	if (stream->status != STATUS_OK)
		return taken; /* an error's body: said when it is whole */
	char *start = stream->pending.bytes, *end;
	while (start && (end = strchr(start, '\n'))) {
		*end = '\0';
		if (!stream->line(stream->context, start))
			return 0;
		start = end + 1;
	}
	stream->pending.length = strlen(start);
	memmove(stream->pending.bytes, start, stream->pending.length + 1);
	return taken;
}

/* An exit code out of how the stream ended. */
static int stream_finish(const struct cli *cli, const struct stream *stream, CURLcode problem, bool patient)
{
	bool busy = stream->status == STATUS_TOO_MANY || stream->status >= STATUS_FAULT;
	if (stream->status >= 300 && !(patient && busy))
		return complain_reply(cli, stream->status, &stream->pending);
	if (stream->status < 300 && problem && problem != CURLE_WRITE_ERROR && !patient)
		return complain_transport(cli, problem);
	return EXIT_SUCCESS;
}

int http_stream(struct cli *cli, const char *path, const char *last_event_id,
				bool (*line)(void *context, const char *text), void *context, const bool *patient)
{
	struct stream stream = {.line = line, .context = context, .curl = curl_make(cli, path)};
	struct curl_slist *headers = headers_make(cli, NULL);
	if (last_event_id)
		headers = header_add(headers, "Last-Event-ID", last_event_id);
	curl_easy_setopt(stream.curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(stream.curl, CURLOPT_WRITEFUNCTION, stream_take);
	curl_easy_setopt(stream.curl, CURLOPT_WRITEDATA, &stream);
	curl_easy_setopt(stream.curl, CURLOPT_TCP_KEEPALIVE, 1L);
	CURLcode problem = curl_easy_perform(stream.curl);
	curl_easy_getinfo(stream.curl, CURLINFO_RESPONSE_CODE, &stream.status);
	int code = stream_finish(cli, &stream, problem, patient && *patient);
	free(stream.pending.bytes);
	curl_slist_free_all(headers);
	curl_easy_cleanup(stream.curl);
	return code;
}
