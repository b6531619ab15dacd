/* document: from the frame (frame.json: what does not follow from anything) to the whole text. */
#include "kleos_openapi_awards.h"
#include "kleos_openapi_frame.h"
#include "kleos_openapi_members.h"
#include "kleos_openapi_recognitions.h"
#include "kleos_openapi_reports.h"
#include "kleos_openapi_scim.h"
#include "services/gateway/openapi/builder.h"
#include "services/gateway/openapi/openapi.h"

#include <stdlib.h>
#include <string.h>

#define DOCUMENT_ARENA_CAP ((size_t)64 * 1024 * 1024)

/* ---- examples ---- */

/* The first of an operation is the one that is shown; later ones are steps of the tests. */
static void take_examples(json_t *examples, const unsigned char *text, size_t length)
{
	json_t *list = json_loadb((const char *)text, length, 0, NULL), *one;
	size_t i;
	json_array_foreach(list, i, one)
	{
		const char *operation = json_string_value(json_object_get(one, "operation"));
		if (operation && !json_object_get(examples, operation))
			json_object_set(examples, operation, one);
	}
	json_decref(list);
}

static json_t *examples_read(void)
{
	json_t *examples = json_object();
	take_examples(examples, kleos_openapi_members, kleos_openapi_members_length);
	take_examples(examples, kleos_openapi_recognitions, kleos_openapi_recognitions_length);
	take_examples(examples, kleos_openapi_awards, kleos_openapi_awards_length);
	take_examples(examples, kleos_openapi_reports, kleos_openapi_reports_length);
	take_examples(examples, kleos_openapi_scim, kleos_openapi_scim_length);
	return examples;
}

/* ---- paths ---- */

static const struct special_route *overlay_of(const struct routes *routes, const struct route *route)
{
	for (size_t i = 0; i < routes->n; i++) {
		const struct route *other = &routes->list[i];
		if (other->special && strcmp(other->method, route->method) == 0 && strcmp(other->path, route->path) == 0)
			return other->special;
	}
	return NULL;
}

static bool has_rpc(const struct routes *routes, const struct route *special)
{
	for (size_t i = 0; i < routes->n; i++) {
		const struct route *other = &routes->list[i];
		if (other->procedure && !other->connect && strcmp(other->method, special->method) == 0 &&
			strcmp(other->path, special->path) == 0)
			return true;
	}
	return false;
}

static void add_paths(struct builder *builder)
{
	const struct routes *routes = builder->routes;
	for (size_t i = 0; i < routes->n; i++) {
		const struct route *route = &routes->list[i];
		const struct route_guide *guide = route->special ? route->special->guide : NULL;
		if (route->procedure)
			schema_ask(builder, route->procedure->input);
		else if (guide && guide->request)
			schema_ask(builder, guide->request);
	}
	for (size_t i = 0; i < routes->n; i++) {
		if (routes->list[i].procedure && !routes->list[i].connect)
			operation_add(builder, &routes->list[i], overlay_of(routes, &routes->list[i]));
	}
	for (size_t i = 0; i < routes->n; i++) {
		if (routes->list[i].special && !has_rpc(routes, &routes->list[i]))
			operation_add(builder, &routes->list[i], NULL);
	}
}

/* ---- the whole ---- */

/* Borrows the parts of the document that are filled. False: the frame or the descriptors cannot be read. */
static bool builder_open(struct builder *builder, const struct routes *routes, struct arena *arena)
{
	const char *name;
	json_t *schema;
	*builder = (struct builder){.arena = arena, .routes = routes};
	builder->document = json_loadb((const char *)kleos_openapi_frame, kleos_openapi_frame_length, 0, NULL);
	builder->paths = json_object_get(builder->document, "paths");
	builder->schemas = json_object_get(json_object_get(builder->document, "components"), "schemas");
	builder->tags = json_object_get(builder->document, "tags");
	builder->words = words_read(arena);
	builder->examples = examples_read();
	builder->asked = json_object();
	builder->named = json_object();
	json_object_foreach(builder->schemas, name, schema) json_object_set_new(builder->named, name, json_string(""));
	return builder->paths && builder->schemas && builder->tags && builder->words;
}

static void builder_close(struct builder *builder)
{
	json_decref(builder->document);
	json_decref(builder->words);
	json_decref(builder->examples);
	json_decref(builder->asked);
	json_decref(builder->named);
}

/* A server's address has no slash at its end. */
static void set_server(struct builder *builder, const char *server)
{
	size_t length = server ? strlen(server) : 0;
	while (length && server[length - 1] == '/')
		length--;
	const char *url = length ? arena_text_n(builder->arena, server, length) : "/";
	json_object_set_new(builder->document, "servers",
						json_pack("[{s:s,s:s}]", "url", url, "description", "This deployment."));
}

char *openapi_document(const struct routes *routes, const char *server)
{
	struct arena arena;
	struct builder builder;
	char *text = NULL;
	arena_init(&arena, DOCUMENT_ARENA_CAP);
	if (builder_open(&builder, routes, &arena)) {
		json_object_set_new(json_object_get(builder.document, "info"), "version", json_string(KLEOS_VERSION));
		set_server(&builder, server);
		add_paths(&builder);
		text = json_dumps(builder.document, JSON_COMPACT);
	}
	builder_close(&builder);
	arena_fini(&arena);
	return text;
}
