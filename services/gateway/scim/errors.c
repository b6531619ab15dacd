#include "services/gateway/scim/scim.h"

#include "common/base/array.h"

#include <stdlib.h>
#include <string.h>

#define ERROR_URN "urn:ietf:params:scim:api:messages:2.0:Error"

/* What a reason is in RFC 7644, table 9; 0: the status that it has already. */
static const struct {
	const char *reason;
	const char *type; /* NULL: none */
	unsigned http_status;
} types[] = {
	{"INVALID_FILTER", "invalidFilter", 400},
	{"INVALID_PATH", "invalidPath", 400},
	{"INVALID_SYNTAX", "invalidSyntax", 400},
	{"INVALID_VALUE", "invalidValue", 400},
	{"INVALID_FIELD", "invalidValue", 400},
	{"NO_TARGET", "noTarget", 400},
	{"MUTABILITY", "mutability", 400},
	{"TOO_MANY", "tooMany", 400},
	{"USER_NAME_TAKEN", "uniqueness", 409},
	{"GROUP_EXISTS", "uniqueness", 409},
	{"TEAM_EXISTS", "uniqueness", 409},
	{"HANDLE_TAKEN", "uniqueness", 409},
	{"ETAG_MISMATCH", NULL, 412},
	{"METHOD_NOT_ALLOWED", NULL, 405},
	{"UNSUPPORTED_MEDIA_TYPE", NULL, 415},
};

static json_t *error_json(unsigned http_status, const char *type, const char *detail)
{
	char status[12];
	snprintf(status, sizeof(status), "%u", http_status);
	json_t *error = json_pack("{s:[s],s:s,s:s}", "schemas", ERROR_URN, "status", status, "detail", detail);
	if (type)
		json_object_set_new(error, "scimType", json_string(type));
	return error;
}

void scim_refuse(struct exchange *exchange, unsigned http_status, const char *reason, const char *message)
{
	const char *type = NULL;
	for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
		if (strcmp(types[i].reason, reason) == 0) {
			type = types[i].type;
			http_status = types[i].http_status;
		}
	}
	json_t *error = error_json(http_status, type, message);
	char *text = json_dumps(error, JSON_COMPACT);
	const char *kept = arena_text(exchange_arena(exchange), text ? text : "{}");
	exchange_answer(exchange, http_status, SCIM_TYPE, kept, strlen(kept));
	free(text);
	json_decref(error);
}

/* A field that is wrong is named: "email: an address such as maria@example.org". */
void scim_fail_reply(struct scim *scim, const struct rpc_reply *reply)
{
	struct rpc_reply named = *reply;
	if (reply->n_violations && *reply->violations[0]->field)
		named.message =
			arena_printf(scim->arena, "%s: %s", reply->violations[0]->field, reply->violations[0]->description);
	exchange_fail_reply(scim->exchange, &named);
}
