#include "common/process/healthcheck.h"

#include "common/process/process.h"
#include "common/rpc/client.h"
#include "kleos/rpc/v1/health_service.pb-c.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HEALTHCHECK_MS 2000

/* A wildcard that a server listens on is asked at this machine's own address. */
static const char *own_host(const char *listening)
{
	return strcmp(listening, "0.0.0.0") == 0 || strcmp(listening, "*") == 0 ? "127.0.0.1" : listening;
}

static const char *client_url(struct arena *arena, const char *url)
{
	const char *wildcard = "tcp://0.0.0.0:";
	if (strncmp(url, wildcard, strlen(wildcard)) != 0)
		return url;
	return arena_printf(arena, "tcp://127.0.0.1:%s", url + strlen(wildcard));
}

static void wait_connected(struct rpc_client *client)
{
	struct timespec pause = {.tv_nsec = 10000000};
	for (int tries = 0; tries < HEALTHCHECK_MS / 10 && !rpc_client_connected(client); tries++)
		nanosleep(&pause, NULL);
}

static bool service_is_well(struct process *process, const char *url, const char *audience)
{
	struct rpc_client_config config = {.url = client_url(&process->arena, url),
									   .audience = audience,
									   .environment = &process->environment,
									   .key = &process->key,
									   .in_flight = 1};
	struct rpc_client *client;
	if (rpc_client_open(&client, &config) != STATUS_OK)
		return false;
	wait_connected(client);
	Kleos__CheckHealthRequest request = KLEOS__CHECK_HEALTH_REQUEST__INIT;
	struct principal self = principal_internal("healthcheck");
	struct rpc_request call = {.method = "kleos.rpc.v1.HealthService/CheckHealth",
							   .principal = &self,
							   .timeout_ms = HEALTHCHECK_MS,
							   .message = &request.base};
	struct rpc_reply reply;
	ProtobufCMessage *message = NULL;
	enum status status =
		rpc_call(client, &process->arena, &call, &reply, &kleos__check_health_response__descriptor, &message);
	Kleos__CheckHealthResponse *health = (Kleos__CheckHealthResponse *)message;
	bool well = status == STATUS_OK && health->ready;
	if (!well)
		fprintf(stderr, "%s is not well: %s\n", audience, status == STATUS_OK ? health->message : reply.message);
	rpc_client_close(client);
	return well;
}

/* Connected to KLEOS_HTTP_LISTEN; -1: nobody there. */
static int gateway_connect(struct process *process)
{
	char *address = arena_text(&process->arena, settings_text(&process->settings, "KLEOS_HTTP_LISTEN"));
	char *colon = strrchr(address, ':');
	if (!colon)
		return -1;
	*colon = '\0';
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
	if (getaddrinfo(own_host(address), colon + 1, &hints, &found))
		return -1;
	int handle = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval limit = {.tv_sec = HEALTHCHECK_MS / 1000};
	setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (handle >= 0 && connect(handle, found->ai_addr, found->ai_addrlen)) {
		close(handle);
		handle = -1;
	}
	freeaddrinfo(found);
	return handle;
}

static bool gateway_is_well(struct process *process)
{
	static const char question[] = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	char answer[4096] = "";
	int handle = gateway_connect(process);
	ssize_t length = -1;
	if (handle >= 0 && write(handle, question, sizeof(question) - 1) == (ssize_t)sizeof(question) - 1)
		length = recv(handle, answer, sizeof(answer) - 1, MSG_WAITALL);
	if (handle >= 0)
		close(handle);
	bool well = length > 12 && strncmp(answer + 9, "200", 3) == 0;
	if (!well) {
		const char *body = strstr(answer, "\r\n\r\n");
		fprintf(stderr, "the gateway is not well: %s\n", body ? body + 4 : "it does not answer");
	}
	return well;
}

bool healthcheck(struct process *process, const char *url_setting, const char *audience)
{
	return url_setting ? service_is_well(process, settings_text(&process->settings, url_setting), audience)
					   : gateway_is_well(process);
}
