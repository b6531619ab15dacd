/* route: what the gateway serves: REST templates and Connect paths, from the descriptors embedded at build, and the
 * special routes of the parts. Only rpcs with an http rule are served. Read-only once built, but for the figures, which
 * belong to the HTTP thread. */
#ifndef KLEOS_GATEWAY_ROUTE_H
#define KLEOS_GATEWAY_ROUTE_H

#include "services/gateway/exchange.h"
#include "services/gateway/measure.h"

/* An rpc that users may call. */
struct procedure {
	const char *name;             /* kleos.members.v1.MembersService/GetMember */
	enum gateway_service service; /* SERVICE_COUNT: the gateway itself, by `local` */
	const ProtobufCMessageDescriptor *input, *output;
	const ProtobufCFieldDescriptor *request_id;  /* of the input; NULL: it has none */
	const ProtobufCFieldDescriptor *update_mask; /* likewise */
	const struct local_method *local;
	size_t part;   /* of `local` */
	bool read;     /* NO_SIDE_EFFECTS */
	bool visitors; /* may be asked without a key; the service has the last word */
};

struct route_segment {
	const char *text; /* literal, or the name of the field */
	size_t length;
	bool field;
};

struct route {
	const char *method; /* GET serves HEAD too */
	const char *path;   /* the template, as logs and metrics name it */
	struct route_segment *segments;
	size_t n_segments;
	size_t n_fields;
	const char *verb; /* "deactivate"; "" none */
	bool connect;
	const struct procedure *procedure; /* or */
	const struct special_route *special;
	size_t part; /* of `special` */
	struct measure *measure;
};

struct routes {
	struct arena arena;
	struct route *list;
	size_t n, capacity;
	struct route nowhere; /* what requests without a route are counted under */
};

/* FAILED_PRECONDITION, with why in the log: the embedded descriptors do not fit the compiled messages. */
enum status routes_init(struct routes *routes, const struct gateway_part *const *parts, size_t n_parts,
						const struct log *log);
void routes_fini(struct routes *routes);

/* Whether nobody's key is looked at. */
bool route_ignores_keys(const struct route *route);
/* Whether callers without a key are let in. */
bool route_is_for_visitors(const struct route *route);

struct exchange_parameter;
/* Into exchange->route and exchange->path_fields. False: 404 or 405 was said. */
bool routes_find(struct routes *routes, struct exchange *exchange);

/* messages.c: the compiled method of a full name; *service says who answers it. NULL: not one of ours. */
const ProtobufCMethodDescriptor *messages_find(const char *full_name, enum gateway_service *service);

/* descriptors.c: walks every method with an http rule. */
struct described_method {
	const char *name; /* full */
	const char *http_method;
	const char *path;
	bool read;
};
enum status descriptors_walk(struct arena *arena, enum status (*visit)(void *context, const struct described_method *),
							 void *context);

#endif
