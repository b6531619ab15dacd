/* The rpcs about a nomination that is there: endorsed, accepted, declined, withdrawn. */
#include "services/awards/rpc.h"

#include "services/awards/nomination/paper.h"
#include "services/awards/state.h"

#define STATUS(name) KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_##name

static bool is_caller(const struct call *call, const struct id *member)
{
	return principal_is_member(&call->principal) && id_equal(&call->principal.member, member);
}

/* After voting opened, nothing. */
static enum status check_not_fixed(struct call *call, const struct paper *paper)
{
	const char *why = nominations_fixed(paper->cycle.phase);
	return why ? fail(call, STATUS_FAILED_PRECONDITION, "NOMINATIONS_FIXED", "%s", why) : STATUS_OK;
}

static enum status check_stands(struct call *call, const struct paper *paper)
{
	if (paper->nomination.status != STATUS(WITHDRAWN))
		return STATUS_OK;
	return fail(call, STATUS_FAILED_PRECONDITION, "NOMINATION_WITHDRAWN", "this nomination was withdrawn");
}

/* ---- endorse ---- */

enum status endorse_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return nomination_now(call, resource, &((Kleos__EndorseResponse *)response)->nomination);
}

static enum status check_endorser(struct call *call, const struct paper *paper)
{
	const struct nomination *nomination = &paper->nomination;
	if (is_caller(call, &nomination->nominator.id))
		return fail(call, STATUS_FAILED_PRECONDITION, "OWN_NOMINATION", "you made this nomination; it has your name");
	if (is_caller(call, &nomination->nominee.id))
		return fail(call, STATUS_FAILED_PRECONDITION, "SELF_ENDORSEMENT", "nobody endorses themselves");
	return check_room(call, &paper->cycle, &call->principal.member, &nomination->nominee.id);
}

enum status endorse(struct call *call, const Kleos__EndorseRequest *request, Kleos__EndorseResponse *response)
{
	struct paper paper;
	if (!principal_is_member(&call->principal))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_A_MEMBER", "members endorse; this key belongs to none");
	enum status status = find_paper(call, request->nomination, &paper);
	if (status == STATUS_OK)
		status = check_nominating(call, &paper.cycle);
	if (status == STATUS_OK)
		status = check_stands(call, &paper);
	if (status == STATUS_OK)
		status = check_endorser(call, &paper);
	if (status != STATUS_OK)
		return status;
	endorsement_put(call->db, &paper.nomination.id, &call->principal.member, call->now_ms);
	call->resource = paper.nomination.id;
	return nomination_now(call, &paper.nomination.id, &response->nomination);
}

/* ---- accept, decline ---- */

/* The nominee; of an outsider, who runs awards, who need not see the nomination to write an answer down. */
static enum status check_answers(struct call *call, const struct paper *paper, const char *text)
{
	const bool outsider = *paper->nomination.outsider_url;
	if (outsider ? principal_has(&call->principal, ROLES_AWARDS) : is_caller(call, &paper->nomination.nominee.id))
		return STATUS_OK;
	if (paper->sight == NOMINATION_HIDDEN)
		return fail_no_nomination(call, text);
	if (outsider)
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_NOMINEE",
					"only who runs awards writes down what somebody outside answered");
	return fail(call, STATUS_PERMISSION_DENIED, "NOT_NOMINEE", "only who is named answers");
}

/* Somebody else's name stands on what they did: everybody is told. */
static void tell_edit(struct call *call, const struct paper *paper)
{
	call_publish(call, "award.edited_by_staff", &paper->cycle.id);
}

static void answer_write(struct call *call, const struct paper *paper, Kleos__NominationStatus answer)
{
	const struct nomination *nomination = &paper->nomination;
	consent_set(call->db, &paper->cycle.id, &nomination->nominee.id, answer);
	if (answer == STATUS(ACCEPTED))
		call_publish(call, "award.accepted", &nomination->id);
	if (*nomination->outsider_url)
		tell_edit(call, paper);
}

static enum status answer(struct call *call, const char *text, Kleos__NominationStatus answer, Kleos__Nomination **out)
{
	struct paper paper;
	enum status status = find_paper(call, text, &paper);
	if (status == STATUS_OK)
		status = check_answers(call, &paper, text);
	if (status == STATUS_OK)
		status = check_not_fixed(call, &paper);
	if (status == STATUS_OK)
		status = check_stands(call, &paper);
	if (status != STATUS_OK)
		return status;
	if (paper.nomination.status != answer)
		answer_write(call, &paper, answer);
	call->resource = paper.nomination.id;
	return nomination_now(call, &paper.nomination.id, out);
}

enum status accept_nomination_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return nomination_now(call, resource, &((Kleos__AcceptNominationResponse *)response)->nomination);
}

enum status accept_nomination(struct call *call, const Kleos__AcceptNominationRequest *request,
							  Kleos__AcceptNominationResponse *response)
{
	return answer(call, request->nomination, STATUS(ACCEPTED), &response->nomination);
}

enum status decline_nomination_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return nomination_now(call, resource, &((Kleos__DeclineNominationResponse *)response)->nomination);
}

enum status decline_nomination(struct call *call, const Kleos__DeclineNominationRequest *request,
							   Kleos__DeclineNominationResponse *response)
{
	return answer(call, request->nomination, STATUS(DECLINED), &response->nomination);
}

/* ---- withdraw ---- */

/* `*staff`: not the nominator any more, but who runs awards. */
static enum status check_withdraws(struct call *call, const struct paper *paper, const char *text, bool *staff)
{
	const bool own = is_caller(call, &paper->nomination.nominator.id);
	const bool early = own && paper->cycle.phase <= KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING;
	*staff = !early && principal_has(&call->principal, ROLES_AWARDS);
	if (early || *staff)
		return early ? check_nominating(call, &paper->cycle) : check_not_fixed(call, paper);
	if (paper->sight == NOMINATION_HIDDEN)
		return fail_no_nomination(call, text);
	if (!own)
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_NOMINATOR", "only who nominated takes a nomination back");
	enum status status = check_not_fixed(call, paper);
	return status == STATUS_OK ? fail(call, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN",
									  "nominations are closed; ask who runs the award to take this one out")
							   : status;
}

enum status withdraw_nomination_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return nomination_now(call, resource, &((Kleos__WithdrawNominationResponse *)response)->nomination);
}

enum status withdraw_nomination(struct call *call, const Kleos__WithdrawNominationRequest *request,
								Kleos__WithdrawNominationResponse *response)
{
	struct paper paper;
	bool staff = false;
	enum status status = find_paper(call, request->nomination, &paper);
	if (status == STATUS_OK)
		status = check_withdraws(call, &paper, request->nomination, &staff);
	if (status != STATUS_OK)
		return status;
	if (paper.nomination.status != STATUS(WITHDRAWN)) {
		nomination_withdraw(call->db, &paper.nomination.id);
		if (staff)
			tell_edit(call, &paper);
	}
	call_concerns(call, &paper.nomination.nominator.id);
	call->resource = paper.nomination.id;
	return nomination_now(call, &paper.nomination.id, &response->nomination);
}
