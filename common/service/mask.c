#include "common/service/mask.h"

#include "common/base/text.h"

unsigned mask_fields(struct call *call, const Google__Protobuf__FieldMask *mask, unsigned with_value, const char *thing,
					 const struct mask_name *names, size_t n)
{
	unsigned fields = 0;
	if (!mask || !mask->n_paths)
		return with_value;
	for (size_t i = 0; i < mask->n_paths; i++) {
		unsigned field = 0;
		for (size_t k = 0; k < n; k++)
			field |= text_equal(names[k].name, mask->paths[i]) ? names[k].field : 0;
		if (!field)
			violate(call, "updateMask", "%s has no field '%s' to change", thing,
					text_is_slug(mask->paths[i]) ? mask->paths[i] : "…");
		fields |= field;
	}
	return fields;
}
