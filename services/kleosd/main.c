/*~ kleosd: all of Kleos in one process, the way most people run it: three services over inproc:// and the gateway in
 * front. Comments that begin with a tilde are the stations of a tour, the way of one POST /v1/members:
 *   1. here, where the rooms are opened
 *   2. services/gateway/http.c     HTTP: head, body, and the answer at the end
 *   3. services/gateway/unary.c    from HTTP to a call
 *   4. common/rpc/client.c         a call leaves
 *   5. common/rpc/admission.c      and is let in by the service it is for
 *   6. common/service/work.c       the frame around every handler
 *   7. common/store/writer.c       one thread, many writes, one commit
 *   8. services/members/rpc_members.c   the handler itself
 * and back through 6 and 5 to 3, which answers. The cards on the way (exchange.h, call.h, service.h, store.h) say what
 * each may expect of the other. */
#include "common/base/array.h"
#include "common/process/process.h"
#include "services/awards/awards.h"
#include "services/gateway/gateway.h"
#include "services/members/members.h"
#include "services/recognitions/recognitions.h"

#include <stdlib.h>
#include <string.h>

struct kleos {
	struct members *members;
	struct recognitions *recognitions;
	struct awards *awards;
	struct gateway *gateway;
};

static enum status open_members(struct kleos *kleos, struct process *process)
{
	struct members_config config = members_config_of(process);
	return members_open(&kleos->members, &config);
}

static enum status open_recognitions(struct kleos *kleos, struct process *process)
{
	struct recognitions_config config = recognitions_config_of(process);
	return recognitions_open(&kleos->recognitions, &config);
}

static enum status open_awards(struct kleos *kleos, struct process *process)
{
	struct awards_config config = awards_config_of(process);
	return awards_open(&kleos->awards, &config);
}

static enum status open_gateway(struct kleos *kleos, struct process *process)
{
	struct gateway_config config = gateway_config_of(process);
	return gateway_open(&kleos->gateway, &config);
}

/* The doors close before the rooms behind them. */
static void kleos_close(struct kleos *kleos)
{
	gateway_close(kleos->gateway);
	awards_close(kleos->awards);
	recognitions_close(kleos->recognitions);
	members_close(kleos->members);
}

static const struct process_about about = {
	.name = "kleosd",
	.purpose = "Kleos in one process: members, recognitions, awards and the HTTP gateway.",
	.readers = READER_ALL,
	.houses_several = true,
};

int main(int argc, char **argv)
{
	struct process process;
	process_start(&process, argc, argv, &about);
	struct kleos kleos = {0};
	enum status (*const opens[])(struct kleos *, struct process *) = {
		open_members,
		open_recognitions,
		open_awards,
		open_gateway,
	};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < ARRAY_LENGTH(opens) && status == STATUS_OK; i++)
		status = opens[i](&kleos, &process);
	if (status == STATUS_OK)
		process_wait(&process);
	kleos_close(&kleos);
	process_end(&process);
	return status == STATUS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
