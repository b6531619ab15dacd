/* site: where one instance of a service stands: what its process gives to every service alike. */
#ifndef KLEOS_SERVICE_SITE_H
#define KLEOS_SERVICE_SITE_H

#include "common/base/environment.h"
#include "common/base/seal.h"
#include "common/base/zone_days.h"
#include "common/store/db.h"

struct rpc_local;

/* The texts are borrowed while it opens, the rest for its life. */
struct service_site {
	const char *url;      /* where it listens */
	const char *data_dir; /* is there already; the database is <data_dir>/<name of the service>.db */
	enum db_synchronous synchronous;
	const struct environment *environment;
	const struct cluster_key *key;
	struct rpc_local *local;      /* NULL: callers in this process come over a connection as well; inproc:// needs it */
	const struct zone_days *days; /* of the deployment; NULL: UTC */
	size_t readers;               /* reader threads; 0: 2 */
};

#endif
