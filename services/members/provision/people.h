/* people: what becomes of people when a provider tells of them: who a new user is, what they are then, which team they
 * are in. Inside a WRITE. */
#ifndef KLEOS_MEMBERS_PROVISION_PEOPLE_H
#define KLEOS_MEMBERS_PROVISION_PEOPLE_H

#include "common/base/limits.h"
#include "services/members/provision/store_provision.h"
#include "services/members/rpc.h"

/* The id of 16 bytes; false, and a violation of the field: it is none. */
bool id_take(struct call *call, const char *field, ProtobufCBinaryData bytes, struct id *out);
/* The user of this id whom the provider may know. NOT_FOUND. */
enum status find_user(struct call *call, ProtobufCBinaryData id, struct user *out);
/* ABORTED when an etag is given and it is another one. */
enum status check_etag(struct call *call, const char *etag, const char *now);
const char *group_etag(struct arena *arena, const struct group *group);

/* Somebody whom Kleos knows already, by the provider's id or by the e-mail (README.md has the rule). False: nobody. */
bool user_recognise(struct call *call, const Kleos__ProvisionedUser *said, struct user *out);
/* Whether somebody else goes by this name. */
bool user_name_is_taken(struct call *call, const char *user_name, const struct id *but);

/* The team that the member's groups say, or else the department; "": none says one. */
const char *team_said(struct call *call, const struct user *user);
/* After groups came or went: whoever is here moves to the team that is said now. */
void settle_team(struct call *call, const struct id *member);

/* Messages, in the call's arena. `shown`: somebody reads it, which the audit log tells the member. */
Kleos__ProvisionedUser *user_message(struct call *call, const struct user *user, bool shown);
Kleos__ProvisionedGroup *group_message(struct call *call, const struct group *group, bool with_users);

#endif
