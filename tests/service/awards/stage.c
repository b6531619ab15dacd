#include "tests/service/awards/stage.h"

#include <string.h>

#define LOOK_MS 5

static void open_awards(struct awards_stage *stage)
{
	const struct awards_config config = {
		.site = fixture_site(&stage->members.base, stage->peer.url),
		.members_url = stage->members.peer.url,
		.public_url = "https://awards.example/",
		.look_ms = LOOK_MS,
	};
	assert_int_equal(awards_open(&stage->awards, &config), STATUS_OK);
}

void awards_stop(struct awards_stage *stage)
{
	char *url = strdup(stage->peer.url);
	peer_fini(&stage->peer);
	awards_close(stage->awards);
	stage->peer = (struct peer){.fixture = &stage->members.base, .audience = "awards", .url = url};
}

void awards_start(struct awards_stage *stage)
{
	open_awards(stage);
	peer_connect(&stage->peer);
}

static int open_stage(void **state, enum peer_transport transport)
{
	static struct awards_stage stage;
	service_fixture_init(&stage.members.base);
	peer_init(&stage.members.peer, &stage.members.base, "members", transport);
	members_fixture_open(&stage.members);
	peer_init(&stage.peer, &stage.members.base, "awards", transport);
	awards_start(&stage);
	stage.members.hr = caller(ROLE_BIT(PEOPLE_ADMIN), NULL);
	struct id eleni = id_of(add_member(&stage.members, "eleni", "", "")->id);
	struct id maria = id_of(add_member(&stage.members, "maria", "social", "")->id);
	struct id nikos = id_of(add_member(&stage.members, "nikos", "social/video", "")->id);
	stage.eleni = caller(ROLE_BIT(MEMBER) | ROLE_BIT(AWARDS_ADMIN), &eleni);
	stage.maria = caller(ROLE_BIT(MEMBER), &maria);
	stage.nikos = caller(ROLE_BIT(MEMBER), &nikos);
	*state = &stage;
	return 0;
}

int awards_open_inproc(void **state)
{
	return open_stage(state, PEER_INPROC);
}
int awards_open_tcp(void **state)
{
	return open_stage(state, PEER_TCP);
}

int awards_close_stage(void **state)
{
	struct awards_stage *stage = *state;
	peer_fini(&stage->peer);
	awards_close(stage->awards);
	members_fixture_close(&stage->members);
	service_fixture_fini(&stage->members.base);
	return 0;
}

static const Kleos__Award *award_of(struct awards_stage *stage, const char *slug)
{
	Kleos__GetAwardRequest request = KLEOS__GET_AWARD_REQUEST__INIT;
	request.award = slug;
	const Kleos__GetAwardResponse *response =
		peer_call(&stage->peer, &stage->eleni, AWARDS, "GetAward", "", &request.base);
	return response ? response->award : NULL;
}

const Kleos__Award *found_award(struct awards_stage *stage, const char *slug)
{
	Kleos__CreateAwardRequest request = KLEOS__CREATE_AWARD_REQUEST__INIT;
	request.slug = slug;
	request.title = "Spotlight";
	const Kleos__CreateAwardResponse *response =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "CreateAward", &request.base);
	return response->award;
}

const Kleos__Cycle *advance(struct awards_stage *stage, const char *cycle)
{
	Kleos__AdvanceCycleRequest request = KLEOS__ADVANCE_CYCLE_REQUEST__INIT;
	request.cycle = cycle;
	const Kleos__AdvanceCycleResponse *response =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "AdvanceCycle", &request.base);
	return response->cycle;
}

const Kleos__Cycle *cycle_of(struct awards_stage *stage, const char *cycle)
{
	Kleos__GetCycleRequest request = KLEOS__GET_CYCLE_REQUEST__INIT;
	request.cycle = cycle;
	const Kleos__GetCycleResponse *response = peer_must(&stage->peer, &stage->eleni, AWARDS, "GetCycle", &request.base);
	return response->cycle;
}

const Kleos__Cycle *advance_to(struct awards_stage *stage, const char *cycle, Kleos__CyclePhase phase)
{
	const Kleos__Cycle *now = cycle_of(stage, cycle);
	while (now->phase < phase)
		now = advance(stage, cycle);
	return now;
}

const Kleos__Cycle *draft_with(struct awards_stage *stage, const char *award, const Kleos__CycleRules *rules)
{
	Kleos__CreateCycleRequest request = KLEOS__CREATE_CYCLE_REQUEST__INIT;
	if (!award_of(stage, award))
		found_award(stage, award);
	request.award = award;
	request.title = "2026";
	request.rules = (Kleos__CycleRules *)rules;
	const Kleos__CreateCycleResponse *response =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "CreateCycle", &request.base);
	return response->cycle;
}

const Kleos__Cycle *draft(struct awards_stage *stage, int32_t most, bool self)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	rules.max_nominations_per_person = most;
	rules.self_nomination = self;
	return draft_with(stage, "spotlight", &rules);
}

Kleos__NominateRequest naming(const char *cycle, const char *nominee)
{
	Kleos__NominateRequest request = KLEOS__NOMINATE_REQUEST__INIT;
	request.cycle = cycle;
	request.nominee = nominee;
	request.reason = "She answered every one of them.";
	return request;
}

const Kleos__Nomination *nominate_as(struct awards_stage *stage, const struct principal *who, const char *cycle,
									 const char *nominee)
{
	Kleos__NominateRequest request = naming(cycle, nominee);
	const Kleos__NominateResponse *response = peer_must(&stage->peer, who, AWARDS, "Nominate", &request.base);
	return response->nomination;
}

const Kleos__Nomination *accept_as(struct awards_stage *stage, const struct principal *who, const char *nomination)
{
	Kleos__AcceptNominationRequest request = KLEOS__ACCEPT_NOMINATION_REQUEST__INIT;
	request.nomination = nomination;
	const Kleos__AcceptNominationResponse *response =
		peer_must(&stage->peer, who, AWARDS, "AcceptNomination", &request.base);
	return response->nomination;
}

const Kleos__Nomination *decline_as(struct awards_stage *stage, const struct principal *who, const char *nomination)
{
	Kleos__DeclineNominationRequest request = KLEOS__DECLINE_NOMINATION_REQUEST__INIT;
	request.nomination = nomination;
	const Kleos__DeclineNominationResponse *response =
		peer_must(&stage->peer, who, AWARDS, "DeclineNomination", &request.base);
	return response->nomination;
}

const Kleos__Nomination *withdraw_as(struct awards_stage *stage, const struct principal *who, const char *nomination)
{
	Kleos__WithdrawNominationRequest request = KLEOS__WITHDRAW_NOMINATION_REQUEST__INIT;
	request.nomination = nomination;
	const Kleos__WithdrawNominationResponse *response =
		peer_must(&stage->peer, who, AWARDS, "WithdrawNomination", &request.base);
	return response->nomination;
}

const Kleos__Nomination *endorse_as(struct awards_stage *stage, const struct principal *who, const char *nomination)
{
	Kleos__EndorseRequest request = KLEOS__ENDORSE_REQUEST__INIT;
	request.nomination = nomination;
	const Kleos__EndorseResponse *response = peer_must(&stage->peer, who, AWARDS, "Endorse", &request.base);
	return response->nomination;
}

const Kleos__Nomination *add_candidate(struct awards_stage *stage, const char *cycle)
{
	return accept_as(stage, &stage->maria, nominate_as(stage, &stage->nikos, cycle, "maria")->id);
}

size_t nominations_seen(struct awards_stage *stage, const struct principal *who, const char *cycle)
{
	Kleos__ListNominationsRequest request = KLEOS__LIST_NOMINATIONS_REQUEST__INIT;
	request.cycle = cycle;
	const Kleos__ListNominationsResponse *response =
		peer_must(&stage->peer, who, AWARDS, "ListNominations", &request.base);
	return response->n_nominations;
}
