/* kleos-gateway: the gateway as a process of its own. */
#include "common/process/process.h"
#include "services/gateway/gateway.h"

#include <stdio.h>
#include <stdlib.h>

static const struct process_about about = {
	.name = "kleos-gateway",
	.purpose = "The HTTP face of a Kleos deployment.",
	.readers = READER_GATEWAY,
};

int main(int argc, char **argv)
{
	struct process process;
	struct gateway *gateway;
	process_start(&process, argc, argv, &about);
	struct gateway_config config = gateway_config_of(&process);
	enum status status = gateway_open(&gateway, &config);
	if (status != STATUS_OK) {
		fprintf(stderr, "kleos-gateway: cannot start: %s\n", status_name(status));
		process_end(&process);
		return EXIT_FAILURE;
	}
	process_wait(&process);
	gateway_close(gateway);
	process_end(&process);
	return EXIT_SUCCESS;
}
