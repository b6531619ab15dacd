/* kleos-recognitions: the recognitions service as a process of its own. */
#include "common/process/process.h"
#include "services/recognitions/recognitions.h"

#include <stdlib.h>

static const struct process_about about = {
	.name = "kleos-recognitions",
	.purpose = "Recognitions, preferences and their figures, of a Kleos deployment.",
	.readers = READER_RECOGNITIONS,
	.health_url = "KLEOS_RECOGNITIONS_URL",
	.audience = "recognitions",
};

int main(int argc, char **argv)
{
	struct process process;
	struct recognitions *recognitions;

	process_start(&process, argc, argv, &about);
	const struct recognitions_config config = recognitions_config_of(&process);
	if (recognitions_open(&recognitions, &config) != STATUS_OK) {
		process_end(&process);
		return EXIT_FAILURE;
	}
	process_wait(&process);
	recognitions_close(recognitions);
	process_end(&process);
	return EXIT_SUCCESS;
}
