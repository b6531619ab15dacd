/* kleos-members: the members service as a process of its own. */
#include "common/service/process.h"
#include "services/members/members.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct process process;
	struct members *members;

	process_start(&process, argc, argv, "kleos-members", "Members, teams and API keys of a Kleos deployment.",
	              READER_MEMBERS, "KLEOS_MEMBERS_URL", "members");
	const struct members_config config = members_config_of(&process);
	if (members_open(&members, &config) != STATUS_OK) {
		process_end(&process);
		return EXIT_FAILURE;
	}
	if (members_made_admin_key(members))
		(void)fprintf(stderr, "kleos-members: the first admin key is in %s\n", members_made_admin_key(members));
	process_wait();
	members_close(members);
	process_end(&process);
	return EXIT_SUCCESS;
}
