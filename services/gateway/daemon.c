#include "common/base/limits.h"
#include "services/gateway/gateway_state.h"
#include "services/gateway/http.h"
#include "services/gateway/listener.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define FILES_RESERVED    128                 /* for databases, sockets between processes, logs */
#define CONNECTION_MEMORY ((size_t)24 * 1024) /* a head of 16 KiB and the buffers beside it */
#define INACTIVITY_S      65

/* From this version on the library refuses by itself what it hid before: folded lines, NUL, bare LF, white space before
 * a colon, bad chunks (measured on 1.0.1). */
#define LIBRARY_IS_STRICT (MHD_VERSION >= 0x01000000)

#if LIBRARY_IS_STRICT
#define DISCIPLINE MHD_OPTION_CLIENT_DISCIPLINE_LVL
#else
#define DISCIPLINE MHD_OPTION_STRICT_FOR_CLIENT
#endif

/* The library's complaints are about clients mostly. */
__attribute__((format(printf, 2, 0))) static void library_says(void *context, const char *format, va_list values)
{
	struct gateway *gateway = context;
	char text[256];
	(void)vsnprintf(text, sizeof(text), format, values);
	text[strcspn(text, "\n")] = 0;
	log_debug(gateway->environment->log, "http library", log_text("text", text));
}

/* Routes split at slashes before they decode. */
static size_t leave_encoded(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

static void connection_changed(void *context, struct MHD_Connection *connection, void **socket_context,
							   enum MHD_ConnectionNotificationCode code)
{
	struct gateway *gateway = context;
	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		connections_remove(gateway->connections, *socket_context);
		*socket_context = NULL;
		return;
	}
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (info)
		*socket_context = connections_add(gateway->connections, info->connect_fd);
}

/* As many as the process may have files, which it may raise itself up to a bound set by the administrator. */
static unsigned connections_bound(void)
{
	struct rlimit files;
	if (getrlimit(RLIMIT_NOFILE, &files))
		return HTTP_CONNECTIONS_BOUND / 4;
	rlim_t wanted = HTTP_CONNECTIONS_BOUND + FILES_RESERVED;
	if (files.rlim_cur < wanted) {
		files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	if (files.rlim_cur >= wanted)
		return HTTP_CONNECTIONS_BOUND;
	return files.rlim_cur > (rlim_t)2 * FILES_RESERVED ? (unsigned)(files.rlim_cur - FILES_RESERVED) : FILES_RESERVED;
}

/* Behind a proxy, and on loopback, everybody has one address. */
static unsigned per_address(const struct gateway *gateway, const char *listen, bool replaced)
{
	bool local = replaced || strncmp(listen, "127.", 4) == 0 || strncmp(listen, "[::1]", 5) == 0 ||
				 strncmp(listen, "localhost:", 10) == 0;
	return gateway->behind_proxy || local ? 0 : HTTP_CONNECTIONS_PER_ADDRESS;
}

static struct MHD_Daemon *start(struct gateway *gateway, unsigned per_ip)
{
	return MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_USE_TURBO, 0, NULL, NULL,
		http_access, gateway, MHD_OPTION_EXTERNAL_LOGGER, library_says, gateway, MHD_OPTION_LISTEN_SOCKET,
		gateway->socket, DISCIPLINE, 1, MHD_OPTION_CONNECTION_LIMIT, connections_bound(),
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_ip, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)INACTIVITY_S, MHD_OPTION_URI_LOG_CALLBACK, http_request_line, gateway,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, gateway, MHD_OPTION_NOTIFY_COMPLETED, http_completed, gateway,
		MHD_OPTION_NOTIFY_CONNECTION, connection_changed, gateway, MHD_OPTION_END);
}

static void say_listening(const struct gateway *gateway, const char *listen, bool replaced)
{
	const struct log *log = gateway->environment->log;
	if (replaced)
		log_warn(
			log,
			"this HTTP library lets ambiguous requests through: listening on loopback only; put a reverse proxy in "
			"front and set KLEOS_BEHIND_PROXY=1, or use libmicrohttpd 1.0",
			log_text("library", MHD_get_version()));
	else if (!LIBRARY_IS_STRICT)
		log_info(log, "this HTTP library lets ambiguous requests through; fine on loopback and behind a proxy",
				 log_text("library", MHD_get_version()));
	log_info(log, "listening", log_text("address", listen), log_number("port", gateway->port));
}

bool http_library_is_strict(void)
{
	return LIBRARY_IS_STRICT;
}

enum status http_open(struct gateway *gateway, const char *listen)
{
	bool replaced;
	enum status status = listener_open(&gateway->socket, &gateway->port, listen,
									   !LIBRARY_IS_STRICT && !gateway->behind_proxy, &replaced);
	if (status != STATUS_OK) {
		log_error(gateway->environment->log, "cannot listen", log_text("address", listen),
				  log_text("status", status_name(status)));
		return status;
	}
	gateway->daemon = start(gateway, per_address(gateway, listen, replaced));
	if (!gateway->daemon) {
		close(gateway->socket);
		log_error(gateway->environment->log, "the HTTP library does not start", log_text("address", listen));
		return STATUS_INTERNAL;
	}
	say_listening(gateway, listen, replaced);
	return STATUS_OK;
}

void http_quiesce(struct gateway *gateway)
{
	if (gateway->daemon)
		gateway->quiesced = MHD_quiesce_daemon(gateway->daemon) == gateway->socket;
}

void http_close(struct gateway *gateway)
{
	if (gateway->daemon)
		MHD_stop_daemon(gateway->daemon);
	if (gateway->quiesced)
		close(gateway->socket);
	gateway->daemon = NULL;
}
