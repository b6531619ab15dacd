#include "services/awards/nomination/jury_draft.h"

#include "common/base/text.h"
#include "common/service/message.h"
#include "services/awards/store.h"

static void take_criteria(struct call *call, const Kleos__CycleRules *rules, struct jury *out)
{
	if (rules->n_criteria > CRITERIA_BOUND) {
		violate(call, "rules.criteria", "at most %d", CRITERIA_BOUND);
		return;
	}
	for (size_t i = 0; i < rules->n_criteria; i++) {
		const char *field = arena_printf(call->arena, "rules.criteria[%zu]", i);
		const Kleos__Criterion *criterion = rules->criteria[i];
		call_take(call, field, criterion_take(call->arena, criterion->name, criterion->weight, out));
	}
	if (!rules->n_criteria)
		(void)criterion_take(call->arena, "merit", 1, out);
}

static enum status take_juror(struct call *call, const char *field, const char *name, struct jury *out)
{
	struct colleague colleague;
	if (!colleague_find(call->db, call->arena, name, &colleague)) {
		if (!call->parked_once)
			return call_park(call, "MEMBER_NOT_FOUND", "no member '%s'", quotable(call->arena, name));
		violate(call, field, "no member '%s'", quotable(call->arena, name));
	} else if (!colleague.active) {
		violate(call, field, "%s has left", colleague.handle);
	} else if (jury_has(out, &colleague.id)) {
		violate(call, field, "%s is named twice", colleague.handle);
	} else {
		out->jurors[out->n_jurors++] = colleague.id;
	}
	return STATUS_OK;
}

static enum status take_jurors(struct call *call, const Kleos__CycleRules *rules, struct jury *out)
{
	enum status status = STATUS_OK;
	if (rules->n_jurors < 1 || rules->n_jurors > JURORS_BOUND) {
		violate(call, "rules.jurors", "a jury has 1 to %d members", JURORS_BOUND);
		return STATUS_OK;
	}
	for (size_t i = 0; status == STATUS_OK && i < rules->n_jurors; i++)
		status = take_juror(call, arena_printf(call->arena, "rules.jurors[%zu]", i), rules->jurors[i], out);
	return status;
}

enum status jury_draft_take(struct call *call, const Kleos__CycleRules *rules, struct cycle_rules *out)
{
	out->jury = (struct jury){.n_jurors = 0};
	if (out->shortlist == KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_JURY) {
		take_criteria(call, rules, &out->jury);
		return take_jurors(call, rules, &out->jury);
	}
	if (rules->n_criteria)
		violate(call, "rules.criteria", "criteria are for a shortlist by JURY");
	if (rules->n_jurors)
		violate(call, "rules.jurors", "jurors are for a shortlist by JURY");
	return STATUS_OK;
}
