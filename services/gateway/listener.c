#include "services/gateway/listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST_SIZE 256
#define BACKLOG   1024

/* host:port, [host]:port, :port */
static bool split(const char *address, char host[HOST_SIZE], const char **port)
{
	const char *colon = strrchr(address, ':');
	size_t length = colon ? (size_t)(colon - address) : 0;
	if (!colon || length >= HOST_SIZE || !colon[1] || colon[1 + strspn(colon + 1, "0123456789")] || strlen(colon) > 6)
		return false;
	*port = colon + 1;
	if (length >= 2 && address[0] == '[' && address[length - 1] == ']') {
		address++;
		length -= 2;
	} else if (memchr(address, ':', length)) {
		return false;
	}
	memcpy(host, address, length);
	host[length] = 0;
	return strtol(*port, NULL, 10) <= 65535;
}

static bool is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

static struct addrinfo *resolve(const char *host, const char *port)
{
	struct addrinfo wanted = {
		.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	return getaddrinfo(*host ? host : NULL, port, &wanted, &found) ? NULL : found;
}

static enum status status_of(int error)
{
	if (error == EADDRINUSE)
		return STATUS_ALREADY_EXISTS;
	if (error == EACCES)
		return STATUS_PERMISSION_DENIED;
	return error == EADDRNOTAVAIL ? STATUS_INVALID_ARGUMENT : STATUS_INTERNAL;
}

static int bind_one(const struct addrinfo *one)
{
	int on = 1, off = 0;
	int fd = socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (one->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)); /* every address means both families */
	if (bind(fd, one->ai_addr, one->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* The port stands at the same place in the addresses of both families. */
static uint16_t port_of(int fd)
{
	struct sockaddr_in6 address = {0};
	socklen_t length = sizeof(address);
	if (getsockname(fd, (struct sockaddr *)&address, &length))
		return 0;
	return ntohs(address.sin6_port);
}

/* IPv6 first: its wildcard takes IPv4 too. */
static int bind_any(const struct addrinfo *list)
{
	static const int families[] = {AF_INET6, AF_INET};
	int fd = -1;
	for (size_t i = 0; i < 2 && fd < 0; i++) {
		for (const struct addrinfo *one = list; one && fd < 0; one = one->ai_next) {
			if (one->ai_family == families[i])
				fd = bind_one(one);
		}
	}
	return fd;
}

enum status listener_open(int *out, uint16_t *port, const char *address, bool loopback_only, bool *replaced)
{
	char host[HOST_SIZE];
	const char *port_text;
	if (!split(address, host, &port_text))
		return STATUS_INVALID_ARGUMENT;
	struct addrinfo *list = resolve(host, port_text);
	*replaced = loopback_only && (!*host || (list && !is_loopback(list->ai_addr)));
	if (*replaced) {
		if (list)
			freeaddrinfo(list);
		list = resolve("127.0.0.1", port_text);
	}
	if (!list)
		return STATUS_INVALID_ARGUMENT;
	int fd = bind_any(list);
	int error = errno;
	freeaddrinfo(list);
	if (fd < 0)
		return status_of(error);
	*out = fd;
	*port = port_of(fd);
	return STATUS_OK;
}
