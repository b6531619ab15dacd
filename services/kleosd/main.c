/*~ kleosd: all of Kleos in one process, the way most people run it: three services over inproc:// and the gateway in
 * front. A reader who wants to know how a request travels goes on with services/gateway/gateway.h, then
 * common/service/service.h, then services/members/rpc.h. */
#include "common/base/array.h"
#include "common/service/process.h"
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
	enum status (*const opens[])(struct kleos *, struct process *) = {open_members, open_recognitions, open_awards, open_gateway};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < ARRAY_LENGTH(opens) && status == STATUS_OK; i++)
		status = opens[i](&kleos, &process);
	if (status == STATUS_OK)
		process_wait();
	kleos_close(&kleos);
	process_end(&process);
	return status == STATUS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
