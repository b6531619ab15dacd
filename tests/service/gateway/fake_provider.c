#include "tests/service/gateway/fake_provider.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The head, and as much of a body as its length says. */
static void read_request(int connection, char *out, size_t size)
{
	size_t length = 0, wanted = size - 1;
	out[0] = '\0';
	while (length < wanted) {
		ssize_t n = read(connection, out + length, wanted - length);
		if (n <= 0)
			return;
		length += (size_t)n;
		out[length] = '\0';
		const char *end = strstr(out, "\r\n\r\n"), *stated = strstr(out, "Content-Length: ");
		if (end)
			wanted = (size_t)(end + 4 - out) + (stated ? strtoul(stated + 16, NULL, 10) : 0);
	}
}

static void write_answer(int connection, int status, const char *body)
{
	char head[128];
	int length = snprintf(head, sizeof(head),
						  "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
						  "Connection: close\r\n\r\n",
						  status, strlen(body));
	(void)!write(connection, head, (size_t)length);
	(void)!write(connection, body, strlen(body));
}

/* With the mutex held. */
static void answer(struct fake_provider *provider, int connection, const char *request)
{
	char body[PROVIDER_TEXT + 256] = "{}";
	if (strncmp(request, "GET /.well-known/openid-configuration ", 38) == 0) {
		snprintf(body, sizeof(body),
				 "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/auth?x=1\",\"token_endpoint\":\"%s/token\","
				 "\"jwks_uri\":\"%s/jwks\",\"end_session_endpoint\":\"%s/end\"}",
				 provider->issuer, provider->issuer, provider->issuer, provider->issuer, provider->issuer);
	} else if (strncmp(request, "GET /jwks ", 10) == 0) {
		provider->keys_asked++;
		snprintf(body, sizeof(body), "%s", provider->jwks);
	} else if (strncmp(request, "POST /token ", 12) == 0) {
		snprintf(provider->asked, sizeof(provider->asked), "%s", request);
		snprintf(body, sizeof(body), "{\"id_token\":\"%s\",\"access_token\":\"opaque\"}", provider->id_token);
	}
	write_answer(connection, provider->broken ? 500 : 200, body);
}

static void *serve(void *context)
{
	struct fake_provider *provider = context;
	char *request = calloc(1, PROVIDER_TEXT);
	int connection;
	while ((connection = accept(provider->listening, NULL, NULL)) >= 0) {
		read_request(connection, request, PROVIDER_TEXT);
		pthread_mutex_lock(&provider->mutex);
		answer(provider, connection, request);
		pthread_mutex_unlock(&provider->mutex);
		close(connection);
	}
	free(request);
	return NULL;
}

void fake_provider_start(struct fake_provider *provider, struct arena *arena)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	*provider = (struct fake_provider){.listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	pthread_mutex_init(&provider->mutex, NULL);
	signer_init(&provider->signer, arena);
	fake_provider_show(provider, signer_jwks(&provider->signer));
	assert_int_equal(bind(provider->listening, (struct sockaddr *)&address, length), 0);
	assert_int_equal(listen(provider->listening, 16), 0);
	assert_int_equal(getsockname(provider->listening, (struct sockaddr *)&address, &length), 0);
	snprintf(provider->issuer, sizeof(provider->issuer), "http://127.0.0.1:%d", ntohs(address.sin_port));
	assert_int_equal(pthread_create(&provider->thread, NULL, serve, provider), 0);
}

void fake_provider_stop(struct fake_provider *provider)
{
	shutdown(provider->listening, SHUT_RDWR);
	pthread_join(provider->thread, NULL);
	close(provider->listening);
	signer_fini(&provider->signer);
	pthread_mutex_destroy(&provider->mutex);
}

static void keep(struct fake_provider *provider, char out[PROVIDER_TEXT], const char *text)
{
	assert_true(strlen(text) < PROVIDER_TEXT);
	pthread_mutex_lock(&provider->mutex);
	snprintf(out, PROVIDER_TEXT, "%s", text);
	pthread_mutex_unlock(&provider->mutex);
}

void fake_provider_show(struct fake_provider *provider, const char *jwks)
{
	keep(provider, provider->jwks, jwks);
}

void fake_provider_give(struct fake_provider *provider, const char *id_token)
{
	keep(provider, provider->id_token, id_token);
}

void fake_provider_break(struct fake_provider *provider, bool broken)
{
	pthread_mutex_lock(&provider->mutex);
	provider->broken = broken;
	pthread_mutex_unlock(&provider->mutex);
}

int fake_provider_keys_asked(struct fake_provider *provider)
{
	pthread_mutex_lock(&provider->mutex);
	int asked = provider->keys_asked;
	pthread_mutex_unlock(&provider->mutex);
	return asked;
}

const char *fake_provider_asked(struct fake_provider *provider, struct arena *arena)
{
	pthread_mutex_lock(&provider->mutex);
	const char *asked = arena_text(arena, provider->asked);
	pthread_mutex_unlock(&provider->mutex);
	return asked;
}
