/* kleos-members: the members service as a process of its own. */
#include "common/process/process.h"
#include "services/members/members.h"

#include <stdio.h>
#include <stdlib.h>

static const struct process_about about = {
	.name = "kleos-members",
	.purpose = "Members, teams and API keys of a Kleos deployment.",
	.readers = READER_MEMBERS,
	.health_url = "KLEOS_MEMBERS_URL",
	.audience = "members",
};

int main(int argc, char **argv)
{
	struct process process;
	struct members *members;

	process_start(&process, argc, argv, &about);
	const struct members_config config = members_config_of(&process);
	if (members_open(&members, &config) != STATUS_OK) {
		process_end(&process);
		return EXIT_FAILURE;
	}
	if (members_made_admin_key(members))
		(void)fprintf(stderr, "kleos-members: the first admin key is in %s\n", members_made_admin_key(members));
	process_wait(&process);
	members_close(members);
	process_end(&process);
	return EXIT_SUCCESS;
}
