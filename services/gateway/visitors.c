#include "services/gateway/visitors.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define PLACES      16384
#define INTERVAL_MS (1000 / VISITORS_A_SECOND)
#define PREFIX_SIZE 8 /* bytes of an IPv6 address that one household or host has */

struct visitors {
	const struct environment *environment;
	bool one_address;
	atomic_int count;
	uint8_t key[crypto_shorthash_KEYBYTES];
	int64_t due_ms[PLACES]; /* monotonic: when the calls so far will have been worth their time (GCRA) */
};

enum status visitors_open(struct visitors **out, const struct environment *environment, bool one_address)
{
	struct visitors *visitors = calloc(1, sizeof(*visitors));
	if (!visitors)
		return STATUS_RESOURCE_EXHAUSTED;
	visitors->environment = environment;
	visitors->one_address = one_address;
	environment_random(environment, visitors->key, sizeof(visitors->key));
	*out = visitors;
	return STATUS_OK;
}

void visitors_close(struct visitors *visitors)
{
	free(visitors);
}

/* What of an address is counted, into `out`; how many bytes. 0: it is not counted. */
static size_t counted(const struct sockaddr *address, uint8_t out[PREFIX_SIZE])
{
	if (address && address->sa_family == AF_INET) {
		const struct in_addr *ip = &((const struct sockaddr_in *)address)->sin_addr;
		memcpy(out, ip, sizeof(*ip));
		return ntohl(ip->s_addr) >> 24 == 127 ? 0 : sizeof(*ip);
	}
	if (!address || address->sa_family != AF_INET6)
		return 0;
	const struct in6_addr *ip = &((const struct sockaddr_in6 *)address)->sin6_addr;
	if (IN6_IS_ADDR_V4MAPPED(ip)) {
		memcpy(out, ip->s6_addr + 12, sizeof(struct in_addr));
		return ip->s6_addr[12] == 127 ? 0 : sizeof(struct in_addr);
	}
	memcpy(out, ip->s6_addr, PREFIX_SIZE);
	return IN6_IS_ADDR_LOOPBACK(ip) ? 0 : PREFIX_SIZE;
}

static bool is_within_rate(struct visitors *visitors, const struct sockaddr *address)
{
	uint8_t bytes[PREFIX_SIZE];
	uint64_t hash = 0;
	size_t length = counted(address, bytes);
	if (visitors->one_address || !length)
		return true;
	crypto_shorthash((unsigned char *)&hash, bytes, length, visitors->key);
	int64_t now = environment_monotonic_ms(visitors->environment);
	int64_t *due = &visitors->due_ms[hash % PLACES];
	int64_t from = *due > now ? *due : now;
	if (from - now >= (int64_t)VISITORS_BURST * INTERVAL_MS)
		return false;
	*due = from + INTERVAL_MS;
	return true;
}

bool visitors_admit(struct visitors *visitors, const struct sockaddr *address)
{
	if (!is_within_rate(visitors, address))
		return false;
	if (atomic_fetch_add(&visitors->count, 1) < VISITORS_AT_ONCE)
		return true;
	visitors_leave(visitors);
	return false;
}

void visitors_leave(struct visitors *visitors)
{
	atomic_fetch_sub(&visitors->count, 1);
}
