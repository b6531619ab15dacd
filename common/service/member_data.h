/* member_data: rows about a member as JSON, a run at a time. Private to common/service. */
#ifndef KLEOS_SERVICE_MEMBER_DATA_H
#define KLEOS_SERVICE_MEMBER_DATA_H

#include "common/rpc/call.h"
#include "common/service/personal.h"
#include "kleos/rights/v1/rights_service.pb-c.h"

/* From where the request says until enough is read, and where to read on. `personal` NULL: only the frame's own. */
void member_data_read(struct call *call, const struct personal_data *personal, const struct id *member,
					  const Kleos__ReadMemberDataRequest *request, Kleos__ReadMemberDataResponse *response);

#endif
