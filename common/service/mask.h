/* mask: the fields that an update names (AIP-134), as bits. */
#ifndef KLEOS_SERVICE_MASK_H
#define KLEOS_SERVICE_MASK_H

#include "common/rpc/call.h"
#include "google/protobuf/field_mask.pb-c.h"

struct mask_name {
	const char *name; /* as the proto spells it; "*" is all */
	unsigned field;
};

/* The bits of the named fields; without a mask those in `with_value`. What no field is, is said in the call; `thing` is
 * such as "a cycle". */
unsigned mask_fields(struct call *call, const Google__Protobuf__FieldMask *mask, unsigned with_value, const char *thing,
					 const struct mask_name *names, size_t n);

#endif
