/* service_state: what the files of the frame share. Private to common/service. */
#ifndef KLEOS_SERVICE_SERVICE_STATE_H
#define KLEOS_SERVICE_SERVICE_STATE_H

#include "common/rpc/server.h"
#include "common/service/service.h"

struct parking;
struct snapshotter;

struct parking *service_parking(struct service *service);
struct snapshotter *service_snapshotter(struct service *service);
const struct personal_data *service_personal(const struct service *service); /* NULL: it said nothing */

const struct service_config *service_config(const struct service *service);
struct rpc_server *service_server(struct service *service); /* NULL: does not listen yet */
const char *service_data_dir(const struct service *service);
/* Whether it can do its work now; if not, *message says why, static or in `arena`. Any thread; does not wait. */
enum status service_health(struct service *service, struct arena *arena, const char **message);

/* measure.c: MetricsService. Answered on the thread that brings the call, so that it is answered when nothing else
 * is. */
#define METRICS_METHODS(METHOD) METHOD(ReadMetrics, read_metrics, RPC_READ, ROLES_INTERNAL)
METRICS_METHODS(RPC_PROTOTYPE)

#endif
