#include "tests/service/awards/papers.h"

#include <string.h>

const char *nominating(struct awards_stage *stage, int32_t most, bool self)
{
	const char *cycle = draft(stage, most, self)->id;
	advance(stage, cycle);
	return cycle;
}

const char *nominating_community(struct awards_stage *stage)
{
	Kleos__CreateAwardRequest request = KLEOS__CREATE_AWARD_REQUEST__INIT;
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	request.slug = "community";
	request.title = "Community";
	request.scope = KLEOS__AWARD_SCOPE__AWARD_SCOPE_COMMUNITY;
	peer_must(&stage->peer, &stage->eleni, AWARDS, "CreateAward", &request.base);
	const char *cycle = draft_with(stage, "community", &rules)->id;
	advance(stage, cycle);
	return cycle;
}

const Kleos__Nomination *seen_as(struct awards_stage *stage, const struct principal *who, const char *id)
{
	Kleos__GetNominationRequest request = KLEOS__GET_NOMINATION_REQUEST__INIT;
	request.nomination = id;
	const Kleos__GetNominationResponse *got = peer_must(&stage->peer, who, AWARDS, "GetNomination", &request.base);
	return got->nomination;
}

void unseen_as(struct awards_stage *stage, const struct principal *who, const char *id)
{
	Kleos__GetNominationRequest request = KLEOS__GET_NOMINATION_REQUEST__INIT;
	request.nomination = id;
	peer_refused(&stage->peer, who, AWARDS, "GetNomination", &request.base, STATUS_NOT_FOUND, "NOMINATION_NOT_FOUND");
}

void refused(struct awards_stage *stage, const struct principal *who, const char *method, const char *id,
			 enum status status, const char *reason)
{
	Kleos__EndorseRequest endorse = KLEOS__ENDORSE_REQUEST__INIT;
	Kleos__AcceptNominationRequest accept = KLEOS__ACCEPT_NOMINATION_REQUEST__INIT;
	Kleos__DeclineNominationRequest decline = KLEOS__DECLINE_NOMINATION_REQUEST__INIT;
	Kleos__WithdrawNominationRequest withdraw = KLEOS__WITHDRAW_NOMINATION_REQUEST__INIT;
	endorse.nomination = accept.nomination = decline.nomination = withdraw.nomination = id;
	const ProtobufCMessage *request = &endorse.base;
	if (strcmp(method, "AcceptNomination") == 0)
		request = &accept.base;
	else if (strcmp(method, "DeclineNomination") == 0)
		request = &decline.base;
	else if (strcmp(method, "WithdrawNomination") == 0)
		request = &withdraw.base;
	peer_refused(&stage->peer, who, AWARDS, method, request, status, reason);
}

struct principal newcomer(struct awards_stage *stage, const char *handle)
{
	const struct id id = id_of(add_member(&stage->members, handle, "", "")->id);
	return caller(ROLE_BIT(MEMBER), &id);
}

void assert_sealed(const Kleos__Nomination *nomination)
{
	assert_string_equal(nomination->nominee->handle, "maria");
	assert_null(nomination->nominator);
	assert_string_equal(nomination->reason, "");
	assert_int_equal(nomination->n_links + nomination->n_attachments, 0);
	assert_int_equal(nomination->endorsements, 0);
	assert_null(nomination->create_time);
}

Kleos__NominateRequest naming_outsider(const char *cycle, Kleos__Outsider *outsider, const char *name, const char *url)
{
	Kleos__NominateRequest request = naming(cycle, "");
	kleos__outsider__init(outsider);
	outsider->name = name;
	outsider->profile_url = url;
	request.outsider = outsider;
	return request;
}
