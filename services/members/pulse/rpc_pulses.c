#include "common/base/limits.h"
#include "services/members/rpc.h"

#include "common/base/calendar.h"
#include "common/store/outbox.h"
#include "services/members/pulse/store_pulses.h"
#include "services/members/state.h"

/* The month that an answer of now counts for: a clock that was set back does not open a month again. */
static enum status open_month(struct call *call, int32_t *out)
{
	struct pulse_key *key = members_of(call)->pulse_key;
	if (pulse_key_advance(key, day_month_start(call->today)) != STATUS_OK)
		return fail(call, STATUS_UNAVAILABLE, "STORAGE_FAILED", "the storage failed; try again");
	*out = pulse_key_month(key);
	return STATUS_OK;
}

static enum status take_mark(struct call *call, int32_t month, uint8_t mark[PULSE_MARK_SIZE])
{
	struct pulse_key *key = members_of(call)->pulse_key;
	switch (pulse_key_mark(key, &call->principal.member, pulse_marks_exist(call->db, month), mark)) {
	case STATUS_OK:
		return STATUS_OK;
	case STATUS_NOT_FOUND:
		return fail(call, STATUS_FAILED_PRECONDITION, "PULSE_KEY_LOST",
					"who has answered this month cannot be told any more; answer again next month");
	default:
		return fail(call, STATUS_UNAVAILABLE, "STORAGE_FAILED", "the storage failed; try again");
	}
}

/* Two rows in two tables, each under random bytes: nothing in them, and no order, says that they came together. */
static enum status keep_answer(struct call *call, struct pulse_answer *answer)
{
	struct id key;
	uint8_t mark[PULSE_MARK_SIZE];
	if (open_month(call, &answer->month) || take_mark(call, answer->month, mark))
		return call->status;
	if (!pulse_mark_put(call->db, mark, answer->month))
		return fail(call, STATUS_ALREADY_EXISTS, "PULSE_ALREADY_SUBMITTED",
					"you have answered this month already; thank you");
	environment_random(call->environment, key.bytes, ID_SIZE); /* an id of time would be one */
	pulse_answer_put(call->db, &key, answer);
	return STATUS_OK;
}

static const char *month_text(struct call *call, int32_t month)
{
	char day[DAY_TEXT_SIZE];
	day_format(day, month);
	return arena_text_n(call->arena, day, sizeof("YYYY-MM") - 1);
}

enum status submit_pulse(struct call *call, const Kleos__SubmitPulseRequest *request,
						 Kleos__SubmitPulseResponse *response)
{
	struct pulse_answer answer = {
		.need = request->need_leadership, .have = request->have_leadership, .strain = request->strain};
	struct member member;

	if (!principal_is_member(&call->principal))
		return fail(call, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED", "this key belongs to no member");
	if (request->strain < 0 || request->strain > STRAIN_MOST) {
		violate(call, "strain", "0 to %d", STRAIN_MOST);
		return fail_violations(call);
	}
	if (!member_by_id(call->db, call->arena, &call->principal.member, &member) ||
		member.status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE)
		return fail(call, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED", "this key belongs to no active member");
	if (*member.team)
		team_by_path(call->db, member.team, &answer.team);
	if (keep_answer(call, &answer))
		return call->status;
	response->period = month_text(call, answer.month);
	return STATUS_OK;
}

static Kleos__PulseCell *cell_message(struct call *call, const struct pulse_sum *sum)
{
	Kleos__PulseCell *cell = arena_alloc(call->arena, sizeof(*cell));
	kleos__pulse_cell__init(cell);
	cell->month = sum->month;
	cell->team = sum->team;
	cell->answers = (int32_t)sum->answers;
	cell->need = (int32_t)sum->need;
	cell->have = (int32_t)sum->have;
	cell->strain = (int32_t)sum->strain;
	return cell;
}

/* The month behind the last one that lies in the range and is closed. */
static int32_t months_end(struct call *call, int32_t to_day)
{
	int32_t end = day_month_start(to_day < DAY_MAX ? to_day + 1 : to_day);
	int32_t open = pulse_key_month(members_of(call)->pulse_key);
	return end < open ? end : open;
}

enum status get_directory_state(struct call *call, const Kleos__GetDirectoryStateRequest *request,
								Kleos__GetDirectoryStateResponse *response)
{
	struct pulse_sum *sums;
	const size_t count = pulse_sums(call->db, call->arena, request->from_day, months_end(call, request->to_day), &sums);
	response->pulses = arena_array(call->arena, count, sizeof(*response->pulses));
	while (response->n_pulses < count) {
		response->pulses[response->n_pulses] = cell_message(call, &sums[response->n_pulses]);
		response->n_pulses++;
	}
	response->as_of_ms = outbox_head_time(call->db);
	return STATUS_OK;
}
