#include "common/base/array.h"
#include "common/base/buffer.h"
#include "common/base/text.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/header.h"
#include "services/gateway/route.h"

#include <string.h>

#define ROUTES_ARENA_CAP ((size_t)64 * 1024 * 1024)
#define SEGMENTS_BOUND   12

/* What may be asked without a key. Its service decides, of which cycles, and answers as caller/authenticate.c where it
 * is not.
 */
static const char *const for_visitors[] = {
	"kleos.members.v1.SessionsService/GetSession",  "kleos.awards.v1.AwardsService/CastBallot",
	"kleos.awards.v1.AwardsService/GetBallotPaper", "kleos.awards.v1.AwardsService/GetResult",
	"kleos.awards.v1.AwardsService/GetLog",         "kleos.awards.v1.AwardsService/GetTreeHead",
	"kleos.awards.v1.AwardsService/GetProof",
};

/* ---- building ---- */

struct building {
	struct routes *routes;
	const struct gateway_part *const *parts;
	size_t n_parts;
	const struct log *log;
};

static struct route *route_add(struct routes *routes)
{
	if (routes->n == routes->capacity) {
		size_t capacity = routes->capacity ? routes->capacity * 2 : 64;
		struct route *list = arena_array(&routes->arena, capacity, sizeof(*list));
		if (routes->n)
			memcpy(list, routes->list, routes->n * sizeof(*list));
		routes->list = list;
		routes->capacity = capacity;
	}
	struct route *route = &routes->list[routes->n++];
	route->verb = "";
	route->measure = arena_alloc(&routes->arena, sizeof(*route->measure));
	return route;
}

static struct route_segment segment_of(struct arena *arena, const char *text, size_t length)
{
	bool field = length > 2 && text[0] == '{' && text[length - 1] == '}';
	if (field) {
		text++;
		length -= 2;
	}
	return (struct route_segment){arena_text_n(arena, text, length), length, field};
}

/* /v1/members/{member}:deactivate. A colon behind a literal is part of it; behind a field it begins the verb. */
static void route_set_path(struct arena *arena, struct route *route, const char *path)
{
	const char *brace = strrchr(path, '}');
	const char *verb = brace && brace[1] == ':' ? brace + 1 : path + strlen(path);
	route->path = arena_text(arena, path);
	route->verb = arena_text(arena, *verb ? verb + 1 : "");
	route->segments = arena_array(arena, SEGMENTS_BOUND, sizeof(*route->segments));
	for (const char *at = path; at < verb && route->n_segments < SEGMENTS_BOUND;) {
		size_t length = strcspn(++at, "/");
		if (length > (size_t)(verb - at))
			length = (size_t)(verb - at);
		route->segments[route->n_segments] = segment_of(arena, at, length);
		route->n_fields += route->segments[route->n_segments++].field;
		at += length;
	}
}

static const struct local_method *find_local(const struct building *building, const char *name, size_t *part)
{
	for (size_t i = 0; i < building->n_parts; i++) {
		for (size_t j = 0; j < building->parts[i]->n_methods; j++) {
			*part = i;
			if (strcmp(building->parts[i]->methods[j].name, name) == 0)
				return &building->parts[i]->methods[j];
		}
	}
	return NULL;
}

static bool is_for_visitors(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(for_visitors); i++) {
		if (strcmp(for_visitors[i], name) == 0)
			return true;
	}
	return false;
}

static const struct procedure *procedure_new(const struct building *building, const struct described_method *method)
{
	struct arena *arena = &building->routes->arena;
	struct procedure *procedure = arena_alloc(arena, sizeof(*procedure));
	const ProtobufCMethodDescriptor *compiled = messages_find(method->name, &procedure->service);
	if (!compiled)
		return NULL;
	procedure->name = arena_text(arena, method->name);
	procedure->input = compiled->input;
	procedure->output = compiled->output;
	procedure->request_id = protobuf_c_message_descriptor_get_field_by_name(compiled->input, "request_id");
	procedure->update_mask = protobuf_c_message_descriptor_get_field_by_name(compiled->input, "update_mask");
	procedure->read = method->read;
	procedure->visitors = is_for_visitors(method->name);
	procedure->local = find_local(building, method->name, &procedure->part);
	return procedure->local || procedure->service != SERVICE_COUNT ? procedure : NULL;
}

static void add_connect(struct routes *routes, const struct procedure *procedure, const char *http_method)
{
	struct route *route = route_add(routes);
	route->method = http_method;
	route->path = arena_printf(&routes->arena, "/%s", procedure->name);
	route->connect = true;
	route->procedure = procedure;
}

static enum status add_method(void *context, const struct described_method *method)
{
	struct building *building = context;
	struct routes *routes = building->routes;
	const struct procedure *procedure = procedure_new(building, method);
	if (!procedure) {
		log_error(building->log, "no compiled message or no handler for an rpc", log_text("method", method->name));
		return STATUS_FAILED_PRECONDITION;
	}
	struct route *route = route_add(routes);
	route->method = arena_text(&routes->arena, method->http_method);
	route_set_path(&routes->arena, route, method->path);
	route->procedure = procedure;
	add_connect(routes, procedure, "POST");
	if (procedure->read)
		add_connect(routes, procedure, "GET");
	return STATUS_OK;
}

static void add_specials(const struct building *building)
{
	struct routes *routes = building->routes;
	for (size_t i = 0; i < building->n_parts; i++) {
		for (size_t j = 0; j < building->parts[i]->n_routes; j++) {
			const struct special_route *special = &building->parts[i]->routes[j];
			struct route *route = route_add(routes);
			route->method = special->method;
			route_set_path(&routes->arena, route, special->path);
			route->special = special;
			route->part = i;
		}
	}
}

enum status routes_init(struct routes *routes, const struct gateway_part *const *parts, size_t n_parts,
						const struct log *log)
{
	struct building building = {routes, parts, n_parts, log};
	struct arena scratch;
	arena_init(&scratch, ROUTES_ARENA_CAP);
	arena_init(&routes->arena, ROUTES_ARENA_CAP);
	routes->nowhere = (struct route){.method = "", .path = "", .verb = ""};
	routes->nowhere.measure = arena_alloc(&routes->arena, sizeof(struct measure));
	add_specials(&building); /* first: a file of rows goes before the rpc of the same path */
	enum status status = descriptors_walk(&scratch, add_method, &building);
	arena_fini(&scratch);
	if (status != STATUS_OK)
		log_error(log, "the embedded descriptors cannot be used", log_text("status", status_name(status)));
	return status;
}

void routes_fini(struct routes *routes)
{
	arena_fini(&routes->arena);
}

/* ---- finding ---- */

/* A raw path cut at its slashes: an encoded slash does not split. */
struct pieces {
	struct {
		const char *text;
		size_t length;
	} list[SEGMENTS_BOUND];
	size_t n;
	const char *verb; /* behind the first raw colon of the last piece; NULL: none */
};

static bool pieces_of(struct pieces *pieces, const char *path)
{
	while (*path == '/') {
		size_t length = strcspn(++path, "/");
		if (pieces->n == SEGMENTS_BOUND)
			return false;
		pieces->list[pieces->n].text = path;
		pieces->list[pieces->n++].length = length;
		path += length;
	}
	if (!pieces->n)
		return false;
	const char *last = pieces->list[pieces->n - 1].text;
	const char *colon = strchr(last, ':');
	pieces->verb = colon ? colon + 1 : NULL;
	return true;
}

static bool takes_colons(const struct route *route)
{
	return route->special && route->special->colons;
}

/* How much of piece i a field may take: in the last piece what stands before the verb. */
static size_t field_length(const struct route *route, const struct pieces *pieces, size_t i)
{
	if (i + 1 < pieces->n || !pieces->verb || takes_colons(route))
		return pieces->list[i].length;
	return (size_t)(pieces->verb - 1 - pieces->list[i].text);
}

static bool route_matches_path(const struct route *route, const struct pieces *pieces, const char *path)
{
	if (route->connect)
		return strcmp(route->path, path) == 0;
	if (route->n_segments != pieces->n)
		return false;
	for (size_t i = 0; i < pieces->n; i++) {
		const struct route_segment *segment = &route->segments[i];
		if (segment->field) {
			if (!field_length(route, pieces, i))
				return false;
		} else if (segment->length != pieces->list[i].length ||
				   memcmp(segment->text, pieces->list[i].text, segment->length) != 0) {
			return false;
		}
	}
	if (!route->segments[pieces->n - 1].field || takes_colons(route))
		return true;
	return pieces->verb ? *pieces->verb && strcmp(route->verb, pieces->verb) == 0 : !*route->verb;
}

/* Whether a media type, parameters aside, is the one wanted. */
static bool route_matches(const struct route *route, const struct exchange *exchange)
{
	bool head = strcmp(exchange->method, "HEAD") == 0;
	if (strcmp(route->method, head ? "GET" : exchange->method) != 0)
		return false;
	return !route->special || !route->special->content_type ||
		   header_is_type(exchange->content_type, route->special->content_type);
}

static bool take_fields(struct exchange *exchange, const struct route *route, const struct pieces *pieces)
{
	size_t n = 0;
	if (!route->n_fields)
		return true;
	exchange->path_fields = arena_array(&exchange->arena, route->n_fields, sizeof(*exchange->path_fields));
	for (size_t i = 0; i < route->n_segments; i++) {
		if (!route->segments[i].field)
			continue;
		const char *value = uri_decode(&exchange->arena, pieces->list[i].text, field_length(route, pieces, i), false);
		if (!value) {
			exchange_fail_field(exchange, route->segments[i].text, "is badly encoded");
			return false;
		}
		exchange->path_fields[n++] = (struct exchange_parameter){route->segments[i].text, value};
	}
	return true;
}

static void allow_add(struct buffer *allow, const char *method)
{
	if (strstr(buffer_text(allow), method))
		return;
	buffer_add_text(allow, allow->length ? ", " : "");
	buffer_add_text(allow, method);
	if (strcmp(method, "GET") == 0)
		buffer_add_text(allow, ", HEAD");
}

static void refuse(struct exchange *exchange, const struct buffer *allow)
{
	if (!allow->length) {
		exchange_refuse(exchange, MHD_HTTP_NOT_FOUND, STATUS_NOT_FOUND, "NO_SUCH_ROUTE",
						"there is no such address; the API begins with /v1, such as /v1/members");
		return;
	}
	exchange_add_header(exchange, MHD_HTTP_HEADER_ALLOW, buffer_text(allow));
	exchange_refuse(exchange, MHD_HTTP_METHOD_NOT_ALLOWED, STATUS_UNIMPLEMENTED, "METHOD_NOT_ALLOWED",
					"this address does not take that method");
}

bool route_ignores_keys(const struct route *route)
{
	const struct local_method *local = route->procedure ? route->procedure->local : NULL;
	return route->special ? !route->special->roles : local && !local->roles;
}

bool route_is_for_visitors(const struct route *route)
{
	return route->special ? route->special->visitors : route->procedure->visitors || route_ignores_keys(route);
}

bool routes_find(struct routes *routes, struct exchange *exchange)
{
	struct pieces pieces = {0};
	struct buffer allow;
	buffer_init(&allow, &exchange->arena, 256);
	bool fits = pieces_of(&pieces, exchange->path);
	for (size_t i = 0; fits && i < routes->n; i++) {
		struct route *route = &routes->list[i];
		if (!route_matches_path(route, &pieces, exchange->path))
			continue;
		if (!route_matches(route, exchange)) {
			allow_add(&allow, route->method);
			continue;
		}
		exchange->route = route;
		exchange->style = route->connect ? STYLE_CONNECT : STYLE_REST;
		return take_fields(exchange, route, &pieces);
	}
	refuse(exchange, &allow);
	return false;
}
