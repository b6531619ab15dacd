/* papers: nominations as tests of awards make and look at them. */
#ifndef KLEOS_TESTS_AWARDS_PAPERS_H
#define KLEOS_TESTS_AWARDS_PAPERS_H

#include "tests/service/awards/stage.h"

#define STATUS(name) KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_##name

const char *nominating(struct awards_stage *stage, int32_t most, bool self);
/* In an award in which people outside take part. */
const char *nominating_community(struct awards_stage *stage);
const Kleos__Nomination *seen_as(struct awards_stage *stage, const struct principal *who, const char *id);
void unseen_as(struct awards_stage *stage, const struct principal *who, const char *id);
/* Endorse, AcceptNomination, DeclineNomination or WithdrawNomination: their requests are alike. */
void refused(struct awards_stage *stage, const struct principal *who, const char *method, const char *id,
			 enum status status, const char *reason);
struct principal newcomer(struct awards_stage *stage, const char *handle);
void assert_sealed(const Kleos__Nomination *nomination);
Kleos__NominateRequest naming_outsider(const char *cycle, Kleos__Outsider *outsider, const char *name, const char *url);

#endif
