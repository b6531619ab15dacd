#include "services/awards/nomination/paper.h"

#include "common/service/message.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/rpc.h"

struct nomination_reader nomination_reader_of(const struct call *call, const struct cycle *cycle)
{
	return (struct nomination_reader){
		.member = call->principal.member,
		.phase = cycle->phase,
		.runs_awards = principal_has(&call->principal, ROLES_AWARDS),
		.juror = principal_is_member(&call->principal) && jury_has(&cycle->rules.jury, &call->principal.member),
	};
}

enum status fail_no_nomination(struct call *call, const char *text)
{
	return fail(call, STATUS_NOT_FOUND, "NOMINATION_NOT_FOUND", "no nomination '%s'", quotable(call->arena, text));
}

enum status find_paper(struct call *call, const char *text, struct paper *out)
{
	struct id id;
	if (!id_parse(&id, text) ||
		!nomination_read(call->db, call->arena, &id, &call->principal.member, &out->nomination) ||
		!cycle_read(call->db, call->arena, &out->nomination.cycle, &out->cycle))
		return fail_no_nomination(call, text);
	const struct nomination_reader reader = nomination_reader_of(call, &out->cycle);
	out->sight = nomination_sight(&reader, &out->nomination);
	return STATUS_OK;
}

Kleos__Nomination *paper_message(struct call *call, const struct paper *paper)
{
	struct nomination shown = paper->nomination;
	if (paper->sight != NOMINATION_WHOLE)
		nomination_seal(&shown);
	return nomination_message(call, &shown);
}

Kleos__Nomination *nomination_message_for(struct call *call, const struct nomination_reader *reader,
										  struct nomination *nomination)
{
	if (nomination_sight(reader, nomination) != NOMINATION_WHOLE)
		nomination_seal(nomination);
	return nomination_message(call, nomination);
}

enum status nomination_now(struct call *call, const struct id *id, Kleos__Nomination **out)
{
	struct paper paper;
	enum status status = find_paper(call, id_text(call->arena, id), &paper);
	if (status == STATUS_OK)
		*out = paper_message(call, &paper);
	return status;
}

enum status check_nominating(struct call *call, const struct cycle *cycle)
{
	if (cycle_is_open(cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING, high_water_now(call->db, call->now_ms)))
		return STATUS_OK;
	return fail(call, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN",
				cycle->phase < KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING
					? "nominations in this cycle have not opened yet"
					: "nominations in this cycle are over");
}

enum status check_room(struct call *call, const struct cycle *cycle, const struct id *member, const struct id *nominee)
{
	if (names_count(call->db, &cycle->id, member, nominee) < cycle->rules.max_nominations)
		return STATUS_OK;
	return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_NOMINATIONS",
				"one person names at most %d in this cycle, nominated and endorsed", cycle->rules.max_nominations);
}
