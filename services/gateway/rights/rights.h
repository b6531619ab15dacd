/* rights: what people may ask about their own data, put together out of every service's RightsService, which are asked
 * with the caller's rights: the audit log (audit.c), everything about a person (export.c), the end of it (erase.c). */
#ifndef KLEOS_GATEWAY_RIGHTS_H
#define KLEOS_GATEWAY_RIGHTS_H

#include "common/base/text.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/rights/v1/rights_service.pb-c.h"
#include "services/gateway/exchange.h"

/* The id behind a name: an id, `me`, or a handle, for which members is asked as the caller. `then` runs once it is
 * known, here or on the thread that brings it; never when the exchange was answered with why not. */
struct rights_name {
	const char *name;
	void (*then)(struct exchange *exchange, void *context, const struct id *id);
	void *context;

	struct exchange_call call; /* set by rights_resolve */
	Kleos__GetMemberRequest request;
};
void rights_resolve(struct exchange *exchange, struct rights_name *name);

/* The message of a reply, in `arena`; NULL: it cannot be read. */
const ProtobufCMessage *rights_message(struct arena *arena, const struct rpc_reply *reply,
									   const ProtobufCMessageDescriptor *type);

/* One ask of a service on its way. */
struct rights_ask {
	enum gateway_service service;
	struct exchange_call call;
	void *whole; /* what it is a part of */
};

/* ListAuditEntries. */
void rights_audit(struct exchange *exchange, const ProtobufCMessage *request);

/* ExportMemberData: over Connect inside a message, over REST as the document itself. */
void rights_export(struct exchange *exchange, const ProtobufCMessage *request);
void rights_export_document(struct exchange *exchange);

/* EraseMember. Erasures that services are still at work on are asked about again by a thread of the part. */
struct rights_waiters;
enum status rights_waiters_open(struct rights_waiters **out);
void rights_waiters_quiesce(struct rights_waiters *waiters); /* whoever waits is answered; its thread ends */
void rights_waiters_close(struct rights_waiters *waiters);
void rights_erase(struct exchange *exchange, const ProtobufCMessage *request);

#endif
