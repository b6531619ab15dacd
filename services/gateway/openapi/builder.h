/* builder: a document on its way. Private to openapi. Everything is of the thread that builds.
 * What functions return as json_t * is the caller's; what `builder` holds is borrowed. */
#ifndef KLEOS_GATEWAY_OPENAPI_BUILDER_H
#define KLEOS_GATEWAY_OPENAPI_BUILDER_H

#include "services/gateway/route.h"

#include <jansson.h>

struct builder {
	struct arena *arena;
	const struct routes *routes;
	json_t *document; /* from frame.json on */
	json_t *paths;    /* of the document: template → method → operation */
	json_t *schemas;  /* of the document: name → schema */
	json_t *tags;     /* of the document */
	json_t *words;    /* full name of anything in the protos → what its comment says */
	json_t *examples; /* operation → the first example of it */
	json_t *asked;    /* full names of the messages that requests are made of → true */
	json_t *named;    /* name among the schemas → full name: no two messages share one */
};

/* ---- words.c ---- */

/* Every comment of Kleos's own protos, by full name: kleos.members.v1.Member.handle. NULL: the set cannot be read. */
json_t *words_read(struct arena *arena);
/* "" when nothing is said. */
const char *words_of(const struct builder *builder, const char *full_name);
/* Of a field; a reference to the same field of another message ("See Member.") is followed. */
const char *words_of_field(const struct builder *builder, const ProtobufCMessageDescriptor *type,
						   const ProtobufCFieldDescriptor *field);
/* Whether a field's own words begin with "Required". */
bool words_require(const struct builder *builder, const ProtobufCMessageDescriptor *type,
				   const ProtobufCFieldDescriptor *field);
/* The first sentence of words, without the full stop. */
const char *words_summary(struct arena *arena, const char *words);

/* ---- schema.c ---- */

/* Notes that requests are made of this message and of those in it: before any schema is made. */
void schema_ask(struct builder *builder, const ProtobufCMessageDescriptor *type);
/* A reference to the message's schema, which is made when it is not there. */
json_t *schema_of(struct builder *builder, const ProtobufCMessageDescriptor *type);
/* The message without some of its fields, in place. */
json_t *schema_without(struct builder *builder, const ProtobufCMessageDescriptor *type, const json_t *left_out);
/* Of one field, with its words. */
json_t *schema_of_field(struct builder *builder, const ProtobufCMessageDescriptor *type,
						const ProtobufCFieldDescriptor *field);
/* Whether the field must be there: in a request because its words begin with "Required". */
bool schema_is_required(const struct builder *builder, const ProtobufCMessageDescriptor *type,
						const ProtobufCFieldDescriptor *field);

/* ---- parameters.c ---- */

/* The template as the document has it: the names in braces in lowerCamel. */
const char *parameters_path(struct arena *arena, const struct route *route);
/* Names of the fields of the path, in lowerCamel → true. */
json_t *parameters_in_path(struct arena *arena, const struct route *route);
/* All parameters of an operation: of the path, of the query when `query`, of the guide. `example` has their values. */
json_t *parameters_of(struct builder *builder, const struct route *route, const ProtobufCMessageDescriptor *request,
					  bool query, const json_t *example);

/* ---- operation.c ---- */

/* Into builder->paths: the rpc's, or that of a special route alone, unless it has no guide. `overlay`: a special route
 * with the rpc's address; NULL: none. */
void operation_add(struct builder *builder, const struct route *route, const struct special_route *overlay);

#endif
