/* sheet: one page of the vote as it is written, from its head to its foot. In the exchange's arena; pure. */
#ifndef KLEOS_GATEWAY_VOTE_SHEET_H
#define KLEOS_GATEWAY_VOTE_SHEET_H

#include "kleos/awards/v1/ballot.pb-c.h"
#include "kleos/awards/v1/result.pb-c.h"
#include "services/gateway/vote/ballot.h"
#include "services/gateway/vote/html.h"

#define SHEET_BOUND   ((size_t)12 * 1024 * 1024) /* bytes: the largest paper, all of it escaped, stays below */
#define SHEET_FORM_ID "ballot"

/* Which of the three steps a page is; a page of the form says so when it asks for another language. */
enum sheet_step { STEP_NONE, STEP_CHOOSE, STEP_REVIEW, STEP_RECEIPT };

struct sheet {
	struct buffer out;
	enum language language;
	const struct zone_days *zone; /* whose clocks times are told by; NULL: UTC */
	int64_t now_ms;
	const char *request_id; /* of the ballot that the form is about to cast */
};

/* What may be refused, each with a page and a status of its own. */
enum refusal_kind {
	REFUSAL_UNKNOWN, /* the token is no token, or nobody issued it */
	REFUSAL_USED,
	REFUSAL_EXPIRED,
	REFUSAL_EARLY,
	REFUSAL_CLOSED,
	REFUSAL_AWAY,
	REFUSAL_BUSY,
	REFUSAL_FORM, /* the request is none that a page of ours makes */
	REFUSAL_BROKEN,
	REFUSAL_COUNT
};

/* Doctype to the beginning of <main>. A page inside the form (not STEP_NONE) changes its language through the form. */
void sheet_begin(struct sheet *sheet, const char *title, enum sheet_step step);
void sheet_end(struct sheet *sheet);
/* Award and cycle as a heading's kicker, and when voting closes. */
void sheet_add_award(struct sheet *sheet, const char *award, const char *cycle);
void sheet_add_closing(struct sheet *sheet, const Kleos__BallotPaper *paper);
/* <form …> with what every step carries along; its end tag is the caller's. */
void sheet_begin_form(struct sheet *sheet, enum sheet_step step);
/* The ballot as hidden fields. */
void sheet_add_hidden(struct sheet *sheet, const struct ballot *ballot);
/* The ballot in words: who is where, and who is nowhere. */
void sheet_add_ballot(struct sheet *sheet, const struct ballot *ballot);
void sheet_say(struct sheet *sheet, enum word word, const char *value);

/* ---- whole pages ---- */

/* The form. `problem` WORD_COUNT: nothing is wrong. */
void sheet_choose(struct sheet *sheet, const Kleos__BallotPaper *paper, const struct ballot *ballot, enum word problem);
void sheet_review(struct sheet *sheet, const Kleos__BallotPaper *paper, const struct ballot *ballot);
void sheet_receipt(struct sheet *sheet, const Kleos__BallotPaper *paper, const struct ballot *ballot,
				   const Kleos__BallotReceipt *receipt);
/* Voting is over: the result, as announced. */
void sheet_result(struct sheet *sheet, const Kleos__BallotPaper *paper, const Kleos__CycleResult *result);
/* `paper` NULL: nothing is known of the vote. */
void sheet_refusal(struct sheet *sheet, enum refusal_kind kind, const Kleos__BallotPaper *paper);
unsigned refusal_http(enum refusal_kind kind);

#endif
