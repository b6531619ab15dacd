#include "common/fetch/fetch.h"

#include "common/base/buffer.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define HOST_SIZE 128

struct running {
	struct buffer body;
	const atomic_bool *leave;
	char host[HOST_SIZE]; /* as the sentences name it */
};

/* ---- addresses ---- */

static CURLU *url_parse(const char *url)
{
	CURLU *parsed = curl_url();
	if (parsed && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK)
		return parsed;
	curl_url_cleanup(parsed);
	return NULL;
}

static void part_copy(char *out, size_t size, CURLU *url, CURLUPart part)
{
	char *text = NULL;
	*out = '\0';
	if (curl_url_get(url, part, &text, 0) == CURLUE_OK)
		snprintf(out, size, "%s", text);
	curl_free(text);
}

static bool is_loopback(const char *host)
{
	struct in_addr ip;
	if (inet_pton(AF_INET, host, &ip) == 1)
		return ntohl(ip.s_addr) >> 24 == 127;
	return strcmp(host, "[::1]") == 0 || strcmp(host, "localhost") == 0;
}

bool fetch_is_private(const char *url)
{
	char scheme[8], host[HOST_SIZE];
	CURLU *parsed = url_parse(url);
	if (!parsed)
		return false;
	part_copy(scheme, sizeof(scheme), parsed, CURLUPART_SCHEME);
	part_copy(host, sizeof(host), parsed, CURLUPART_HOST);
	curl_url_cleanup(parsed);
	return strcmp(scheme, "https") == 0 || (strcmp(scheme, "http") == 0 && is_loopback(host));
}

static void host_of(char out[HOST_SIZE], const char *url)
{
	CURLU *parsed = url_parse(url);
	*out = '\0';
	if (parsed)
		part_copy(out, HOST_SIZE, parsed, CURLUPART_HOST);
	curl_url_cleanup(parsed);
}

/* ---- while it runs ---- */

static size_t body_take(char *bytes, size_t size, size_t count, void *context)
{
	struct running *running = context;
	buffer_add(&running->body, bytes, size * count);
	return running->body.overflowed ? 0 : size * count;
}

/* At least once a second. */
static int look_around(void *context, curl_off_t in_all, curl_off_t in, curl_off_t out_all, curl_off_t out)
{
	const struct running *running = context;
	(void)in_all;
	(void)in;
	(void)out_all;
	(void)out;
	return running->leave && atomic_load(running->leave);
}

/* ---- making it ---- */

static void start_library(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static struct curl_slist *headers_make(const struct fetch_request *request)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
	for (size_t i = 0; request->headers && request->headers[i]; i++) {
		struct curl_slist *more = curl_slist_append(headers, request->headers[i]);
		headers = more ? more : headers;
	}
	return headers;
}

static void set_manners(CURL *curl, const struct fetch_request *request)
{
	curl_easy_setopt(curl, CURLOPT_URL, request->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "kleos/" KLEOS_VERSION);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)request->timeout_ms);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)request->timeout_ms);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (request->ca_file && *request->ca_file) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, request->ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
}

static void set_body(CURL *curl, const struct fetch_request *request)
{
	if (request->body) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
	}
	if (request->method)
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
}

static void set_running(CURL *curl, struct running *running)
{
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, body_take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, running);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_around);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, running);
}

/* ---- how it ended ---- */

static enum status say(struct fetch_reply *out, enum status status, const char *host, const char *what)
{
	snprintf(out->reason, sizeof(out->reason), "%s%s%s", host, *host ? ": " : "", what);
	return status;
}

static enum status explain(struct fetch_reply *out, const struct running *running, CURLcode code)
{
	const char *host = running->host;
	switch (code) {
	case CURLE_OPERATION_TIMEDOUT:
		return say(out, STATUS_DEADLINE_EXCEEDED, host, "no answer in time");
	case CURLE_WRITE_ERROR:
		return say(out, STATUS_RESOURCE_EXHAUSTED, host, "the answer is longer than it may be");
	case CURLE_ABORTED_BY_CALLBACK:
		return say(out, STATUS_CANCELLED, host, "broken off, as this process stops");
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return say(out, STATUS_INVALID_ARGUMENT, host, "this is no address that begins with https:// or http://");
	case CURLE_SSL_CACERT_BADFILE:
		return say(out, STATUS_INVALID_ARGUMENT, host, "the file of certificate authorities cannot be read");
	case CURLE_PEER_FAILED_VERIFICATION:
		return say(out, STATUS_PERMISSION_DENIED, host,
				   "its certificate is not trusted, has expired, or is for another host");
	default:
		return say(out, STATUS_UNAVAILABLE, host, curl_easy_strerror(code));
	}
}

static void take_answer(struct arena *arena, CURL *curl, struct running *running, struct fetch_reply *out)
{
	long status = 0;
	const char *type = NULL;
	curl_off_t retry_after = 0;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
	out->http_status = (int)status;
	out->content_type = type ? arena_text(arena, type) : "";
	out->retry_after_s = retry_after;
	out->body = buffer_text(&running->body);
	out->length = running->body.length;
}

enum status fetch(struct arena *arena, const struct fetch_request *request, struct fetch_reply *out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct running running = {.leave = request->leave};
	*out = (struct fetch_reply){.content_type = "", .body = ""};
	pthread_once(&once, start_library);
	host_of(running.host, request->url);
	buffer_init(&running.body, arena, request->bound);
	CURL *curl = curl_easy_init();
	struct curl_slist *headers = headers_make(request);
	if (!curl || !headers) {
		curl_slist_free_all(headers);
		curl_easy_cleanup(curl);
		return say(out, STATUS_RESOURCE_EXHAUSTED, running.host, "out of memory");
	}
	set_manners(curl, request);
	set_body(curl, request);
	set_running(curl, &running);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	CURLcode code = curl_easy_perform(curl);
	enum status status = STATUS_OK;
	if (code == CURLE_OK)
		take_answer(arena, curl, &running, out);
	else
		status = explain(out, &running, code);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	return status;
}
