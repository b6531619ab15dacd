/* members: who can give and receive recognition: people, teams, API keys.
 * One instance owns one database (<data_dir>/members.db) and answers on one URL: MembersService for users,
 * DirectoryService for the other processes of the deployment, and what every service answers. */
#ifndef KLEOS_MEMBERS_MEMBERS_H
#define KLEOS_MEMBERS_MEMBERS_H

#include "common/base/status.h"
#include "common/service/site.h"

struct members;
struct process;

struct members_config {
	struct service_site site;
	const char *admin_key_file; /* "" or NULL: <data_dir>/admin.key */
	int64_t session_ms;         /* how long who signed in with a key stays so; 0: a week */
	int64_t oidc_session_ms;    /* and with an identity provider, whose roles of that time count; 0: twelve hours */
};

/* From the settings of a process that was started. */
struct members_config members_config_of(const struct process *process);

/* Listening when OK; *out untouched otherwise, and the log says why.
 * The key in the admin key file works from now on, with the role ADMIN; when there is no such file and no admin key
 * that works, one is made and written there, 0600. */
enum status members_open(struct members **out, const struct members_config *config);
void members_close(struct members *members); /* NULL is fine */

/* Where the admin key is, when this start made it; else NULL. Borrowed. */
const char *members_made_admin_key(const struct members *members);

#endif
