/* stage: recognitions with a real members service beside it, and short words for what tests ask of them.
 * One thread. Everything given out lives until stage_close. */
#ifndef KLEOS_TESTS_RECOGNITIONS_STAGE_H
#define KLEOS_TESTS_RECOGNITIONS_STAGE_H

#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"
#include "services/members/members.h"
#include "services/recognitions/recognitions.h"
#include "tests/support/service_fixture.h"

struct stage {
	struct service_fixture fixture;
	struct peer members_peer, peer; /* peer: of recognitions */
	struct members *members;
	struct recognitions *recognitions;
};

/* Runs the tests twice, each time on one stage for all of them (*state): over inproc and over tcp. For main. */
int stage_run(const char *name, const struct CMUnitTest *tests, size_t n);

void stage_open(struct stage *stage, enum peer_transport transport);
void stage_close(struct stage *stage);
void stage_open_recognitions(struct stage *stage); /* after stage_close_recognitions: the same data again */
void stage_close_recognitions(struct stage *stage);
void stage_later(struct stage *stage, int64_t ms); /* moves the clock */

/* Somebody new. manager: a handle or "". */
struct id stage_member(struct stage *stage, const char *handle, const char *team, const char *manager,
					   Kleos__Visibility ceiling);
void stage_move(struct stage *stage, const char *handle, const char *team); /* to another team */
/* Another manager (a handle or "") or joined_on, of which recognitions has heard then. False: refused. */
bool stage_update(struct stage *stage, const char *handle, const char *field, const char *value);
void stage_deactivate(struct stage *stage, const char *handle);
/* Returns when recognitions has heard of everything that members has published. */
void stage_settle(struct stage *stage);

struct principal a_member(const struct id *member); /* with the role MEMBER */
struct principal a_key(uint32_t roles);             /* that belongs to nobody */

/* A request to thank `receivers` (handles, separated by single spaces), loud as can be. Change it before it is sent. */
Kleos__GiveRecognitionRequest *stage_thanks(struct stage *stage, const char *receivers, const char *message);
const Kleos__Recognition *stage_give(struct stage *stage, const struct principal *who,
									 const Kleos__GiveRecognitionRequest *request);
/* Fails the test unless giving is refused just so; `reason` NULL: any. */
void stage_refuses(struct stage *stage, const struct principal *who, const Kleos__GiveRecognitionRequest *request,
				   enum status status, const char *reason);
bool stage_violates(const struct stage *stage, const char *field); /* the last call was told that this field is wrong */
/* NULL: not OK, see stage->peer.reply. */
const Kleos__Recognition *stage_get(struct stage *stage, const struct principal *who, const char *id);
const Kleos__ListRecognitionsResponse *stage_list(struct stage *stage, const struct principal *who,
												  const Kleos__ListRecognitionsRequest *request);
/* Whether any page of the list shows it. */
bool stage_lists(struct stage *stage, const struct principal *who, Kleos__ListRecognitionsRequest request,
				 const char *id);
/* What holds afterwards; 0: not OK, see stage->peer.reply. */
Kleos__Visibility stage_lower(struct stage *stage, const struct principal *who, const char *id,
							  Kleos__Visibility visibility);
Kleos__Visibility stage_share(struct stage *stage, const struct principal *who, const char *id,
							  Kleos__Visibility visibility);
bool stage_withdraw(struct stage *stage, const struct principal *who, const char *id); /* false: not OK */
void stage_set_ceiling(struct stage *stage, const char *handle, Kleos__Visibility ceiling);
const Kleos__ImportRecognitionsResponse *stage_import(struct stage *stage, Kleos__RecognitionRow **rows, size_t n);

#define VISIBILITY(name) KLEOS__VISIBILITY__VISIBILITY_##name
#define LIST_INIT        ((Kleos__ListRecognitionsRequest)KLEOS__LIST_RECOGNITIONS_REQUEST__INIT)
#define RECOGNITIONS     (&kleos__recognitions_service__descriptor)

#endif
