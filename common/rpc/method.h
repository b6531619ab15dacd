/* method: the dispatch table of an interface, one row an rpc, and the macros that make it from one list.
 *
 * An interface writes its list once, in the order of the proto:
 *
 *     #define MEMBERS_METHODS(METHOD)                                                                  \
 *             METHOD(CreateMember, create_member, RPC_WRITE, ROLES_PEOPLE)                             \
 *             METHOD(GetMember, get_member, RPC_READ, ROLES_ANY)
 *
 * and gets from it the prototypes (RPC_PROTOTYPE), the shims between typed and untyped (RPC_SHIM) and the rows
 * (RPC_ROW). Beside the handler of an RPC_WRITE stands its replay: create_member_replay. The frame compares names,
 * order and count with the descriptor and refuses to start when they differ. */
#ifndef KLEOS_RPC_METHOD_H
#define KLEOS_RPC_METHOD_H

#include "common/rpc/call.h"

#include <protobuf-c/protobuf-c.h>

enum rpc_kind {
	RPC_READ,            /* runs on a reader thread */
	RPC_WRITE,           /* runs on the writer thread inside the group commit: savepoint, idempotency, audit */
	RPC_WRITE_BY_ROWS,   /* like WRITE, but idempotent by its own rows (imports): nothing is replayed */
	RPC_WRITE_ANONYMOUS, /* like WRITE, but leaves no row and no line of its own: neither idempotency nor audit nor log,
							so it is idempotent by its own rows, and must publish nothing */
};

typedef enum status rpc_handler(struct call *call, const ProtobufCMessage *request, ProtobufCMessage *response);
/* Rebuilds the response from the resource as it is now, with the caller's rights of now. */
typedef enum status rpc_replay(struct call *call, const struct id *resource, ProtobufCMessage *response);

struct rpc_method {
	const char *name; /* GetMember; in the audit log too */
	rpc_handler *handle;
	enum rpc_kind kind;
	uint32_t roles;     /* who may call: ROLE_BITs; finer rules in the handler */
	rpc_replay *replay; /* of an RPC_WRITE; else NULL */
};

struct rpc_interface {
	const ProtobufCServiceDescriptor *descriptor;
	const struct rpc_method *methods;
	size_t n_methods;
};

#define RPC_PROTOTYPE(Name, function, kind, roles)                                                                     \
	enum status function(struct call *call, const Kleos__##Name##Request *request, Kleos__##Name##Response *response); \
	RPC_PROTOTYPE_OF_##kind(function)
#define RPC_SHIM(Name, function, kind, roles)                                                                          \
	static enum status function##_shim(struct call *call, const ProtobufCMessage *request, ProtobufCMessage *response) \
	{                                                                                                                  \
		return function(call, (const Kleos__##Name##Request *)request, (Kleos__##Name##Response *)response);           \
	}
#define RPC_ROW(Name, function, kind, roles) {#Name, function##_shim, kind, roles, RPC_REPLAY_OF_##kind(function)},

/* What has a replay, by its kind. */
#define RPC_PROTOTYPE_OF_RPC_READ(function)
#define RPC_PROTOTYPE_OF_RPC_WRITE(function) rpc_replay function##_replay;
#define RPC_PROTOTYPE_OF_RPC_WRITE_BY_ROWS(function)
#define RPC_PROTOTYPE_OF_RPC_WRITE_ANONYMOUS(function)
#define RPC_REPLAY_OF_RPC_READ(function)            NULL
#define RPC_REPLAY_OF_RPC_WRITE(function)           function##_replay
#define RPC_REPLAY_OF_RPC_WRITE_BY_ROWS(function)   NULL
#define RPC_REPLAY_OF_RPC_WRITE_ANONYMOUS(function) NULL

/* NULL, or a sentence (static or in `arena`) saying how table and descriptor differ. */
const char *rpc_interface_mismatch(struct arena *arena, const struct rpc_interface *interface);
/* By the part behind the slash; NULL: no such method. */
const struct rpc_method *rpc_method_find(const struct rpc_interface *interfaces, size_t n, const char *full_name,
										 const ProtobufCMethodDescriptor **descriptor);

#endif
