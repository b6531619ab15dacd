/* kleos-awards: the awards service as a process of its own. */
#include "common/process/process.h"
#include "services/awards/awards.h"

#include <stdlib.h>

static const struct process_about about = {
	.name = "kleos-awards",
	.purpose = "Awards, cycles and nominations of a Kleos deployment.",
	.readers = READER_AWARDS,
	.health_url = "KLEOS_AWARDS_URL",
	.audience = "awards",
};

int main(int argc, char **argv)
{
	struct process process;
	struct awards *awards;

	process_start(&process, argc, argv, &about);
	const struct awards_config config = awards_config_of(&process);
	if (awards_open(&awards, &config) != STATUS_OK) {
		process_end(&process);
		return EXIT_FAILURE;
	}
	process_wait(&process);
	awards_close(awards);
	process_end(&process);
	return EXIT_SUCCESS;
}
