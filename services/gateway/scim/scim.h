/* scim: one SCIM request (RFC 7644) on its way between an exchange and members' ProvisioningService.
 *
 * Users and groups come as JSON, become messages, and go back as JSON; what a user or a group may be, and what follows
 * from it, is said by members. JSON lives for one function at a time: what waits between two is in the exchange's
 * arena, and the body is read again. */
#ifndef KLEOS_GATEWAY_SCIM_H
#define KLEOS_GATEWAY_SCIM_H

#include "common/base/limits.h"
#include "kleos/members/v1/provisioning_service.pb-c.h"
#include "services/gateway/exchange.h"
#include "services/gateway/scim/filter.h"

#include <jansson.h>

#define SCIM_ROOT  "/scim/v2"
#define SCIM_TYPE  "application/scim+json"
#define SCIM_PAGE  100 /* resources in an answer, unless asked otherwise */
#define SCIM_TRIES 20  /* of a PATCH that others came before */

/* What a list is asked for. */
struct scim_question {
	size_t start; /* from 1 */
	size_t count;
	const struct filter *filter;       /* NULL: everything */
	const char *attributes, *excluded; /* names with commas; "": not said */
};

struct scim {
	struct exchange *exchange;
	struct arena *arena;
	const char *base;       /* http://…/scim/v2, as addresses begin here */
	const char *request_id; /* of the write */
	const char *if_match;   /* the etag that must still be so; "": any */
	const char *if_none;    /* the etag that the caller has; "": none */
	struct id id;           /* of the one resource that it is about */
	int tries;
	struct scim_question question;
	struct exchange_call call;
	void *state; /* of users.c or groups.c: what is on its way */
};

/* How each kind of resource is dealt with. Each answers, or has asked a service that will. */
struct scim_resource {
	const char *name; /* as in the address: Users */
	void (*list)(struct scim *scim);
	void (*get)(struct scim *scim);
	void (*create)(struct scim *scim);
	void (*replace)(struct scim *scim);
	void (*patch)(struct scim *scim);
	void (*remove)(struct scim *scim);
};
extern const struct scim_resource scim_users, scim_groups;

/* errors.c: the error of RFC 7644 §3.12, also where the frame refuses. Reasons become scimTypes there. */
void scim_refuse(struct exchange *exchange, unsigned http_status, const char *reason, const char *message);
void scim_fail_reply(struct scim *scim, const struct rpc_reply *reply);

/* discovery.c: ServiceProviderConfig, ResourceTypes and Schemas; `id` NULL: all of them. False: it is none of these. */
bool scim_discover(struct scim *scim, const char *name, const char *id);

/* answers.c */
/* The body's object, to be given back; NULL: refused. */
json_t *scim_body(struct scim *scim);
/* Both take the resource. 200, or 201 with its address; without the attributes that were not asked for. */
void scim_answer(struct scim *scim, unsigned http_status, json_t *resource);
void scim_answer_nothing(struct scim *scim, unsigned http_status);
/* ListResponse; takes the resources. */
void scim_answer_list(struct scim *scim, size_t total, json_t *resources);
/* Whether an answer shows this attribute. */
bool scim_shows(const struct scim_question *question, const char *name);
/* What every resource has; `type` is User or Group. */
void scim_add_meta(struct scim *scim, json_t *resource, const char *type, ProtobufCBinaryData id, const char *etag,
				   const Google__Protobuf__Timestamp *create_time, const Google__Protobuf__Timestamp *update_time);
const char *scim_address(struct scim *scim, const char *resources, const char *id);
/* The message of a reply, in the arena; NULL: refused. */
const ProtobufCMessage *scim_message(struct scim *scim, const struct rpc_reply *reply,
									 const ProtobufCMessageDescriptor *type);
/* Asks ProvisioningService. */
void scim_ask(struct scim *scim, const char *method, const ProtobufCMessage *message, bool as_process,
			  void (*done)(struct exchange *exchange, void *context, const struct rpc_reply *reply));
/* Whether others wrote between reading and writing, and the caller did not say which state it knew: then it is to be
 * read and changed anew, SCIM_TRIES times. */
bool scim_tries_again(struct scim *scim, const struct rpc_reply *reply);
/* The end of a DELETE: 204, or why not. An exchange_call.done. */
void scim_removed(struct exchange *exchange, void *context, const struct rpc_reply *reply);
/* Text of an id of 16 bytes, and back: empty when it is none. */
const char *scim_id_text(struct scim *scim, ProtobufCBinaryData id);
ProtobufCBinaryData scim_id_bytes(struct scim *scim, const struct id *id);
/* Fills question.start and the rest from the query. False: refused. */
bool scim_take_question(struct scim *scim, const struct attribute *of, const char *core_urn);

/* user_json.c, group_json.c: a resource as JSON (a new reference), and a message of what came, which may be read again
 * from a resource. NULL: refused. */
json_t *scim_user_json(struct scim *scim, const Kleos__ProvisionedUser *user);
Kleos__ProvisionedUser *scim_user_of(struct scim *scim, json_t *resource, bool *enterprise_said);
json_t *scim_group_json(struct scim *scim, const Kleos__ProvisionedGroup *group, bool with_members);
Kleos__ProvisionedGroup *scim_group_of(struct scim *scim, json_t *resource);

#endif
