/* rpc: the interfaces of members: one row an rpc, in the order of the protos; and what their handlers share. */
#ifndef KLEOS_MEMBERS_RPC_H
#define KLEOS_MEMBERS_RPC_H

#include "common/rpc/method.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/members/v1/provisioning_service.pb-c.h"
#include "services/members/store.h"

#define ROLES_IMPORT (ROLES_PEOPLE | ROLE_BIT(SERVICE))
/* For oneself; ADMIN has nothing to do with pulses. */
#define ROLES_ANSWER  (ROLE_BIT(MEMBER) | ROLE_BIT(LEADER) | ROLE_BIT(AWARDS_ADMIN) | ROLE_BIT(PEOPLE_ADMIN))
#define ROLES_WRITERS (ROLES_ANY & ~ROLE_BIT(AUDITOR)) /* an auditor writes nothing */

#define MEMBERS_METHODS(METHOD)                                                                                        \
	METHOD(CreateMember, create_member, RPC_WRITE, ROLES_PEOPLE)                                                       \
	METHOD(GetMember, get_member, RPC_READ, ROLES_ANY)                                                                 \
	METHOD(ListMembers, list_members, RPC_READ, ROLES_ANY)                                                             \
	METHOD(UpdateMember, update_member, RPC_WRITE, ROLES_PEOPLE)                                                       \
	METHOD(DeactivateMember, deactivate_member, RPC_WRITE, ROLES_PEOPLE)                                               \
	METHOD(ReactivateMember, reactivate_member, RPC_WRITE, ROLES_PEOPLE)                                               \
	METHOD(ImportMembers, import_members, RPC_WRITE_BY_ROWS, ROLES_IMPORT)                                             \
	METHOD(ListTeams, list_teams, RPC_READ, ROLES_ANY)                                                                 \
	METHOD(RenameTeam, rename_team, RPC_WRITE, ROLES_PEOPLE)                                                           \
	METHOD(MergeTeams, merge_teams, RPC_WRITE, ROLES_PEOPLE)                                                           \
	METHOD(SubmitPulse, submit_pulse, RPC_WRITE_ANONYMOUS, ROLES_ANSWER)                                               \
	METHOD(WhoAmI, who_am_i, RPC_READ, ROLES_ANY)                                                                      \
	METHOD(CreateApiKey, create_api_key, RPC_WRITE, ROLES_WRITERS)                                                     \
	METHOD(ListApiKeys, list_api_keys, RPC_READ, ROLES_ANY)                                                            \
	METHOD(RotateApiKey, rotate_api_key, RPC_WRITE, ROLES_WRITERS)                                                     \
	METHOD(RevokeApiKey, revoke_api_key, RPC_WRITE, ROLES_WRITERS)                                                     \
	METHOD(ListAuditEntries, list_audit_entries, RPC_READ, ROLES_ANY)                                                  \
	METHOD(ExportMemberData, export_member_data, RPC_READ, ROLES_ANY)                                                  \
	METHOD(EraseMember, erase_member, RPC_WRITE, ROLES_PEOPLE)

#define DIRECTORY_METHODS(METHOD)                                                                                      \
	METHOD(BatchReadMembers, batch_read_members, RPC_READ, ROLES_INTERNAL)                                             \
	METHOD(BatchReadTeams, batch_read_teams, RPC_READ, ROLES_INTERNAL)                                                 \
	METHOD(BatchReadApiKeys, batch_read_api_keys, RPC_READ, ROLES_INTERNAL)                                            \
	METHOD(BatchReadPeople, batch_read_people, RPC_READ, ROLES_INTERNAL)                                               \
	METHOD(GetDirectoryState, get_directory_state, RPC_READ, ROLES_INTERNAL)                                           \
	METHOD(NoteApiKeyUse, note_api_key_use, RPC_WRITE_ANONYMOUS, ROLES_INTERNAL)                                       \
	METHOD(OpenSession, open_session, RPC_WRITE, ROLES_INTERNAL)                                                       \
	METHOD(ReadSession, read_session, RPC_READ, ROLES_INTERNAL)                                                        \
	METHOD(CloseSessions, close_sessions, RPC_WRITE, ROLES_INTERNAL)

#define PROVISIONING_METHODS(METHOD)                                                                                   \
	METHOD(FindUsers, find_users, RPC_READ, ROLES_INTERNAL)                                                            \
	METHOD(ReadUsers, read_users, RPC_READ, ROLES_PEOPLE)                                                              \
	METHOD(PutUser, put_user, RPC_WRITE, ROLES_PEOPLE)                                                                 \
	METHOD(RemoveUser, remove_user, RPC_WRITE, ROLES_PEOPLE)                                                           \
	METHOD(ReadGroups, read_groups, RPC_READ, ROLES_PEOPLE)                                                            \
	METHOD(PutGroup, put_group, RPC_WRITE, ROLES_PEOPLE)                                                               \
	METHOD(RemoveGroup, remove_group, RPC_WRITE, ROLES_PEOPLE)

MEMBERS_METHODS(RPC_PROTOTYPE)
PROVISIONING_METHODS(RPC_PROTOTYPE)
DIRECTORY_METHODS(RPC_PROTOTYPE)

/* The member that a request names by id, handle or `me`. INVALID_ARGUMENT when it names none, NOT_FOUND. */
enum status find_member(struct call *call, const char *name, struct member *out);

/* INVALID_ARGUMENT, with every problem as a field's. */
enum status fail_problems(struct call *call, const struct problems *problems);
/* The team and those inside it get another path; both are normal. Not OK: why was said, of `field` when it is the new
 * path's fault. The call's resource is the team then. */
enum status team_rename(struct call *call, const char *field, const char *from, const char *to);
/* The last day of somebody who leaves now. */
int32_t leaving_day(const struct call *call, const struct member *member);

/* Messages of rows, as the caller may see them; in the call's arena. */
Kleos__Member *member_message(struct call *call, const struct member *member);
Kleos__ApiKey *key_message(struct call *call, const struct key_row *key);
/* The team of this path as it is now: head counts and leaders. */
Kleos__Team *team_message(struct call *call, const char *path);
/* ROLE_BITs as a list. */
Kleos__Role *roles_message(struct call *call, uint32_t roles, size_t *count);

#endif
