/* gateway: the HTTP face of Kleos: REST and Connect over the services, files in, reports and event streams out.
 * Owns no business rule and no business data; keeps a map of API key hashes so that keys work while members is away.
 * One epoll thread serves HTTP; answers are built on the threads that bring them; nobody waits. Two can live in one
 * process. */
#ifndef KLEOS_GATEWAY_GATEWAY_H
#define KLEOS_GATEWAY_GATEWAY_H

#include "common/base/environment.h"
#include "common/base/seal.h"
#include "common/base/status.h"
#include "common/base/zone_days.h"
#include "services/gateway/identity/identity.h"

#include <stdbool.h>
#include <stdint.h>

struct gateway;
struct process;
struct rpc_local;

/* Backups by the clock. */
struct backup_plan {
	const char *folder; /* "": none */
	int64_t hours;      /* between them */
	unsigned keep;      /* so many of the newest stay */
};

/* Everything is borrowed; `environment` and `key` for the gateway's life, texts during open only. */
struct gateway_config {
	const char *listen; /* 127.0.0.1:8080, [::1]:8080, :8080 (every address); port 0: any free one */
	const char *members_url;
	const char *recognitions_url;
	const char *awards_url;
	const char *public_url; /* what links to this deployment begin with; NULL: not known */
	const struct environment *environment;
	const struct cluster_key *key;
	const struct zone_days *days; /* of the deployment; borrowed for its life; NULL: UTC */
	struct rpc_local *local; /* borrowed for its life; services of this process are called through it; NULL: none */
	unsigned min_group;      /* people a group needs before its figures are shown; 0: 5 */
	unsigned rate_limit;     /* requests a second of one caller; 0: 20 000 */
	struct identity_settings identity; /* who else vouches for people; zeroed: nobody */
	struct backup_plan backups;        /* folder NULL: none */
	bool behind_proxy;                 /* a reverse proxy checks the framing of requests and hides who connects */
};

/* From the settings of a process; borrows from it. */
struct gateway_config gateway_config_of(const struct process *process);

/* Listening when it returns OK; the services need not be there. INVALID_ARGUMENT: bad address or URL; ALREADY_EXISTS:
 * address in use; INTERNAL. Why is in the log. With an HTTP library that lets bad framing through it listens on
 * loopback only, unless a proxy is in front. */
enum status gateway_open(struct gateway **out, const struct gateway_config *config);
/* Refuses whoever comes, ends streams, and gives those who were let in 10 s for their answer; then cancels calls in
 * flight and answers what waits. NULL is fine. */
void gateway_close(struct gateway *gateway);
uint16_t gateway_port(const struct gateway *gateway);

#endif
