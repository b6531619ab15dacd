#include "services/gateway/caller/visitors.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define PLACES      16384
#define PREFIX_SIZE 8 /* bytes of an IPv6 address that one household or host has */

struct rate {
	int64_t burst, a_second;
};
static const struct rate calls = {VISITORS_BURST, VISITORS_A_SECOND}, errors = {WRONG_KEYS_BURST, WRONG_KEYS_A_SECOND};

struct visitors {
	const struct environment *environment;
	bool one_address;
	atomic_int count;
	uint8_t key[crypto_shorthash_KEYBYTES];
	/* monotonic: when what was done so far will have been worth its time (GCRA) */
	int64_t calls_due_ms[PLACES], errors_due_ms[PLACES];
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

static bool is_within_rate(const struct visitors *visitors, const struct rate *rate, int64_t places[PLACES],
						   const uint8_t *address, size_t length)
{
	uint64_t hash = 0;
	crypto_shorthash((unsigned char *)&hash, address, length, visitors->key);
	int64_t now = environment_monotonic_ms(visitors->environment), interval = 1000 / rate->a_second;
	int64_t *due = &places[hash % PLACES];
	int64_t from = *due > now ? *due : now;
	if (from - now >= rate->burst * interval)
		return false;
	*due = from + interval;
	return true;
}

static bool may_call(struct visitors *visitors, const struct sockaddr *address)
{
	uint8_t bytes[PREFIX_SIZE];
	size_t length = counted(address, bytes);
	return visitors->one_address || !length || is_within_rate(visitors, &calls, visitors->calls_due_ms, bytes, length);
}

bool visitors_may_err(struct visitors *visitors, const struct sockaddr *address)
{
	uint8_t bytes[PREFIX_SIZE] = {0};
	return is_within_rate(visitors, &errors, visitors->errors_due_ms, bytes, counted(address, bytes));
}

bool visitors_admit(struct visitors *visitors, const struct sockaddr *address)
{
	if (!may_call(visitors, address))
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
