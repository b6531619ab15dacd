#include "common/base/array.h"
#include "kleos/awards/v1/awards_service.pb-c.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/members/v1/sessions_service.pb-c.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"
#include "kleos/reports/v1/reports_service.pb-c.h"
#include "services/gateway/route.h"

#include <string.h>

/* protobuf-c has no registry of descriptors: this is it. */
static const struct {
	const ProtobufCServiceDescriptor *descriptor;
	enum gateway_service service;
} table[] = {
	{&kleos__members_service__descriptor, SERVICE_MEMBERS},
	{&kleos__sessions_service__descriptor, SERVICE_COUNT},
	{&kleos__recognitions_service__descriptor, SERVICE_RECOGNITIONS},
	{&kleos__awards_service__descriptor, SERVICE_AWARDS},
	{&kleos__reports_service__descriptor, SERVICE_COUNT},
};

const ProtobufCMethodDescriptor *messages_find(const char *full_name, enum gateway_service *service)
{
	const char *slash = strchr(full_name, '/');
	size_t length = slash ? (size_t)(slash - full_name) : 0;
	for (size_t i = 0; length && i < ARRAY_LENGTH(table); i++) {
		const char *name = table[i].descriptor->name;
		if (strncmp(name, full_name, length) != 0 || name[length])
			continue;
		*service = table[i].service;
		return protobuf_c_service_descriptor_get_method_by_name(table[i].descriptor, slash + 1);
	}
	return NULL;
}
